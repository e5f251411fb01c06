//! The settings of a portal.

use std::collections::BTreeMap;
use std::path::PathBuf;

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;

use crate::addresses::origin_of;
use crate::services::KINDS;

/// Valid settings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Config {
    /// The name of the archive.
    pub(crate) name: String,
    /// A picture file; empty for none.
    pub(crate) logo: PathBuf,
    /// A mail address or a URL; empty for none.
    pub(crate) contact: String,
    /// Services in place of this host's, by kind.
    pub(crate) services: BTreeMap<String, String>,
    /// Rows that a page holds.
    pub(crate) rows_max: u64,
    /// The address of a name resolver with `{}` in it; empty for none.
    pub(crate) resolver: String,
    /// The folder of the sky viewer; empty for none.
    pub(crate) sky_viewer: PathBuf,
    /// Where SAMP hubs are looked for.
    pub(crate) samp_hubs: Vec<String>,
    /// Origins whose pages may show ours in a frame.
    pub(crate) framed_by: Vec<String>,
    /// Colours by the name of their use.
    pub(crate) colours: BTreeMap<String, String>,
}

/// What has a colour; `-dark` behind it is the one on dark ground.
const USES: [&str; 8] =
    ["accent", "accent-dark", "link", "link-dark", "page", "page-dark", "panel", "panel-dark"];

impl Default for Config {
    fn default() -> Self {
        Self {
            name: "Armilla".into(),
            logo: PathBuf::new(),
            contact: String::new(),
            services: BTreeMap::new(),
            rows_max: 1_000_000,
            resolver: String::new(),
            sky_viewer: PathBuf::new(),
            samp_hubs: ["http://127.0.0.1:21012", "http://localhost:21012"].map(str::to_owned).into(),
            framed_by: Vec::new(),
            colours: BTreeMap::new(),
        }
    }
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        let mut config: Self = settings.parse()?;
        for (key, origins) in [("samp_hubs", &config.samp_hubs), ("framed_by", &config.framed_by)] {
            if let Some(wrong) = origins.iter().find(|origin| origin_of(origin).as_ref() != Some(*origin)) {
                let message = format!(
                    "\"{wrong}\" is no origin; write scheme, host and port, e.g. \"https://www.example.org\""
                );
                return Err(settings.mistake(key, message));
            }
        }
        for (kind, url) in &config.services {
            if !KINDS.contains(&kind.as_str()) {
                let message = format!("unknown kind of service `{kind}`; known: {}", KINDS.join(", "));
                return Err(settings.mistake(&format!("services.{kind}"), message));
            }
            if origin_of(url).is_none() {
                let message = format!("\"{url}\" is no address; write e.g. \"https://vo.example.org/tap\"");
                return Err(settings.mistake(&format!("services.{kind}"), message));
            }
        }
        if !config.resolver.is_empty()
            && (origin_of(&config.resolver).is_none() || !config.resolver.contains("{}"))
        {
            let message = "the address of a resolver begins with http:// or https:// and holds {}";
            return Err(settings.mistake("resolver", message));
        }
        for (used_for, colour) in &config.colours {
            if !USES.contains(&used_for.as_str()) {
                let message = format!("unknown colour `{used_for}`; known: {}", USES.join(", "));
                return Err(settings.mistake(&format!("colours.{used_for}"), message));
            }
            if !is_colour(colour) {
                let message = format!("\"{colour}\" is no colour; write e.g. \"#0b5394\"");
                return Err(settings.mistake(&format!("colours.{used_for}"), message));
            }
        }
        if !config.sky_viewer.as_os_str().is_empty() && !config.sky_viewer.join("aladin.js").is_file() {
            let folder = config.sky_viewer.display();
            tracing::warn!("there is no aladin.js in {folder}, the `sky_viewer`: the sky page does without");
            config.sky_viewer.clear();
        }
        Ok(config)
    }
}

/// Six hexadecimal digits behind `#`.
fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    description
        .key("name", KeyKind::String, "\"Armilla\"", "The name of the archive, in the head of each page.")
        .key("logo", KeyKind::String, "\"\"", "A picture beside the name: an SVG, PNG or JPEG file. Empty: none.")
        .key("contact", KeyKind::String, "\"\"", "Whom to ask: a mail address or a URL. Empty: nobody is named.")
        .key(
            "services",
            KeyKind::Table,
            "",
            "Addresses of services in place of this host's: tap, scs, sia, datalink, soda, hips, samp.",
        )
        .key(
            "rows_max",
            KeyKind::Integer,
            "1000000",
            "Rows that a page holds; of larger results it shows the first part and offers the file.",
        )
        .key(
            "resolver",
            KeyKind::String,
            "\"\"",
            "A service that finds objects by name, with {} for the name in its address. Empty: none is asked.",
        )
        .key("sky_viewer", KeyKind::String, "\"\"", "The folder with the files of Aladin Lite. Empty: the sky page does without.")
        .key(
            "samp_hubs",
            KeyKind::List,
            "[\"http://127.0.0.1:21012\", \"http://localhost:21012\"]",
            "Where pages look for a SAMP hub with the Web Profile. Empty: pages do not speak SAMP.",
        )
        .key("framed_by", KeyKind::List, "[]", "Origins whose pages may show these pages in a frame.")
        .key("colours", KeyKind::Table, "", "Colours of the pages by their use, e.g. accent = \"#0b5394\".")
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::{declared_defaults, unsaid_defaults};

    use super::*;

    fn read(text: &str) -> Result<Config> {
        let text = format!("[settings]\n{text}");
        Config::read(&Settings { file: "conf.d/portal.toml".into(), text, ..Settings::default() })
    }

    #[test]
    fn declared_defaults_are_the_real_ones() {
        let declared = declared_defaults(&keys(Description::default()));
        assert_eq!(read(&declared.join("\n")).unwrap(), Config::default());
        assert_eq!(read("").unwrap(), Config::default());
    }

    #[test]
    fn the_shipped_file_says_every_key_with_its_default() {
        let shipped = include_str!("../../../conf.d/portal.toml");
        assert_eq!(unsaid_defaults(&keys(Description::default()), shipped), [""; 0]);
    }

    #[test]
    fn mistakes_are_told_at_their_line() {
        for (text, line, message) in [
            (
                "framed_by = [\"https://a.org/\"]",
                2,
                "\"https://a.org/\" is no origin; write scheme, host and port",
            ),
            ("samp_hubs = [\"'self'; x\"]", 2, "\"'self'; x\" is no origin"),
            (
                "[settings.services]\ntab = \"https://a.org\"",
                3,
                "unknown kind of service `tab`; known: tap, scs",
            ),
            ("[settings.services]\ntap = \"/tap\"", 3, "\"/tap\" is no address"),
            ("resolver = \"https://a.org/\"", 2, "the address of a resolver begins with"),
            ("[settings.colours]\nink = \"#000000\"", 3, "unknown colour `ink`; known: accent, "),
            ("[settings.colours]\nlink = \"red\"", 3, "\"red\" is no colour"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.for_client().starts_with(message), "{}", error.for_client());
            assert_eq!(error.place().map(|place| place.line), Some(line), "{text}");
        }
    }
}
