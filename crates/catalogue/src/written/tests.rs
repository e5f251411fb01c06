//! Collection files are written, read again and changed.

mod rules;

use proptest::prelude::*;

use super::*;
use crate::{
    Arraysize, Column, Datatype, Field, PgBase, PgType, Position, Relation, ValueType, column_names,
};

fn head() -> Head {
    Head {
        title: "Stars of \"Gaia\"".to_owned(),
        description: "Two\n  lines".to_owned(),
        creators: vec!["O'Neill".to_owned(), "Müller".to_owned()],
        released: Some("2026-01-30".to_owned()),
        access: Some(Access::groups(["staff"])),
        schema: "Gaia".to_owned(),
        database_schema: "gaia_3".to_owned(),
    }
}

fn column(name: &str, value_type: ValueType, pg_type: PgType) -> Column {
    Column {
        field: Field::new(name, value_type),
        pg_name: name.to_lowercase(),
        pg_type,
        part: 0,
        indexed: false,
        principal: false,
        std: false,
        enumeration: None,
    }
}

fn double(name: &str) -> Column {
    column(name, ValueType::scalar(Datatype::Double), PgType::scalar(PgBase::Float8))
}

fn table(columns: Vec<Column>) -> Table {
    Table {
        name: "Sources".to_owned(),
        relation: Relation {
            schema: "gaia_3".to_owned(),
            table: "sources".to_owned(),
            conditions: Vec::new(),
        },
        rows: Some(12),
        columns,
        ..crate::sample::collection("x", crate::sample::STARS).tables.remove(0)
    }
}

fn position(table: &mut Table, lon: usize, lat: usize, healpix: Option<&str>) {
    let frame = crate::Frame::Icrs;
    table.position = Some(Position { lon, lat, healpix: healpix.map(str::to_owned), frame });
    table.columns[lon].field.frame = Some(frame);
    table.columns[lat].field.frame = Some(frame);
}

/// A table with a position and an array, and its file.
fn sources() -> (Table, String) {
    let magnitudes = column(
        "MAG",
        ValueType { arraysize: Some(Arraysize::exactly(12)), ..ValueType::scalar(Datatype::Float) },
        PgType::array(PgBase::Float4),
    );
    let mut table = table(vec![double("RA"), double("Dec"), magnitudes]);
    table.description = Some("One row for each source".to_owned());
    position(&mut table, 0, 1, Some("hpx"));
    table.cone_search = true;
    table.columns[0].field.unit = Some("deg".to_owned());
    let notes = [
        Note { column: Some("RA".to_owned()), text: "unit by name".to_owned() },
        Note { column: None, text: "the position, by name".to_owned() },
    ];
    let text = publish_table(None, "gaia-3", &head(), &table, &notes).unwrap();
    (table, text)
}

fn read(text: &str) -> crate::Collection {
    parse("conf.d/collections/gaia-3.toml", text).unwrap()
}

fn again(existing: &str, table: &Table) -> String {
    publish_table(Some(existing), "gaia-3", &head(), table, &[]).unwrap()
}

#[test]
fn a_new_file_is_ordered_and_commented() {
    let (_, text) = sources();
    let expected = r##"# The collection `gaia-3`: what is released, granted and withdrawn together.
# Edit it freely: `armilla ingest` and `armilla describe` keep your texts, comments and order.

# A title of a few words, and what the collection holds, in a sentence or two.
title = 'Stars of "Gaia"'
description = "Two lines"
# Who made it, and when it was released.
creators = ["O'Neill", "Müller"]
release_date = 2026-01-30
# Who may see it: "public", or { groups = ["collaboration"] }; `public_from = DATE` ends an embargo.
access = { groups = ["staff"] }
# The name that users write before that of a table; `database_schema` where PostgreSQL has another.
schema = "Gaia"
database_schema = "gaia_3"

# What a row is, where it is on the sky, and what else users need to know of the table.
# guessed: the position, by name
[[table]]
name = "Sources"
description = "One row for each source"
rows = 12
position = { lon = "RA", lat = "Dec", healpix = "hpx", frame = "ICRS" }
cone_search = true

# One line for each column, in published order: type and meaning. `principal` columns are shown first.
[table.columns]
RA  = { type = "double", unit = "deg" }  # guessed: unit by name
Dec = { type = "double" }
MAG = { type = "float[12]" }
"##;
    assert_eq!(text, expected);
}

#[test]
fn a_table_that_did_not_change_keeps_its_text_but_for_the_rows() {
    let (mut table, text) = sources();
    let edited = text
        .replace(
            "RA  = { type = \"double\", unit = \"deg\" }  # guessed: unit by name",
            "RA={type='double', unit=\"rad\"} # mine",
        )
        .replace("float[12]", "float[*]")
        .replace("# One line", "# My own words.\n# One line")
        .replace("name = \"Sources\"", "name = \"Quellen\" # renamed\ndatabase_table = \"sources\"");
    table.rows = Some(4096);
    table.description = Some("another".to_owned());
    assert_eq!(again(&edited, &table), edited.replace("rows = 12", "rows = 4096"));
}

#[test]
fn columns_that_changed_are_added_removed_and_retyped_with_marks() {
    let (mut table, text) = sources();
    let edited = text
        .replace("Dec = { type", "# Mine.\nDeclination = { database_column = \"dec\", type")
        .replace("lat = \"Dec\"", "lat = \"Declination\"");
    table.columns.remove(2);
    table.columns[1].field.value_type.datatype = Datatype::Float;
    table.columns[1].pg_type.base = PgBase::Float4;
    table.columns.push(double("Parallax / mas"));
    let changed = again(&edited, &table);
    let columns = changed.split("[table.columns]\n").nth(1).unwrap();
    let expected = "RA  = { type = \"double\", unit = \"deg\" }  # guessed: unit by name\n# Mine.\n\
                    Declination = { database_column = \"dec\", type = \"float\" }  # changed: it was `double`\n\
                    \"Parallax / mas\" = { type = \"double\" }  # added: new in the table\n";
    assert_eq!(columns, expected);
    table.columns[1] = double("Dec");
    let twice = again(&changed, &table);
    assert!(twice.contains("type = \"double\" }  # changed: it was `float`\n"), "{twice}");
}

#[test]
fn what_hangs_on_a_column_that_is_gone_goes_with_it() {
    let (mut table, text) = sources();
    let edited = text.replace(
        "cone_search = true",
        "cone_search = true\nforeign_keys = [{ columns = [\"RA\"], target = \"Sources\" }]",
    );
    table.position = None;
    table.columns.remove(0);
    let changed = again(&edited, &table);
    let table = &read(&changed).tables[0];
    assert_eq!((&table.position, table.cone_search, table.foreign_keys.len()), (&None, false, 0));
}

#[test]
fn a_position_or_its_index_that_came_later_is_added() {
    let (mut table, text) = sources();
    let bare = text.replace("position = { lon = \"RA\", lat = \"Dec\", healpix = \"hpx\", frame = \"ICRS\" }\ncone_search = true\n", "");
    let added = again(&bare, &table);
    let line = "position = { lon = \"RA\", lat = \"Dec\", healpix = \"hpx\", frame = \"ICRS\" }  # added: the table has a position now\n";
    assert!(added.contains(line), "{added}");
    let unindexed = text.replace(", healpix = \"hpx\"", "");
    position(&mut table, 0, 1, Some("pix"));
    assert_eq!(read(&again(&unindexed, &table)).tables[0].position, table.position);
    assert_eq!(
        read(&again(&text, &table)).tables[0].position.as_ref().unwrap().healpix.as_deref(),
        Some("hpx")
    );
}

#[test]
fn columns_with_a_section_of_their_own_are_changed_too() {
    let (mut table, text) = sources();
    let edited = text.replace(
        "MAG = { type = \"float[12]\" }\n",
        "\n[table.columns.MAG]\n# Mine.\ntype = \"float[12]\"\nenumeration = \"jplus\"\n",
    );
    table.columns[2].field.value_type.arraysize = Some(Arraysize::exactly(14));
    table.columns.push(double("Z"));
    let changed = again(&edited, &table);
    let end = "Z   = { type = \"double\" }  # added: new in the table\n\n[table.columns.MAG]\n# Mine.\ntype = \"float[14]\"  # changed: it was `float[12]`\nenumeration = \"jplus\"\n";
    assert!(changed.ends_with(end), "{changed}");
}

#[test]
fn a_table_that_is_not_there_comes_last() {
    let (mut table, text) = sources();
    table.name = "Other".to_owned();
    table.relation =
        Relation { schema: "elsewhere".to_owned(), table: "t".to_owned(), conditions: Vec::new() };
    let both = again(&format!("{text}\n\n"), &table);
    assert!(both.starts_with(&text));
    let expected = "[[table]]\nname = \"Other\"\ndatabase_schema = \"elsewhere\"\ndatabase_table = \"t\"\n";
    assert!(both[text.len()..].contains(expected), "{both}");
    assert_eq!(read(&both).tables.len(), 2);
}

#[test]
fn columns_of_parts_are_left_alone() {
    let (mut table, text) = sources();
    let composed = text
        .replace("\n# One line", "\n[[table.parts]]\ndatabase_table = \"wide\"\nkey = [\"id\"]\n\n# One line")
        .replace("MAG = { type", "MAG = { part = \"wide\", type");
    table.columns.remove(2);
    assert_eq!(again(&composed, &table), composed);
}

#[test]
fn units_and_ucds_that_no_file_can_hold_are_left_out_and_told() {
    let mut odd = double("Flux");
    odd.field.unit = Some("10⁻⁷ W".to_owned());
    odd.field.ucd = Some("phot flux".to_owned());
    odd.field.description = Some("Line\u{7}\r\nbreak".to_owned());
    let text = publish_table(None, "x", &head(), &table(vec![odd]), &[]).unwrap();
    let line = "Flux = { type = \"double\", description = \"Line break\" }  # left out: the unit `10⁻⁷ W`; left out: the ucd `phot flux`\n";
    assert!(text.ends_with(line), "{text}");
}

#[test]
fn a_column_that_is_not_published_is_told_below_the_others() {
    let note = Note { column: Some("the shape".to_owned()), text: "it is a `geometry`".to_owned() };
    let text = publish_table(None, "x", &head(), &table(vec![double("A")]), &[note]).unwrap();
    assert!(
        text.ends_with("A = { type = \"double\" }\n# \"the shape\" is not published: it is a `geometry`\n"),
        "{text}"
    );
}

#[test]
fn a_head_without_words_is_marked() {
    let head = Head { title: String::new(), description: " ".to_owned(), ..head() };
    let text = publish_table(None, "x", &head, &table(vec![double("A")]), &[]).unwrap();
    let lines = "title = \"x\"  # guessed: nobody has said it yet\ndescription = \"The tables of x\"  # guessed: nobody has said it yet\n";
    assert!(text.contains(lines), "{text}");
}

#[test]
fn files_and_tables_that_cannot_be_written_are_told() {
    let (mut table, text) = sources();
    let error = |existing: Option<&str>, table: &Table| {
        publish_table(existing, "gaia-3", &head(), table, &[]).unwrap_err().to_string()
    };
    assert_eq!(
        error(Some("title = 7"), &table).lines().next(),
        Some("the collection file cannot be read, so it is not changed")
    );
    let inline = "title='T'\ndescription='D'\naccess='public'\nschema='s'\ntable=[{name='t',columns={a={type='int'}}}]\n";
    assert_eq!(
        error(Some(inline), &table),
        "the collection file lists its tables in one line; write each below its own `[[table]]`"
    );
    table.relation.schema = "gaia_4".to_owned();
    assert_eq!(
        error(Some(&text), &table),
        "table `Sources` of the collection is gaia_3.sources in PostgreSQL, not gaia_4.sources; publish it in another collection"
    );
    table.columns.clear();
    table.position = None;
    table.cone_search = false;
    assert_eq!(
        error(None, &table),
        "the table cannot be published as it is\nerror: the table has no column\n  --> conf.d/collections/gaia-3.toml:24:1\n\nhint: add one: `NAME = { type = \"int\" }`"
    );
}

#[test]
fn a_file_is_replaced_in_one_step_and_no_draft_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("collections/x.toml");
    replace_file(&path, "a = 1\n").unwrap();
    replace_file(&path, "a = 2\n").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "a = 2\n");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

fn any_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of("\\PC{1,20}|[\"'\\\\\\[\\]{}=#,. \n\t\u{1}a-z]{1,12}")
}

fn any_types() -> impl Strategy<Value = (ValueType, PgType)> {
    let array = |datatype, shape| ValueType { arraysize: Some(shape), ..ValueType::scalar(datatype) };
    prop_oneof![
        Just((ValueType::scalar(Datatype::Double), PgType::scalar(PgBase::Float8))),
        Just((ValueType::scalar(Datatype::UnsignedByte), PgType::scalar(PgBase::Int2))),
        Just((ValueType::scalar(Datatype::Long), PgType::scalar(PgBase::Int4))),
        Just((ValueType::scalar(Datatype::Boolean), PgType::scalar(PgBase::Bool))),
        Just((ValueType::scalar(Datatype::Char), PgType::scalar(PgBase::Text))),
        Just((array(Datatype::UnicodeChar, Arraysize::any()), PgType::scalar(PgBase::Text))),
        Just((array(Datatype::UnsignedByte, Arraysize::any()), PgType::scalar(PgBase::Bytea))),
        (1u32..2000, 1u32..9, any::<bool>()).prop_map(move |(one, two, variable)| {
            let shape = Arraysize { fixed: vec![one, two], variable };
            (array(Datatype::Float, shape), PgType::array(PgBase::Float4))
        }),
        prop::sample::select(vec![PgBase::Timestamp, PgBase::TimestampTz, PgBase::Date]).prop_map(|base| {
            let value_type = ValueType { xtype: Some("timestamp".to_owned()), ..ValueType::text() };
            (value_type, PgType::scalar(base))
        }),
    ]
}

prop_compose! {
    fn any_column()(
        name in "\\PC{0,9}|[a-zA-Z_ .\"'#\\]=-]{0,9}|[\u{0}-\u{20}]{0,2}", types in any_types(),
        unit in any_text(), ucd in any_text(), utype in any_text(), description in any_text(),
        flags in any::<[bool; 3]>(), frame in prop::option::of(prop::sample::select(vec![crate::Frame::Fk4, crate::Frame::Galactic])),
    ) -> Column {
        let mut column = column(&name, types.0, types.1);
        column.field = Field { unit, ucd, utype, description, frame, ..column.field };
        (column.indexed, column.principal, column.std) = (flags[0], flags[1], flags[2]);
        column
    }
}

/// The table as a collection file can hold it: texts on one line, no unit or UCD of another shape.
fn held(mut table: Table) -> Table {
    use crate::collection_file::{is_ucd, is_unit};
    use crate::names::one_line;
    let line = |text: &mut Option<String>| *text = text.as_deref().and_then(one_line);
    line(&mut table.description);
    line(&mut table.title);
    for column in &mut table.columns {
        let field = &mut column.field;
        [&mut field.unit, &mut field.ucd, &mut field.utype, &mut field.description]
            .into_iter()
            .for_each(line);
        field.unit = field.unit.take().filter(|unit| is_unit(unit));
        field.ucd = field.ucd.take().filter(|ucd| is_ucd(ucd));
    }
    table
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same_table(
        mut columns in prop::collection::vec(any_column(), 1..8),
        description in any_text(), title in any_text(), rows in prop::option::of(0u64..1 << 60),
        name in "[A-Za-z\"'. é]{1,9}[a-z]", placed in any::<bool>(), remark in any_text(),
    ) {
        let names: Vec<String> = columns.iter().map(|column| column.field.name.clone()).collect();
        for (column, name) in columns.iter_mut().zip(column_names(names.iter().map(String::as_str))) {
            column.field.name = name.published;
            column.pg_name = name.pg_name;
        }
        let name = crate::names::one_line(&name).unwrap();
        let mut table = Table { name, description, title, rows, ..table(columns) };
        if placed {
            table.columns.push(Column { pg_name: "lon_".to_owned(), ..double("\"lon\" '") });
            table.columns.push(Column { pg_name: "lat_".to_owned(), ..double("lat.=") });
            let count = table.columns.len();
            position(&mut table, count - 2, count - 1, Some("h\"px"));
            table.cone_search = true;
        }
        let note = Note { column: Some(table.columns[0].field.name.clone()), text: remark.unwrap_or_default() };
        let text = publish_table(None, "gaia-3", &head(), &table, &[note]).unwrap();
        prop_assert_eq!(&read(&text).tables[0], &held(table.clone()), "{}", text);
        prop_assert_eq!(&again(&text, &table), &text);
    }
}
