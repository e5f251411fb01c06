//! Results for other programs of their owner: short-lived signed addresses, which open what he may see and no more.

use plugin_api::{Answer, Error, ErrorKind, Host, Request, Result};
use uws::Instant;

use super::{At, JobTree, results};
use crate::{Wanted, from_dali, query_params};

/// How long an address holds.
const TTL_SECS: u32 = 600;

/// The parameter with the signature. It opens one result and is nobody's credential, hence it may stand in an address.
const SIGNED: &str = "signed";

/// What is signed: what it is for, the job, the result, the owner.
type Handed = (String, String, String, String);

/// What signatures of results are for, lest one of another kind is taken for one.
const PURPOSE: &str = "job-result";

impl At<'_> {
    /// An address of a result, as JSON with the moment when it ends.
    pub(super) async fn hand_over(&self, id: &str, result: &str) -> Result<Answer> {
        let record = self.host.jobs().get(self.caller, id).await?;
        let found = results::allowed(self.host, self.caller, &record, result)?;
        let handed: Handed =
            (PURPOSE.into(), record.id.clone(), found.id.clone(), record.request.owner.clone());
        let expires = Instant::in_secs(TTL_SECS);
        let signed = self.host.sign(&json(&handed)?, TTL_SECS.into()).await?;
        let url = format!("{}{}?{SIGNED}={signed}", self.host.base_url(), self.tree.handover);
        let told = serde_json::json!({ "url": url, "expires": expires.to_string() });
        Ok(Answer::new(200, "application/json", bytes::Bytes::from(json(&told)?)))
    }
}

impl JobTree<'_> {
    /// Answers a request of an address that was handed over; the policy is asked again, for the owner as he is now.
    pub async fn handed_over(&self, host: &Host, request: &Request) -> Result<Answer> {
        let params = query_params(request)?;
        let signed = params.required(SIGNED).map_err(|error| from_dali(&error))?;
        let text = host.verify(signed).await.map_err(|error| match error.kind() {
            // A log-in would not help, so none is asked for.
            ErrorKind::LoginNeeded => opens_nothing(),
            _ => error,
        })?;
        let handed: Handed = serde_json::from_str(&text).map_err(|_| opens_nothing())?;
        let (purpose, job, result, owner) = handed;
        if purpose != PURPOSE {
            return Err(opens_nothing());
        }
        let owner = host.principal_of(&owner).await?.ok_or_else(opens_nothing)?;
        let record = host.jobs().get(&owner, &job).await?;
        let answer = results::answer(host, &owner, &record, &result, &Wanted::of(request)).await?;
        Ok(answer.with_header("cache-control", "no-store"))
    }
}

/// The refusal of an address that nobody has signed, whose time is over, whose owner is gone, or that is for something else.
fn opens_nothing() -> Error {
    Error::new(
        ErrorKind::Forbidden,
        "this address opens no result, or opens it no longer; ask its owner for a new one",
    )
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::internal(format!("an answer cannot be JSON: {error}")))
}
