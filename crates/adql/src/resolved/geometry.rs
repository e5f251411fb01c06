//! Geometries, taken apart into their numbers.

use sky::CellRange;

use super::Expr;

/// A position: two numbers in degrees.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    /// Longitude in degrees.
    pub lon: Expr,
    /// Latitude in degrees.
    pub lat: Expr,
}

/// All points within a radius.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Circle {
    /// The centre.
    pub centre: Point,
    /// The radius in degrees.
    pub radius: Expr,
}

/// The condition that two points are near each other: CONTAINS of a point in a circle, and DISTANCE compared with
/// a radius, in all their spellings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Within {
    /// The two points; their order does not matter.
    pub points: [Point; 2],
    /// The largest angle between them in degrees.
    pub radius: Expr,
    /// Whether the radius itself still counts.
    pub closed: bool,
    /// The cells that hold every row for which it is true, found by the planner.
    pub cells: Option<Cells>,
}

/// Cells of the HEALPix column of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cells {
    /// The table, as its place in `Statement::sources`.
    pub source: usize,
    /// The cells, sorted, without overlap.
    pub ranges: Vec<CellRange>,
}
