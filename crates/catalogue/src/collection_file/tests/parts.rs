//! Tests of the parts of composed tables.

use crate::{Part, Relation, parse};

/// A file whose table has a core of two angles and whatever the lines say.
fn file(lines: &str) -> String {
    format!(
        "title = \"T\"\ndescription = \"D\"\naccess = \"public\"\nschema = \"jpas\"\n[[table]]\nname = \"Mag\"\n{lines}\n\
         [table.columns]\nRA.type = \"double\"\nDEC.type = \"double\"\n"
    )
}

const POSITION: &str = "position = { lon = \"RA\", lat = \"DEC\", healpix = \"hpx\" }\n";
const PART: &str = "[[table.parts]]\ndatabase_table = \"aper\"\nkey = [\"object_id\"]\nhealpix = \"hpx\"\n";
const COLUMN: &str = "MAG = { type = \"float[59]\", part = \"aper\" }\n";

/// The mistakes of a text, each with its place and its hint.
fn refused(text: &str) -> String {
    parse("a.toml", text).expect_err("the text should be refused").to_string()
}

/// The first mistake of a text, in one line.
fn fault(text: &str) -> String {
    let problems = parse("a.toml", text).expect_err(text);
    let first = &problems.list()[0];
    format!("{}:{}: {}", first.place.line, first.place.column, first.message)
}

#[test]
fn columns_name_the_part_that_holds_them() {
    let table = &parse("a.toml", &(file(&format!("{POSITION}{PART}")) + COLUMN)).unwrap().tables[0];
    assert_eq!(table.columns.iter().map(|column| column.part).collect::<Vec<_>>(), [0, 0, 1]);
    let relation = Relation { schema: "jpas".to_owned(), table: "aper".to_owned(), conditions: Vec::new() };
    let key = vec![("object_id".to_owned(), "object_id".to_owned())];
    assert_eq!(table.parts, [Part { relation, key, healpix: Some("hpx".to_owned()) }]);
}

#[test]
fn a_part_may_have_its_own_schema_and_its_own_names_of_the_key() {
    let part = "[[table.parts]]\ndatabase_schema = \"wide\"\ndatabase_table = \"aper\"\n\
                key = [\"tile_id\", \"number\"]\npart_key = [\"t\", \"n\"]\n";
    let table = &parse("a.toml", &(file(part) + COLUMN)).unwrap().tables[0];
    let part = &table.parts[0];
    assert_eq!((part.relation.schema.as_str(), part.healpix.as_deref()), ("wide", None));
    let pairs = [("tile_id", "t"), ("number", "n")].map(|(core, own)| (core.to_owned(), own.to_owned()));
    assert_eq!(part.key, pairs);
}

#[test]
fn a_composed_table_survives_the_way_as_json() {
    let collection = parse("a.toml", &(file(&format!("{POSITION}{PART}")) + COLUMN)).unwrap();
    let sent = serde_json::to_string(&collection).unwrap();
    assert_eq!(serde_json::from_str::<crate::Collection>(&sent).unwrap().tables, collection.tables);
}

#[test]
fn a_column_of_an_unknown_part_is_refused_with_the_known_ones() {
    let text = file(PART) + COLUMN + "ERR = { type = \"float[59]\", part = \"aperr\" }\n";
    assert_eq!(
        refused(&text.replace("healpix = \"hpx\"\n", "")),
        "error: no part `aperr` in this table\n  --> a.toml:15:36\n\nhint: did you mean `aper`? known parts: aper"
    );
    assert_eq!(
        refused(&(file("") + COLUMN)),
        "error: no part `aper` in this table\n  --> a.toml:11:36\n\n\
         hint: list the parts of the table below `[[table.parts]]`, or leave `part` out"
    );
}

#[test]
fn a_part_without_columns_is_refused() {
    assert_eq!(
        refused(&file(&format!("{POSITION}{PART}"))),
        "error: part `aper` holds no column\n  --> a.toml:9:18\n\n\
         hint: write `part = \"aper\"` in the columns that it holds, or leave the part out"
    );
}

#[test]
fn impossible_parts_are_refused() {
    let keyless = PART.replace("key = [\"object_id\"]\n", "");
    for (lines, message) in [
        (keyless.clone(), "7:1: missing key `key` of `parts`"),
        (PART.replace("database_table", "database_tabel"), "7:1: missing key `database_table` of `parts`"),
        (PART.replace("[\"object_id\"]", "[]"), "7:1: the key of the part does not pair its columns"),
        (
            format!("{POSITION}{PART}part_key = [\"a\", \"b\"]\n"),
            "8:1: the key of the part does not pair its columns",
        ),
        (
            PART.replace("[\"object_id\"]", "7"),
            "9:7: key `key`: expected a list of strings, found an integer",
        ),
        (format!("{POSITION}{PART}order = 1\n"), "12:1: unknown key `order` of `parts`"),
        (format!("{POSITION}{PART}{PART}"), "13:18: two parts are named `aper`"),
        (PART.to_owned(), "8:18: part `aper` has an index of positions and the table has none"),
        ("parts = 3\n".to_owned(), "7:9: key `parts`: expected a list of tables, found an integer"),
    ] {
        assert_eq!(fault(&(file(&lines) + COLUMN)), message, "{lines}");
    }
}

#[test]
fn a_position_stays_in_the_core() {
    let text = file(&format!("{POSITION}{PART}"))
        .replace("RA.type = \"double\"", "RA = { type = \"double\", part = \"aper\" }");
    assert_eq!(
        refused(&(text + COLUMN)),
        "error: column `RA` of the position is not in the core\n  --> a.toml:14:1\n\n\
         hint: store positions in the table itself, without the key `part`"
    );
}
