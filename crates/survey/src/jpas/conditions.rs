//! The conditions under which a tile was seen in each filter.

use super::{JPAS_FILTERS, PerFilter};
use crate::plan::Plan;

/// What the measurement of an object in one filter depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Conditions {
    /// Width of a point source at half maximum in arcsec.
    pub(crate) seeing_arcsec: f64,
    /// Faintest point source found with 5 sigma in an aperture of 3 arcsec, AB magnitudes.
    pub(crate) depth_mag: f64,
}

/// The conditions of each tile of a plan.
pub(crate) fn conditions(plan: &Plan) -> Vec<PerFilter<Conditions>> {
    plan.tiles.iter().map(|tile| of_tile(plan, tile.tile_id)).collect()
}

fn of_tile(plan: &Plan, tile_id: i32) -> PerFilter<Conditions> {
    let mut stream = plan.stream(*b"image ", tile_id.into());
    JPAS_FILTERS.map(|filter| {
        let seeing_arcsec = (0.9 + 0.15 * stream.normal()).clamp(0.6, 1.6);
        // Bad seeing costs depth.
        let depth_mag = filter.depth_mag - 0.5 * (seeing_arcsec - 0.9) + 0.05 * stream.normal();
        Conditions { seeing_arcsec, depth_mag }
    })
}
