//! The tables of the survey.

mod f_nu;
mod filter;
mod gaia;
mod mag_ab;
mod photo_z;
mod star_class;
mod tile_image;

use crate::{
    FILTERS, JPAS_FILTERS, Release,
    derived::{Appearance, PhotoRedshift, StarProbability},
    filters::PerFilter,
    gaia::Counterpart,
    image::{Image, images},
    jpas,
    object::Object,
    photometry::Photometry,
    placing::Place,
    plan::Plan,
    random::Stream,
    relation::Relation,
    tuple::Tuples,
};

use filter::{FILTER, filter_rows};
use tile_image::{TILE_IMAGE, tile_images};

/// A table with rows that belong to objects.
pub(crate) struct ObjectTable {
    pub(crate) relation: &'static Relation,
    /// Writes what the table has of an object: one row or none.
    pub(crate) write: fn(&Entry, &mut Tuples),
}

/// The tables that are filled object by object.
pub(crate) const OBJECT_TABLES: [ObjectTable; 5] = [
    ObjectTable { relation: &mag_ab::RELATION, write: mag_ab::write },
    ObjectTable { relation: &f_nu::RELATION, write: f_nu::write },
    ObjectTable { relation: &star_class::RELATION, write: star_class::write },
    ObjectTable { relation: &photo_z::RELATION, write: photo_z::write },
    ObjectTable { relation: &gaia::RELATION, write: gaia::write },
];

/// All that the tables say of one object.
pub(crate) struct Entry {
    /// The identifier of the tile.
    pub(crate) tile_id: i32,
    pub(crate) object: Object,
    pub(crate) photometry: Photometry,
    pub(crate) appearance: Appearance,
    pub(crate) gaia: Option<Counterpart>,
    pub(crate) star: StarProbability,
    pub(crate) redshift: Option<PhotoRedshift>,
}

/// The tables of a release that are filled object by object; the first has a row for each.
pub(crate) fn object_relations(release: Release) -> Vec<&'static Relation> {
    match release {
        Release::Jpas => jpas::relations(),
        Release::Dr1 | Release::Idr2 => OBJECT_TABLES.iter().map(|table| table.relation).collect(),
    }
}

/// The other tables of a release, with their rows.
pub(crate) fn small_tables(plan: &Plan) -> Vec<(&'static Relation, Tuples)> {
    match plan.release {
        Release::Jpas => vec![(&FILTER, filter_rows(&JPAS_FILTERS))],
        Release::Dr1 | Release::Idr2 => {
            vec![(&FILTER, filter_rows(&FILTERS)), (&TILE_IMAGE, tile_images(plan, &images(plan)))]
        }
    }
}

/// All tables of a release.
pub(crate) fn relations(release: Release) -> Vec<&'static Relation> {
    let small: &[&'static Relation] = match release {
        Release::Jpas => &[&FILTER],
        Release::Dr1 | Release::Idr2 => &[&FILTER, &TILE_IMAGE],
    };
    small.iter().copied().chain(object_relations(release)).collect()
}

impl Entry {
    /// Draws an object for a place and measures it on the images of its tile.
    pub(crate) fn new(place: Place, tile_id: i32, images: &PerFilter<Image>, stream: &mut Stream) -> Self {
        let object = Object::new(place, stream);
        let photometry = Photometry::new(&object, images, stream);
        let appearance = Appearance::new(&object, &images[0], stream);
        let gaia = Counterpart::find(&object, stream);
        let star = StarProbability::new(&object, gaia.as_ref(), stream);
        let redshift = PhotoRedshift::fit(&object, &photometry, stream);
        Self { tile_id, object, photometry, appearance, gaia, star, redshift }
    }

    /// Writes the columns that name the object.
    fn write_name(&self, row: &mut Tuples) {
        row.int4(self.tile_id);
        row.int4(self.object.place.number);
    }

    /// Writes the columns that say where the object is.
    fn write_place(&self, row: &mut Tuples) {
        row.float8(self.object.place.lon_deg);
        row.float8(self.object.place.lat_deg);
    }
}
