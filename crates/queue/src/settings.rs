//! What an operator sets of the queue.

use std::time::Duration;

/// What an operator sets of the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where results are kept: `file:FOLDER`, or a URL that the crate `object_store` knows.
    pub store: String,
    /// Whether all hosts on the database see the same folder of a `file:` store.
    pub shared: bool,
    /// Jobs that this host runs at once.
    pub running_max: usize,
    /// Jobs of one user that run at once, on all hosts; those of the anonymous count each by itself.
    pub running_per_user_max: u32,
    /// Jobs that are kept for one user.
    pub jobs_per_user_max: u32,
    /// Seconds that a job may run where nothing is asked.
    pub duration_default_secs: u64,
    /// The most seconds that a job may run.
    pub duration_hard_secs: u64,
    /// Seconds that a job is kept where nothing is asked.
    pub retention_default_secs: u64,
    /// The most seconds that a job is kept.
    pub retention_hard_secs: u64,
    /// The longest that a call of [`crate::Queue::wait`] waits.
    pub wait_max: Duration,
    /// How long a claim lasts without renewal.
    pub lease: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            store: "file:var/jobs".to_owned(),
            shared: false,
            running_max: 4,
            running_per_user_max: 2,
            jobs_per_user_max: 1000,
            duration_default_secs: 3600,
            duration_hard_secs: 86_400,
            retention_default_secs: 604_800,
            retention_hard_secs: 2_592_000,
            wait_max: Duration::from_secs(60),
            lease: Duration::from_secs(15),
        }
    }
}

impl Settings {
    /// How often the queue looks after itself.
    pub(crate) fn tick(&self) -> Duration {
        (self.lease / 3).min(Duration::from_secs(1))
    }

    /// How often leases are renewed.
    pub(crate) fn renewal(&self) -> Duration {
        self.lease / 3
    }

    /// How often files without a job are looked for.
    pub(crate) fn sweep(&self) -> Duration {
        (self.lease * 4).min(Duration::from_secs(60))
    }

    /// The limit of execution that holds when a client asks for one; none asked is the default, 0 the most there is.
    pub(crate) fn duration_secs(&self, asked: Option<u64>) -> i64 {
        let secs = match asked {
            None => self.duration_default_secs,
            Some(0) => self.duration_hard_secs,
            Some(secs) => secs,
        };
        i64::try_from(secs.min(self.duration_hard_secs)).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asked_limits_are_cut_to_the_hard_one() {
        let settings = Settings::default();
        let asked = [None, Some(0), Some(5), Some(u64::MAX)];
        assert_eq!(asked.map(|secs| settings.duration_secs(secs)), [3600, 86_400, 5, 86_400]);
    }
}
