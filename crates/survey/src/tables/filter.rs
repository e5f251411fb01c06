//! `Filter`: the filters of a survey.

use crate::{Filter, relation::Relation, tuple::Tuples};

pub(super) static FILTER: Relation = Relation {
    name: "filter",
    columns: &[
        ("filter_id", "integer NOT NULL"),
        ("name", "text NOT NULL"),
        ("description", "text NOT NULL"),
        ("wavelength", "real NOT NULL"),
        ("width", "real NOT NULL"),
        ("color", "text NOT NULL"),
    ],
    unique: "filter_id",
    indexes: &[],
};

/// The rows, in the order of the ids.
pub(super) fn filter_rows(filters: &[Filter]) -> Tuples {
    let mut rows = Tuples::default();
    for (id, filter) in (1..).zip(filters) {
        rows.begin(FILTER.width());
        rows.int4(id);
        rows.text(filter.name);
        rows.text(filter.description);
        rows.float4(filter.wavelength_nm.into());
        rows.float4(filter.width_nm.into());
        rows.text(filter.color);
    }
    rows
}
