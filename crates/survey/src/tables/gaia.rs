//! `xmatch_gaia_dr3`: counterparts in Gaia DR3.

use super::Entry;
use crate::{relation::Relation, tuple::Tuples};

pub(super) const RELATION: Relation = Relation {
    name: "xmatch_gaia_dr3",
    columns: &[
        ("hpx", "bigint NOT NULL"),
        ("tile_id", "integer NOT NULL"),
        ("number", "integer NOT NULL"),
        ("alpha_j2000", "double precision NOT NULL"),
        ("delta_j2000", "double precision NOT NULL"),
        ("source", "bigint NOT NULL"),
        ("angdist", "real NOT NULL"),
        ("ra_icrs", "double precision NOT NULL"),
        ("de_icrs", "double precision NOT NULL"),
        ("plx", "real"),
        ("e_plx", "real"),
        ("pmra", "real"),
        ("e_pmra", "real"),
        ("pmde", "real"),
        ("e_pmde", "real"),
        ("gmag", "real NOT NULL"),
        ("bp_rp", "real"),
    ],
    unique: "tile_id, number",
    indexes: &["hpx", "source"],
};

pub(super) fn write(entry: &Entry, row: &mut Tuples) {
    let Some(gaia) = &entry.gaia else { return };
    row.begin(RELATION.width());
    row.int8(entry.object.place.hpx);
    entry.write_name(row);
    entry.write_place(row);
    row.int8(gaia.source);
    row.float4(gaia.distance_arcsec);
    row.float8(gaia.lon_deg);
    row.float8(gaia.lat_deg);
    row.float4_or_null(gaia.motion.map(|motion| motion.parallax));
    row.float4_or_null(gaia.motion.map(|motion| motion.parallax_error));
    row.float4_or_null(gaia.motion.map(|motion| motion.pm_lon));
    row.float4_or_null(gaia.motion.map(|motion| motion.pm_error));
    row.float4_or_null(gaia.motion.map(|motion| motion.pm_lat));
    row.float4_or_null(gaia.motion.map(|motion| motion.pm_error));
    row.float4(gaia.g_mag);
    row.float4_or_null(gaia.bp_rp_mag);
}
