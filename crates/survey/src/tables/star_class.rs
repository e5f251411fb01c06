//! `StarGalClass`: how likely each object is a star.

use super::Entry;
use crate::{relation::Relation, tuple::Tuples};

pub(super) const RELATION: Relation = Relation {
    name: "stargalclass",
    columns: &[
        ("tile_id", "integer NOT NULL"),
        ("number", "integer NOT NULL"),
        ("morph_prior_star", "real NOT NULL"),
        ("morph_lhood_star", "real NOT NULL"),
        ("morph_prob_star", "real NOT NULL"),
        ("gaia_prob_star", "real"),
        ("sglc_prob_star", "real NOT NULL"),
    ],
    unique: "tile_id, number",
    indexes: &[],
};

pub(super) fn write(entry: &Entry, row: &mut Tuples) {
    row.begin(RELATION.width());
    entry.write_name(row);
    row.float4(entry.star.prior);
    row.float4(entry.star.likelihood);
    row.float4(entry.star.morphology);
    row.float4_or_null(entry.star.gaia);
    row.float4(entry.star.total);
}
