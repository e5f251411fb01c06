//! How few rows of a table are read: those in ranges of its HEALPix column.

use sky::{CellRange, SkyPosition};

use super::{Expr, Point};

/// The ranges of the HEALPix column in which a table is read. They hold at least all rows that are wanted; conditions
/// test them exactly.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Narrowing {
    /// Ranges that are known when the query is translated.
    Known {
        /// The ranges, sorted, without overlap.
        ranges: Vec<CellRange>,
        /// Whether each row says if its range is full, so that it needs no exact test.
        flagged: bool,
    },
    /// The cover of a cone that is known only when the query runs, mostly round each row of another table.
    Cone {
        /// The centre.
        centre: Point,
        /// The radius in degrees.
        radius: Expr,
    },
    /// The cover of a geometry that is known only when the query runs.
    Shape(Expr),
    /// The stored regions whose cells hold a place, mostly the position of each row of another table.
    Holders(Holders),
    /// The ranges that each row of an upload brings along; the place of the upload in `Statement::sources`.
    Upload(usize),
    /// The cover of the nearest rows.
    Nearest(Box<Nearest>),
}

/// How the cells that hold a place are found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Holders {
    /// By the HEALPix column of a source.
    OfColumn(usize),
    /// By its coordinates.
    OfPoint(Point),
}

/// The rows of a table that are nearest to a place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nearest {
    /// The table, as its place in `Statement::sources`.
    pub source: usize,
    /// The position of a row, and the place.
    pub points: [Point; 2],
    /// The place.
    pub centre: SkyPosition,
    /// Its HEALPix index, nested scheme, order 29.
    pub cell: i64,
    /// How many rows are wanted.
    pub count: u64,
    /// The condition that they must meet.
    pub filter: Option<Expr>,
}
