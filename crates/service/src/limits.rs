//! The limits of a table service, as its settings give them.

use std::time::Duration;

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
