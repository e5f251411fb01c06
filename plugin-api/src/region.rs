//! Regions of the sky and the HEALPix ranges that cover them.

use crate::abi::AbiRange;
use crate::{Error, Result};

/// A region whose coverage the host computes. All angles in degrees; longitude before latitude.
#[derive(Clone, Debug, PartialEq)]
pub enum Region {
    /// Everything within `radius_deg` of a position, boundary included.
    Cone {
        /// Longitude of the centre, any finite value; reduced modulo 360.
        lon_deg: f64,
        /// Latitude of the centre, -90 to 90.
        lat_deg: f64,
        /// Radius, 0 to 180.
        radius_deg: f64,
    },
    /// The smaller side of a closed line of great circles through at least three vertices.
    Polygon {
        /// Longitude and latitude of each vertex.
        vertices_deg: Vec<(f64, f64)>,
    },
    /// Everything between two meridians and two parallels, boundary included.
    Range {
        /// The western and the eastern longitude, any finite values; a turn or more apart they are all longitudes, else
        /// their difference is reduced modulo 360.
        lons_deg: (f64, f64),
        /// The southern and the northern latitude, -90 to 90.
        lats_deg: (f64, f64),
    },
}

/// Consecutive cells of the nested HEALPix index at order 29, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellRange {
    /// First cell.
    pub first: i64,
    /// Last cell.
    pub last: i64,
    /// Whether all of the range lies inside the region.
    pub full: bool,
}

const CONE: u32 = 1;
const POLYGON: u32 = 2;
const RANGE: u32 = 3;

impl Region {
    pub(crate) fn to_numbers(&self) -> (u32, Vec<f64>) {
        match self {
            Self::Cone { lon_deg, lat_deg, radius_deg } => (CONE, vec![*lon_deg, *lat_deg, *radius_deg]),
            Self::Polygon { vertices_deg } => {
                (POLYGON, vertices_deg.iter().flat_map(|&(lon_deg, lat_deg)| [lon_deg, lat_deg]).collect())
            }
            Self::Range { lons_deg, lats_deg } => {
                (RANGE, vec![lons_deg.0, lons_deg.1, lats_deg.0, lats_deg.1])
            }
        }
    }

    pub(crate) fn from_numbers(kind: u32, numbers: &[f64]) -> Result<Self> {
        match (kind, numbers) {
            (CONE, &[lon_deg, lat_deg, radius_deg]) => Ok(Self::Cone { lon_deg, lat_deg, radius_deg }),
            (POLYGON, numbers) if numbers.len() >= 6 && numbers.len().is_multiple_of(2) => {
                let vertices_deg = numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
                Ok(Self::Polygon { vertices_deg })
            }
            (RANGE, &[west_deg, east_deg, south_deg, north_deg]) => {
                Ok(Self::Range { lons_deg: (west_deg, east_deg), lats_deg: (south_deg, north_deg) })
            }
            _ => Err(Error::internal(format!("region of kind {kind} with {} numbers", numbers.len()))),
        }
    }
}

impl From<CellRange> for AbiRange {
    fn from(range: CellRange) -> Self {
        Self { first: range.first, last: range.last, full: range.full }
    }
}

impl From<AbiRange> for CellRange {
    fn from(range: AbiRange) -> Self {
        Self { first: range.first, last: range.last, full: range.full }
    }
}
