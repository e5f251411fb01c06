//! `PhotoZLephare`: redshifts from the colours.

use super::Entry;
use crate::{relation::Relation, tuple::Tuples};

pub(super) const RELATION: Relation = Relation {
    name: "photozlephare",
    columns: &[
        ("tile_id", "integer NOT NULL"),
        ("number", "integer NOT NULL"),
        ("photoz", "real"),
        ("photoz_err", "real"),
        ("z_ml", "real"),
        ("z_best68_low", "real"),
        ("z_best68_high", "real"),
        ("odds", "real"),
        ("chi_best", "real"),
    ],
    unique: "tile_id, number",
    indexes: &[],
};

pub(super) fn write(entry: &Entry, row: &mut Tuples) {
    row.begin(RELATION.width());
    entry.write_name(row);
    let fit = entry.redshift;
    row.float4_or_null(fit.map(|fit| fit.best));
    row.float4_or_null(fit.map(|fit| fit.error));
    row.float4_or_null(fit.map(|fit| fit.most_likely));
    row.float4_or_null(fit.map(|fit| (fit.best - fit.error).max(0.0)));
    row.float4_or_null(fit.map(|fit| fit.best + fit.error));
    row.float4_or_null(fit.map(|fit| fit.odds));
    row.float4_or_null(fit.map(|fit| fit.chi_square));
}
