//! The settings of the queue of jobs: `[jobs]` of `host.toml`.

use std::time::Duration;

use conf_file::value::{self, Refusal};
use queue::Settings;

use super::section::Section;

/// A year, beyond which nobody runs or keeps a job.
const YEAR_SECS: u64 = 366 * 86_400;

/// Reads `[jobs]`.
pub fn read(section: Section<'_>) -> Settings {
    let default = Settings::default();
    let count = |key, default| section.read(key, default, |value| value::integer(value, 1..=1_000_000));
    let secs = |key, default| section.read(key, default, |value| value::integer(value, 1..=YEAR_SECS));
    let time =
        |key, default: Duration, max| section.read(key, default, |value| value::seconds(value, 1..=max));
    let duration_hard_secs = secs("duration_hard_secs", default.duration_hard_secs);
    let retention_hard_secs = secs("retention_hard_secs", default.retention_hard_secs);
    let settings = Settings {
        store: section.read("store", default.store, |value| store(value::string(value)?)),
        shared: section.read("shared", default.shared, value::boolean),
        running_max: section
            .read("running_max", default.running_max, |value| value::integer(value, 1..=10_000)),
        running_per_user_max: count("running_per_user_max", default.running_per_user_max),
        jobs_per_user_max: count("jobs_per_user_max", default.jobs_per_user_max),
        duration_default_secs: secs("duration_default_secs", default.duration_default_secs)
            .min(duration_hard_secs),
        duration_hard_secs,
        retention_default_secs: secs("retention_default_secs", default.retention_default_secs)
            .min(retention_hard_secs),
        retention_hard_secs,
        wait_max: time("wait_max_secs", default.wait_max, 3600),
        lease: time("lease_secs", default.lease, 3600),
    };
    section.finish();
    settings
}

fn store(text: String) -> Result<String, Refusal> {
    let has_place =
        text.split_once(':').is_some_and(|(scheme, place)| !scheme.is_empty() && !place.is_empty());
    match has_place {
        true => Ok(text),
        false => Err(Refusal::with_hint(
            format!("\"{text}\" names no store"),
            "write a folder as \"file:var/jobs\", or a URL like \"s3://bucket/folder\"",
        )),
    }
}
