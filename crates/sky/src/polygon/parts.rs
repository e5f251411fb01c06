//! A polygon as a union of convex parts, each an intersection of half-spaces.

use super::check::edge_normals;
use crate::{SkyError, UnitVector};

/// Sine of the angle by which a point may lie outside a half-space: the rounding of vectors and normals.
const BORDER: f64 = 1e-15;

/// A convex region: the points on the inner side of each of some great circles.
#[derive(Clone, Debug, PartialEq)]
pub struct ConvexPart {
    normals: Vec<UnitVector>,
}

impl ConvexPart {
    /// The poles of the great circles; a point is inside if its scalar product with each is 0 or more.
    pub fn normals(&self) -> &[UnitVector] {
        &self.normals
    }

    /// Whether the point is inside or on the border, to within 1e-15 radian.
    pub fn contains(&self, point: &UnitVector) -> bool {
        self.normals.iter().all(|normal| normal.dot(point) >= -BORDER)
    }
}

/// Cuts an outline with its inside on the left into convex parts: one, or triangles by ear clipping.
pub(super) fn convex_parts(outline: &[UnitVector]) -> Result<Vec<ConvexPart>, SkyError> {
    let whole = ConvexPart { normals: edge_normals(outline)? };
    if outline.iter().all(|vertex| whole.contains(vertex)) {
        return Ok(vec![whole]);
    }
    Clipper::new(outline).triangles()
}

/// What is left of an outline, and which of its corners may be cut off next.
struct Clipper {
    outline: Vec<UnitVector>,
    ears: Vec<Option<Ear>>,
}

/// A corner that can be cut off: its triangle, or nothing if the corner is straight.
struct Ear(Option<ConvexPart>);

impl Clipper {
    fn new(outline: &[UnitVector]) -> Self {
        let mut clipper = Self { outline: outline.to_vec(), ears: Vec::new() };
        clipper.ears = (0..outline.len()).map(|i| clipper.ear(i)).collect();
        clipper
    }

    fn triangles(mut self) -> Result<Vec<ConvexPart>, SkyError> {
        let mut parts = Vec::with_capacity(self.outline.len());
        while self.outline.len() >= 3 {
            let place = self.ears.iter().position(Option::is_some).ok_or(SkyError::TooLarge)?;
            parts.extend(self.ears.remove(place).and_then(|ear| ear.0));
            self.outline.remove(place);
            let n = self.outline.len();
            if n < 3 {
                break;
            }
            // Cutting a corner off can change only its two neighbours.
            for neighbour in [(place + n - 1) % n, place % n] {
                self.ears[neighbour] = self.ear(neighbour);
            }
        }
        Ok(parts)
    }

    /// The corner `i`, if no other vertex lies in its triangle.
    fn ear(&self, i: usize) -> Option<Ear> {
        let n = self.outline.len();
        let (before, after) = ((i + n - 1) % n, (i + 1) % n);
        let [a, b, c] = [&self.outline[before], &self.outline[i], &self.outline[after]];
        let height = a.normal(b)?.dot(c);
        if height.abs() <= BORDER {
            // Without the corner its two edges must still be one short arc.
            return (a.dot(c) > 0.0).then_some(Ear(None));
        }
        let triangle = ConvexPart { normals: edge_normals(&[*a, *b, *c]).ok()? };
        let others = (0..n).filter(|&j| j != before && j != i && j != after);
        let empty = others.map(|j| &self.outline[j]).all(|vertex| !triangle.contains(vertex));
        (height > 0.0 && empty).then_some(Ear(Some(triangle)))
    }
}
