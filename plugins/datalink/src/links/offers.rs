//! Links of other plugins: the extension point `datalink.link`.
//!
//! An offer is a service object. It is called with JSON: `ids`, all identifiers of a request, and `caller`, the user and his
//! groups or null for the anonymous. It answers with JSON: `links`, a list of objects with the columns of DataLink by their
//! names, without `service_def`; `id` is one of the identifiers. An offer that fails or answers with something else is left out.

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use plugin_api::{OfferValue, Principal, Result, Service};
use serde::{Deserialize, Serialize};

use super::row::Link;
use crate::DataLink;

/// The extension point.
const POINT: &str = "datalink.link";

/// What an offer may take, and how much it may say.
const TIME_MAX: Duration = Duration::from_secs(10);
const ANSWER_BYTES_MAX: usize = 8 << 20;
const LINKS_MAX: usize = 10_000;

#[derive(Serialize)]
struct Asked<'a> {
    ids: &'a [String],
    caller: &'a Principal,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    links: Vec<Link>,
}

/// The links of all offers, in the order of their instances.
pub(crate) async fn links(datalink: &DataLink, caller: &Principal, ids: &[String]) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    for offer in datalink.host.offers(POINT)? {
        let OfferValue::Service(service) = &offer.value else { continue };
        match told(datalink, service.as_ref(), &Asked { ids, caller }).await {
            Ok(mut told) => links.append(&mut told),
            Err(why) => tracing::warn!("an offer of `{}` at `{POINT}` is left out: {why}", offer.instance),
        }
    }
    Ok(links)
}

async fn told(datalink: &DataLink, service: &dyn Service, asked: &Asked<'_>) -> Result<Vec<Link>, String> {
    let input = serde_json::to_vec(asked).map_err(|error| error.to_string())?;
    let call = service.call(Bytes::from(input));
    let limit = std::pin::pin!(datalink.host.sleep(TIME_MAX));
    let answer = match select(call, limit).await {
        Either::Left((answer, _)) => answer.map_err(|error| error.for_log().to_owned())?,
        Either::Right(_) => return Err(format!("it took more than {} seconds", TIME_MAX.as_secs())),
    };
    if answer.len() > ANSWER_BYTES_MAX {
        return Err(format!("its answer has {} bytes", answer.len()));
    }
    let told: Told = serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
    checked(told.links)
}

/// Links must be what the standard says (DataLink 1.1 §3.2).
fn checked(links: Vec<Link>) -> Result<Vec<Link>, String> {
    if links.len() > LINKS_MAX {
        return Err(format!("it has {} links; {LINKS_MAX} are possible", links.len()));
    }
    let wrong = |link: &Link| match (&link.access_url, &link.error_message) {
        (Some(_), Some(_)) => Some("both access_url and error_message"),
        (None, None) => Some("neither access_url nor error_message"),
        _ if link.semantics.trim().is_empty() => Some("no semantics"),
        _ => None,
    };
    match links.iter().find_map(|link| Some((link, wrong(link)?))) {
        Some((link, what)) => Err(format!("a link of `{}` has {what}", link.id)),
        None => Ok(links),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_an_address_or_an_error_and_has_semantics() {
        let of = |json: &str| {
            let told: Told = serde_json::from_str(json).unwrap();
            checked(told.links)
        };
        let good =
            of(r##"{"links": [{"id": "a", "access_url": "http://h", "semantics": "#this", "other": 1}]}"##);
        assert_eq!(good.unwrap(), [Link::to("a", "#this", "http://h".into())]);
        assert_eq!(of("{}").unwrap(), []);
        assert_eq!(
            of(r##"{"links": [{"id": "a", "semantics": "#this", "service_def": "s"}]}"##).unwrap_err(),
            "a link of `a` has neither access_url nor error_message"
        );
        assert_eq!(
            of(r#"{"links": [{"id": "a", "access_url": "http://h"}]}"#).unwrap_err(),
            "a link of `a` has no semantics"
        );
    }
}
