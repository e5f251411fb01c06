//! `/capabilities`: what the service can do (VOSI 1.1).

use bytes::Bytes;
use plugin_api::{Answer, Error, Result};
use registry::{Capabilities, Capability};

use crate::DataLink;

/// Answers `/capabilities`.
pub(crate) async fn capabilities(datalink: &DataLink) -> Result<Answer> {
    let base = datalink.host.base_url();
    // A host of an older version offers no log-in.
    let login = datalink.host.login_offer().await.unwrap_or_default();
    let guarded = |capability: Capability| capability.with_log_in(login.required, &login.methods);
    let capabilities = vec![
        guarded(Capability::links(&format!("{base}/links"))),
        guarded(Capability::soda_sync(&format!("{base}/sync"))),
        guarded(Capability::soda_async(&format!("{base}/async"))),
        Capability::vosi_capabilities(&base),
        Capability::vosi_availability(&base),
        guarded(Capability::dali_examples(&base)),
    ];
    let xml = Capabilities { capabilities }.xml().map_err(|error| Error::internal(error.to_string()))?;
    Ok(Answer::new(200, "text/xml; charset=utf-8", Bytes::from(xml)))
}
