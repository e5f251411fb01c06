//! Composed tables of the sample.

use catalogue::{Column, Condition, Datatype, Field, Part, PgBase, Relation, Table};

use super::{array, described, double, int, position, real, scalar, table};

/// A composed table, and the same with rows that a caller may not see.
pub fn tables() -> Vec<Table> {
    vec![apertures(), restricted_apertures()]
}

/// A composed table: two parts with an index and the key of the core, one with another key and without index.
fn apertures() -> Table {
    let in_part = |part: usize, stored: &str, column: Column| Column {
        part,
        pg_name: stored.to_owned(),
        field: Field { description: None, ..column.field },
        ..column
    };
    let magnitudes =
        |name: &str| described(array(name, PgBase::Float4, Datatype::Float, &[59], false), "mag", "phot.mag");
    let columns = vec![
        scalar("OBJECT_ID", PgBase::Int8, Datatype::Long),
        int("TILE_ID"),
        int("NUMBER"),
        double("ALPHA_J2000", "deg", "pos.eq.ra;meta.main"),
        double("DELTA_J2000", "deg", "pos.eq.dec;meta.main"),
        real("MAG_I", "mag", "phot.mag;em.opt.I"),
        in_part(1, "mag", magnitudes("MAG_APER_3_0")),
        in_part(1, "err", magnitudes("MAG_ERR_APER_3_0")),
        in_part(2, "mag", magnitudes("MAG_APER_6_0")),
        in_part(2, "err", magnitudes("MAG_ERR_APER_6_0")),
        in_part(3, "flags", array("FLAGS", PgBase::Int2, Datatype::Short, &[59], false)),
    ];
    let part = |table: &str, key: &[(&str, &str)], healpix: Option<&str>| Part {
        relation: Relation { schema: "sim_jpas".to_owned(), table: table.to_owned(), conditions: Vec::new() },
        key: key.iter().map(|(core, own)| ((*core).to_owned(), (*own).to_owned())).collect(),
        healpix: healpix.map(str::to_owned),
    };
    let parts = vec![
        part("aper_3_0", &[("object_id", "object_id")], Some("hpx")),
        part("aper_6_0", &[("object_id", "object")], Some("cell")),
        part("flags", &[("tile_id", "tile_id"), ("number", "number")], None),
    ];
    Table { parts, position: position(3, 4), ..table("Apertures", ("sim_jpas", "core"), columns) }
}

/// The same, but a caller sees only some rows.
fn restricted_apertures() -> Table {
    let mut table = Table { name: "RestrictedApertures".to_owned(), ..apertures() };
    table.relation.conditions =
        vec![Condition { column: "release".to_owned(), one_of: vec!["o'1".to_owned()] }];
    table
}
