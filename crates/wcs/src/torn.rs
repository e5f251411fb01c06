//! Boxes of regions in maps that have breaks, or pixels without a position.

use crate::bounds::Bounds;
use crate::{CutRegion, Wcs};

/// Points of the coarse grid along each axis.
const GRID: u32 = 128;

/// Points of a row or column that are tested at once.
const CHUNK: usize = 64;

/// Widens bounds to the points of the region that lie in the image but behind a break: first to those of a coarse
/// grid, then outwards row by row and column by column as long as they hold a point of the region.
pub(crate) fn widen(wcs: &Wcs, region: &CutRegion, image: &Bounds, bounds: &mut Bounds) {
    let mut scan = Scan { wcs, region, image };
    scan.coarse(bounds);
    if bounds.is_empty() {
        return;
    }
    // A row found may lead to a column and the other way round.
    for _ in 0..4 {
        let before = *bounds;
        for axis in 0..2 {
            scan.outwards(bounds, axis, 1.0);
            scan.outwards(bounds, axis, -1.0);
        }
        if before.covers(bounds) {
            break;
        }
    }
}

struct Scan<'s> {
    wcs: &'s Wcs,
    region: &'s CutRegion,
    image: &'s Bounds,
}

impl Scan<'_> {
    fn coarse(&mut self, bounds: &mut Bounds) {
        let at = |axis: usize, step: u32| {
            let (min, max) = (self.image.min[axis], self.image.max[axis]);
            min + (max - min) * (f64::from(step) + 0.5) / f64::from(GRID)
        };
        for row in 0..GRID {
            let points = (0..GRID).map(|column| [at(0, column), at(1, row)]);
            self.include(points, bounds);
        }
    }

    /// Goes outwards from one side of the bounds, pixel by pixel, until none has a point of the region.
    fn outwards(&mut self, bounds: &mut Bounds, axis: usize, direction: f64) {
        let side = |bounds: &Bounds| if direction > 0.0 { bounds.max[axis] } else { bounds.min[axis] };
        let mut pixel = side(bounds).round();
        loop {
            pixel += direction;
            if pixel < self.image.min[axis] || pixel > self.image.max[axis] {
                return;
            }
            let before = side(bounds);
            for offset in [-0.49, 0.0, 0.49] {
                self.line(bounds, axis, pixel + offset);
            }
            if side(bounds) == before {
                return;
            }
        }
    }

    /// Tests a line across the bounds and one pixel beyond, two points for each pixel.
    fn line(&mut self, bounds: &mut Bounds, axis: usize, coordinate: f64) {
        let across = 1 - axis;
        let from = (bounds.min[across] - 1.0).max(self.image.min[across]);
        let to = (bounds.max[across] + 1.0).min(self.image.max[across]);
        let steps = ((to - from) * 2.0).ceil().max(1.0) as u64;
        let point = |step: u64| {
            let along = from + (to - from) * step as f64 / steps as f64;
            if axis == 0 { [coordinate, along] } else { [along, coordinate] }
        };
        self.include((0..=steps).map(point), bounds);
    }

    /// Includes those points that lie in the region.
    fn include(&self, points: impl Iterator<Item = [f64; 2]>, bounds: &mut Bounds) {
        let mut points = points.peekable();
        while points.peek().is_some() {
            let mut pixels = [[0.0; 2]; CHUNK];
            let mut positions = [None; CHUNK];
            let mut count = 0;
            for (place, point) in pixels.iter_mut().zip(&mut points) {
                *place = point;
                count += 1;
            }
            self.wcs.skies_of(&pixels[..count], &mut positions[..count]);
            for (pixel, position) in pixels[..count].iter().zip(&positions) {
                if position.is_some_and(|position| self.region.contains(&position)) {
                    bounds.include(*pixel);
                }
            }
        }
    }
}
