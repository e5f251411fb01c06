//! Relations, lists of them, and transactions as SQL.

use database::{quote_name, quote_text};

/// Schema and table in PostgreSQL.
pub(crate) type Name = (String, String);

/// The lock of all hosts that make roles at the same time; any number that nobody else uses.
const LOCK: i64 = 0x0061_726d_726f_6c65;

/// A relation.
pub(crate) fn relation((schema, table): &Name) -> String {
    format!("{}.{}", quote_name(schema), quote_name(table))
}

/// Relations as rows of `VALUES`; one that there is not, where there are none.
pub(crate) fn rows<'n>(names: impl Iterator<Item = &'n Name>) -> String {
    let rows: Vec<String> =
        names.map(|(schema, table)| format!("({}, {})", quote_text(schema), quote_text(table))).collect();
    if rows.is_empty() { "('', '')".to_owned() } else { rows.join(", ") }
}

/// One transaction, of one host at a time.
pub(crate) fn transaction(statements: &[String]) -> String {
    format!("BEGIN;\nSELECT pg_catalog.pg_advisory_xact_lock({LOCK});\n{};\nCOMMIT", statements.join(";\n"))
}
