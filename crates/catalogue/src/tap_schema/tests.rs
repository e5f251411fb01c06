//! Tests of TAP_SCHEMA: what it says of the published tables, and of itself.

use std::collections::HashSet;

use super::*;
use crate::sample::{anonymous, scope};

/// The rows of a stored table as text, owner's columns left out; NULL is `-`.
fn stored(table: &str) -> Vec<Vec<String>> {
    let all = rows(&scope());
    let found = all.iter().find(|rows| rows.table == table).expect("a stored table");
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Double(number) => number.to_string(),
        Value::Null => "-".to_owned(),
    };
    found.rows.iter().map(|row| row[3..].iter().map(text).collect()).collect()
}

/// The values of a column of stored rows.
fn column(rows: &[Vec<String>], place: usize) -> Vec<&str> {
    rows.iter().map(|row| row[place].as_str()).collect()
}

#[test]
fn schemas_are_listed_with_tap_schema_last() {
    assert_eq!(
        stored("tap_schemas"),
        [
            ["demo", "-", "First line, second <line>", "1"],
            ["secret", "-", "Not yet released", "2"],
            ["TAP_SCHEMA", "-", "Tables that describe all tables and columns of this service", "1000000"],
        ]
    );
}

#[test]
fn tables_have_their_qualified_names_and_a_description_or_title() {
    let tables = stored("tap_tables");
    assert_eq!(tables[0], ["demo", "demo.Tile", "table", "-", "Tiles", "1", "-"]);
    assert_eq!(tables[1], ["demo", "demo.Stars", "view", "-", "All stars", "2", "9110"]);
    assert_eq!(tables[2], ["secret", "secret.Stars", "table", "-", "-", "1", "-"]);
    assert_eq!(tables.len(), 9);
}

#[test]
fn columns_have_their_types_and_quoted_names() {
    let columns = stored("tap_columns");
    let stars: Vec<_> =
        columns.iter().filter(|row| row[0] == "demo.Stars").map(|row| row[1..].join("|")).collect();
    assert_eq!(
        stars,
        [
            "RA|double|-|-|-|-|-|deg|pos.eq.ra;meta.main|0|0|0|1|-|-|-|-",
            "DEC|double|-|-|-|-|-|deg|pos.eq.dec;meta.main|0|0|0|2|-|-|-|-",
            "TILE_ID|int|-|-|-|-|-|-|-|0|0|0|3|-|-|-|-",
            "MAG|float|12|-|12|-|-|mag|-|0|0|0|4|filters|-|-|-",
            "NAME|char|*|-|-|-|obs:name|-|-|0|0|1|5|-|-|-|-",
            "\"size\"|float|-|-|-|Angular size|-|-|-|0|0|0|6|-|-|-|-",
            "OBSERVED|char|*|timestamp|-|-|-|-|-|0|0|0|7|-|-|-|-",
        ]
    );
}

#[test]
fn size_is_null_for_any_length_and_for_more_dimensions() {
    use crate::Arraysize;
    let two = Arraysize { fixed: vec![2, 3], variable: false };
    let open = Arraysize { fixed: vec![2], variable: true };
    for (shape, size) in
        [(Arraysize::any(), None), (Arraysize::exactly(256), Some(256)), (two, None), (open, None)]
    {
        assert_eq!(super::rows::size(&shape), size, "{shape}");
    }
}

#[test]
fn keys_name_tables_and_columns_that_are_listed() {
    let (tables, columns) = (stored("tap_tables"), stored("tap_columns"));
    let (keys, pairs) = (stored("tap_keys"), stored("tap_key_columns"));
    let table_names = column(&tables, 1);
    let column_names: HashSet<(&str, &str)> =
        columns.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    assert_eq!(keys[0], ["demo.Stars#1", "demo.Stars", "demo.Tile", "The star's tile", "-"]);
    assert_eq!(keys.len(), 6);
    for key in &keys {
        assert!(table_names.contains(&key[1].as_str()) && table_names.contains(&key[2].as_str()), "{key:?}");
        let of_key: Vec<_> = pairs.iter().filter(|pair| pair[0] == key[0]).collect();
        assert!(!of_key.is_empty(), "{key:?}");
        for pair in of_key {
            assert!(column_names.contains(&(key[1].as_str(), pair[1].as_str())), "{pair:?}");
            assert!(column_names.contains(&(key[2].as_str(), pair[2].as_str())), "{pair:?}");
        }
    }
}

#[test]
fn tap_schema_describes_itself_as_the_standard_lists_it() {
    // TAP 1.1 §4.1 to §4.4.
    let expected = [
        ("schemas", "schema_name utype description schema_index:int"),
        ("tables", "schema_name table_name table_type utype description table_index:int"),
        (
            "columns",
            "table_name column_name datatype arraysize xtype \"size\":int description utype unit ucd indexed:int \
             principal:int std:int column_index:int",
        ),
        ("keys", "key_id from_table target_table description utype"),
        ("key_columns", "key_id from_column target_column"),
    ];
    let columns = stored("tap_columns");
    for (table, names) in expected {
        let of_table = columns.iter().filter(|row| row[0] == format!("TAP_SCHEMA.{table}") && row[12] == "1");
        let described = of_table.enumerate().map(|(place, row)| {
            assert_eq!(row[11..14], ["1".to_owned(), "1".to_owned(), (place + 1).to_string()], "{row:?}");
            assert_eq!((row[3].as_str(), row[5].as_str()), (if row[2] == "int" { "-" } else { "*" }, "-"));
            if row[2] == "int" { format!("{}:int", row[1]) } else { row[1].clone() }
        });
        assert_eq!(described.collect::<Vec<_>>().join(" "), names, "{table}");
    }
}

#[test]
fn what_is_not_in_the_standard_is_listed_as_such() {
    let columns = stored("tap_columns");
    let own: Vec<String> = columns
        .iter()
        .filter(|row| row[0].starts_with("TAP_SCHEMA.") && row[12] == "0")
        .map(|row| format!("{}.{} {} {}", row[0].replace("TAP_SCHEMA.", ""), row[1], row[2], row[8]))
        .collect();
    assert_eq!(
        own,
        [
            "tables.nrows long -",
            "columns.enumeration char -",
            "columns.min_value char -",
            "columns.max_value char -",
            "columns.null_fraction double -",
            "enumerations.enumeration_name char -",
            "enumerations.element_name char -",
            "enumerations.element_index int -",
            "enumerations.description char -",
            "enumerations.wavelength double nm",
            "enumerations.width double nm",
            "enumerations.colour char -",
        ]
    );
}

#[test]
fn tap_schema_has_its_five_foreign_keys() {
    let (keys, pairs) = (stored("tap_keys"), stored("tap_key_columns"));
    let mut shown: Vec<String> = keys
        .iter()
        .zip(&pairs)
        .filter(|(key, _)| key[1].starts_with("TAP_SCHEMA."))
        .map(|(key, pair)| {
            format!("{}.{} -> {}.{}", key[1], pair[1], key[2], pair[2]).replace("TAP_SCHEMA.", "")
        })
        .collect();
    shown.sort();
    assert_eq!(
        shown,
        [
            "columns.table_name -> tables.table_name",
            "key_columns.key_id -> keys.key_id",
            "keys.from_table -> tables.table_name",
            "keys.target_table -> tables.table_name",
            "tables.schema_name -> schemas.schema_name",
        ]
    );
}

#[test]
fn every_row_names_its_set_instance_and_collection() {
    let scope = scope();
    for stored in rows(&scope) {
        assert_eq!(stored.columns[..3], ["set_hash", "instance", "collection"]);
        for row in &stored.rows {
            assert_eq!(row.len(), stored.columns.len());
            assert_eq!(row[..2], [Value::Text(scope.hash().to_owned()), Value::Text("tap".to_owned())]);
        }
    }
    let schemas = rows(&scope).remove(0);
    let owners: Vec<_> = schemas.rows.iter().map(|row| row[2].clone()).collect();
    assert_eq!(owners, ["stars-1", "apart-1", SELF].map(|id| Value::Text(id.to_owned())));
}

#[test]
fn relations_leave_the_rows_of_visible_collections() {
    let anonymous = scope().visible_to(&anonymous());
    let stored = |table: &crate::TableRef<'_>| {
        table.schema == SCHEMA_NAME && !is_enumerations(&table.collection.id, table.table)
    };
    let tables: Vec<_> = anonymous.tables().filter(stored).collect();
    assert_eq!(tables.len(), 5);
    for table in tables {
        let relation = &table.table.relation;
        assert_eq!((relation.schema.as_str(), &relation.table[..4]), (PG_SCHEMA, "tap_"));
        let conditions: Vec<_> =
            relation.conditions.iter().map(|one| (one.column.as_str(), one.one_of.join(" "))).collect();
        let expected = [
            ("set_hash", anonymous.hash().to_owned()),
            ("instance", "tap".to_owned()),
            ("collection", "TAP_SCHEMA stars-1".to_owned()),
        ];
        assert_eq!(conditions, expected);
    }
}

#[test]
fn sql_quotes_texts_and_stores_all_or_nothing() {
    let sql = store_sql(&scope());
    assert!(
        sql.starts_with("BEGIN;\nSET LOCAL standard_conforming_strings = on;\nINSERT INTO armilla.tap_uses")
    );
    assert!(sql.contains("'The star''s tile'"));
    assert!(sql.ends_with("ON CONFLICT DO NOTHING;\nCOMMIT;\n"));
    assert_eq!(sql.matches("INSERT INTO armilla.").count(), 6);
}

#[test]
fn tables_are_created_with_their_keys() {
    let sql = create_sql();
    let expected = "CREATE TABLE IF NOT EXISTS armilla.tap_key_columns (
    set_hash text NOT NULL,
    instance text NOT NULL,
    collection text NOT NULL,
    \"key_id\" text NOT NULL,
    \"from_column\" text NOT NULL,
    \"target_column\" text NOT NULL,
    PRIMARY KEY (set_hash, instance, collection, key_id, from_column)
);";
    assert!(sql.contains(expected), "{sql}");
    assert_eq!(sql.matches("CREATE TABLE IF NOT EXISTS armilla.tap_").count(), 6);
    assert_eq!(sql.matches("ALTER TABLE").count(), 5);
    for added in [
        "tap_columns ADD COLUMN \"enumeration\" text",
        "tap_columns ADD COLUMN \"null_fraction\" double precision",
        "tap_tables ADD COLUMN \"nrows\" bigint",
    ] {
        assert!(sql.contains(&format!("ALTER TABLE armilla.{added};")), "{sql}");
    }
}

#[test]
fn statistics_are_told_with_the_columns_that_they_are_of() {
    let counted = crate::sample::counted();
    let all = rows(&counted);
    let columns = all.iter().find(|rows| rows.table == "tap_columns").unwrap();
    let mag = columns.rows.iter().find(|row| row[4] == Value::Text("MAG".to_owned())).unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(mag[18..], [text("12.5"), text("+Inf"), Value::Double(0.25)]);
    assert!(store_sql(&counted).contains(", '12.5', '+Inf', 0.25)"));
    let tables = all.iter().find(|rows| rows.table == "tap_tables").unwrap();
    assert_eq!(
        tables.rows[0][4..],
        [text("demo.Tile"), text("table"), Value::Null, text("Tiles"), 1.into(), Value::Null]
    );
    assert_eq!(tables.rows[1][9], Value::Integer(9110));
}
