//! The most that a query may bring along, as settings give it.

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;

use crate::Limits;

/// The most that a query may bring along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadLimits {
    /// The most rows of all tables together.
    pub rows_max: u64,
    /// The most bytes of all tables together, as they were sent or downloaded. Unpacked a table may have four times as
    /// many, and the values of all tables in PostgreSQL's binary form eight times as many.
    pub bytes_max: u64,
    /// The most seconds that the download of one table may take.
    pub fetch_timeout_secs: u64,
}

#[derive(Deserialize)]
#[serde(default)]
struct Keys {
    upload_limit_mib: u64,
    upload_rows_max: u64,
}

const MIB: u64 = 1 << 20;

impl Default for UploadLimits {
    /// A million rows, 64 MiB and a minute.
    fn default() -> Self {
        Self { rows_max: 1_000_000, bytes_max: 64 * MIB, fetch_timeout_secs: 60 }
    }
}

impl Default for Keys {
    fn default() -> Self {
        let UploadLimits { rows_max, bytes_max, .. } = UploadLimits::default();
        Self { upload_limit_mib: bytes_max / MIB, upload_rows_max: rows_max }
    }
}

impl UploadLimits {
    /// What the settings say; a limit that no table could meet is a mistake at its place. A download may take as long as a
    /// query may until its first row.
    pub fn read(settings: &Settings, limits: &Limits) -> Result<Self> {
        let Keys { upload_limit_mib, upload_rows_max } = settings.parse()?;
        for (key, value) in [("upload_limit_mib", upload_limit_mib), ("upload_rows_max", upload_rows_max)] {
            if value == 0 {
                return Err(settings.mistake(key, format!("`{key}` is 0: no table could ever be uploaded")));
            }
        }
        Ok(Self {
            bytes_max: upload_limit_mib.saturating_mul(MIB),
            rows_max: upload_rows_max,
            fetch_timeout_secs: limits.sync_timeout_secs,
        })
    }

    /// Declares the keys with their defaults.
    pub fn keys(description: Description) -> Description {
        description
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
    }

    /// The most bytes of one table after decompression.
    pub(super) fn unpacked_bytes_max(&self) -> u64 {
        self.bytes_max.saturating_mul(4)
    }

    /// The most bytes of all rows in PostgreSQL's binary form.
    pub(super) fn row_bytes_max(&self) -> u64 {
        self.bytes_max.saturating_mul(8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<UploadLimits> {
        let text = format!("[settings]\n{text}");
        let settings = Settings { file: "conf.d/tap.toml".into(), text, ..Settings::default() };
        UploadLimits::read(&settings, &Limits::default())
    }

    #[test]
    fn declared_defaults_are_the_real_ones() {
        let declared = UploadLimits::keys(Description::default()).config;
        let declared = declared.iter().map(|key| format!("{} = {}\n", key.name, key.default));
        assert_eq!(read(&declared.collect::<String>()).unwrap(), UploadLimits::default());
    }

    #[test]
    fn a_limit_that_no_upload_could_meet_is_refused_at_its_place() {
        let error = read("upload_rows_max = 0\n").unwrap_err();
        assert_eq!(error.for_client(), "`upload_rows_max` is 0: no table could ever be uploaded");
        assert_eq!(error.place().map(|place| place.line), Some(2));
    }
}
