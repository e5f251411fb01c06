//! The smaller side of a closed line of great-circle edges.

mod boxes;
mod check;
mod parts;

pub use parts::ConvexPart;

use crate::{SkyError, SkyPosition, UnitVector};

/// How many vertices a polygon may have; checks and cutting take time with the square of the number.
pub const VERTICES_MAX: usize = 1000;

/// A simple polygon, convex or concave. Its inside is the smaller of the two sides, whatever the order of vertices.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon {
    vertices: Vec<SkyPosition>,
    parts: Vec<ConvexPart>,
}

impl Polygon {
    /// Checks the vertices and cuts the inside into convex parts.
    ///
    /// Neighbouring vertices are joined by the shorter arc of a great circle, the last one with the first. A vertex
    /// that repeats the one before it (or, at the end, the first one) is dropped. Errors: fewer than three or more
    /// than [`VERTICES_MAX`] vertices, neighbours that are antipodes, edges that cross or touch, all vertices on one
    /// great circle, two sides of equal size.
    pub fn new(vertices: Vec<SkyPosition>) -> Result<Self, SkyError> {
        let mut vertices = without_repeats(vertices);
        check::count(vertices.len())?;
        let mut outline: Vec<UnitVector> = vertices.iter().map(SkyPosition::vector).collect();
        check::simple(&outline)?;
        if check::smaller_side_is_right(&outline)? {
            vertices.reverse();
            outline.reverse();
        }
        let parts = parts::convex_parts(&outline)?;
        Ok(Self { vertices, parts })
    }

    /// The vertices, counter-clockwise as seen from outside the sphere: the inside is on the left of every edge.
    pub fn vertices(&self) -> &[SkyPosition] {
        &self.vertices
    }

    /// Convex parts that together are the inside; a convex polygon is one part.
    pub fn parts(&self) -> &[ConvexPart] {
        &self.parts
    }

    /// Whether the position is inside or on the border, to within 1e-15 radian.
    pub fn contains(&self, position: &SkyPosition) -> bool {
        let point = position.vector();
        self.parts.iter().any(|part| part.contains(&point))
    }
}

fn without_repeats(mut vertices: Vec<SkyPosition>) -> Vec<SkyPosition> {
    let same = |a: &SkyPosition, b: &SkyPosition| a.separation_deg(b) == 0.0;
    vertices.dedup_by(|next, previous| same(next, previous));
    while let [first, .., last] = vertices.as_slice()
        && same(first, last)
    {
        vertices.pop();
    }
    vertices
}

#[cfg(test)]
mod tests;
