//! Users as they are now, for what is done in their name while they are away.

use std::sync::Arc;

use identity::Refused;
use plugin_api::{Error, ErrorKind, Principal, Result};

use super::Shared;
use crate::access::Quota;

/// Answers `access.principal`, JSON in and out.
pub async fn call(shared: Arc<Shared>, arguments: String) -> Result<String> {
    let user: String = serde_json::from_str(&arguments)
        .map_err(|error| Error::internal(format!("unreadable name of a user: {error}")))?;
    let principal = principal_of(&shared, &user).await?;
    serde_json::to_string(&principal)
        .map_err(|error| Error::internal(format!("a user cannot be JSON: {error}")))
}

/// Answers `access.allowance`, JSON in and out.
pub fn allowance(quota: &Quota, arguments: &str) -> Result<String> {
    let principal: Principal = serde_json::from_str(arguments)
        .map_err(|error| Error::internal(format!("unreadable caller: {error}")))?;
    serde_json::to_string(&quota.allowance(&principal))
        .map_err(|error| Error::internal(format!("an allowance cannot be JSON: {error}")))
}

/// The user with his groups of now, or the anonymous for an empty name; `None`: there is no such user any more.
pub async fn principal_of(shared: &Shared, user: &str) -> Result<Option<Principal>> {
    if user.is_empty() {
        return Ok(Some(Principal::anonymous()));
    }
    let groups = shared.identities.groups_of(user).await.map_err(|refused| {
        let (secs, log) = (retry_after_secs(&refused), refused.to_string());
        let unavailable = Error::new(ErrorKind::Unavailable, "users cannot be looked up at the moment");
        unavailable.with_log(log).with_retry_after(secs)
    })?;
    Ok(groups.map(|groups| Principal::known(user, groups)))
}

fn retry_after_secs(refused: &Refused) -> u32 {
    match refused {
        Refused::LockedOut { retry_after_secs }
        | Refused::Busy { retry_after_secs }
        | Refused::Unavailable { retry_after_secs } => *retry_after_secs,
        Refused::Wrong(_) => 1,
    }
}
