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

#[derive(Deserialize)]
#[serde(default)]
struct Own {
    upload_limit_mib: u64,
    upload_rows_max: u64,
    strict: bool,
    error_status: ErrorStatus,
}

impl Default for Own {
    fn default() -> Self {
        let UploadLimits { bytes_max, rows_max, .. } = UploadLimits::default();
        Self {
            upload_limit_mib: bytes_max / MIB,
            upload_rows_max: rows_max,
            strict: false,
            error_status: ErrorStatus::default(),
        }
    }
}

const MIB: u64 = 1 << 20;

impl Own {
    fn uploads(&self, settings: &Settings, limits: &Limits) -> Result<UploadLimits> {
        for (key, value) in
            [("upload_limit_mib", self.upload_limit_mib), ("upload_rows_max", self.upload_rows_max)]
        {
            if value == 0 {
                return Err(settings.mistake(key, format!("`{key}` is 0: no table could ever be uploaded")));
            }
        }
        Ok(UploadLimits {
            bytes_max: self.upload_limit_mib.saturating_mul(MIB),
            rows_max: self.upload_rows_max,
            fetch_timeout_secs: limits.sync_timeout_secs,
        })
    }
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        let limits = Limits::read(settings)?;
        let own: Own = settings.parse()?;
        let uploads = own.uploads(settings, &limits)?;
        Ok(Self { limits, uploads, strict: own.strict, error_status: own.error_status })
    }
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    Limits::keys(description)
        .key(
            "upload_limit_mib",
            KeyKind::Integer,
            "64",
            "The most MiB of the tables that come with a query, together; more is answered with 413.",
        )
        .key(
            "upload_rows_max",
            KeyKind::Integer,
            "1000000",
            "The most rows of the tables that come with a query, together; more is answered with 413.",
        )
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
        let declared: Vec<String> = keys(Description::default())
            .config
            .iter()
            .filter(|key| !key.default.is_empty())
            .map(|key| format!("{} = {}\n", key.name, key.default))
            .collect();
        let config = Config::read(&settings(&declared.concat())).unwrap();
        assert_eq!((config.limits, config.strict), (Limits::default(), false));
        assert_eq!(config.uploads, UploadLimits::default());
        assert_eq!(config.error_status, ErrorStatus::Standard);
    }

    #[test]
    fn the_shipped_file_says_every_key_with_its_default() {
        let shipped = include_str!("../../../conf.d/tap.toml");
        let keys = keys(Description::default()).config.into_iter();
        let said = |line: &String| shipped.lines().any(|shipped| shipped == line);
        let silent: Vec<String> =
            keys.map(|key| format!("{} = {}", key.name, key.default)).filter(|line| !said(line)).collect();
        assert_eq!(silent, Vec::<String>::new());
    }

    #[test]
    fn a_limit_that_no_upload_could_meet_is_refused_at_its_place() {
        let error = Config::read(&settings("upload_rows_max = 0\n")).err().unwrap();
        assert_eq!(error.for_client(), "`upload_rows_max` is 0: no table could ever be uploaded");
        assert_eq!(error.place().map(|place| place.line), Some(2));
    }
}
