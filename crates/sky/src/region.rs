//! Any region of the sky.

use crate::{Cone, LonLatRange, Polygon, SkyError, SkyPosition};

/// A region of the sky; its border belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Region {
    /// The points within an angle of a centre.
    Cone(Cone),
    /// The smaller of the two sides of a closed line of great-circle edges.
    Polygon(Polygon),
    /// The points between two meridians and two parallels.
    Range(LonLatRange),
}

impl Region {
    /// A cone; see [`Cone::new`] for the values that are accepted.
    pub fn cone(centre: SkyPosition, radius_deg: f64) -> Result<Self, SkyError> {
        Cone::new(centre, radius_deg).map(Self::Cone)
    }

    /// A polygon; see [`Polygon::new`] for the vertices that are accepted.
    pub fn polygon(vertices: Vec<SkyPosition>) -> Result<Self, SkyError> {
        Polygon::new(vertices).map(Self::Polygon)
    }

    /// A range; see [`LonLatRange::new`] for the numbers that are accepted.
    pub fn range(lons_deg: [f64; 2], lats_deg: [f64; 2]) -> Result<Self, SkyError> {
        LonLatRange::new(lons_deg, lats_deg).map(Self::Range)
    }

    /// Whether the position is inside or on the border.
    pub fn contains(&self, position: &SkyPosition) -> bool {
        match self {
            Self::Cone(cone) => cone.contains(position),
            Self::Polygon(polygon) => polygon.contains(position),
            Self::Range(range) => range.contains(position),
        }
    }
}
