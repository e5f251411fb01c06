//! The passes one after the other.

use std::time::{Duration, Instant};

use catalogue::Scope;
use sky::Coverage;

use crate::advice::advice;
use crate::error::{AdqlError, Fault};
use crate::fallible::fence;
use crate::options::Options;
use crate::parser::parse_with;
use crate::planner::{Plan, plan};
use crate::printer::print;
use crate::resolved::{Body, Query, Source};
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
    translate_timed(text, scope, coverage, options).map(|(translation, _)| translation)
}

/// As [`translate`], with the time that each part took.
pub fn translate_timed(
    text: &str,
    scope: &Scope,
    coverage: &dyn Coverage,
    options: &Options,
) -> Result<(Translation, Timings), AdqlError> {
    let start = Instant::now();
    let query = parse_with(text, options)?;
    let parse = start.elapsed();
    let located = |fault: Box<Fault>| AdqlError::repairable(*fault, text, options);
    let (mut translation, print) = translated(&query, scope, coverage, options).map_err(located)?;
    for warning in &mut translation.warnings {
        warning.locate(text);
    }
    let plan = start.elapsed().saturating_sub(parse + print);
    Ok((translation, Timings { parse, plan, print }))
}

/// How long the parts of a translation took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timings {
    /// From text to tree.
    pub parse: Duration,
    /// Names, types and ranges of the sky.
    pub plan: Duration,
    /// From the resolved query to SQL.
    pub print: Duration,
}

/// Translates a query that was not read from text; errors and warnings have no place.
pub fn translate_tree(
    query: &syntax::Query,
    scope: &Scope,
    coverage: &dyn Coverage,
    options: &Options,
) -> Result<Translation, AdqlError> {
    let outcome = translated(query, scope, coverage, options).map(|(translation, _)| translation);
    outcome.map_err(|fault| AdqlError::new(fault.kind, fault.span, ""))
}

fn translated(
    query: &syntax::Query,
    scope: &Scope,
    coverage: &dyn Coverage,
    options: &Options,
) -> Result<(Translation, Duration), Box<Fault>> {
    let mut resolution = resolve(query, scope, options)?;
    fence(&mut resolution.statement);
    let Plan { sky_indexed, upload_ranges } = plan(&mut resolution.statement, coverage)?;
    let statement = &resolution.statement;
    let columns = Metadata::of(statement).result_columns(&statement.query);
    let start = Instant::now();
    let (sql, params) = print(statement, &columns, options)?;
    let print = start.elapsed();
    resolution.warnings.extend(advice(&resolution.statement));
    let warnings = resolution.warnings.into_iter().map(|(kind, span)| Warning::new(kind, span));
    let translation = Translation {
        sql,
        params,
        upload_ranges,
        columns,
        collections: resolution.collections.into_iter().map(str::to_owned).collect(),
        row_bound: row_bound(&statement.query),
        sky_indexed,
        filtered: statement.sources.iter().any(Source::is_filtered),
        warnings: warnings.collect(),
    };
    Ok((translation, print))
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
