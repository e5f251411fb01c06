//! For whose quota a job counts: its owner's, or that of the address from which it came.

use plugin_api::{Principal, Result};
use queue::{Account, Used};

use super::{Jobs, error};
use crate::access::{Asker, Quota};
use crate::config::Limit;

const MIB: u64 = 1 << 20;

/// The account of a new job of this owner, and what it allows now.
pub fn of(quota: &Quota, asker: &Asker, owner: &str) -> Account {
    let principal = match owner {
        "" => Principal::anonymous(),
        owner if asker.principal.owner() == owner => asker.principal.clone(),
        owner => Principal::known(owner, Vec::new()),
    };
    let limits = quota.limits(&principal);
    let most = |limit, unit: u64| {
        limits.get(limit).map(|most| i64::try_from(most.saturating_mul(unit)).unwrap_or(i64::MAX))
    };
    let name = match asker.address.filter(|_| owner.is_empty()) {
        // No user's name has a blank.
        Some(address) => format!("address {}", crate::access::network_of(address)),
        None => owner.to_owned(),
    };
    Account {
        name,
        running_max: most(Limit::RunningJobs, 1),
        queued_max: most(Limit::QueuedJobs, 1),
        result_bytes_max: most(Limit::ResultsMib, MIB),
    }
}

impl Jobs {
    /// What who asks has of what his quota limits for jobs; `None` on a host without jobs.
    pub async fn used_by(&self, quota: &Quota, asker: &Asker) -> Result<Option<Used>> {
        let Some(queue) = &self.0 else { return Ok(None) };
        let account = of(quota, asker, asker.principal.owner());
        let used = queue.used(&account.name).await;
        used.map(Some).map_err(error)
    }
}
