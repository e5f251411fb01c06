//! A small published set for measurements and for the fuzzer.

use std::sync::Arc;

use catalogue::{Scope, ScopedSchema};

const SURVEY: &str = r#"
title = "Survey"
description = "Objects in twelve filters"
access = "public"
schema = "jplus"

[[table]]
name = "MagABDualObj"
position = { lon = "ALPHA_J2000", lat = "DELTA_J2000", healpix = "hpx" }
[table.columns]
TILE_ID = { type = "int", indexed = true }
NUMBER = { type = "int" }
ALPHA_J2000 = { type = "double", unit = "deg" }
DELTA_J2000 = { type = "double", unit = "deg" }
MAG_AUTO = { type = "float[12]", unit = "mag" }
FLAGS = { type = "short[12]" }
"#;

const DEMO: &str = r#"
title = "Demo"
description = "One of every type"
access = "public"
schema = "demo"

[[table]]
name = "stars"
position = { lon = "ra", lat = "dec", healpix = "hpx" }
[table.columns]
id = { type = "long" }
name = { type = "char[*]" }
ra = { type = "double", unit = "deg" }
dec = { type = "double", unit = "deg" }
mag = { type = "float", unit = "mag" }
variable = { type = "boolean" }
seen = { type = "timestamp" }
spectrum = { type = "float[*]" }
shape = { type = "double[3]", xtype = "circle" }

[[table]]
name = "obs"
[table.columns]
id = { type = "long" }
filter = { type = "char[*]" }
exposure = { type = "double", unit = "s" }
s_region = { type = "double[*]", xtype = "polygon" }
"#;

/// Schemas `jplus` and `demo`.
pub fn scope() -> Scope {
    let schema = |(name, file, text): (&str, &str, &str)| ScopedSchema {
        name: name.to_owned(),
        collection: Arc::new(catalogue::parse(file, text).expect("the texts above are collection files")),
    };
    let files =
        [("jplus", "conf.d/collections/survey.toml", SURVEY), ("demo", "conf.d/collections/demo.toml", DEMO)];
    Scope::new("c0ffee", "tap", files.into_iter().map(schema).collect())
}
