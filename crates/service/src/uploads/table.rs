//! A table of the catalogue from the columns of an uploaded one.

use std::collections::HashSet;

use catalogue::{Column, Position, Relation, Storage, Table, TableKind};

/// The table that a query knows as `TAP_UPLOAD.name`. Where it will be stored is not decided here.
pub(super) fn table(name: &str, columns: Vec<Column>, description: Option<String>) -> Table {
    let columns = with_unique_names(columns);
    Table {
        name: name.to_owned(),
        kind: TableKind::Table,
        title: None,
        description,
        utype: None,
        rows: None,
        relation: Relation { schema: String::new(), table: String::new(), conditions: Vec::new() },
        parts: Vec::new(),
        position: Position::find(&columns),
        columns,
        foreign_keys: Vec::new(),
        cone_search: false,
        storage: Storage::Plain,
        statistics: None,
        ..Table::default()
    }
}

/// A query without quotes could not tell names apart that differ in case only: the later ones get `_2`, `_3` ...
fn with_unique_names(mut columns: Vec<Column>) -> Vec<Column> {
    let mut seen = HashSet::with_capacity(columns.len());
    for column in &mut columns {
        let name = &mut column.field.name;
        let mut number = 1;
        let mut candidate = name.clone();
        while !seen.insert(candidate.to_ascii_lowercase()) {
            number += 1;
            candidate = format!("{name}_{number}");
        }
        *name = candidate;
    }
    columns
}

#[cfg(test)]
mod tests {
    use catalogue::{Arraysize, Datatype, Field, PgBase, PgType, ValueType};

    use super::*;

    fn column(name: &str, ucd: Option<&str>, type_text: &str) -> Column {
        let value_type = value_type(type_text);
        let field = Field { ucd: ucd.map(str::to_owned), ..Field::new(name, value_type) };
        Column {
            field,
            pg_name: String::new(),
            pg_type: PgType { base: PgBase::Float8, array: type_text.contains('[') },
            part: 0,
            indexed: false,
            principal: false,
            std: false,
            enumeration: None,
        }
    }

    fn value_type(text: &str) -> ValueType {
        let datatype = if text.starts_with("float") { Datatype::Float } else { Datatype::Double };
        let arraysize = text.contains('[').then(|| Arraysize { fixed: vec![2], variable: false });
        ValueType { datatype, arraysize, xtype: None }
    }

    fn place(columns: &[(&str, Option<&str>, &str)]) -> Option<(usize, usize)> {
        let columns = columns.iter().map(|(name, ucd, type_text)| column(name, *ucd, type_text)).collect();
        table("t", columns, None).position.map(|position| (position.lon, position.lat))
    }

    #[test]
    fn the_main_position_is_found_by_its_ucd() {
        let columns = [
            ("ra", Some("pos.eq.ra"), "double"),
            ("dec", Some("pos.eq.dec"), "double"),
            ("main_dec", Some("pos.eq.dec;meta.main"), "double"),
            ("main_ra", Some("POS.EQ.RA;meta.main "), "float"),
        ];
        assert_eq!(place(&columns), Some((3, 2)));
        assert_eq!(place(&columns[..3]), Some((0, 1)));
    }

    #[test]
    fn without_ucds_names_tell() {
        assert_eq!(place(&[("DEC", None, "double"), ("RA", None, "double")]), Some((1, 0)));
        assert_eq!(place(&[("_RAJ2000", None, "double"), ("_DEJ2000", None, "double")]), Some((0, 1)));
        assert_eq!(place(&[("ra", None, "double"), ("DEJ2000", None, "double")]), None);
        assert_eq!(place(&[("ra", None, "double[2]"), ("dec", None, "double")]), None);
    }

    #[test]
    fn names_that_differ_in_case_only_are_made_different() {
        let columns = ["ra", "RA", "größe", "Größe", "ra_2", "Ra"].map(|name| column(name, None, "double"));
        let names: Vec<String> =
            table("t", columns.into(), None).columns.into_iter().map(|column| column.field.name).collect();
        assert_eq!(names, ["ra", "RA_2", "größe", "Größe_2", "ra_2_2", "Ra_3"]);
    }
}
