//! What can be wrong with a position, a region or a cover.

use thiserror::Error;

/// A value that no position or region can have. All texts may go to the client.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum SkyError {
    /// The longitude is NaN or infinite.
    #[error("longitude {0} is not a number of degrees")]
    Longitude(f64),
    /// The latitude is outside [-90, 90] degrees, NaN or infinite.
    #[error("latitude {0} is outside [-90, 90] degrees")]
    Latitude(f64),
    /// The radius is negative, NaN or infinite.
    #[error("radius {0} is not a number of degrees of 0 or more")]
    Radius(f64),
    /// A side of a box is not between 0 and 180 degrees.
    #[error("the {side} of a box must be more than 0 and less than 180 degrees, this one is {degrees}")]
    BoxSide {
        /// `width` or `height`.
        side: &'static str,
        /// What it is.
        degrees: f64,
    },
    /// The southern border of a range lies north of the northern one.
    #[error("the first latitude of a range, {first}, is above the second, {second}")]
    LatitudeOrder {
        /// What was given first.
        first: f64,
        /// What was given second.
        second: f64,
    },
    /// Meridians and parallels of one frame are none of another.
    #[error("a range of longitudes and latitudes in {from} is none in {to}; write its corners as a polygon")]
    TurnedRange {
        /// The frame that it is in.
        from: &'static str,
        /// The frame that it should get.
        to: &'static str,
    },
    /// A region text is not one; the text says what was expected where.
    #[error("{0}")]
    RegionText(String),
    /// A polygon has fewer than three different vertices.
    #[error("a polygon needs at least 3 different vertices, this one has {0}")]
    TooFewVertices(usize),
    /// A polygon has more vertices than we accept.
    #[error("a polygon may have at most {max} vertices, this one has {count}; simplify it or split it")]
    TooManyVertices {
        /// How many it has.
        count: usize,
        /// How many are accepted.
        max: usize,
    },
    /// Two neighbouring vertices are antipodes, so that no single great circle joins them.
    #[error("vertices {0} and {1} of the polygon are opposite points of the sky; add a vertex between them")]
    OppositeVertices(usize, usize),
    /// Two edges of a polygon meet elsewhere than at a common vertex.
    #[error("the polygon crosses itself: the edge after vertex {0} meets the edge after vertex {1}")]
    CrossingEdges(usize, usize),
    /// All vertices lie on one great circle.
    #[error("all vertices of the polygon lie on one great circle, so that it has no inside")]
    NoInside,
    /// Neither side of a polygon is the smaller one.
    #[error("the polygon divides the sky into equal halves, so that its inside is not clear; split it")]
    EqualSides,
    /// The polygon cannot be cut into triangles whose edges are shorter than half a circle.
    #[error("the polygon is too large to be cut into triangles; split it into smaller polygons")]
    TooLarge,
    /// Whoever computes covers did not answer; the text says why.
    #[error("no sky coverage: {0}")]
    Unavailable(String),
}
