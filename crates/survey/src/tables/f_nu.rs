//! `FNuDualObj`: fluxes of all objects.

use super::Entry;
use crate::{relation::Relation, tuple::Tuples};

pub(super) const RELATION: Relation = Relation {
    name: "fnudualobj",
    columns: &[
        ("hpx", "bigint NOT NULL"),
        ("tile_id", "integer NOT NULL"),
        ("number", "integer NOT NULL"),
        ("alpha_j2000", "double precision NOT NULL"),
        ("delta_j2000", "double precision NOT NULL"),
        ("flux_auto", "real[] NOT NULL"),
        ("flux_relerr_auto", "real[] NOT NULL"),
    ],
    unique: "tile_id, number",
    indexes: &["hpx"],
};

pub(super) fn write(entry: &Entry, row: &mut Tuples) {
    row.begin(RELATION.width());
    row.int8(entry.object.place.hpx);
    entry.write_name(row);
    entry.write_place(row);
    row.float4_array(&entry.photometry.flux_auto);
    row.float4_array(&entry.photometry.flux_relerr_auto);
}
