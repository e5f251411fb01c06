//! The statements round a query: read-only, under the query role, everything LOCAL.

use std::{fmt::Write, time::Duration};

use crate::Config;

/// By how much the server's own time limit exceeds ours, which comes first.
const BACKSTOP: Duration = Duration::from_secs(10);

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A query.
    Read,
    /// A query with parameters, whose plan is to be the same for all values.
    ReadGeneric,
    /// Uploads, before their query.
    Write,
}

/// What is the same in the transaction of every query.
pub(crate) struct TransactionText {
    /// The role of queries that name none.
    role: Option<String>,
    /// `SET LOCAL` of the settings, each followed by `;`.
    settings: String,
}

impl TransactionText {
    pub fn new(config: &Config) -> Self {
        let mut settings = String::new();
        for (name, value) in &config.query_settings {
            let name = name.split('.').map(quote_name).collect::<Vec<_>>().join(".");
            let _ = write!(settings, "SET LOCAL {name} = {};", quote_text(value));
        }
        Self { role: config.query_role.clone(), settings }
    }

    /// Opens a transaction for a query under `role`, or else that of all queries, with a time limit of the server as a
    /// backstop for our own.
    pub fn begin(&self, mode: Mode, role: Option<&str>, total_timeout: Option<Duration>) -> String {
        let role = role.or(self.role.as_deref());
        let role = role.map_or_else(String::new, |role| format!("SET LOCAL ROLE {};", quote_name(role)));
        let access = if mode == Mode::Write { "" } else { " READ ONLY" };
        let plan = match mode {
            Mode::ReadGeneric => ";SET LOCAL plan_cache_mode = force_generic_plan",
            Mode::Read | Mode::Write => "",
        };
        let limit_ms = total_timeout.map_or(0, |limit| (limit + BACKSTOP).as_millis().min(i32::MAX as u128));
        format!("BEGIN{access};{role}{}SET LOCAL statement_timeout = {limit_ms}{plan}", self.settings)
    }
}

/// A name as SQL reads it, case kept.
pub fn quote_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL reads it.
pub fn quote_text(text: &str) -> String {
    // E'' reads the same whatever standard_conforming_strings says.
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transaction_of_a_query_is_read_only_and_local() {
        let mut config = Config::new("");
        config.query_role = Some("odd \"role\"".to_owned());
        config.query_settings = vec![("my.path".to_owned(), "it's".to_owned())];
        let text = TransactionText::new(&config);
        assert_eq!(
            text.begin(Mode::Read, None, Some(Duration::from_secs(60))),
            "BEGIN READ ONLY;SET LOCAL ROLE \"odd \"\"role\"\"\";SET LOCAL \"my\".\"path\" = E'it''s';\
             SET LOCAL statement_timeout = 70000"
        );
        assert_eq!(
            text.begin(Mode::Read, Some("own"), Some(Duration::from_secs(60))),
            "BEGIN READ ONLY;SET LOCAL ROLE \"own\";SET LOCAL \"my\".\"path\" = E'it''s';\
             SET LOCAL statement_timeout = 70000"
        );
    }

    #[test]
    fn no_time_limit_of_ours_is_none_of_the_servers() {
        let mut config = Config::new("");
        config.query_settings.clear();
        let text = TransactionText::new(&config);
        assert_eq!(text.begin(Mode::Write, None, None), "BEGIN;SET LOCAL statement_timeout = 0");
        assert_eq!(
            text.begin(Mode::ReadGeneric, None, Some(Duration::MAX - BACKSTOP)),
            "BEGIN READ ONLY;SET LOCAL statement_timeout = 2147483647;SET LOCAL plan_cache_mode = force_generic_plan"
        );
    }
}
