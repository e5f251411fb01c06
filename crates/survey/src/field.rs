//! The fields that have images: pixel-aligned parts of some tiles.

use crate::{
    filters::PerFilter,
    footprint,
    image::Image,
    object::Object,
    placing::place,
    plan::{Piece, Plan},
    tables::Entry,
    tile::{PlanePoint, SIDE_PIXELS, Tile},
};

/// Pixels on each side of a field.
pub(crate) const FIELD_PIXELS: i32 = 1024;

/// From so many pixels beside a field an object may shine into it.
const MARGIN_PIXELS: f64 = 40.0;

/// About where the middles of the fields are, in degrees: across RA 0, two ordinary ones, near the pole. None is in the
/// middle of its tile, so that the reference pixel is outside, and none near the border of it.
const MIDDLES_DEG: [(f64, f64); 4] = [(0.0, 1.32), (211.2, 55.4), (149.15, 1.75), (50.0, 89.25)];

/// A field: 1024 x 1024 pixels of the frame of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// The index of the tile.
    pub(crate) tile: usize,
    /// The pixels of the tile before its first one, along both axes.
    pub(crate) before: [i32; 2],
}

/// An object that is seen in a field.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Where its middle is, in pixels of the field (FITS: the centre of the first pixel is 1).
    pub(crate) pixel: [f64; 2],
    pub(crate) object: Object,
}

/// The fields of a plan.
pub(crate) fn fields(plan: &Plan) -> Vec<Field> {
    MIDDLES_DEG.iter().filter_map(|&(lon_deg, lat_deg)| Field::round(&plan.tiles, lon_deg, lat_deg)).collect()
}

impl Field {
    /// The field with a position near its middle, in the tile with the nearest centre.
    fn round(tiles: &[Tile], lon_deg: f64, lat_deg: f64) -> Option<Self> {
        let middle = PlanePoint { east_deg: 0.0, north_deg: 0.0 };
        let (tile, point) = footprint::owner(tiles, Tile::new(0, lon_deg, lat_deg, 1.0).direction(middle))?;
        let before =
            |pixel: f64| (libm::floor(pixel) as i32 - FIELD_PIXELS / 2).clamp(0, SIDE_PIXELS - FIELD_PIXELS);
        let (x, y) = point.pixel();
        Some(Self { tile, before: [before(x), before(y)] })
    }

    /// The reference pixel of the tile, in pixels of the field.
    pub(crate) fn reference_pixel(&self) -> [f64; 2] {
        self.before.map(|before| f64::from(SIDE_PIXELS) / 2.0 + 0.5 - f64::from(before))
    }

    /// The objects that shine into the field, as the tables have them.
    pub(crate) fn objects(&self, plan: &Plan, images: &[PerFilter<Image>]) -> Vec<Seen> {
        let mut seen = Vec::new();
        for cell in &plan.cells {
            if !plan.pieces(cell).iter().any(|piece| self.may_meet(piece)) {
                continue;
            }
            // All objects of a cell share a stream of random numbers: each must be drawn to come to the next.
            let mut stream = plan.stream(*b"object", cell.number);
            for place in place(plan, cell) {
                let tile_id = plan.tiles[place.tile].tile_id;
                let entry = Entry::new(place, tile_id, &images[place.tile], &mut stream);
                let pixel = self.pixel_of(place.point);
                if place.tile == self.tile && is_near(pixel) {
                    seen.push(Seen { pixel, object: entry.object });
                }
            }
        }
        seen
    }

    fn pixel_of(&self, point: PlanePoint) -> [f64; 2] {
        let (x, y) = point.pixel();
        [x - f64::from(self.before[0]), y - f64::from(self.before[1])]
    }

    fn may_meet(&self, piece: &Piece) -> bool {
        let corner = |east_deg, north_deg| self.pixel_of(PlanePoint { east_deg, north_deg });
        let [x_max, y_min] = corner(piece.east_deg.0, piece.north_deg.0);
        let [x_min, y_max] = corner(piece.east_deg.1, piece.north_deg.1);
        let last = f64::from(FIELD_PIXELS) + MARGIN_PIXELS;
        piece.tile == self.tile
            && x_max > -MARGIN_PIXELS
            && y_max > -MARGIN_PIXELS
            && x_min < last
            && y_min < last
    }
}

fn is_near(pixel: [f64; 2]) -> bool {
    pixel.iter().all(|&place| place > -MARGIN_PIXELS && place < f64::from(FIELD_PIXELS) + MARGIN_PIXELS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Release, Survey, image::images, tile::PIXEL_DEG};

    #[test]
    fn fields_lie_well_within_their_tiles_and_beside_the_reference_pixel() {
        for release in Release::JPLUS {
            let plan = Plan::new(&Survey::default(), release);
            let fields = fields(&plan);
            assert_eq!(fields.len(), MIDDLES_DEG.len());
            for field in &fields {
                // No other tile owns what lies in a field.
                for (x, y) in [(0, 0), (FIELD_PIXELS, 0), (0, FIELD_PIXELS), (FIELD_PIXELS, FIELD_PIXELS)] {
                    let [a, b] = field.reference_pixel();
                    let point = PlanePoint {
                        east_deg: (a - f64::from(x)) * PIXEL_DEG,
                        north_deg: (f64::from(y) - b) * PIXEL_DEG,
                    };
                    let direction = plan.tiles[field.tile].direction(point);
                    assert_eq!(footprint::owner(&plan.tiles, direction).unwrap().0, field.tile);
                }
                let outside = |pixel: f64| !(1.0..=f64::from(FIELD_PIXELS)).contains(&pixel);
                assert!(field.reference_pixel().into_iter().any(outside));
            }
            // RA 0 is the middle of its tile.
            let (zero, pole) = (fields[0], fields[3]);
            assert_eq!(plan.tiles[zero.tile].lon_deg, 0.0);
            assert!((1.0..1024.0).contains(&zero.reference_pixel()[0]));
            let corner = plan.tiles[pole.tile].lat_deg - pole.reference_pixel()[1] * PIXEL_DEG;
            assert!(corner > 89.0, "{corner}");
        }
    }

    #[test]
    fn objects_of_a_field_are_those_of_the_whole_survey_there() {
        let plan = Plan::new(&Survey::new(20_000, 5).unwrap(), Release::Dr1);
        let images = images(&plan);
        for field in fields(&plan) {
            let found = field.objects(&plan, &images);
            let mut all = 0;
            for cell in &plan.cells {
                let places = place(&plan, cell);
                let is_in = |point| field.pixel_of(point).iter().all(|&at| (0.5..1024.5).contains(&at));
                all += places.iter().filter(|place| place.tile == field.tile && is_in(place.point)).count();
            }
            let inside = |seen: &&Seen| seen.pixel.iter().all(|&at| (0.5..1024.5).contains(&at));
            assert_eq!(found.iter().filter(inside).count(), all);
        }
    }
}
