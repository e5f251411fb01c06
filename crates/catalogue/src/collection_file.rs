//! Collection files, `conf.d/collections/NAME.toml`: the text of one becomes a [`Collection`] or a list of problems.
//!
//! ```
//! let text = r#"
//! title = "Simulated survey, first release"
//! description = "Twelve-filter photometry of simulated stars and galaxies"
//! creators = ["Armilla"]
//! release_date = 2026-01-30
//! access = "public"             # or { groups = ["collaboration"] }
//! schema = "jplus"              # the name that users write
//! database_schema = "sim_dr1"   # the name in PostgreSQL; default: `schema` in lower case
//! storage = "plain"             # or "partitioned", "citus"; a table may say otherwise
//!
//! [[table]]
//! name = "TileImage"
//! description = "Images of the survey"
//!
//! [table.columns]
//! TILE_ID  = { type = "int", ucd = "meta.id;obs.image", indexed = true, principal = true, description = "Tile" }
//! DATE_OBS = { type = "timestamp", ucd = "time.epoch", description = "Start of the observation" }
//!
//! [[table]]
//! name = "MagABDualObj"
//! database_table = "mag_objects"   # default: `name` in lower case
//! kind = "table"                   # or "view"
//! description = "Magnitudes of all objects"
//! position = { lon = "ALPHA_J2000", lat = "DELTA_J2000", healpix = "hpx", frame = "ICRS" }
//! cone_search = true
//! foreign_keys = [{ columns = ["TILE_ID"], target = "TileImage", description = "The image it was found in" }]
//!
//! [table.columns]
//! TILE_ID     = { type = "int", ucd = "meta.id;obs.image", principal = true, description = "Tile" }
//! ALPHA_J2000 = { type = "double", unit = "deg", ucd = "pos.eq.ra;meta.main", description = "Right ascension" }
//! DELTA_J2000 = { type = "double", unit = "deg", ucd = "pos.eq.dec;meta.main", description = "Declination" }
//!
//! [table.columns.MAG_AUTO]   # the same, for those who prefer a line per key
//! type = "float[12]"
//! unit = "mag"
//! ucd = "phot.mag"
//! enumeration = "jplus"
//! description = """
//! Total AB magnitude in an elliptical aperture,
//! one element per filter"""
//! "#;
//! let collection = catalogue::parse("conf.d/collections/sim-dr1.toml", text).unwrap();
//! assert_eq!(collection.id, "sim-dr1");
//! assert_eq!(collection.tables[1].columns[3].pg_name, "mag_auto");
//! ```
//!
//! Who may see what: `access` is `"public"` or `{ groups = [...], users = [...] }`, and `public_from` the instant from which
//! everybody may. The two may also stand in a table, where they replace those of the collection, and in a column: who is not
//! let in does not have it. Where only `public_from` is given, the groups and users of what is above have it until then.
//! `[[table.rows_for]]` shows a part of the rows to more callers. Rules grant and never take away: who has a table by
//! `access` sees all of its rows. With `announced = true`, for a table or the whole collection, those who may not read a
//! table still find it in the metadata.
//!
//! ```
//! # let head = "title = 'T'\ndescription = 'D'\nschema = 'jpas'\n";
//! let text = r#"
//! access = { groups = ["collaboration"] }
//! public_from = 2027-03-01        # 00:00 UTC; or 2027-03-01T12:00:00Z
//!
//! [[table]]
//! name = "Objects"
//! announced = true
//!
//! [[table.rows_for]]
//! access = { groups = ["partners"], users = ["ada"] }
//! where = "TILE_ID IN (7, 9)"
//!
//! [table.columns]
//! TILE_ID = { type = "int" }
//! REMARK = { type = "char[*]", access = { groups = ["collaboration"] } }
//! "#;
//! let collection = catalogue::parse("conf.d/collections/jpas.toml", &format!("{head}{text}")).unwrap();
//! assert_eq!(collection.tables[0].rules.rows_for[0].condition, "TILE_ID IN (7, 9)");
//! ```
//!
//! The keys of a column: `type` (VOTable terms: `int`, `float[12]`, `char[*]`, or `timestamp`, `date`), `description`,
//! `unit`, `ucd`, `utype`, `xtype`, `frame`, `null`, `indexed`, `principal`, `std`, `enumeration`, `access`, `public_from`, and where they
//! differ from what follows from name and type, `database_column` and `database_type`.
//!
//! A composed table is published as one and stored in several tables of PostgreSQL with the same rows in the same order:
//! a narrow core, and parts for wide columns. Each part has one row for each of the core.
//!
//! ```
//! # let head = "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 'jpas'\n";
//! let text = r#"
//! [[table]]
//! name = "MagABDualObj"         # the core is "magabdualobj"
//! position = { lon = "RA", lat = "DEC", healpix = "hpx" }
//!
//! [[table.parts]]
//! database_table = "aper_3_0"
//! key = ["object_id"]           # what names a row in both; `part_key` where the part calls it otherwise
//! healpix = "hpx"               # the part's own column with the index
//!
//! [table.columns]
//! RA  = { type = "double", unit = "deg" }
//! DEC = { type = "double", unit = "deg" }
//! MAG_APER_3_0 = { type = "float[59]", unit = "mag", part = "aper_3_0", database_column = "mag" }
//! "#;
//! let collection = catalogue::parse("conf.d/collections/jpas.toml", &format!("{head}{text}")).unwrap();
//! assert_eq!(collection.tables[0].columns[2].part, 1);
//! assert_eq!(collection.tables[0].parts[0].relation.table, "aper_3_0");
//! ```
//!
//! Images of a collection stand in one list for all collections, `ivoa.obscore`, that `armilla ingest-images` fills.
//!
//! ```
//! # let head = "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 'jplus'\n";
//! let text = r#"
//! [images]
//! folder = "/data/jplus-dr3"                   # a relative one is below the folder of the configuration
//! publisher_did = "ivo://example.org/jplus-dr3"  # what identifiers begin with, before `?`
//! facility = "OAJ JAST80"                      # where headers do not say it; so for `instrument`
//! calib_level = 2                              # ObsCore: 0 raw to 4 analysed; 2 without it
//! enumeration = "jplus"                        # names the filters, and knows their wavelengths
//! access = { groups = ["collaboration"] }      # as in a table; so for `public_from`, `[[images.rows_for]]`
//! announced = true                             # everybody finds them, and those with access have the files
//! "#;
//! let collection = catalogue::parse("conf.d/collections/jplus-dr3.toml", &format!("{head}{text}")).unwrap();
//! assert_eq!(collection.images.unwrap().calib_level, 2);
//! ```
//!
//! `[images.keywords]` names the header keywords that say something, where it is not those of habit; with `table` and
//! `[images.columns]` the list is made from a table.
//!
//! ```
//! # let head = "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 'jplus'\n";
//! let text = r#"
//! [images]
//! folder = "/data/jplus-dr3"
//! publisher_did = "ivo://example.org/jplus-dr3"
//! table = "tileimage"                          # in `database_schema`, or SCHEMA.TABLE
//!
//! [images.keywords]
//! filter = ["FILTNAM", "FILTER"]               # the first that is there counts
//!
//! [images.columns]
//! file = "path"                                # below `folder`; this or `obs_id` names an image
//! s_region = "corners"                         # STC-S or float8[]; or `s_ra`, `s_dec` and `s_fov`; or from the file
//! calib_level = { value = 3 }                  # a constant
//! "#;
//! let collection = catalogue::parse("conf.d/collections/jplus-dr3.toml", &format!("{head}{text}")).unwrap();
//! assert_eq!(collection.images.unwrap().table.unwrap().columns.len(), 3);
//! ```

mod access;
mod check;
mod collection;
mod column;
mod images;
mod part;
mod table;
mod types;

use conf_file::{Problem, Problems, Report, Section, Source, TomlFile};

pub(crate) use check::{is_ucd, is_unit};
pub(crate) use collection::schema_name_fault;
pub(crate) use types::{TypeWords, type_words};

use crate::{Access, Collection};

/// Reads the text of a collection file; the stem of the file's name is the identifier of the collection.
///
/// All problems are reported at once, sorted by place. Texts are kept with every run of blanks and line breaks as one
/// blank. A collection without `access` is seen by nobody; see [`parse_with`].
pub fn parse(file_name: &str, text: &str) -> Result<Collection, Problems> {
    parse_with(file_name, text, &Access::default())
}

/// The same where another rule than nobody holds for a collection without `access`.
pub fn parse_with(file_name: &str, text: &str, default: &Access) -> Result<Collection, Problems> {
    let file = TomlFile::parse(Source::new(file_name, text))?;
    let report = Report::default();
    let collection = collection::read(file_name, &Section::top(&report, &file), default);
    match (collection, Problems::of(report.into_list())) {
        (Some(collection), None) => Ok(collection),
        (_, Some(problems)) => Err(problems),
        (None, None) => Err(Problem::new(file.source.whole(), "this is no collection").into()),
    }
}

#[cfg(test)]
mod tests;
