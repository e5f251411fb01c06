//! Names to tables and columns, and types to everything (ADQL 2.1 §2.2 and §3).
//!
//! One walk does both, because the columns of a derived table have types only once its query is resolved, and the
//! outer query needs them.

mod aggregate;
mod array;
mod case;
mod cell;
mod column;
mod condition;
mod element;
mod enumeration;
mod filter;
mod from;
mod function;
mod geometry;
mod group;
mod join;
mod order;
mod output;
mod query;
mod range;
mod select;
mod spectrum;
mod unit;
mod user_function;
mod value;
mod window;

use catalogue::{Scope, Table};

use crate::error::{Fault, Outcome};
use crate::extensions::Extensions;
use crate::options::Options;
use crate::resolved::{Body, Query, Source, Statement, TableSource};
use crate::syntax::{self, Identifier, Span};
use crate::translation::WarningKind;
use aggregate::Aggregates;
use range::Range;

pub(crate) use geometry::{Known, known};

/// A statement with what else was found on the way.
pub(crate) struct Resolution<'a> {
    /// The statement.
    pub statement: Statement<'a>,
    /// The identifiers of the collections whose tables it reads, in order of first use.
    pub collections: Vec<&'a str>,
    /// What is allowed but probably not meant.
    pub warnings: Vec<(WarningKind, Span)>,
}

/// Finds out what every name of a query means in `scope`, and every type.
pub(crate) fn resolve<'a>(
    query: &syntax::Query,
    scope: &'a Scope,
    options: &'a Options,
) -> Result<Resolution<'a>, Box<Fault>> {
    let mut resolver = Resolver::new(scope, options);
    let query = resolver.whole(query)?;
    let Resolver { sources, commons, collections, warnings, .. } = resolver;
    Ok(Resolution {
        statement: Statement { query, commons, sources, lateral: Vec::new() },
        collections,
        warnings,
    })
}

/// A statement that reads nothing but one table, with one row filter of its own resolved.
pub(crate) fn resolve_filter<'a>(
    table: &'a Table,
    collection: &'a str,
    scope: &'a Scope,
    options: &'a Options,
    text: &str,
) -> Result<Statement<'a>, Fault> {
    let mut resolver = Resolver::new(scope, options);
    resolver.sources.push(Source::Table(TableSource::new(table, collection, Span::default())));
    let filter = resolver.row_filter(0, text)?;
    if let Some(Source::Table(source)) = resolver.sources.first_mut() {
        source.filter = Some(filter);
    }
    let nothing =
        Query { body: Body::Select(Box::default()), order_by: Vec::new(), offset: None, limit: None };
    Ok(Statement { query: nothing, commons: Vec::new(), sources: resolver.sources, lateral: Vec::new() })
}

/// What is known in the middle of the walk.
struct Resolver<'a> {
    scope: &'a Scope,
    strict: bool,
    extensions: &'a Extensions,
    /// All tables of all FROM clauses so far.
    sources: Vec<Source<'a>>,
    /// The queries of WITH, and their names.
    commons: Vec<Query>,
    common_names: Vec<Identifier>,
    /// What column names can mean, innermost query last.
    levels: Vec<Range>,
    /// Whether an aggregate may stand here.
    aggregates: Aggregates,
    collections: Vec<&'a str>,
    warnings: Vec<(WarningKind, Span)>,
    /// The source whose row filter is being resolved.
    filtered: Option<usize>,
}

impl<'a> Resolver<'a> {
    fn new(scope: &'a Scope, options: &'a Options) -> Self {
        Self {
            scope,
            strict: options.strict,
            extensions: &options.extensions,
            sources: Vec::new(),
            commons: Vec::new(),
            common_names: Vec::new(),
            levels: Vec::new(),
            aggregates: Aggregates::Allowed,
            collections: Vec::new(),
            warnings: Vec::new(),
            filtered: None,
        }
    }

    /// Runs a step with more names in reach.
    fn within<T>(&mut self, range: Range, step: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<(T, Range)> {
        self.levels.push(range);
        let outcome = step(self);
        let range = self.levels.pop().unwrap_or_default();
        outcome.map(|value| (value, range))
    }
}
