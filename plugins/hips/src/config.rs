//! The settings of an instance that serves HiPS.

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;

/// Valid settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Config {
    /// For how long a cache may keep files of a public HiPS, in seconds.
    pub(crate) max_age_secs: u32,
    /// For how long a cache may keep that a tile is not there, in seconds.
    pub(crate) missing_max_age_secs: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { max_age_secs: 3600, missing_max_age_secs: 300 }
    }
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        settings.parse()
    }
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    description
        .key(
            "max_age_secs",
            KeyKind::Integer,
            "3600",
            "For how long caches and browsers keep tiles and other files of a public HiPS, in seconds.",
        )
        .key(
            "missing_max_age_secs",
            KeyKind::Integer,
            "300",
            "For how long they keep that a tile is not there, in seconds: clients ask for many outside of the images.",
        )
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::{declared_defaults, unsaid_defaults};

    use super::*;

    fn read(text: &str) -> Result<Config> {
        let text = format!("[settings]\n{text}");
        Config::read(&Settings { file: "conf.d/hips.toml".into(), text, ..Settings::default() })
    }

    #[test]
    fn declared_defaults_are_the_real_ones() {
        let declared = declared_defaults(&keys(Description::default()));
        assert_eq!(read(&declared.join("\n")).unwrap(), Config::default());
        assert_eq!(read("").unwrap(), Config::default());
    }

    #[test]
    fn the_shipped_file_says_every_key_with_its_default() {
        let shipped = include_str!("../../../conf.d/hips.toml");
        assert_eq!(unsaid_defaults(&keys(Description::default()), shipped), [""; 0]);
    }
}
