//! On whose account a plugin works at the moment: carried beside its calls, since a plugin need not say it.

use std::net::IpAddr;
use std::sync::Arc;

use plugin_api::Principal;

use crate::http::Request;

/// Who asked for what a plugin does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asker {
    /// The identifier of the request; empty for the run of a job.
    pub request: Arc<str>,
    /// The job that is run.
    pub job: Option<Arc<str>>,
    /// Who.
    pub principal: Principal,
    /// The groups beyond which nothing is done for him, since his token is for these; `None` is all that he has.
    pub only_groups: Option<Arc<[String]>>,
    /// Where the request came from.
    pub address: Option<IpAddr>,
}

tokio::task_local! {
    static ASKER: Asker;
}

impl Asker {
    /// Who sent a request.
    pub fn of(request: &Request, principal: Principal) -> Self {
        let (id, address) = (request.id.as_str().into(), Some(request.remote.ip()));
        Self { request: id, principal, address, ..Self::default() }
    }

    /// Does `work` on this account.
    pub async fn during<F: Future>(self, work: F) -> F::Output {
        ASKER.scope(self, work).await
    }

    /// On whose account the host is called; of nobody where a plugin works by itself.
    pub fn current() -> Self {
        ASKER.try_with(Self::clone).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn calls_know_on_whose_account_they_are() {
        let ada = Asker {
            request: "r1".into(),
            principal: Principal::known("ada", Vec::new()),
            ..Asker::default()
        };
        assert_eq!(ada.clone().during(async { Asker::current() }).await, ada);
        assert_eq!(Asker::current(), Asker::default());
    }
}
