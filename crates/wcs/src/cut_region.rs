//! The regions of a cutout request.

use sky::{LonLatRange, Region, SkyPosition};

use crate::curve::Curve;

/// A region that somebody wants pixels of, in ICRS: SODA 1.0 §3.3.
#[derive(Clone, Debug, PartialEq)]
pub enum CutRegion {
    /// A circle, a polygon or a range.
    Region(Region),
    /// A range of longitudes and latitudes.
    Range(LonLatRange),
}

impl CutRegion {
    /// Whether the position is inside or on the border.
    pub fn contains(&self, position: &SkyPosition) -> bool {
        match self {
            Self::Region(region) => region.contains(position),
            Self::Range(range) => range.contains(position),
        }
    }

    /// The curves that are its border.
    pub(crate) fn border(&self) -> Vec<Curve> {
        match self {
            Self::Region(Region::Cone(cone)) => vec![Curve::circle(cone)],
            Self::Region(Region::Polygon(polygon)) => {
                let vertices = polygon.vertices();
                let next = vertices.iter().cycle().skip(1);
                vertices.iter().zip(next).map(|(from, to)| Curve::arc(from, to)).collect()
            }
            Self::Region(Region::Range(range)) | Self::Range(range) => range_border(range),
        }
    }
}

fn range_border(range: &LonLatRange) -> Vec<Curve> {
    let (south_deg, north_deg) = (range.south_deg(), range.north_deg());
    let parallel =
        |lat_deg| Curve::Parallel { lat_deg, west_deg: range.west_deg(), span_deg: range.span_deg() };
    let meridian = |lon_deg| Curve::Meridian { lon_deg, south_deg, north_deg };
    let mut border = vec![parallel(south_deg), parallel(north_deg)];
    if range.span_deg() < 360.0 {
        border.extend([meridian(range.west_deg()), meridian(range.west_deg() + range.span_deg())]);
    }
    border
}

impl From<Region> for CutRegion {
    fn from(region: Region) -> Self {
        Self::Region(region)
    }
}

impl From<LonLatRange> for CutRegion {
    fn from(range: LonLatRange) -> Self {
        Self::Range(range)
    }
}
