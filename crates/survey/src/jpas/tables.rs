//! The core and the parts of `MagABDualObj` of the narrow-band survey.

use super::Entry;
use super::JPAS_FILTER_COUNT;
use super::apertures::{APERTURES, Aperture};
use crate::{relation::Relation, tuple::Tuples};

#[rustfmt::skip]
static CORE: Relation = Relation {
    name: "magabdualobj",
    columns: &[
        ("hpx", "bigint NOT NULL"),
        ("object_id", "bigint NOT NULL"),
        ("tile_id", "integer NOT NULL"),
        ("number", "integer NOT NULL"),
        ("alpha_j2000", "double precision NOT NULL"),
        ("delta_j2000", "double precision NOT NULL"),
        ("x_image", "real NOT NULL"),
        ("y_image", "real NOT NULL"),
        ("fwhm_world", "real NOT NULL"),
        ("a_world", "real NOT NULL"),
        ("b_world", "real NOT NULL"),
        ("theta_j2000", "real NOT NULL"),
        ("class_star", "real NOT NULL"),
        ("mag_auto_gsdss", "real NOT NULL"),
        ("mag_err_auto_gsdss", "real NOT NULL"),
        ("mag_auto_rsdss", "real NOT NULL"),
        ("mag_err_auto_rsdss", "real NOT NULL"),
        ("mag_auto_isdss", "real NOT NULL"),
        ("mag_err_auto_isdss", "real NOT NULL"),
    ],
    unique: "object_id",
    indexes: &["hpx", "tile_id, number", "mag_auto_isdss"],
};

/// One for each aperture, in their order.
static PARTS: [Relation; APERTURES.len()] = [
    part("mag_aper_0_8"),
    part("mag_aper_1_0"),
    part("mag_aper_1_2"),
    part("mag_aper_1_5"),
    part("mag_aper_2_0"),
    part("mag_aper_2_5"),
    part("mag_aper_3_0"),
    part("mag_aper_3_5"),
    part("mag_aper_4_0"),
    part("mag_aper_5_0"),
    part("mag_aper_6_0"),
    part("mag_aper_8_0"),
    part("mag_aper_cor_3_0"),
    part("mag_aper_cor_6_0"),
    part("mag_auto"),
    part("mag_psfcor"),
];

static FLAGS: Relation = Relation {
    name: "mag_flags",
    columns: &[
        ("hpx", "bigint NOT NULL"),
        ("object_id", "bigint NOT NULL"),
        ("flags", "smallint[] NOT NULL"),
        ("mask_flags", "integer[] NOT NULL"),
    ],
    unique: "object_id",
    indexes: &["hpx"],
};

/// The places of the broad filters, whose magnitudes the core has too.
const BROAD: [usize; 3] = [JPAS_FILTER_COUNT - 3, JPAS_FILTER_COUNT - 2, JPAS_FILTER_COUNT - 1];

const fn part(name: &'static str) -> Relation {
    Relation {
        name,
        columns: &[
            ("hpx", "bigint NOT NULL"),
            ("object_id", "bigint NOT NULL"),
            ("mag", "real[] NOT NULL"),
            ("err", "real[] NOT NULL"),
        ],
        unique: "object_id",
        indexes: &["hpx"],
    }
}

/// The tables with a row for each object: the core, the apertures, the flags.
pub(crate) fn relations() -> Vec<&'static Relation> {
    [&CORE].into_iter().chain(&PARTS).chain([&FLAGS]).collect()
}

impl Entry {
    /// Writes a row into each of the tables of [`relations`].
    pub(crate) fn write(&self, tables: &mut [Tuples]) {
        let [core, parts @ .., flags] = tables else { return };
        self.write_core(core);
        for (part, magnitudes) in parts.iter_mut().zip(&self.photometry.magnitudes) {
            self.begin(part, &PARTS[0]);
            part.float4_array(&magnitudes.value);
            part.float4_array(&magnitudes.error);
        }
        self.begin(flags, &FLAGS);
        flags.int2_array(&self.photometry.flags);
        flags.int4_array(&self.photometry.mask_flags);
    }

    fn begin(&self, row: &mut Tuples, relation: &Relation) {
        row.begin(relation.width());
        row.int8(self.object.place.hpx);
        row.int8(self.object_id());
    }

    fn write_core(&self, row: &mut Tuples) {
        self.begin(row, &CORE);
        let place = &self.object.place;
        row.int4(self.tile_id);
        row.int4(place.number);
        row.float8(place.lon_deg);
        row.float8(place.lat_deg);
        let (x, y) = place.point.pixel();
        let look = &self.appearance;
        for value in [x, y, look.fwhm_deg, look.major_deg, look.minor_deg, look.angle_deg, look.class_star] {
            row.float4(value);
        }
        if let Some(auto) = APERTURES.iter().position(|aperture| *aperture == Aperture::Auto) {
            let magnitudes = &self.photometry.magnitudes[auto];
            for filter in BROAD {
                row.float4(magnitudes.value[filter].into());
                row.float4(magnitudes.error[filter].into());
            }
        }
    }
}
