//! Row filters by themselves: whether one can be resolved, and what it is in PostgreSQL.

use catalogue::{Scope, Table};

use crate::error::{AdqlError, EnumerationError, ErrorKind, Fault};
use crate::extensions::Extensions;
use crate::options::Options;
use crate::printer::print_filter;
use crate::resolver::resolve_filter;

/// Says what is wrong with a row filter of a table, with line and column in its text; for the operator.
///
/// `collection` is the identifier of the table's collection, which says whose enumerations are meant. Without
/// `extensions`, as long as nobody knows what plugins offer, unknown enumerations and functions are taken on trust.
pub fn check_filter(
    table: &Table,
    collection: &str,
    extensions: Option<&Extensions>,
    text: &str,
) -> Result<(), AdqlError> {
    let options = options(extensions);
    let scope = Scope::new("", "", Vec::new());
    match resolve_filter(table, collection, &scope, &options, text) {
        Ok(_) => Ok(()),
        Err(fault) if extensions.is_none() && may_be_offered(&fault.kind) => Ok(()),
        Err(Fault { kind, span }) => Err(AdqlError::new(kind, span, text)),
    }
}

/// The row filters of a table of one relation as a condition of PostgreSQL over its columns, with their names there and
/// nothing in front of them: for policies of row-level security.
///
/// `None` for a table without filters, and for a composed one, whose filters may look at several relations.
pub fn filter_sql(
    table: &Table,
    collection: &str,
    extensions: &Extensions,
) -> Result<Option<String>, AdqlError> {
    if table.row_filters.is_empty() || !table.parts.is_empty() {
        return Ok(None);
    }
    let options = options(Some(extensions));
    let scope = Scope::new("", "", Vec::new());
    let mut conditions = Vec::with_capacity(table.row_filters.len());
    for text in &table.row_filters {
        let located = |Fault { kind, span }| AdqlError::new(kind, span, text);
        let statement = resolve_filter(table, collection, &scope, &options, text).map_err(located)?;
        conditions.push(print_filter(&statement, &options).map_err(|fault| located(*fault))?);
    }
    Ok(Some(conditions.join(" OR ")))
}

fn options(extensions: Option<&Extensions>) -> Options {
    Options { extensions: extensions.cloned().unwrap_or_default().into(), ..Options::default() }
}

/// Whether a plugin may offer what is missing.
fn may_be_offered(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::UnknownFunction { .. } => true,
        ErrorKind::Enumeration(error) => {
            matches!(**error, EnumerationError::Unknown { .. } | EnumerationError::UnknownElement { .. })
        }
        _ => false,
    }
}
