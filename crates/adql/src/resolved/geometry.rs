//! Geometries, taken apart into their numbers, and conditions on them.

use sky::{CellRange, Frame, LonLatRange, Polygon, Region};

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

/// What the database computes by the functions that the host installs there; geometries are arrays of degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum SkyFunction {
    /// The area of a geometry in square degrees.
    Area,
    /// The polygon of a box: longitude, latitude, width, height.
    Box,
    /// The middle of a geometry.
    Centroid,
    /// Whether the second geometry holds the first.
    Contains,
    /// The name of the frame that a geometry is in.
    Coordsys(Frame),
    /// Whether two geometries have a common point.
    Intersects,
    /// The geometry that a text describes, in ICRS.
    Region,
    /// A geometry in another frame.
    Rotate {
        /// The frame that it is in.
        from: Frame,
        /// The frame that it gets.
        to: Frame,
    },
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

/// The condition that a point is inside a region that is known when the query is translated, or on its border.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Inside {
    /// The point.
    pub point: Point,
    /// The region, in the frame of the point.
    pub region: FixedRegion,
    /// The cells that hold every row for which it is true, found by the planner.
    pub cells: Option<Cells>,
}

/// A region that is known when the query is translated, and no circle.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FixedRegion {
    /// A polygon or a box.
    Polygon(Polygon),
    /// A range of longitudes and latitudes.
    Range(LonLatRange),
}

impl FixedRegion {
    /// The region by itself.
    pub(crate) fn region(&self) -> Region {
        match self {
            Self::Polygon(polygon) => Region::Polygon(polygon.clone()),
            Self::Range(range) => Region::Range(*range),
        }
    }
}

/// Cells of the HEALPix column of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cells {
    /// The table, as its place in `Statement::sources`.
    pub source: usize,
    /// The source by which the condition knows the rows of the table: the same, or a subquery that passes them on.
    pub direct: usize,
    /// The cells, sorted, without overlap.
    pub ranges: Vec<CellRange>,
    /// Whether the table is read in just these cells and each row says whether its cell is full.
    pub is_flag: bool,
}
