//! A small picture of the whole: `preview.jpg`.

use std::collections::HashMap;

use preview::Size;
use sky::SkyPosition;
use wcs::Wcs;

use crate::cell::{PIXEL_DEG, PIXEL_ORDERS};
use crate::painter::Painter;
use crate::raster::Raster;
use crate::{Cell, HipsError, PictureFormat};

/// Pixels on each side: HiPS 1.0 §4.4.4.
const SIDE: usize = 256;

/// What is shown first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    pub(crate) centre: SkyPosition,
    /// The side of the square that is shown, in degrees.
    pub(crate) field_deg: f64,
}

impl View {
    /// All images if they lie together, else the first of them.
    pub(crate) fn of(images: &[(SkyPosition, f64)]) -> Option<Self> {
        let &(first, diameter_deg) = images.first()?;
        let farthest_deg = images
            .iter()
            .map(|(centre, diameter_deg)| first.separation_deg(centre) + diameter_deg / 2.0)
            .fold(0.0, f64::max);
        let reach_deg = if farthest_deg <= 10.0 { farthest_deg } else { diameter_deg / 2.0 };
        Some(Self { centre: first, field_deg: (2.0 * reach_deg).clamp(1e-4, 180.0) })
    }

    /// The bytes of the preview.
    pub(crate) fn picture(&self, painter: &Painter, deepest: u8) -> Result<Vec<u8>, HipsError> {
        let size = Size { width: SIDE, height: SIDE };
        let bands = self.bands(painter, deepest)?;
        let picture = painter.paint(size, bands, PictureFormat::Jpeg.blanks())?;
        PictureFormat::Jpeg.encode(&picture)
    }

    /// The pixels in each band: those of the tiles that are as fine.
    fn bands(&self, painter: &Painter, deepest: u8) -> Result<Vec<Vec<f32>>, HipsError> {
        let mut bands = vec![vec![f32::NAN; SIDE * SIDE]; painter.count()];
        let step_deg = self.field_deg.min(100.0) / SIDE as f64;
        let Ok(plane) = Wcs::tangential(self.centre, step_deg * 3600.0, [SIDE as u32; 2]) else {
            return Ok(bands);
        };
        let order = (PIXEL_DEG / step_deg).log2().round().clamp(0.0, f64::from(deepest)) as u8;
        let mut tiles: HashMap<u64, Option<Vec<Raster>>> = HashMap::new();
        for place in 0..SIDE * SIDE {
            let pixel = [(place % SIDE + 1) as f64, (place / SIDE + 1) as f64];
            let Some(position) = plane.sky_of(pixel) else { continue };
            let cell = Cell::at(order, &position);
            let tile = match tiles.entry(cell.index) {
                std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::hash_map::Entry::Vacant(new) => new.insert(painter.tile(cell)?),
            };
            let (x, y) = Cell::at(order + PIXEL_ORDERS, &position).place_in(cell);
            for (band, raster) in bands.iter_mut().zip(tile.iter().flatten()) {
                band[place] = raster.value(x, y);
            }
        }
        Ok(bands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_that_lie_together_are_shown_together() {
        let at = |lon, lat| SkyPosition::new(lon, lat).unwrap();
        let view = View::of(&[(at(10.0, 0.0), 1.0), (at(12.0, 0.0), 1.0)]).unwrap();
        assert!((view.field_deg - 5.0).abs() < 1e-9);
        let apart = View::of(&[(at(10.0, 0.0), 1.0), (at(100.0, 0.0), 1.0)]).unwrap();
        assert_eq!(apart, View { centre: at(10.0, 0.0), field_deg: 1.0 });
        assert_eq!(View::of(&[]), None);
    }
}
