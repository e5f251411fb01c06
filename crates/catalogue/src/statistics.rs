//! What was found out about the values of a table.

use serde::{Deserialize, Serialize};

/// What was found out about the values of a table when they were last counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableStatistics {
    /// The number of rows.
    pub rows: u64,
    /// For the columns, by their name in PostgreSQL; those of which nothing is known are left out.
    pub columns: Vec<ColumnStatistics>,
    /// The cells that hold a position, as an ASCII MOC (MOC 2.0 §4.3.2) in ICRS.
    #[serde(default)]
    pub moc: Option<String>,
}

/// What was found out about the values of a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnStatistics {
    /// The column in PostgreSQL, unquoted.
    pub pg_name: String,
    /// The smallest value as a VOTable writes it, NaN left aside; of an array, of all elements. Numbers and timestamps only.
    #[serde(default)]
    pub min: Option<String>,
    /// The greatest value, likewise.
    #[serde(default)]
    pub max: Option<String>,
    /// The part of the rows that have no value, 0 to 1; NaN is no value.
    pub null_fraction: f64,
}
