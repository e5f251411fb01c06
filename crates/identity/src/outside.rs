//! Users whom others vouch for: a provider by signed tokens, plugins by their answers.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use postgres_types::Type;

use crate::digest::{Digest, Key};
use crate::name::group_fault;
use crate::provider::Provider;
use crate::recent::Recent;
use crate::state::{State, unreadable};
use crate::{Caller, Refused, Source};

/// Who else may know a client: the plugins that offer `auth.authenticator`.
pub trait Outside: Send + Sync {
    /// Whether anybody is there to be asked.
    fn is_there(&self) -> bool;

    /// Asks for the bearer of credentials of a scheme, `Basic` (`user:password`) or `Bearer` (the token); `None` where
    /// nobody knows him.
    fn ask<'a>(&'a self, scheme: &'static str, credentials: &'a str, address: IpAddr) -> Asking<'a>;
}

/// An answer that is under way.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<Option<Known>, NoAnswer>> + Send + 'a>>;

/// Somebody whom a plugin knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The name, with that of the instance and a colon in front.
    pub user: String,
    /// The groups; what can be the name of none is left out.
    pub groups: Vec<String>,
    /// Seconds for which the answer holds; more than 300 are 300.
    pub lasts_secs: u64,
}

/// A plugin gave no answer; why is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

/// The outside sources, and what they said a while ago.
pub(crate) struct Outsiders {
    pub key: Arc<Key>,
    pub provider: Option<Arc<Provider>>,
    pub plugins: OnceLock<Arc<dyn Outside>>,
    pub state: Option<Arc<State>>,
    /// By the keyed hash of credentials.
    believed: Recent<Digest, Arc<Caller>>,
    /// Whose groups are in the database as they are.
    recorded: Recent<String, Vec<String>>,
}

const BELIEVED_MAX: usize = 20_000;
/// The longest that the answer of a plugin holds.
const LASTS_MAX: Duration = Duration::from_secs(300);
/// How often the time is renewed at which a user was last seen.
const RECORDED: Duration = Duration::from_secs(3600);
/// When to come again where a plugin gives no answer, in seconds.
const RETRY_SECS: u32 = 5;

const RECORD: &str = "INSERT INTO armilla.identities (name, groups, seen) VALUES ($1, $2, clock_timestamp()) \
     ON CONFLICT (name) DO UPDATE SET groups = excluded.groups, seen = excluded.seen";

impl Outsiders {
    pub fn new(key: Arc<Key>, provider: Option<Arc<Provider>>, state: Option<Arc<State>>) -> Self {
        let (believed, recorded) = (Recent::new(BELIEVED_MAX), Recent::new(BELIEVED_MAX));
        Self { key, provider, plugins: OnceLock::new(), state, believed, recorded }
    }

    /// Whether anybody could be known.
    pub fn offers(&self) -> bool {
        self.provider.is_some() || self.plugins.get().is_some_and(|plugins| plugins.is_there())
    }

    /// Who was found to hold these credentials a while ago.
    pub fn believed(&self, scheme: &str, credentials: &str) -> Option<Arc<Caller>> {
        self.believed.get(&self.key.digest(&[scheme, credentials]))
    }

    /// The bearer of a token that is none of ours.
    pub async fn bearer(&self, token: &str, address: IpAddr) -> Result<Option<Arc<Caller>>, Refused> {
        if let Some(provider) = &self.provider
            && let Some(vouched) = provider.check(token).await?
        {
            let lasts = vouched.until.saturating_duration_since(Instant::now());
            let caller = self.caller(vouched.user, vouched.groups, Source::Provider).await;
            self.believed.insert(self.key.digest(&["Bearer", token]), caller.clone(), lasts);
            return Ok(Some(caller));
        }
        self.plugin("Bearer", token, address).await
    }

    /// Whom a plugin knows by these credentials.
    pub async fn plugin(
        &self,
        scheme: &'static str,
        credentials: &str,
        address: IpAddr,
    ) -> Result<Option<Arc<Caller>>, Refused> {
        let Some(plugins) = self.plugins.get() else { return Ok(None) };
        let answer = plugins.ask(scheme, credentials, address).await;
        let known = answer.map_err(|NoAnswer| Refused::Unavailable { retry_after_secs: RETRY_SECS })?;
        let Some(Known { user, groups, lasts_secs }) = known else { return Ok(None) };
        let caller = self.caller(user, groups, Source::Plugin).await;
        let lasts = Duration::from_secs(lasts_secs).min(LASTS_MAX);
        self.believed.insert(self.key.digest(&[scheme, credentials]), caller.clone(), lasts);
        Ok(Some(caller))
    }

    /// The groups of a user as they were last seen; `None` where he never was.
    pub async fn groups_of(&self, user: &str) -> Result<Option<Vec<String>>, Refused> {
        let Some(state) = &self.state else { return Ok(None) };
        let sql = "SELECT groups FROM armilla.identities WHERE name = $1";
        let rows = state.rows(sql, &[(&user, Type::TEXT)]).await?;
        rows.first().map(|row| row.try_get(0)).transpose().map_err(unreadable)
    }

    /// The caller, his groups sorted and kept for the times when only his name is known.
    async fn caller(&self, user: String, mut groups: Vec<String>, source: Source) -> Arc<Caller> {
        groups.retain(|group| group_fault(group).is_none());
        groups.sort();
        groups.dedup();
        if let Some(state) = &self.state
            && self.recorded.get(&user).as_ref() != Some(&groups)
        {
            // A failure is told in the log; the next log-in tries again.
            if state.rows(RECORD, &[(&user, Type::TEXT), (&groups, Type::TEXT_ARRAY)]).await.is_ok() {
                self.recorded.insert(user.clone(), groups.clone(), RECORDED);
            }
        }
        Arc::new(Caller { user, groups, source, only_groups: None, instances: None })
    }
}

/// Whether a user is one of an outside source: only their names have a colon.
pub(crate) fn is_outsider(user: &str) -> bool {
    user.contains(':')
}
