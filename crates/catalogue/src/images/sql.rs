//! SQL that makes the list of images.

use super::PG_TABLE;
use super::layout::own_columns;
use crate::obscore::{MANDATORY, OPTIONAL, ObscoreColumn};
use crate::tap_schema::PG_SCHEMA;
use crate::{Datatype, PgBase, PgType};

/// The columns of ObsCore that may not be null (ObsCore 1.1 §4).
const REQUIRED: [&str; 4] = ["calib_level", "obs_collection", "obs_id", "obs_publisher_did"];

/// A statement that makes the list with its indexes where it is missing. The schema must be there.
pub fn create_sql() -> String {
    let own = own_columns().iter().map(|column| item(column.name, column.pg_type, column.required));
    let standard = stored().map(|column| item(column.name, pg_type(column), REQUIRED.contains(&column.name)));
    let items: Vec<String> = own.chain(standard).collect();
    let table = format!("{PG_SCHEMA}.{PG_TABLE}");
    format!(
        "DO $$ BEGIN\nIF to_regclass('{table}') IS NULL THEN\n\
         CREATE TABLE {table} (\n    {},\n    PRIMARY KEY (collection, file)\n);\n\
         CREATE INDEX images_cells ON {table} USING gin (cells) WITH (fastupdate = off);\n\
         CREATE INDEX images_healpix ON {table} (healpix);\n\
         CREATE INDEX images_did ON {table} (obs_publisher_did);\n\
         CREATE INDEX images_did_lower ON {table} (lower(obs_publisher_did));\n\
         END IF;\nEND $$;\n",
        items.join(",\n    ")
    )
}

/// A statement that lets a role read the list.
pub fn grant_sql(role: &str) -> String {
    format!("GRANT SELECT ON {PG_SCHEMA}.{PG_TABLE} TO \"{}\";\n", role.replace('"', "\"\""))
}

/// The columns of ObsCore that are stored: all but the address, which follows from where the host is.
pub(super) fn stored() -> impl Iterator<Item = &'static ObscoreColumn> {
    MANDATORY.iter().chain(&OPTIONAL).filter(|column| column.name != super::list::ACCESS_URL)
}

/// How a column of ObsCore is stored.
pub(super) fn pg_type(column: &ObscoreColumn) -> PgType {
    PgType::scalar(match column.datatype {
        Datatype::Int => PgBase::Int4,
        Datatype::Long => PgBase::Int8,
        Datatype::Double => PgBase::Float8,
        _ if column.is_timestamp() => PgBase::Timestamp,
        _ => PgBase::Text,
    })
}

fn item(name: &str, pg_type: PgType, required: bool) -> String {
    let required = if required { " NOT NULL" } else { "" };
    format!("{name} {}{required}", pg_type.sql())
}
