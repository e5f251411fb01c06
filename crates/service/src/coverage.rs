//! HEALPix ranges from the host, so that no plugin carries an index of its own.

use plugin_api::Host;
use sky::{CellRange, Coverage, Region, SkyError, SkyPosition};

/// The host's coverage service behind the sky crate's seam.
#[derive(Clone, Copy)]
pub struct HostCoverage<'h>(pub &'h Host);

impl Coverage for HostCoverage<'_> {
    fn cover(&self, region: &Region) -> Result<Vec<CellRange>, SkyError> {
        let ranges = self.0.cover(&crossing(region));
        let ranges = ranges.map_err(|error| SkyError::Unavailable(error.for_client().to_owned()))?;
        Ok(ranges
            .into_iter()
            .map(|range| CellRange { first: range.first, last: range.last, full: range.full })
            .collect())
    }
}

/// The form of a region that crosses to the host.
fn crossing(region: &Region) -> plugin_api::Region {
    let pair = |position: &SkyPosition| (position.lon_deg(), position.lat_deg());
    match region {
        Region::Cone(cone) => {
            let (lon_deg, lat_deg) = pair(&cone.centre());
            plugin_api::Region::Cone { lon_deg, lat_deg, radius_deg: cone.radius_deg() }
        }
        Region::Range(range) => plugin_api::Region::Range {
            lons_deg: (range.west_deg(), range.west_deg() + range.span_deg()),
            lats_deg: (range.south_deg(), range.north_deg()),
        },
        Region::Polygon(polygon) => {
            plugin_api::Region::Polygon { vertices_deg: polygon.vertices().iter().map(pair).collect() }
        }
    }
}
