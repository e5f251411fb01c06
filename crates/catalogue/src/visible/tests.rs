//! Tests of what callers see: nothing more than the rules grant, and no name of the rest.

mod properties;

use jiff::Timestamp;

use super::*;
use crate::sample::{anonymous, collection, member};
use crate::{ColumnStatistics, Enumeration, Found, Ident, Published, TableStatistics, tap_schema};

const SURVEY: &str = r#"
title = "Survey"
description = "D"
access = { groups = ["survey"] }
schema = "sky"

[[table]]
name = "Tile"
access = "public"
columns.TILE_ID = { type = "int" }
columns.SEEING = { type = "float", access = { groups = ["survey"] } }

[[table]]
name = "Objects"
rows = 1000
position = { lon = "RA", lat = "DEC", healpix = "hpx" }
cone_search = true
foreign_keys = [{ columns = ["TILE_ID"], target = "Tile" }, { columns = ["NIGHT"], target = "Night" }]

[[table.parts]]
database_table = "first_part"
key = ["id"]
[[table.parts]]
database_table = "second_part"
key = ["id"]
healpix = "hpx2"

[[table.rows_for]]
access = { groups = ["partners"] }
where = "MARK = 7"
[[table.rows_for]]
access = { groups = ["partners", "guests"], users = ["eve"] }
where = "TILE_ID IN (7, 9)"

[table.columns]
MARK = { type = "int", access = { groups = ["survey"] } }
RA = { type = "double" }
DEC = { type = "double" }
TILE_ID = { type = "int" }
NIGHT = { type = "int", access = { users = ["ada"] } }
FIRST = { type = "float", part = "first_part", access = { groups = ["survey"] } }
WIDE = { type = "float", part = "second_part" }

[[table]]
name = "Night"
announced = true
rows = 30
columns.NIGHT = { type = "int" }
"#;

/// The survey with something known of its objects.
fn survey() -> Scope {
    let mut survey = collection("survey", SURVEY);
    let of = |(part, name): (usize, &str)| ColumnStatistics {
        pg_name: name.to_owned(),
        part,
        min: Some("1".to_owned()),
        ..ColumnStatistics::default()
    };
    let columns = [(0, "mark"), (0, "ra"), (1, "first"), (2, "wide")].map(of).to_vec();
    survey.tables[1].statistics = Some(TableStatistics { rows: 1000, columns, moc: Some("3/5".to_owned()) });
    Published::new(vec![survey]).scope("tap", None).unwrap()
}

fn table(scope: &Scope, name: &str) -> Table {
    match scope.find_table(None, Ident::regular(name)) {
        Found::One(found) => found.table.clone(),
        found => panic!("{name}: {found:?}"),
    }
}

fn names(scope: &Scope) -> Vec<&str> {
    scope
        .published()
        .iter()
        .flat_map(|schema| schema.tables())
        .map(|found| found.table.name.as_str())
        .collect()
}

fn columns(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|column| column.field.name.as_str()).collect()
}

#[test]
fn who_has_access_sees_all_rows_and_what_is_known_of_them() {
    let seen = survey().visible_to(&member(&["survey"]));
    assert_eq!(names(&seen), ["Tile", "Objects", "Night"]);
    let objects = table(&seen, "Objects");
    assert_eq!(columns(&objects), ["MARK", "RA", "DEC", "TILE_ID", "NIGHT", "FIRST", "WIDE"]);
    assert_eq!((objects.rows, objects.row_filters.len(), objects.hidden_columns.len()), (Some(1000), 0, 0));
    assert_eq!((objects.coverage(), objects.locked, objects.public), (Some("3/5"), false, false));
    assert_eq!(objects.foreign_keys.len(), 2);
    assert!(table(&seen, "Tile").public);
}

#[test]
fn who_may_see_some_rows_learns_nothing_of_the_others() {
    let seen = survey().visible_to(&Viewer::known("bob", &["partners"], Timestamp::UNIX_EPOCH));
    let objects = table(&seen, "Objects");
    assert_eq!(objects.row_filters, ["MARK = 7", "TILE_ID IN (7, 9)"]);
    assert_eq!(columns(&objects), ["RA", "DEC", "TILE_ID", "WIDE"]);
    let hidden: Vec<_> = objects.hidden_columns.iter().map(|column| column.field.name.as_str()).collect();
    assert_eq!(hidden, ["MARK"]);
    assert_eq!((objects.rows, objects.statistics, objects.locked), (None, None, false));
    let position = objects.position.unwrap();
    assert_eq!((position.lon, position.lat, objects.cone_search), (0, 1, true));
    let targets: Vec<_> = objects.foreign_keys.iter().map(|key| key.target.as_str()).collect();
    assert_eq!(targets, ["Tile"]);
    let eve = table(&survey().visible_to(&Viewer::known("eve", &[], Timestamp::UNIX_EPOCH)), "Objects");
    assert_eq!((eve.row_filters, eve.hidden_columns), (vec!["TILE_ID IN (7, 9)".to_owned()], vec![]));
}

#[test]
fn an_enumeration_goes_with_the_last_column_that_names_it() {
    let file = r#"
title = "T"
description = "D"
access = "public"
schema = "s"
[[table]]
name = "A"
[table.columns]
OPEN = { type = "float[2]", enumeration = "Both" }
SHUT = { type = "float[2]", enumeration = "both", access = { groups = ["staff"] } }
LAST = { type = "float[2]", enumeration = "Secret", access = { groups = ["staff"] } }
"#;
    let other = file.replace("schema = \"s\"", "schema = \"t\"").replace("\"Secret\"", "\"Elsewhere\"");
    let other =
        other.replace("OPEN = { type = \"float[2]\", enumeration = \"Both\" }", "OPEN = { type = \"int\" }");
    let collections = vec![collection("one", file), collection("two", &other)];
    let whole = Published::new(collections).scope("tap", None).unwrap();
    let (seen, all) = (whole.visible_to(&anonymous()), whole.visible_to(&member(&["staff"])));
    let back: Scope = serde_json::from_str(&serde_json::to_string(&seen).unwrap()).unwrap();
    let shows = |scope: &Scope, name: &str, id: Option<&str>| {
        scope.shows(&Enumeration {
            name: name.to_owned(),
            collection: id.map(str::to_owned),
            description: None,
            elements: Vec::new(),
        })
    };
    for (name, id, is_shown) in [
        ("both", Some("one"), true),
        ("BOTH", Some("two"), false),
        ("both", None, true),
        ("secret", Some("one"), false),
        ("secret", None, false),
        ("Elsewhere", Some("two"), false),
        ("unnamed", Some("one"), true),
        ("unnamed", None, true),
        ("unnamed", Some("three"), false),
    ] {
        assert_eq!((shows(&seen, name, id), shows(&back, name, id)), (is_shown, is_shown), "{name} {id:?}");
        assert_eq!(shows(&all, name, id), id != Some("three"), "{name} {id:?}");
    }
    let without = file.replace("\"Secret\"", "\"Hidden\"");
    let without = Published::new(vec![collection("one", &without)]).scope("tap", None).unwrap();
    let with = Published::new(vec![collection("one", file)]).scope("tap", None).unwrap();
    assert_ne!(with.visible_to(&anonymous()).key(), without.visible_to(&anonymous()).key());
}

#[test]
fn parts_of_which_no_column_is_left_are_gone() {
    let eve = survey().visible_to(&Viewer::known("eve", &[], Timestamp::UNIX_EPOCH));
    let objects = table(&eve, "Objects");
    let parts: Vec<_> = objects.parts.iter().map(|part| part.relation.table.as_str()).collect();
    assert_eq!((parts, objects.columns[3].part), (vec!["second_part"], 1));
    let sent = serde_json::to_string(&eve).unwrap();
    for hidden in ["FIRST", "first", "MARK", "\"mark", "SEEING", "partners", "guests"] {
        assert!(!sent.contains(hidden), "{hidden}: {sent}");
    }
}

#[test]
fn a_position_of_which_a_column_is_hidden_is_gone_with_the_coverage() {
    let file =
        SURVEY.replace("RA = { type = \"double\" }", "RA = { type = \"double\", access = { groups = [] } }");
    let mut one = collection("survey", &file);
    one.tables[1].statistics =
        Some(TableStatistics { moc: Some("3/5".to_owned()), ..TableStatistics::default() });
    let seen = Published::new(vec![one]).scope("tap", None).unwrap().visible_to(&member(&["survey"]));
    let objects = table(&seen, "Objects");
    assert_eq!((objects.position.as_ref(), objects.cone_search, objects.coverage()), (None, false, None));
    assert!(objects.parts.iter().all(|part| part.healpix.is_none()), "{:?}", objects.parts);
}

#[test]
fn an_announced_table_is_found_and_nothing_of_its_rows_is_known() {
    let seen = survey().visible_to(&anonymous());
    assert_eq!(names(&seen), ["Tile", "Night"]);
    let night = table(&seen, "Night");
    assert_eq!((night.locked, night.public, night.rows, &night.statistics), (true, false, None, &None));
    assert_eq!(columns(&night), ["NIGHT"]);
    assert_eq!(columns(&table(&seen, "Tile")), ["TILE_ID"]);
}

#[test]
fn a_table_of_which_all_columns_are_hidden_is_not_there() {
    let file = SURVEY.replace(
        "columns.NIGHT = { type = \"int\" }",
        "columns.NIGHT = { type = \"int\", access.users = [] }",
    );
    let all = Published::new(vec![collection("survey", &file)]).scope("tap", None).unwrap();
    assert_eq!(names(&all.visible_to(&member(&["survey"]))), ["Tile", "Objects"]);
}

#[test]
fn embargoes_end_one_by_one() {
    let end = |day: &str| -> Timestamp { format!("{day}T00:00:00Z").parse().unwrap() };
    let file = SURVEY
        .replace("access = { groups = [\"survey\"] }\nschema", "public_from = 2027-03-01\nschema")
        .replace("WIDE = { type = \"float\", ", "WIDE = { type = \"float\", public_from = 2028-03-01, ");
    let all = Published::new(vec![collection("survey", &file)]).scope("tap", None).unwrap();
    assert_eq!(all.changes_after(end("2026-01-01")), Some(end("2027-03-01")));
    assert_eq!(all.changes_after(end("2027-03-01")), Some(end("2028-03-01")));
    assert_eq!(all.changes_after(end("2028-03-01")), None);
    let seen = |day| all.visible_to(&Viewer::anonymous(end(day)));
    assert_eq!(names(&seen("2027-02-28")), ["Tile", "Night"]);
    assert_eq!(names(&seen("2027-03-01")), ["Tile", "Objects", "Night"]);
    assert!(!columns(&table(&seen("2027-03-01"), "Objects")).contains(&"WIDE"));
    assert!(columns(&table(&seen("2028-03-01"), "Objects")).contains(&"WIDE"));
    assert!(table(&seen("2027-03-01"), "Objects").public);
}

#[test]
fn callers_of_equal_rights_have_equal_views() {
    let all = survey();
    let audience = all.audience();
    let groups: Vec<&str> = audience.groups.iter().map(String::as_str).collect();
    let users: Vec<&str> = audience.users.iter().map(String::as_str).collect();
    assert_eq!((groups, users), (vec!["guests", "partners", "survey"], vec!["ada", "eve"]));
    let viewer = |user, groups: &[&str]| {
        let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
        audience.viewer(Some(user), &groups, Timestamp::UNIX_EPOCH)
    };
    assert_eq!(
        viewer("bob", &["survey", "others", "guests", "survey"]),
        viewer("tom", &["guests", "survey"])
    );
    assert_ne!(viewer("eve", &[]), viewer("bob", &[]));
    let key = |viewer: &Viewer| all.visible_to(viewer).key();
    assert_eq!(key(&viewer("bob", &["others"])), key(&anonymous()));
    assert_ne!(key(&viewer("eve", &[])), key(&anonymous()));
}

#[test]
fn tap_schema_describes_what_the_view_has() {
    let seen = survey().visible_to(&Viewer::known("eve", &[], Timestamp::UNIX_EPOCH));
    let described = tap_schema::rows(&seen);
    let texts = |table: &str, column: usize| -> Vec<String> {
        let stored = described.iter().find(|rows| rows.table == table).unwrap();
        let own = stored.rows.iter().filter(|row| row[2] == tap_schema::Value::Text("survey".to_owned()));
        own.map(|row| format!("{:?}", row[column])).collect()
    };
    let shown =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| format!("Text({name:?})")).collect() };
    assert_eq!(texts("tap_tables", 4), shown(&["sky.Tile", "sky.Objects", "sky.Night"]));
    assert_eq!(texts("tap_tables", 9), ["Null", "Null", "Null"]);
    assert_eq!(texts("tap_columns", 4), shown(&["TILE_ID", "RA", "DEC", "TILE_ID", "WIDE", "NIGHT"]));
    assert_eq!(texts("tap_keys", 5), shown(&["sky.Tile"]));
}
