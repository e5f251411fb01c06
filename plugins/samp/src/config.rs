//! The settings of an instance that serves the script.

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;

/// Valid settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Config {
    /// For how long a browser may keep the script without asking, in seconds.
    pub(crate) max_age_secs: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { max_age_secs: 3600 }
    }
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        settings.parse()
    }
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    description.key(
        "max_age_secs",
        KeyKind::Integer,
        "3600",
        "For how long browsers keep the script and the icon without asking whether they have changed, in seconds.",
    )
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::{declared_defaults, unsaid_defaults};

    use super::*;

    #[test]
    fn declared_and_shipped_defaults_are_the_real_ones() {
        let description = keys(Description::default());
        let text = format!("[settings]\n{}", declared_defaults(&description).join("\n"));
        let settings = Settings { file: "conf.d/samp.toml".into(), text, ..Settings::default() };
        assert_eq!(Config::read(&settings).unwrap(), Config::default());
        let shipped = include_str!("../../../conf.d/samp.toml");
        assert_eq!(unsaid_defaults(&description, shipped), [""; 0]);
    }
}
