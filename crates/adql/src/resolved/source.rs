//! What stands in FROM, for the whole statement in one list.

use catalogue::{Column, Footprint, Table};

use super::{ColumnRef, Expr, Narrowing, Query};
use crate::syntax::Span;
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
    /// Where its name stands in the query text.
    pub span: Span,
    /// Which of its columns are used.
    pub used: Vec<bool>,
    /// Whether the HEALPix column is used.
    pub healpix: bool,
    /// Whether its stored regions are used as geometries.
    pub shape: bool,
    /// Lists of cells; the cells of each row that is read have one of each list. Found by the planner.
    pub probes: Vec<Vec<i64>>,
    /// In which ranges of the HEALPix column it is read, found by the planner.
    pub narrowing: Option<Box<Narrowing>>,
    /// The parts of a composed table that hold columns in use, by the numbers of `Column::part`, sorted.
    pub parts: Vec<usize>,
    /// The condition that the rows must meet which the caller may see, over columns of this source.
    pub filter: Option<Expr>,
    /// Which columns the filter looks at, hidden ones behind the others; empty without a filter.
    pub tested: Vec<bool>,
    /// Whether nothing else may be computed of a row before the filter let it pass.
    pub fenced: bool,
}

impl Source<'_> {
    /// Whether it is a table of which the caller may see only some rows.
    pub(crate) fn is_filtered(&self) -> bool {
        matches!(self, Self::Table(source) if source.filter.is_some())
    }
}

impl<'a> TableSource<'a> {
    /// A table of which nothing is used yet.
    pub(crate) fn new(table: &'a Table, collection: &'a str, span: Span) -> Self {
        let used = vec![false; table.columns.len()];
        Self {
            table,
            collection,
            span,
            used,
            healpix: false,
            shape: false,
            probes: Vec::new(),
            narrowing: None,
            parts: Vec::new(),
            filter: None,
            tested: Vec::new(),
            fenced: false,
        }
    }

    /// A column by its place; hidden ones stand behind the others.
    pub(crate) fn column(&self, place: usize) -> Option<&'a Column> {
        let Table { columns, hidden_columns, .. } = self.table;
        columns.get(place).or_else(|| hidden_columns.get(place.checked_sub(columns.len())?))
    }

    /// How its regions are stored, if this column is that of the regions.
    pub(crate) fn footprint(&self, column: usize) -> Option<&'a Footprint> {
        self.table.footprint.as_ref().filter(|footprint| footprint.region == column && !self.is_composed())
    }

    /// Notes that a query uses a column.
    pub(crate) fn use_column(&mut self, place: usize) {
        if let Some(used) = self.used.get_mut(place) {
            *used = true;
        }
        self.use_part_of(place);
    }

    /// Notes that the filter looks at a column.
    pub(crate) fn test_column(&mut self, place: usize) {
        self.tested.resize(self.table.columns.len() + self.table.hidden_columns.len(), false);
        if let Some(tested) = self.tested.get_mut(place) {
            *tested = true;
        }
        self.use_part_of(place);
    }

    /// The columns that the query or the filter needs.
    pub(crate) fn needed(&self) -> impl Iterator<Item = &'a Column> {
        let is_set = |flags: &[bool], place: usize| flags.get(place).copied().unwrap_or_default();
        let places = 0..self.used.len().max(self.tested.len());
        let needed = places.filter(move |&place| is_set(&self.used, place) || is_set(&self.tested, place));
        needed.filter_map(|place| self.column(place))
    }

    fn use_part_of(&mut self, place: usize) {
        let part = self.column(place).map_or(0, |column| column.part);
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
        Some(Source::Table(source)) => source.column(column.column).map_or(Type::Null, Type::of_column),
        Some(source) => match query_of(source, commons).map(|query| query.output_type(column.column)) {
            // A subquery that selects NULL gives strings.
            None | Some(Type::Null) => Type::Text,
            Some(ty) => ty,
        },
        None => Type::Null,
    }
}
