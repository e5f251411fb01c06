//! Tests of collection files.

mod access;
mod images;
mod parts;

use conf_file::Problems;
use proptest::prelude::*;

use crate::{Access, Arraysize, Collection, Datatype, Frame, PgBase, PgType, Storage, TableKind, parse};

const FILE: &str = "conf.d/collections/sim-dr1.toml";

const HEAD: &str = r#"
title = "Simulated survey"
description = "Stars"
access = "public"
schema = "jplus"
"#;

/// A file with one table, whose name is `T`, and the given lines below it.
fn with_table(lines: &str) -> String {
    format!("{HEAD}[[table]]\nname = \"T\"\n{lines}")
}

/// A file with one table of one column that is given by the keys.
fn with_column(keys: &str) -> String {
    with_table(&format!("[table.columns]\nC = {{ {keys} }}\n"))
}

fn good(text: &str) -> Collection {
    parse(FILE, text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The problems of a text that is refused.
fn refused(text: &str) -> String {
    parse(FILE, text).expect_err("the text should be refused").to_string()
}

#[test]
fn head_of_a_file_becomes_a_collection() {
    let text = with_column("type = \"int\"").replace(
        "access = \"public\"",
        "access = { groups = [\"survey\", \"staff\"] }\ncreators = [\"A. Author\"]\nrelease_date = 2026-01-30",
    );
    let collection = good(&text);
    assert_eq!(collection.id, "sim-dr1");
    assert_eq!(collection.access, Access::groups(["survey", "staff"]));
    assert_eq!(collection.creators, ["A. Author"]);
    assert_eq!(collection.released.as_deref(), Some("2026-01-30"));
    assert_eq!(collection.schema, "jplus");
}

#[test]
fn names_in_the_database_follow_from_the_published_ones_in_lower_case() {
    let collection = good(&with_table("[table.columns]\nMAG_AUTO = { type = \"float[12]\" }\n"));
    let table = &collection.tables[0];
    assert_eq!((table.relation.schema.as_str(), table.relation.table.as_str()), ("jplus", "t"));
    assert_eq!(table.columns[0].pg_name, "mag_auto");
    assert_eq!(table.columns[0].field.name, "MAG_AUTO");
}

#[test]
fn storage_of_a_table_wins_over_that_of_its_collection() {
    let columns = "[table.columns]\nC = { type = \"int\" }\n";
    let second = format!("[[table]]\nname = \"U\"\nstorage = \"plain\"\n{columns}");
    let text = format!("storage = \"partitioned\"\n{}{second}", with_table(columns));
    let storages: Vec<Storage> = good(&text).tables.iter().map(|table| table.storage).collect();
    assert_eq!(storages, [Storage::Partitioned, Storage::Plain]);
    let storage = |keys: &str| good(&with_table(&format!("{keys}{columns}"))).tables[0].storage;
    assert_eq!((storage(""), storage("storage = \"citus\"\n")), (Storage::Plain, Storage::Citus));
}

#[test]
fn unknown_storage_is_refused() {
    let text = with_table("storage = \"sharded\"\n[table.columns]\nC = { type = \"int\" }\n");
    let expected = "error: key `storage`: `sharded` is no way to store a table
  --> conf.d/collections/sim-dr1.toml:8:11

hint: write `plain`, `partitioned` or `citus`";
    assert_eq!(refused(&text), expected);
}

#[test]
fn names_in_the_database_can_be_said() {
    let text = with_table("database_table = \"Real\"\nkind = \"view\"\nrows = 1_000\n[table.columns]\n\"a b\" = { type = \"int\", database_column = \"X\" }\n")
        .replace("schema = \"jplus\"", "schema = \"jplus\"\ndatabase_schema = \"sim_dr1\"");
    let table = &good(&text).tables[0];
    assert_eq!((table.relation.schema.as_str(), table.relation.table.as_str()), ("sim_dr1", "Real"));
    assert_eq!((table.kind, table.rows), (TableKind::View, Some(1000)));
    assert_eq!((table.columns[0].field.name.as_str(), table.columns[0].pg_name.as_str()), ("a b", "X"));
}

#[test]
fn columns_keep_the_order_of_the_file() {
    let collection = good(&with_table(
        "[table.columns]\nZ = { type = \"int\" }\nA = { type = \"int\" }\nM.type = \"int\"\n",
    ));
    let names: Vec<&str> =
        collection.tables[0].columns.iter().map(|column| column.field.name.as_str()).collect();
    assert_eq!(names, ["Z", "A", "M"]);
}

#[test]
fn types_say_what_users_and_the_database_see() {
    let array = |fixed: &[u32], variable| Some(Arraysize { fixed: fixed.to_vec(), variable });
    for (keys, datatype, arraysize, pg_type) in [
        ("type = \"boolean\"", Datatype::Boolean, None, PgType::scalar(PgBase::Bool)),
        ("type = \"unsignedByte\"", Datatype::UnsignedByte, None, PgType::scalar(PgBase::Int2)),
        (
            "type = \"unsignedByte[*]\"",
            Datatype::UnsignedByte,
            array(&[], true),
            PgType::scalar(PgBase::Bytea),
        ),
        ("type = \"short\"", Datatype::Short, None, PgType::scalar(PgBase::Int2)),
        ("type = \"long\"", Datatype::Long, None, PgType::scalar(PgBase::Int8)),
        ("type = \"float[12]\"", Datatype::Float, array(&[12], false), PgType::array(PgBase::Float4)),
        ("type = \"double[2x*]\"", Datatype::Double, array(&[2], true), PgType::array(PgBase::Float8)),
        ("type = \"int[12x3]\"", Datatype::Int, array(&[12, 3], false), PgType::array(PgBase::Int4)),
        ("type = \"char[8]\"", Datatype::Char, array(&[8], false), PgType::scalar(PgBase::Text)),
        ("type = \"unicodeChar[*]\"", Datatype::UnicodeChar, array(&[], true), PgType::scalar(PgBase::Text)),
        ("type = \"timestamp\"", Datatype::Char, array(&[], true), PgType::scalar(PgBase::Timestamp)),
        ("type = \"int\", database_type = \"smallint\"", Datatype::Int, None, PgType::scalar(PgBase::Int2)),
        (
            "type = \"char[4x*]\", database_type = \"text[]\"",
            Datatype::Char,
            array(&[4], true),
            PgType::array(PgBase::Text),
        ),
    ] {
        let collection = good(&with_column(keys));
        let column = &collection.tables[0].columns[0];
        assert_eq!(column.field.value_type.datatype, datatype, "{keys}");
        assert_eq!((&column.field.value_type.arraysize, column.pg_type), (&arraysize, pg_type), "{keys}");
    }
}

#[test]
fn timestamps_have_their_xtype_and_others_the_one_that_is_said() {
    let xtype = |keys| good(&with_column(keys)).tables[0].columns[0].field.value_type.xtype.clone();
    assert_eq!(xtype("type = \"timestamp\"").as_deref(), Some("timestamp"));
    assert_eq!(xtype("type = \"double[*]\", xtype = \"polygon\"").as_deref(), Some("polygon"));
    assert_eq!(xtype("type = \"double\""), None);
}

#[test]
fn position_marks_its_columns_with_the_frame() {
    let text = with_table(
        "position = { lon = \"ra\", lat = \"DEC\", healpix = \"hpx\", frame = \"galactic\" }\ncone_search = true\n\
         [table.columns]\nid = { type = \"int\" }\nRA = { type = \"double\" }\nDEC = { type = \"double\" }\n",
    );
    let table = &good(&text).tables[0];
    let position = table.position.as_ref().unwrap();
    assert_eq!((position.lon, position.lat, position.healpix.as_deref()), (1, 2, Some("hpx")));
    let frames: Vec<_> = table.columns.iter().map(|column| column.field.frame).collect();
    assert_eq!(frames, [None, Some(Frame::Galactic), Some(Frame::Galactic)]);
    assert!(table.cone_search);
}

#[test]
fn foreign_keys_are_spelt_as_what_they_mean() {
    let text = format!(
        "{HEAD}[[table]]\nname = \"Tile\"\ncolumns.TILE_ID.type = \"int\"\n[[table]]\nname = \"Star\"\n\
         foreign_keys = [{{ columns = [\"tile\"], target = \"tile\", target_columns = [\"tile_id\"] }}]\n\
         columns.TILE.type = \"int\"\n"
    );
    let key = &good(&text).tables[1].foreign_keys[0];
    assert_eq!(key.target, "Tile");
    assert_eq!(key.columns, [("TILE".to_owned(), "TILE_ID".to_owned())]);
}

#[test]
fn texts_over_several_lines_become_one_line() {
    let text = with_column("type = \"int\"").replace("\"Stars\"", "\"\"\"\nStars\n   and\tgalaxies\n\"\"\"");
    assert_eq!(good(&text).description, "Stars and galaxies");
}

#[test]
fn all_problems_are_reported_at_once_in_order() {
    let text = "titel = \"Survey\"\ndescription = 7\naccess = \"all\"\nschema = \"table\"\n\n[[table]]\nname = \"T\"\n\
                [table.columns]\nRA = { type = \"real\", ucd = \"pos eq\" }\n";
    let expected = r#"error: missing key `title`
  --> conf.d/collections/sim-dr1.toml

hint: a title of a few words

error: unknown key `titel`
  --> conf.d/collections/sim-dr1.toml:1:1

hint: did you mean `title`? known keys: access, announced, creators, database_schema, description, images, public_from, release_date, schema, storage, table, title

error: key `description`: expected a string, found an integer
  --> conf.d/collections/sim-dr1.toml:2:15

error: key `access`: no such rule
  --> conf.d/collections/sim-dr1.toml:3:10

hint: write `access = "public"` or `access = { groups = ["collaboration"] }`

error: key `schema`: `table` is a reserved word of ADQL
  --> conf.d/collections/sim-dr1.toml:4:10

hint: take a letter, then letters, digits and `_`, and no word of ADQL

error: unknown type `real`
  --> conf.d/collections/sim-dr1.toml:9:15

hint: write `float`

error: `pos eq` is no UCD
  --> conf.d/collections/sim-dr1.toml:9:29

hint: join words by `;` without blanks, e.g. `pos.eq.ra;meta.main`"#;
    assert_eq!(refused(text), expected);
}

#[test]
fn every_mistake_of_toml_is_refused_with_its_place() {
    let text = format!("{HEAD}[[table]\n[table.columns]\nA = 1\nA = 2\n");
    let problems = parse(FILE, &text).unwrap_err();
    let places: Vec<(u32, u32)> =
        problems.list().iter().map(|problem| (problem.place.line, problem.place.column)).collect();
    assert_eq!(places, [(6, 9), (9, 1)]);
    assert!(
        problems.list().iter().all(|problem| problem.message.starts_with("this is not TOML: ")),
        "{problems:?}"
    );
}

#[test]
fn a_file_without_tables_is_refused() {
    let expected = "error: the collection has no table\n  --> conf.d/collections/sim-dr1.toml\n\nhint: add one with `[[table]]`, or `[images]`";
    assert_eq!(refused(HEAD), expected);
}

#[test]
fn a_file_whose_name_is_no_identifier_is_refused() {
    let problems = parse("conf.d/collections/Sim DR1.toml", &with_column("type = \"int\"")).unwrap_err();
    let expected = "error: `Sim DR1` cannot be the identifier of a collection\n  --> conf.d/collections/Sim DR1.toml\n\n\
                    hint: call the file by lower-case letters, digits, `-`, `_` and `.`, e.g. `jplus-dr3.toml`";
    assert_eq!(problems.to_string(), expected);
}

/// What is wrong with a column of these keys, first line only.
fn column_fault(keys: &str) -> String {
    let problems = parse(FILE, &with_column(keys)).expect_err(keys);
    problems.list().iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join(" / ")
}

#[test]
fn impossible_columns_are_refused() {
    for (keys, message) in [
        ("unit = \"deg\"", "missing key `type` of column `C`"),
        ("type = \"float[0]\"", "`[0]` is no array size"),
        ("type = \"char[16*]\"", "`[16*]` is no array size"),
        ("type = \"float[12\"", "unknown type `float[12`"),
        ("type = \"bit\"", "unknown type `bit`"),
        ("type = \"int\", database_type = \"numeric\"", "unknown database type `numeric`"),
        ("type = \"int\", database_type = \"text\"", "`text` of PostgreSQL does not become `int`"),
        (
            "type = \"float[12]\", database_type = \"real\"",
            "`real` of PostgreSQL does not become `float[12]`",
        ),
        ("type = \"float\", null = 0", "key `null`: the column is no integer"),
        ("type = \"short\", null = 40000", "key `null`: 40000 is out of the type's range"),
        ("type = \"int\", null = 1.5", "key `null`: expected an integer, found a number with a point"),
        ("type = \"float\", enumeration = \"jplus\"", "key `enumeration`: the column is no array"),
        ("type = \"int\", unit = \"µm\"", "`µm` is no unit"),
        ("type = \"int\", ucd = \"pos;;x\"", "`pos;;x` is no UCD"),
        ("type = \"int\", frame = \"J2000\"", "unknown frame `J2000`"),
        ("type = \"int\", indexed = 1", "key `indexed`: expected `true` or `false`, found an integer"),
        ("type = \"int\", description = \" \"", "key `description` is blank"),
        ("type = \"int\", princpal = true", "unknown key `princpal` of column `C`"),
    ] {
        assert_eq!(column_fault(keys), message, "{keys}");
    }
}

/// What is wrong with a table of these lines, and where.
fn table_faults(lines: &str) -> Vec<String> {
    let problems = parse(FILE, &with_table(lines)).expect_err(lines);
    problems
        .list()
        .iter()
        .map(|problem| format!("{}:{}: {}", problem.place.line, problem.place.column, problem.message))
        .collect()
}

#[test]
fn impossible_tables_are_refused() {
    for (lines, fault) in [
        ("", "6:1: missing key `columns` of table `T`"),
        ("[table.columns]\n", "8:1: the table has no column"),
        (
            "columns.A.type = \"int\"\ncolumns.a.type = \"int\"\n",
            "9:9: column `a` has the name of column `A`",
        ),
        ("columns.A = 7\n", "8:13: column `A`: expected a table, found an integer"),
        ("columns.\" \".type = \"int\"\n", "8:9: ` ` cannot be the name of a column"),
        ("kind = \"index\"\ncolumns.A.type = \"int\"\n", "8:8: key `kind`: `index` is no kind of table"),
        ("cone_search = true\ncolumns.A.type = \"int\"\n", "6:1: a cone search needs the key `position`"),
        (
            "position = { lon = \"A\", lat = \"B\" }\ncolumns.A.type = \"double\"\n",
            "8:31: no column `B` in this table",
        ),
        (
            "position = { lon = \"A\", lat = \"A\" }\ncolumns.A.type = \"double\"\n",
            "8:12: longitude and latitude are the same column",
        ),
        (
            "position = { lon = \"A\", lat = \"B\" }\ncolumns.A.type = \"double\"\ncolumns.B.type = \"long\"\n",
            "8:31: column `B` is no angle",
        ),
        (
            "position = { lon = \"A\" }\ncolumns.A.type = \"double\"\n",
            "8:12: missing key `lat` of `position`",
        ),
        (
            "foreign_keys = [{ columns = [\"A\"], target = \"U\" }]\ncolumns.A.type = \"int\"\n",
            "8:45: no table `U` in this collection",
        ),
        (
            "foreign_keys = [{ columns = [\"B\"], target = \"T\", target_columns = [\"A\"] }]\ncolumns.A.type = \"int\"\n",
            "8:30: no column `B` in table `T`",
        ),
        (
            "foreign_keys = [{ columns = [\"A\"], target = \"T\", target_columns = [] }]\ncolumns.A.type = \"int\"\n",
            "8:17: the foreign key does not pair its columns",
        ),
        (
            "rows = -1\ncolumns.A.type = \"int\"\n",
            "8:8: key `rows`: expected a number of rows, found an integer",
        ),
    ] {
        assert_eq!(table_faults(lines), [fault], "{lines}");
    }
}

#[test]
fn two_tables_of_one_name_are_refused() {
    let text = format!(
        "{}[[table]]\nname = \"t\"\ncolumns.A.type = \"int\"\n",
        with_table("columns.A.type = \"int\"\n")
    );
    let expected = "error: table `t` has the name of table `T`\n  --> conf.d/collections/sim-dr1.toml:10:8\n\n\
                    hint: names must differ in more than case";
    assert_eq!(refused(&text), expected);
}

#[test]
fn impossible_heads_are_refused() {
    for (from, to, message) in [
        (
            "schema = \"jplus\"",
            "schema = \"tap_schema\"",
            "key `schema`: `tap_schema` is the name of a schema of TAP itself",
        ),
        ("schema = \"jplus\"", "schema = \"a b\"", "key `schema`: `a b` cannot be written without quotes"),
        (
            "access = \"public\"",
            "access = { groups = 7 }",
            "key `groups`: expected a list of strings, found an integer",
        ),
        (
            "access = \"public\"",
            "access = { grups = [] }",
            "missing key `groups` of `access` / unknown key `grups` of `access`",
        ),
        (
            "access = \"public\"",
            "access = \"public\"\nrelease_date = \"2026-02-30\"",
            "key `release_date`: expected a date",
        ),
        (
            "access = \"public\"",
            "access = \"public\"\nrelease_date = 2026-02-03T00:00:00Z",
            "key `release_date`: expected a date",
        ),
    ] {
        let problems = parse(FILE, &with_column("type = \"int\"").replace(from, to)).expect_err(to);
        let messages: Vec<&str> = problems.list().iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages.join(" / "), message, "{to}");
    }
}

/// Whether the reading said itself what is wrong.
fn is_explained(problems: &Problems) -> bool {
    problems.list().iter().all(|problem| problem.message != "this is no collection")
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        if let Err(problems) = parse(FILE, &text) {
            prop_assert!(is_explained(&problems), "{problems}");
        }
    }

    #[test]
    fn any_damage_to_a_file_is_read_or_refused(
        at in 0usize..1000, cut in 0usize..30, insert in "[\\[\\]{}=\",.a-z0-9\n\"# ]{0,6}",
    ) {
        let text = with_table(
            "position = { lon = \"RA\", lat = \"DEC\" }\nforeign_keys = [{ columns = [\"RA\"], target = \"T\" }]\n\
             [table.columns]\nRA = { type = \"double\", unit = \"deg\" }\nDEC = { type = \"double\", null = 3 }\n",
        );
        let from = at % text.len();
        let to = (from + cut).min(text.len());
        let damaged = format!("{}{insert}{}", &text[..from], &text[to..]);
        if let Err(problems) = parse(FILE, &damaged) {
            prop_assert!(is_explained(&problems), "{problems}");
        }
    }
}
