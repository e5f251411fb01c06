//! The one way to find out who asks.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use database::{Client, DbError};

use crate::address::Origin;
use crate::digest::{Digest, Key, is_secret, sha256_hex};
use crate::directory::Directory;
use crate::grants::{Grant, Grants};
use crate::lockout::Lockout;
use crate::outside::{Outsiders, is_outsider};
use crate::passwords::{Passwords, locked_out};
use crate::provider::Provider;
use crate::recent::Recent;
use crate::sessions::{self, Begun};
use crate::state::{self, State, unavailable};
use crate::tokens::{self, NewToken, Token, TokenError};
use crate::{Caller, Outside, Proof, Refused, Settings, Source, User, Users};

/// The users, and what is known of those who asked. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Identities(Arc<Inner>);

/// A session that has begun, or its new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The value of its cookie: a secret of its user.
    pub value: String,
    /// Seconds until it ends if nobody uses it.
    pub lasts_secs: u64,
    /// Whose it is.
    pub caller: Arc<Caller>,
}

/// Why identities cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

struct Inner {
    settings: Settings,
    directory: Directory,
    passwords: Passwords,
    lockout: Arc<Lockout>,
    grants: Arc<Grants>,
    outsiders: Outsiders,
    key: Arc<Key>,
    /// Wrong values that were counted: one that is presented again and again is one attempt.
    counted: Recent<Digest, ()>,
    /// Where sessions and tokens are kept; without a database there are none.
    state: Option<Arc<State>>,
}

const NO_SESSION: Refused = Refused::Wrong("the session has ended; log in again");
const NO_TOKEN: Refused = Refused::Wrong("the token is unknown, expired or revoked");

/// For how long a wrong value is remembered as counted.
const COUNTED: Duration = Duration::from_secs(1800);
const COUNTED_MAX: usize = 20_000;

/// When to come again where there is no database for sessions, in seconds.
const RETRY_SECS: u32 = 60;

impl Identities {
    /// Identities over the users of a file alone: no database, hence neither sessions nor tokens.
    pub fn new(users: Users) -> Result<Self, getrandom::Error> {
        Self::over(Settings::default(), users, None, Arc::new(Grants::new()))
    }

    /// Identities with what the database keeps; its tables are made where they are missing. `users` are those of the
    /// file. The connection is that of the login that owns the schema `armilla`.
    pub async fn open(
        settings: Settings,
        users: Users,
        database: &database::Config,
    ) -> Result<Self, OpenError> {
        let grants = Arc::new(Grants::new());
        let state = State::new(database, grants.clone())?;
        let client = state.client().await?;
        state::create(&client).await?;
        Ok(Self::over(settings, users, Some(Arc::new(state)), grants)?)
    }

    fn over(
        settings: Settings,
        users: Users,
        state: Option<Arc<State>>,
        grants: Arc<Grants>,
    ) -> Result<Self, getrandom::Error> {
        let (key, lockout) = (Arc::new(Key::new()?), Arc::new(Lockout::new()));
        let passwords = Passwords::new(key.clone(), lockout.clone());
        let directory = Directory::new(users, settings.users, state.clone(), grants.clone());
        let provider = settings.provider.clone().map(|provider| Arc::new(Provider::new(provider)));
        let outsiders = Outsiders::new(key.clone(), provider, state.clone());
        let counted = Recent::new(COUNTED_MAX);
        let inner = Inner { settings, directory, passwords, lockout, grants, outsiders, key, counted, state };
        Ok(Self(Arc::new(inner)))
    }

    /// Says whom to ask for clients that nobody here knows; the first one to be said stays.
    pub fn ask_also(&self, plugins: Arc<dyn Outside>) {
        // A second one would be a mistake of the host; the first one goes on to answer.
        let _ = self.0.outsiders.plugins.set(plugins);
    }

    /// Who presents this. What is wrong is refused, never anonymous.
    pub async fn identify(&self, proof: Proof<'_>, address: IpAddr) -> Result<Arc<Caller>, Refused> {
        match proof {
            Proof::Password { user, password } => {
                let (directory, outsiders) = (&self.0.directory, &self.0.outsiders);
                self.0.passwords.check(directory, outsiders, user, password, address).await
            }
            Proof::Bearer(token) if tokens::is_ours(token) => self.0.token(token, address).await,
            Proof::Bearer(token) => self.0.outside_token(token, address).await,
            Proof::Session(value) => self.0.session(value, address).await,
        }
    }

    /// Begins a session for a user with his password.
    pub async fn log_in(&self, user: &str, password: &str, address: IpAddr) -> Result<NewSession, Refused> {
        let caller = self.identify(Proof::Password { user, password }, address).await?;
        let state = self.0.state.as_ref().ok_or(Refused::Unavailable { retry_after_secs: RETRY_SECS })?;
        let mark = match is_outsider(&caller.user) {
            true => String::new(),
            false => self.0.directory.user(&caller.user).await?.ok_or(NO_SESSION)?.mark.clone(),
        };
        let begun = sessions::begin(state, &self.0.settings, &caller.user, &mark).await?;
        Ok(NewSession { value: begun.value, lasts_secs: begun.lasts_secs, caller })
    }

    /// Ends a session, at once here and within seconds on other hosts; one that is not there stays so.
    pub async fn log_out(&self, session: &str) {
        let Some(state) = self.0.state.as_ref().filter(|_| is_secret(session)) else { return };
        // What could not be ended was told in the log; the session then ends by its time.
        let _ = sessions::end(state, &sha256_hex(session)).await;
        self.0.grants.forget();
    }

    /// A new value for a session, where the old one has served for an eighth of the time that it may be idle; the old one
    /// then ends within half a minute. For browsers, which take a cookie from any answer; others keep that of the log-in.
    pub async fn renew(&self, session: &str) -> Option<NewSession> {
        let state = self.0.state.as_ref().filter(|_| is_secret(session))?;
        let hash = sha256_hex(session);
        let grant = self.0.grants.get(&hash).flatten()?;
        if grant.renewal.is_none_or(|due| Instant::now() < due) {
            return None;
        }
        let Begun { value, lasts_secs, user } =
            sessions::renew(state, &self.0.settings, &hash).await.ok()??;
        self.0.grants.forget();
        let caller = self.0.bearer_of(&Grant { user, ..Grant::clone(&grant) }).await.ok()??;
        Some(NewSession { value, lasts_secs, caller })
    }

    /// Seconds until a session ends if nobody uses it any more; `None` for one that has ended.
    pub async fn lasts_secs(&self, session: &str) -> Option<u64> {
        let state = self.0.state.as_ref().filter(|_| is_secret(session))?;
        let hash = sha256_hex(session);
        let grant = match self.0.grants.get(&hash) {
            Some(known) => known?,
            None => Arc::new(sessions::find(state, &self.0.settings, &hash).await.ok()??),
        };
        grant.until.checked_duration_since(Instant::now()).map(|left| left.as_secs())
    }

    /// The groups of a user now; `None` where there is no such user, or none any more.
    pub async fn groups_of(&self, user: &str) -> Result<Option<Vec<String>>, Refused> {
        if is_outsider(user) {
            return self.0.outsiders.groups_of(user).await;
        }
        let user = self.0.directory.user(user).await?;
        Ok(user.filter(|user| !user.disabled).map(|user| user.caller.groups.clone()))
    }

    /// The tokens of a user that serve, by age.
    pub async fn tokens_of(&self, user: &str) -> Result<Vec<Token>, Refused> {
        let (client, user) = self.0.owner(user).await?;
        let mut list = tokens::list(&client, Some(&user.caller.user)).await.map_err(untold)?;
        list.retain(|token| !token.expired && !token.is_outlived_by(&user));
        Ok(list)
    }

    /// Makes a token for a user, who has shown his password, and gives its text, which nobody can read again.
    pub async fn make_token(&self, user: &str, new: &NewToken) -> Result<String, Refused> {
        let (client, user) = self.0.owner(user).await?;
        tokens::create(&client, &user, new).await.map_err(untold)
    }

    /// Ends a token of a user, at once here and within seconds on other hosts; `false` where he has none of that id.
    pub async fn revoke_token(&self, user: &str, id: &str) -> Result<bool, Refused> {
        let (client, user) = self.0.owner(user).await?;
        let whose = tokens::revoke(&client, id, Some(&user.caller.user)).await.map_err(untold)?;
        self.0.grants.forget();
        Ok(whose.is_some())
    }

    /// Whether anybody can log in at all.
    pub fn offers(&self) -> bool {
        self.0.directory.offers() || self.0.outsiders.offers()
    }

    /// Takes the users of the file as it is now: all at once, for all requests from here on.
    pub fn reload(&self, users: Users) {
        self.0.directory.reload(users);
    }

    /// How many hashes of passwords were computed since the start.
    pub fn hashed(&self) -> u64 {
        self.0.passwords.hashed()
    }
}

impl Inner {
    async fn session(&self, value: &str, address: IpAddr) -> Result<Arc<Caller>, Refused> {
        let Some(state) = self.state.as_ref().filter(|_| is_secret(value)) else { return Err(NO_SESSION) };
        let hash = sha256_hex(value);
        let find = async || sessions::find(state, &self.settings, &hash).await;
        self.granted(&hash, address, find).await?.ok_or(NO_SESSION)
    }

    /// A user of ours whose tokens are asked for, and the connection to where they are kept.
    async fn owner(&self, user: &str) -> Result<(Arc<Client>, Arc<User>), Refused> {
        let state = self.state.as_ref().ok_or(Refused::Unavailable { retry_after_secs: RETRY_SECS })?;
        let user = self.directory.user(user).await?.filter(|user| !user.disabled).ok_or(NO_SESSION)?;
        let client = state.client().await.map_err(|error| unavailable(&error))?;
        Ok((client, user))
    }

    async fn token(&self, text: &str, address: IpAddr) -> Result<Arc<Caller>, Refused> {
        let Some(state) = &self.state else { return Err(NO_TOKEN) };
        let hash = sha256_hex(text);
        let find = async || tokens::find(state, text, &hash).await;
        self.granted(&hash, address, find).await?.ok_or(NO_TOKEN)
    }

    async fn outside_token(&self, token: &str, address: IpAddr) -> Result<Arc<Caller>, Refused> {
        if let Some(caller) = self.outsiders.believed("Bearer", token) {
            return Ok(caller);
        }
        let origin = Origin::from(address);
        let digest = self.may_try(token, origin)?;
        let caller = self.outsiders.bearer(token, address).await?;
        self.tried(digest, origin, caller.is_some());
        caller.ok_or(NO_TOKEN)
    }

    /// Whether a value that names no user may be tried: one that was right a while ago may always.
    fn may_try(&self, value: &str, origin: Origin) -> Result<Digest, Refused> {
        let digest = self.key.digest(&[value]);
        if !self.lockout.is_proven(&digest) {
            self.lockout.check_origin(origin, Instant::now()).map_err(locked_out)?;
        }
        Ok(digest)
    }

    /// Notes how a trial ended. A wrong value counts against its origin, once.
    fn tried(&self, digest: Digest, origin: Origin, is_right: bool) {
        if is_right {
            return self.lockout.prove(digest);
        }
        self.lockout.disprove(&digest);
        if self.counted.get(&digest).is_none() {
            self.counted.insert(digest, (), COUNTED);
            self.lockout.charge_origin(origin, Instant::now());
        }
    }

    /// Who bears what has this hash. An origin that tries one unknown value after the other has to wait.
    async fn granted(
        &self,
        hash: &str,
        address: IpAddr,
        find: impl AsyncFnOnce() -> Result<Option<Grant>, Refused>,
    ) -> Result<Option<Arc<Caller>>, Refused> {
        let grant = match self.grants.get(hash) {
            Some(known) => known,
            None => {
                let origin = Origin::from(address);
                let digest = self.may_try(hash, origin)?;
                let found = find().await?.map(Arc::new);
                self.tried(digest, origin, found.is_some());
                self.grants.remember(hash.to_owned(), found.clone());
                found
            }
        };
        match grant {
            Some(grant) => self.bearer_of(&grant).await,
            None => Ok(None),
        }
    }

    /// The user of a grant, as he is now.
    async fn bearer_of(&self, grant: &Grant) -> Result<Option<Arc<Caller>>, Refused> {
        if !is_outsider(&grant.user) {
            let user = self.directory.user(&grant.user).await?;
            return Ok(user.and_then(|user| grant.caller(&user)));
        }
        if let Some(known) = self.grants.outsider(&grant.user) {
            return Ok(known);
        }
        let groups = self.outsiders.groups_of(&grant.user).await?;
        let caller = groups.map(|groups| {
            let (user, source) = (grant.user.clone(), Source::Plugin);
            Arc::new(Caller { user, groups, source, only_groups: None, instances: None })
        });
        self.grants.remember_outsider(&grant.user, caller.clone());
        Ok(caller)
    }
}

/// A client is told that it cannot be done now, the log why.
fn untold(error: TokenError) -> Refused {
    match error {
        TokenError::Database(error) => unavailable(&error),
        TokenError::Random(error) => {
            tracing::error!("there are no tokens: no random numbers: {error}");
            Refused::Unavailable { retry_after_secs: RETRY_SECS }
        }
    }
}

impl fmt::Debug for NewSession {
    /// Leaves the secret out.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value: _, lasts_secs, caller } = self;
        let mut shown = out.debug_struct("NewSession");
        shown.field("caller", caller).field("lasts_secs", lasts_secs).finish_non_exhaustive()
    }
}
