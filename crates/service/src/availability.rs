//! Whether a service can answer, as its `/availability` says it (VOSI 1.1 §2.2).

use bytes::Bytes;
use plugin_api::{Answer, Error, Host, Result};
use registry::Availability;

/// The document; its status is 200 also when queries cannot be answered.
pub async fn availability(host: &Host) -> Result<Answer> {
    let health = host.health().await?;
    let availability = Availability {
        available: health.available,
        up_since: health.up_since.as_deref().and_then(|time| time.parse().ok()),
        notes: health.notes,
        ..Availability::default()
    };
    let xml = availability.xml().map_err(|error| Error::internal(error.to_string()))?;
    let answer = Answer::new(200, "text/xml; charset=utf-8", Bytes::from(xml));
    Ok(answer.with_header("cache-control", "no-store"))
}
