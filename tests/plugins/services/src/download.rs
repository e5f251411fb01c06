//! Downloads through the host, with URL and limits from the request.

use bytes::Bytes;
use plugin_api::{Answer, Error, FetchRequest, Host, Result};

/// The body of `?url=`, at most `bytes_max` bytes in `timeout_secs` seconds.
pub(crate) async fn fetch(host: &Host, query: &str) -> Result<Answer> {
    let value = |wanted: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
            .ok_or_else(|| Error::bad_request(format!("say {wanted}=")))
    };
    let number = |wanted: &str| {
        value(wanted)?.parse().map_err(|_| Error::bad_request(format!("{wanted} is a number")))
    };
    let request = FetchRequest {
        url: value("url")?,
        bytes_max: number("bytes_max")?,
        timeout_secs: number("timeout_secs")?,
    };
    let body: Bytes = host.fetch(&request).await?.collect(usize::MAX).await?;
    Ok(Answer::new(200, "application/octet-stream", body))
}
