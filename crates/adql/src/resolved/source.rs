//! What stands in FROM, for the whole statement in one list.

use catalogue::Table;

use super::{ColumnRef, Narrowing, Query};
use crate::typing::Type;

/// A whole statement.
#[derive(Debug)]
pub(crate) struct Statement<'a> {
    /// The outermost query.
    pub query: Query,
    /// The queries of WITH, in order.
    pub commons: Vec<Query>,
    /// All tables of all FROM clauses.
    pub sources: Vec<Source<'a>>,
    /// Which sources depend on others of the same FROM, found by the planner.
    pub lateral: Vec<bool>,
}

/// A table of a FROM clause.
#[derive(Debug)]
pub(crate) enum Source<'a> {
    /// A published table.
    Table(TableSource<'a>),
    /// A subquery.
    Derived(Query),
    /// A query of WITH, as its place in `Statement::commons`.
    Common(usize),
}

/// A published table as a query uses it.
#[derive(Debug)]
pub(crate) struct TableSource<'a> {
    /// The table.
    pub table: &'a Table,
    /// The identifier of the collection that it belongs to.
    pub collection: &'a str,
    /// Which of its columns are used.
    pub used: Vec<bool>,
    /// Whether the HEALPix column is used.
    pub healpix: bool,
    /// In which ranges of the HEALPix column it is read, found by the planner.
    pub narrowing: Option<Box<Narrowing>>,
    /// The parts of a composed table that hold columns in use, by the numbers of `Column::part`, sorted.
    pub parts: Vec<usize>,
}

impl<'a> TableSource<'a> {
    /// A table of which nothing is used yet.
    pub(crate) fn new(table: &'a Table, collection: &'a str) -> Self {
        let used = vec![false; table.columns.len()];
        Self { table, collection, used, healpix: false, narrowing: None, parts: Vec::new() }
    }

    /// Notes that a column is used.
    pub(crate) fn use_column(&mut self, place: usize) {
        if let Some(used) = self.used.get_mut(place) {
            *used = true;
        }
        let part = self.table.columns.get(place).map_or(0, |column| column.part);
        if (1..=self.table.parts.len()).contains(&part)
            && let Err(behind) = self.parts.binary_search(&part)
        {
            self.parts.insert(behind, part);
        }
    }
}

/// The query that gives the columns of a source; `None` for a published table.
pub(crate) fn query_of<'s>(source: &'s Source<'_>, commons: &'s [Query]) -> Option<&'s Query> {
    match source {
        Source::Table(_) => None,
        Source::Derived(query) => Some(query),
        Source::Common(place) => commons.get(*place),
    }
}

/// The type of a column of a source.
pub(crate) fn column_type(sources: &[Source<'_>], commons: &[Query], column: ColumnRef) -> Type {
    match sources.get(column.source) {
        Some(Source::Table(source)) => {
            source.table.columns.get(column.column).map_or(Type::Null, Type::of_column)
        }
        Some(source) => match query_of(source, commons).map(|query| query.output_type(column.column)) {
            // A subquery that selects NULL gives strings.
            None | Some(Type::Null) => Type::Text,
            Some(ty) => ty,
        },
        None => Type::Null,
    }
}
