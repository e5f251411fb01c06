//! The passes one after the other.

use catalogue::Scope;
use sky::Coverage;

use crate::error::{AdqlError, Fault};
use crate::options::Options;
use crate::parser::parse_with;
use crate::planner::plan;
use crate::printer::print;
use crate::resolved::{Body, Query};
use crate::resolver::resolve;
use crate::syntax;
use crate::translation::{Translation, Warning};
use crate::typing::Metadata;

/// Translates an ADQL 2.1 query to PostgreSQL.
///
/// `scope` holds what the caller may see: everything else does not exist, in errors too. `coverage` turns regions into
/// ranges of the HEALPix columns.
pub fn translate(
    text: &str,
    scope: &Scope,
    coverage: &dyn Coverage,
    options: &Options,
) -> Result<Translation, AdqlError> {
    let query = parse_with(text, options)?;
    let located = |fault: Box<Fault>| AdqlError::new(fault.kind, fault.span, text);
    let mut translation = translated(&query, scope, coverage, options).map_err(located)?;
    for warning in &mut translation.warnings {
        warning.locate(text);
    }
    Ok(translation)
}

/// Translates a query that was not read from text; errors and warnings have no place.
pub fn translate_tree(
    query: &syntax::Query,
    scope: &Scope,
    coverage: &dyn Coverage,
    options: &Options,
) -> Result<Translation, AdqlError> {
    translated(query, scope, coverage, options).map_err(|fault| AdqlError::new(fault.kind, fault.span, ""))
}

fn translated(
    query: &syntax::Query,
    scope: &Scope,
    coverage: &dyn Coverage,
    options: &Options,
) -> Result<Translation, Box<Fault>> {
    let mut resolution = resolve(query, scope, options)?;
    let sky_indexed = plan(&mut resolution.statement, coverage)?;
    let statement = &resolution.statement;
    let columns = Metadata::of(statement).result_columns(&statement.query);
    let sql = print(statement, &columns, options)?;
    let warnings = resolution.warnings.into_iter().map(|(kind, span)| Warning::new(kind, span));
    Ok(Translation {
        sql,
        params: Vec::new(),
        upload_ranges: Vec::new(),
        columns,
        collections: resolution.collections.into_iter().map(str::to_owned).collect(),
        row_bound: row_bound(&statement.query),
        sky_indexed,
        warnings: warnings.collect(),
    })
}

/// TOP of the outermost SELECT, or LIMIT.
fn row_bound(query: &Query) -> Option<u64> {
    let bound = match &query.body {
        Body::Select(select) => select.top,
        Body::Nested(query) => row_bound(query),
        Body::Set(_) => None,
    };
    [bound, query.limit].into_iter().flatten().min()
}
