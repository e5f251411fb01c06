//! The limits of a table service, as its settings give them.

use std::time::Duration;

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;

/// Rows, times and room. A row limit of the client never exceeds `maxrec_hard`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Rows of an answer without MAXREC.
    pub maxrec_default: u64,
    /// The most rows of any answer.
    pub maxrec_hard: u64,
    /// The most seconds until the first row, or the end if there is none.
    pub sync_timeout_secs: u64,
    /// The most seconds that a client may take nothing.
    pub stall_timeout_secs: u64,
    /// The most seconds of a whole answer.
    pub stream_timeout_secs: u64,
    /// The most GiB that an answer may take on disk, in formats that send nothing before the last row.
    pub spool_limit_gib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            maxrec_default: 20_000,
            maxrec_hard: 10_000_000,
            sync_timeout_secs: 60,
            stall_timeout_secs: 60,
            stream_timeout_secs: 3600,
            spool_limit_gib: 16,
        }
    }
}

impl Limits {
    /// The limits that settings give, unless nothing could ever be answered within them.
    pub fn read(settings: &Settings) -> Result<Self> {
        let limits: Self = settings.parse()?;
        if limits.maxrec_default > limits.maxrec_hard {
            let message = format!(
                "`maxrec_default` is {}, more than `maxrec_hard`, which is {}",
                limits.maxrec_default, limits.maxrec_hard
            );
            return Err(settings.mistake("maxrec_default", message));
        }
        for (key, secs) in [
            ("sync_timeout_secs", limits.sync_timeout_secs),
            ("stall_timeout_secs", limits.stall_timeout_secs),
            ("stream_timeout_secs", limits.stream_timeout_secs),
        ] {
            if secs == 0 {
                return Err(settings.mistake(key, format!("`{key}` is 0: no query could ever be answered")));
            }
        }
        if limits.spool_limit_gib == 0 {
            let message = "`spool_limit_gib` is 0: no answer could ever be given in FITS";
            return Err(settings.mistake("spool_limit_gib", message));
        }
        Ok(limits)
    }

    /// Declares the keys with their defaults.
    pub fn keys(description: Description) -> Description {
        description
            .key("maxrec_default", KeyKind::Integer, "20000", "Rows of an answer to a query without MAXREC.")
            .key(
                "maxrec_hard",
                KeyKind::Integer,
                "10000000",
                "The most rows of any answer; a larger MAXREC is cut to it.",
            )
            .key(
                "sync_timeout_secs",
                KeyKind::Integer,
                "60",
                "Seconds until the first row; then the answer is 408.",
            )
            .key(
                "stall_timeout_secs",
                KeyKind::Integer,
                "60",
                "Seconds that a client may take nothing before it is cut off.",
            )
            .key("stream_timeout_secs", KeyKind::Integer, "3600", "Seconds that a whole answer may take.")
            .key(
                "spool_limit_gib",
                KeyKind::Integer,
                "16",
                "The most GiB that an answer in FITS may take on disk until it is sent; then the answer is 413.",
            )
    }

    /// Time until the first row.
    pub fn first_row(&self) -> Duration {
        Duration::from_secs(self.sync_timeout_secs)
    }

    /// Time without progress of the client.
    pub fn stall(&self) -> Duration {
        Duration::from_secs(self.stall_timeout_secs)
    }

    /// Time in all.
    pub fn total(&self) -> Duration {
        Duration::from_secs(self.stream_timeout_secs)
    }

    /// The most bytes that an answer may take on disk.
    pub fn spool_bytes(&self) -> u64 {
        self.spool_limit_gib.saturating_mul(1 << 30)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Limits> {
        let text = format!("[settings]\n{text}");
        Limits::read(&Settings { file: "conf.d/tap.toml".into(), text, ..Settings::default() })
    }

    #[test]
    fn declared_defaults_are_the_real_ones() {
        let declared = Limits::keys(Description::default()).config;
        let declared = declared.iter().map(|key| format!("{} = {}\n", key.name, key.default));
        assert_eq!(read(&declared.collect::<String>()).unwrap(), Limits::default());
    }

    #[test]
    fn a_default_above_the_hard_limit_is_refused_at_its_place() {
        let error = read("maxrec_hard = 10\nmaxrec_default = 11\n").unwrap_err();
        assert_eq!(error.for_client(), "`maxrec_default` is 11, more than `maxrec_hard`, which is 10");
        assert_eq!(error.place().map(|place| place.line), Some(3));
    }

    #[test]
    fn no_room_for_fits_is_refused() {
        let error = read("spool_limit_gib = 0\n").unwrap_err();
        assert_eq!(error.for_client(), "`spool_limit_gib` is 0: no answer could ever be given in FITS");
    }
}
