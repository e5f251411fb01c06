//! Bearer tokens of an outside provider: signed statements (RFC 7519) under keys that the provider publishes.

mod claims;
mod keys;
mod settings;

use std::time::{Duration, Instant};

use jsonwebtoken::{Validation, decode, decode_header};
use serde_json::{Map, Value};

use crate::Refused;
use claims::Stated;
use keys::{KeyError, Keys};

pub use settings::{ProviderSettings, address_fault};

/// An outside provider of identities.
pub(crate) struct Provider {
    settings: ProviderSettings,
    keys: Keys,
}

/// A user whom the provider vouches for, until then.
pub(crate) struct Vouched {
    pub user: String,
    pub groups: Vec<String>,
    pub until: Instant,
}

/// Clocks may differ by this.
const LEEWAY_SECS: u64 = 30;
/// The longest token that is looked at, in bytes.
const TOKEN_MAX: usize = 16 * 1024;
/// For how long a token is believed without another look.
const BELIEVED: Duration = Duration::from_secs(300);
/// When to come again where the provider's keys cannot be had, in seconds.
const RETRY_SECS: u32 = 10;

impl Provider {
    pub fn new(settings: ProviderSettings) -> Self {
        Self { keys: Keys::new(settings.issuer.clone()), settings }
    }

    /// Whom a token speaks of; `None` where it is not valid here. Why is said in the log, without the token.
    pub async fn check(&self, token: &str) -> Result<Option<Vouched>, Refused> {
        match self.stated(token).await {
            Ok(vouched) => Ok(Some(vouched)),
            Err(Fault::Keys(KeyError::Away(reason))) => {
                tracing::warn!("the keys of {} cannot be had: {reason}", self.settings.issuer);
                Err(Refused::Unavailable { retry_after_secs: RETRY_SECS })
            }
            Err(fault) => {
                tracing::debug!("a token of {} is not valid here: {fault}", self.settings.name);
                Ok(None)
            }
        }
    }

    async fn stated(&self, token: &str) -> Result<Vouched, Fault> {
        if token.len() > TOKEN_MAX {
            return Err(Fault::Long);
        }
        let header = decode_header(token)?;
        let key = self.keys.find(header.alg, header.kid.as_deref()).await?;
        let mut rules = Validation::new(header.alg);
        rules.leeway = LEEWAY_SECS;
        rules.validate_nbf = true;
        rules.set_issuer(&[&self.settings.issuer]);
        rules.set_audience(&[&self.settings.audience]);
        rules.set_required_spec_claims(&["exp", "iss", "aud"]);
        let claims: Map<String, Value> = decode(token, &key, &rules)?.claims;
        let stated = Stated::read(&claims, &self.settings, now_secs())?;
        let left = Duration::from_secs(stated.exp_secs.saturating_sub(now_secs())).min(BELIEVED);
        let user = format!("{}:{}", self.settings.name, stated.user);
        Ok(Vouched { user, groups: stated.groups, until: Instant::now() + left })
    }
}

/// Why a token is not valid.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("it is longer than {TOKEN_MAX} bytes")]
    Long,
    #[error(transparent)]
    Token(#[from] jsonwebtoken::errors::Error),
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error("{0}")]
    Claim(#[from] claims::ClaimFault),
}

fn now_secs() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or_default()
}
