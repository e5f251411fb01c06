//! What browsers let the pages do: content security policy and the headers beside it.

use std::collections::BTreeSet;

use plugin_api::{Answer, Result};

use crate::Portal;
use crate::addresses::origin_of;

impl Portal {
    /// The headers of every page (Content Security Policy Level 3).
    pub(crate) async fn guarded(&self, answer: Answer) -> Result<Answer> {
        let services = self.services().await?;
        let mut origins: BTreeSet<String> =
            services.iter().filter_map(|service| origin_of(&service.url)).collect();
        origins.extend(origin_of(&self.config.resolver));
        // Documents of services name the host as it is configured, whatever name people came by.
        origins.extend(self.origin());
        let services = joined(&origins);
        let hubs: String = self.config.samp_hubs.iter().map(|hub| format!(" {hub}")).collect();
        let frames: String = self.config.framed_by.iter().map(|origin| format!(" {origin}")).collect();
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{services}{hubs}; \
             connect-src 'self'{services}{hubs}; worker-src 'self'; form-action 'self'{services}; base-uri 'none'; \
             frame-src 'self'; frame-ancestors 'self'{frames}"
        );
        Ok(with_common(answer).with_header("content-security-policy", &policy))
    }

    /// The headers of the document in which the sky viewer runs: it compiles WebAssembly from a `data:` address, and adds
    /// styles without a name. No other page may do that.
    pub(crate) fn guarded_viewer(&self, answer: Answer) -> Answer {
        let origins: BTreeSet<String> = self
            .origin()
            .into_iter()
            .chain(self.config.services.values().filter_map(|url| origin_of(url)))
            .collect();
        let services = joined(&origins);
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
             img-src 'self' data: blob:{services}; connect-src 'self' data: blob:{services}; worker-src 'self' blob:; \
             font-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
        );
        with_common(answer).with_header("content-security-policy", &policy)
    }
}

/// Browsers take the type of an answer as it is said.
pub(crate) fn as_said(answer: Answer) -> Answer {
    answer.with_header("x-content-type-options", "nosniff")
}

fn with_common(answer: Answer) -> Answer {
    as_said(answer).with_header("referrer-policy", "same-origin").with_header(
        "permissions-policy",
        "loopback-network=(self), local-network=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    )
}

fn joined(origins: &BTreeSet<String>) -> String {
    origins.iter().map(|origin| format!(" {origin}")).collect()
}
