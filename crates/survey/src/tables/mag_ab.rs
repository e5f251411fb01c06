//! `MagABDualObj`: magnitudes of all objects, detected in r and measured in all filters.

use super::Entry;
use crate::{relation::Relation, tuple::Tuples};

#[rustfmt::skip]
pub(super) const RELATION: Relation = Relation {
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
        ("mag_auto", "real[] NOT NULL"),
        ("mag_err_auto", "real[] NOT NULL"),
        ("mag_psfcor", "real[] NOT NULL"),
        ("mag_err_psfcor", "real[] NOT NULL"),
        ("mag_aper_3_0", "real[] NOT NULL"),
        ("mag_err_aper_3_0", "real[] NOT NULL"),
        ("mag_aper_6_0", "real[] NOT NULL"),
        ("mag_err_aper_6_0", "real[] NOT NULL"),
        ("flags", "smallint[] NOT NULL"),
        ("mask_flags", "integer[] NOT NULL"),
    ],
    unique: "tile_id, number",
    indexes: &["hpx", "object_id"],
};

pub(super) fn write(entry: &Entry, row: &mut Tuples) {
    row.begin(RELATION.width());
    let place = &entry.object.place;
    row.int8(place.hpx);
    // A tile holds fewer objects than this factor.
    row.int8(i64::from(entry.tile_id) * 100_000_000 + i64::from(place.number));
    entry.write_name(row);
    entry.write_place(row);
    let (x, y) = place.point.pixel();
    let look = &entry.appearance;
    for value in [x, y, look.fwhm_deg, look.major_deg, look.minor_deg, look.angle_deg, look.class_star] {
        row.float4(value);
    }
    let measured = &entry.photometry;
    for magnitudes in [&measured.auto, &measured.psfcor, &measured.aper_3_0, &measured.aper_6_0] {
        row.float4_array(&magnitudes.value);
        row.float4_array(&magnitudes.error);
    }
    row.int2_array(&measured.flags);
    row.int4_array(&measured.mask_flags);
}
