//! What the pages are told about this host, as JSON in each page and at `settings.json`.

use std::collections::BTreeMap;

use plugin_api::{Error, Result};
use serde::Serialize;

use crate::Portal;
use crate::panels::Panel;
use crate::services::PageService;

/// The data block. Addresses of this host are paths.
#[derive(Serialize)]
struct SettingsBlock<'s> {
    /// The path of the portal without a trailing slash.
    base: String,
    /// Scheme, host and port that documents of this host's services name.
    origin: Option<String>,
    name: &'s str,
    logo: Option<String>,
    contact: Option<&'s str>,
    version: &'static str,
    colours: &'s BTreeMap<String, String>,
    services: Vec<PageService>,
    login: Option<LoginAddresses>,
    rows_max: u64,
    resolver: Option<&'s str>,
    has_sky_viewer: bool,
    samp_hubs: &'s [String],
    panels: &'s [Panel],
}

/// Where people log in and out, and where a page learns who asks, what he may use, and which tokens he has.
#[derive(Serialize)]
struct LoginAddresses {
    login: String,
    logout: String,
    session: String,
    account: String,
    tokens: String,
}

impl Portal {
    /// The data block.
    pub(crate) async fn settings_block(&self, panels: &[Panel]) -> Result<String> {
        let (base, config) = (self.base(), &self.config);
        let block = SettingsBlock {
            origin: self.origin(),
            name: &config.name,
            logo: (!config.logo.as_os_str().is_empty()).then(|| format!("{base}/logo")),
            contact: said(&config.contact),
            version: env!("CARGO_PKG_VERSION"),
            colours: &config.colours,
            services: self.services().await?,
            login: self.login_addresses().await?,
            rows_max: config.rows_max,
            resolver: said(&config.resolver),
            has_sky_viewer: !config.sky_viewer.as_os_str().is_empty(),
            samp_hubs: &config.samp_hubs,
            panels,
            base,
        };
        serde_json::to_string(&block)
            .map_err(|error| Error::internal(format!("settings of the pages: {error}")))
    }

    /// `None` where nobody can log in.
    async fn login_addresses(&self) -> Result<Option<LoginAddresses>> {
        let offer = self.host.login_offer().await?;
        let at = |name: &str| format!("{}/auth/{name}", self.host_base());
        let addresses = LoginAddresses {
            login: at("login"),
            logout: at("logout"),
            session: at("session"),
            account: at("account"),
            tokens: at("tokens"),
        };
        Ok((!offer.methods.is_empty()).then_some(addresses))
    }
}

/// JSON as it may stand in a page: no `<` can end the element or begin a comment.
pub(crate) fn in_page(json: &str) -> String {
    json.replace('<', "\\u003c")
}

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_page_ends_the_block() {
        assert_eq!(in_page(r#"{"name":"</script><!--"}"#), r#"{"name":"\u003c/script>\u003c!--"}"#);
    }
}
