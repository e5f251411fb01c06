//! All that the tables of the narrow-band survey say of one object.

use std::sync::LazyLock;

use super::photometry::Photometry;
use super::{Conditions, JPAS_FILTERS, PerFilter};
use crate::{
    derived::Appearance, image::Image, object::Object, placing::Place, random::Stream, spectrum::Band,
};

static BANDS: LazyLock<PerFilter<Band>> = LazyLock::new(|| JPAS_FILTERS.map(|filter| Band::of(&filter)));

/// An object as it was measured.
pub(crate) struct Entry {
    /// The identifier of the tile.
    pub(crate) tile_id: i32,
    pub(crate) object: Object,
    pub(crate) appearance: Appearance,
    pub(crate) photometry: Photometry,
}

impl Entry {
    /// Draws an object for a place and measures it under the conditions of its tile.
    pub(crate) fn new(
        place: Place,
        tile_id: i32,
        image: &Image,
        conditions: &PerFilter<Conditions>,
        stream: &mut Stream,
    ) -> Self {
        let object = Object::new(place, stream);
        let colours = object.spectrum.colours_in(&*BANDS);
        let totals: Vec<f64> =
            colours.iter().map(|colour| object.r_mag + colour + 0.01 * stream.normal()).collect();
        let appearance = Appearance::new(&object, image, stream);
        let photometry = Photometry::new(&object, &totals, conditions, stream);
        Self { tile_id, object, appearance, photometry }
    }

    /// The identifier, which names the object in all tables.
    pub(crate) fn object_id(&self) -> i64 {
        // A tile holds fewer objects than this factor.
        i64::from(self.tile_id) * 100_000_000 + i64::from(self.object.place.number)
    }
}
