//! Collections for tests.

use crate::{Collection, Published, Scope, parse};

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

/// Everything that the instance `tap` publishes.
pub(crate) fn scope() -> Scope {
    published().scope("tap", None).unwrap_or_else(|errors| panic!("{errors:?}"))
}
