//! Conditions on stored regions of which the database has the cells.

use sky::Region;

use super::Expr;

/// The condition that a stored region lies in some way to a region that is known when the query is translated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FootprintTest {
    /// The exact condition.
    pub test: Expr,
    /// The known region; a point is a circle of no size.
    pub region: Region,
    /// Whether it asks for no more than a common point.
    pub meets: bool,
    /// The table that stores the region, as its place in `Statement::sources`.
    pub source: usize,
    /// The source by which the condition knows the rows of the table: the same, or a subquery that passes them on.
    pub direct: usize,
    /// What the cells of a row must have in common with, unless the table is read by that anyway.
    pub codes: Option<Vec<i64>>,
}
