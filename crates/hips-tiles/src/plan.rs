//! Which tiles a HiPS gets, and of which images each is made.

use std::collections::BTreeMap;

use rayon::prelude::*;
use sky::{CellRange, Coverage, Healpix, Region, SkyPosition};
use wcs::Extent;

use crate::cell::{PIXEL_DEG, PIXEL_ORDERS};
use crate::input::Seen;
use crate::{Broken, Cell, HipsError, Input, ORDER_MAX};

/// More tiles are not begun: 20 TiB.
const TILES_MAX: u64 = 20_000_000;

/// Orders by which the stored tiles may be coarser than the images.
const COARSER_MAX: u8 = 9;

/// What is to be made.
pub(crate) struct Plan {
    /// The order of the deepest tiles.
    pub(crate) order: u8,
    /// The order of the tiles that would be as fine as the images; what is stored are means of their pixels.
    pub(crate) sampling: u8,
    pub(crate) images: Vec<Planned>,
    /// The units of work, and the places of their images.
    pub(crate) units: BTreeMap<u64, Vec<usize>>,
}

/// An image, and the units that it may touch.
pub(crate) struct Planned {
    pub(crate) seen: Seen,
    pub(crate) units: Vec<u64>,
    pub(crate) centre: SkyPosition,
    pub(crate) diameter_deg: f64,
    pub(crate) scale_deg: f64,
}

/// What was found out about an image.
struct Inspected {
    seen: Seen,
    /// Ranges of cells of order 29.
    ranges: Vec<CellRange>,
    centre: SkyPosition,
    diameter_deg: f64,
    scale_deg: f64,
}

impl Plan {
    /// Looks at all images. Those that cannot be read are given back with the reason.
    pub(crate) fn new(inputs: &[Input], order: Option<u8>) -> Result<(Self, Vec<Broken>), HipsError> {
        if let Some(order) = order.filter(|&order| order > ORDER_MAX) {
            return Err(HipsError::Order(order));
        }
        let found: Vec<Result<Inspected, Broken>> = inputs.par_iter().map(inspect).collect();
        let (mut good, mut broken) = (Vec::new(), Vec::new());
        for one in found {
            match one {
                Ok(image) => good.push(image),
                Err(image) => broken.push(image),
            }
        }
        let finest_deg = good.iter().map(|image| image.scale_deg).min_by(f64::total_cmp);
        let Some(finest_deg) = finest_deg else { return Ok((Self::empty(), broken)) };
        let natural = natural_order(finest_deg);
        let order = order.unwrap_or(natural);
        let sampling = natural.max(order).min(order + COARSER_MAX);
        let mut plan = Self { order, sampling, ..Self::empty() };
        for image in good {
            plan.add(image)?;
        }
        Ok((plan, broken))
    }

    /// The cell of a unit of work. Where it is coarser than the tiles, it holds four of them.
    pub(crate) fn unit(&self, index: u64) -> Cell {
        Cell { order: self.unit_order(), index }
    }

    fn empty() -> Self {
        Self { order: 0, sampling: 0, images: Vec::new(), units: BTreeMap::new() }
    }

    fn unit_order(&self) -> u8 {
        self.order.min(self.sampling.saturating_sub(1))
    }

    fn add(&mut self, image: Inspected) -> Result<(), HipsError> {
        let shift = 2 * (sky::ORDER - self.unit_order());
        let within = |range: &CellRange| (range.first >> shift) as u64..=(range.last >> shift) as u64;
        let count: u64 = image.ranges.iter().map(within).map(|cells| cells.end() - cells.start() + 1).sum();
        let tiles = count.saturating_add(self.units.len() as u64).saturating_mul(4);
        if tiles > TILES_MAX {
            return Err(HipsError::TooMany { order: self.order, tiles, tiles_max: TILES_MAX });
        }
        let mut units: Vec<u64> = image.ranges.iter().flat_map(within).collect();
        units.dedup();
        let place = self.images.len();
        for &unit in &units {
            self.units.entry(unit).or_default().push(place);
        }
        let Inspected { seen, centre, diameter_deg, scale_deg, .. } = image;
        self.images.push(Planned { seen, units, centre, diameter_deg, scale_deg });
        Ok(())
    }
}

/// The first order whose pixels are not larger than those of the images: HiPS 1.0 §4.1.
fn natural_order(scale_deg: f64) -> u8 {
    let orders = (PIXEL_DEG / scale_deg).log2().ceil();
    orders.clamp(0.0, f64::from(ORDER_MAX)) as u8
}

fn inspect(input: &Input) -> Result<Inspected, Broken> {
    let seen = Seen::new(input)?;
    let opened = input.open()?;
    let nowhere = || input.broken("its pixels have no position on the sky");
    let footprint = opened.footprint().ok_or_else(nowhere)?;
    let scale_deg = opened.scale_deg().ok_or_else(nowhere)?;
    let region = match footprint.extent {
        Extent::Polygon(polygon) => Some(Region::Polygon(polygon)),
        Extent::Circle(cone) => Some(Region::Cone(cone)),
        Extent::WholeSky => None,
    };
    let ranges = match region {
        Some(region) => Healpix.cover(&region).map_err(|error| input.broken(error))?,
        None => vec![CellRange { first: 0, last: sky::LAST_CELL, full: true }],
    };
    let (centre, diameter_deg) = (footprint.centre, footprint.diameter_deg);
    Ok(Inspected { seen, ranges, centre, diameter_deg, scale_deg })
}

// Pixels of the deepest tiles are cells of the order that cells have at most.
const _: () = assert!(ORDER_MAX + PIXEL_ORDERS == sky::ORDER);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_just_finer_than_the_images() {
        let arcsec = |scale: f64| natural_order(scale / 3600.0);
        // The pixels of orders 9, 10 and 11 have 0.805, 0.403 and 0.201 arcseconds.
        assert_eq!((arcsec(0.81), arcsec(0.80), arcsec(0.55), arcsec(0.402)), (9, 10, 10, 11));
        assert_eq!((natural_order(5.0), natural_order(1e-12)), (0, ORDER_MAX));
    }

    #[test]
    fn an_order_that_no_tile_has_is_refused() {
        let error = Plan::new(&[], Some(21)).err().unwrap();
        assert_eq!(error.to_string(), "there is no HiPS of order 21; the deepest is 20");
    }
}
