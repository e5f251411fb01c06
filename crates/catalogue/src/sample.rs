//! Collections for tests.

use jiff::Timestamp;

use crate::{Collection, ColumnStatistics, Published, Scope, TableStatistics, Viewer, parse};

/// A public collection with a position, an array, odd names and a foreign key.
pub(crate) const STARS: &str = r#"
title = "Stars & tiles"
description = """
First line,
   second <line>"""
access = "public"
schema = "demo"
database_schema = "demo_1"

[[table]]
name = "Tile"
description = "Tiles"
columns.TILE_ID = { type = "int", indexed = true, principal = true, description = "Tile number" }

[[table]]
name = "Stars"
title = "All stars"
kind = "view"
rows = 9110
position = { lon = "RA", lat = "DEC", healpix = "hpx" }
foreign_keys = [{ columns = ["TILE_ID"], target = "Tile", description = "The star's tile" }]

[table.columns]
RA = { type = "double", unit = "deg", ucd = "pos.eq.ra;meta.main" }
DEC = { type = "double", unit = "deg", ucd = "pos.eq.dec;meta.main" }
TILE_ID = { type = "int" }
MAG = { type = "float[12]", unit = "mag", enumeration = "filters" }
NAME = { type = "char[*]", std = true, utype = "obs:name" }
"size" = { type = "float", description = "Angular size" }
OBSERVED = { type = "timestamp" }
"#;

/// A collection that only the group `staff` may see; its table has the name of another collection's.
pub(crate) const SECRET: &str = r#"
title = "Secret stars"
description = "Not yet released"
access = { groups = ["staff"] }
schema = "secret"

[[table]]
name = "Stars"
columns.ID.type = "long"
"#;

/// The collection of a text, under an identifier.
pub(crate) fn collection(id: &str, text: &str) -> Collection {
    parse(&format!("{id}.toml"), text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// `stars-1` and `apart-1`, of which the second is secret; sorted by identifier the secret one is first.
pub(crate) fn published() -> Published {
    Published::new(vec![collection("stars-1", STARS), collection("apart-1", SECRET)])
}

/// The schemas with the public one first.
fn in_order() -> [(String, String); 2] {
    [("demo", "stars-1"), ("secret", "apart-1")].map(|(name, id)| (name.to_owned(), id.to_owned()))
}

/// Everything that the instance `tap` publishes.
pub(crate) fn scope() -> Scope {
    published().scope("tap", Some(&in_order())).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The same, and of the column `MAG` of `demo.Stars` is known what its values are.
pub(crate) fn counted() -> Scope {
    let mut stars = collection("stars-1", STARS);
    let mag = ColumnStatistics {
        pg_name: "mag".to_owned(),
        part: 0,
        min: Some("12.5".to_owned()),
        max: Some("+Inf".to_owned()),
        null_fraction: 0.25,
    };
    let known = TableStatistics { rows: 9110, columns: vec![mag], moc: Some("3/5".to_owned()) };
    for table in &mut stars.tables {
        table.take_statistics(|relation| (relation.table == "stars").then_some(&known));
    }
    let published = Published::new(vec![stars, collection("apart-1", SECRET)]);
    published.scope("tap", Some(&in_order())).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// A caller who has not said who he is.
pub(crate) fn anonymous() -> Viewer {
    Viewer::default()
}

/// The user `ada` with these groups.
pub(crate) fn member(groups: &[&str]) -> Viewer {
    Viewer::known("ada", groups, Timestamp::UNIX_EPOCH)
}
