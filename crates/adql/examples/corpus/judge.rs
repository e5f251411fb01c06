//! Whether the parser and a label agree.

use adql::{Options, Version, parse_with};

use super::entry::Entry;
use super::kinds;
use super::signature;

/// Why the parser refuses a query in the version of its label; `None` if it accepts it.
///
/// Labelled queries are read in strict mode, the others with all extensions.
pub fn refusal(entry: &Entry) -> Option<String> {
    let version = match entry.adql_version.as_deref() {
        Some("2.0") => Version::V2_0,
        _ => Version::V2_1,
    };
    let options = Options { strict: entry.valid.is_some(), version, ..Options::default() };
    let query = match parse_with(&entry.query, &options) {
        Ok(query) => query,
        Err(error) => return Some(error.to_string()),
    };
    let declared = entry.note.as_deref().and_then(signature::declared_in).filter(|_| entry.is_semantic())?;
    kinds::misuse(&query, &declared)
}

/// Whether the outcome is what the label says; what a service may accept on purpose agrees either way.
pub fn agrees(entry: &Entry, refused: bool) -> bool {
    match entry.valid {
        Some(false) if entry.superset => true,
        Some(valid) => valid != refused,
        None => !refused,
    }
}
