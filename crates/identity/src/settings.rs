//! What an operator sets of log-ins: `[login]` of `host.toml`.

use crate::ProviderSettings;

/// What an operator sets of log-ins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the users of ours are.
    pub users: Place,
    /// Seconds after which a session ends that nobody uses.
    pub session_idle_secs: u32,
    /// Seconds after which a session ends in any case.
    pub session_max_secs: u32,
    /// An outside provider, where there is one.
    pub provider: Option<ProviderSettings>,
}

/// Where the users of ours are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In `conf.d/users.toml`.
    File,
    /// In the table `armilla.users` of the database.
    Table,
}

impl Default for Settings {
    fn default() -> Self {
        Self { users: Place::File, session_idle_secs: 28_800, session_max_secs: 604_800, provider: None }
    }
}

impl Settings {
    /// Seconds that the value of a session serves before [`crate::Identities::renew`] gives a new one.
    pub(crate) fn renewal_secs(&self) -> u32 {
        self.session_idle_secs / 8
    }
}
