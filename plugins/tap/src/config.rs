//! The settings of a TAP instance.

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;
use service::{Limits, UploadLimits};

/// Valid settings.
pub(crate) struct Config {
    pub(crate) limits: Limits,
    /// What a query may bring along.
    pub(crate) uploads: UploadLimits,
    /// Whether queries must keep to ADQL 2.1 without our extensions.
    pub(crate) strict: bool,
    /// The status of errors.
    pub(crate) error_status: ErrorStatus,
}

/// With which HTTP status `/sync` tells an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum ErrorStatus {
    /// The one that fits it.
    #[default]
    #[serde(rename = "standard")]
    Standard,
    /// 200 for what the client did wrong, for clients that read no document with another.
    #[serde(rename = "200")]
    Always200,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Own {
    strict: bool,
    error_status: ErrorStatus,
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        let limits = Limits::read(settings)?;
        let own: Own = settings.parse()?;
        let uploads = UploadLimits::read(settings, &limits)?;
        Ok(Self { limits, uploads, strict: own.strict, error_status: own.error_status })
    }
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    UploadLimits::keys(Limits::keys(description))
        .key(
            "strict",
            KeyKind::Boolean,
            "false",
            "Whether to refuse what ADQL 2.1 does not have, such as array subscripts.",
        )
        .key(
            "error_status",
            KeyKind::String,
            "\"standard\"",
            "HTTP status of wrong queries: \"standard\", or \"200\" for old clients.",
        )
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::{declared_defaults, unsaid_defaults};

    use super::*;

    fn settings(text: &str) -> Settings {
        Settings {
            file: "conf.d/tap.toml".into(),
            text: format!("[settings]\n{text}"),
            ..Settings::default()
        }
    }

    #[test]
    fn declared_defaults_are_the_real_ones() {
        let declared = declared_defaults(&keys(Description::default()));
        let config = Config::read(&settings(&declared.join("\n"))).unwrap();
        assert_eq!((config.limits, config.strict), (Limits::default(), false));
        assert_eq!(config.uploads, UploadLimits::default());
        assert_eq!(config.error_status, ErrorStatus::Standard);
    }

    #[test]
    fn the_shipped_file_says_every_key_with_its_default() {
        let shipped = include_str!("../../../conf.d/tap.toml");
        assert_eq!(unsaid_defaults(&keys(Description::default()), shipped), [""; 0]);
    }
}
