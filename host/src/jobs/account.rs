//! For whose quota a job counts: its owner's, or that of the address from which it came.

use queue::Account;

use crate::access::{Asker, Quota};
use crate::config::Limit;

use plugin_api::Principal;

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
