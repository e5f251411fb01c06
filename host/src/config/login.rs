//! How users log in: `[login]` of `host.toml`.

use conf_file::value;

use super::section::Section;

/// The settings of log-ins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Login {
    /// Whether credentials may travel in the clear beyond the loopback address.
    pub plain_http: bool,
}

/// Reads `[login]`.
pub fn read(section: Section<'_>) -> Login {
    let default = Login::default();
    let login = Login { plain_http: section.read("plain_http", default.plain_http, value::boolean) };
    section.finish();
    login
}
