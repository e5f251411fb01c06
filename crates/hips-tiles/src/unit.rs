//! A unit of work: a cell whose tiles are made at once of the same images.

use crate::cell::TILE_WIDTH;
use crate::patch::Patch;
use crate::plan::Plan;
use crate::raster::Raster;
use crate::{Broken, Cell};

/// Makes the tiles of a unit; those without a value are left out. Images that cannot be read are told.
pub(crate) fn tiles(plan: &Plan, unit: Cell, broken: &mut Vec<Broken>) -> Vec<(Cell, Raster)> {
    let whole = raster(plan, unit, broken);
    let tiles = match plan.order > unit.order {
        true => unit.children().map(|tile| (tile, whole.part(TILE_WIDTH, tile.place_in(unit)))).to_vec(),
        false => vec![(unit, whole)],
    };
    tiles.into_iter().filter(|(_, raster)| !raster.is_blank()).collect()
}

/// All pixels of a unit. They are found cell by cell at the resolution of the images, and then made coarser.
fn raster(plan: &Plan, unit: Cell, broken: &mut Vec<Broken>) -> Raster {
    let mut whole = Raster::blank(TILE_WIDTH << (plan.order - unit.order));
    let patch_order = plan.sampling.saturating_sub(1);
    let orders = patch_order - unit.order;
    let mut images = Vec::new();
    for &place in plan.units.get(&unit.index).map_or(&[][..], Vec::as_slice) {
        let input = &plan.images[place].seen.input;
        match input.open() {
            Ok(image) => images.push((input, image)),
            Err(error) => broken.push(error),
        }
    }
    for index in unit.index << (2 * orders)..(unit.index + 1) << (2 * orders) {
        let cell = Cell { order: patch_order, index };
        let mut patch = Patch::new(cell, TILE_WIDTH << (plan.sampling - patch_order));
        images.retain(|(input, image)| patch.add(input, image).map_err(|error| broken.push(error)).is_ok());
        let mut part = patch.finish();
        for _ in plan.order..plan.sampling {
            part = part.halved();
        }
        whole.put(&part, cell.place_in(unit));
    }
    whole
}
