//! The table of the database that has the elements of an enumeration.

use std::time::Duration;

use plugin_api::{Result, Settings};
use serde::Deserialize;
use toml::Spanned;

/// `table = { schema = "jplus", table = "filter", name_column = "name", index_column = "filter_id", ... }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    schema: String,
    table: String,
    name_column: String,
    index_column: String,
    description_column: Option<String>,
    wavelength_column: Option<String>,
    width_column: Option<String>,
    colour_column: Option<String>,
    #[serde(default = "refresh_default")]
    refresh_secs: Spanned<u64>,
}

fn refresh_default() -> Spanned<u64> {
    Spanned::new(0..0, 60)
}

/// Where the elements are, and how often they are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// The statement that reads them: name, index, description, wavelength, width, colour.
    pub(crate) sql: String,
    /// The time between two readings.
    pub(crate) refresh: Duration,
}

impl Table {
    /// The table, or a mistake with its place.
    pub(super) fn read(settings: &Settings, raw: Spanned<RawTable>) -> Result<Self> {
        let span = raw.span();
        let raw = raw.into_inner();
        let columns =
            [&raw.description_column, &raw.wavelength_column, &raw.width_column, &raw.colour_column];
        let needed = [&raw.schema, &raw.table, &raw.name_column, &raw.index_column];
        for name in needed.into_iter().chain(columns.into_iter().flatten()) {
            if name.is_empty() || name.contains('\0') {
                let message = "a name of the table or of a column is empty or holds a zero character";
                return Err(settings.mistake_in(span, message));
            }
        }
        if raw.refresh_secs.get_ref() == &0 {
            let message = "`refresh_secs` is 0; write the seconds between two readings, 1 or more";
            return Err(settings.mistake_in(raw.refresh_secs.span(), message));
        }
        Ok(Self { sql: sql(&raw), refresh: Duration::from_secs(*raw.refresh_secs.get_ref()) })
    }
}

fn sql(raw: &RawTable) -> String {
    let column = |name: &Option<String>, ty: &str| match name {
        Some(name) => format!("{}::{ty}", quoted(name)),
        None => format!("NULL::{ty}"),
    };
    format!(
        "SELECT {}::text, {}::int8, {}, {}, {}, {} FROM {}.{} ORDER BY 2",
        quoted(&raw.name_column),
        quoted(&raw.index_column),
        column(&raw.description_column, "text"),
        column(&raw.wavelength_column, "float8"),
        column(&raw.width_column, "float8"),
        column(&raw.colour_column, "text"),
        quoted(&raw.schema),
        quoted(&raw.table),
    )
}

/// A name of PostgreSQL.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
