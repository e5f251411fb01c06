//! What a statement needs beside its text: bound values, and ranges of the HEALPix index in uploads.

/// The hidden column of an upload with the first cells of its rows' ranges, `int8[]`.
pub const HIDDEN_LOW: &str = "armilla_lo";

/// The hidden column of an upload with the last cells of its rows' ranges, `int8[]`, as many as in [`HIDDEN_LOW`].
pub const HIDDEN_HIGH: &str = "armilla_hi";

/// A bound value, never null.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// A `bigint[]`.
    Int8Array(Vec<i64>),
    /// A `double precision`.
    Float8(f64),
    /// A `double precision[]`.
    Float8Array(Vec<f64>),
    /// A `boolean[]`.
    BoolArray(Vec<bool>),
}

/// Ranges of the HEALPix index, nested scheme, order 29, that a row of an upload covers: those of the cone round its
/// position.
///
/// Whoever runs the query adds the columns [`HIDDEN_LOW`] and [`HIDDEN_HIGH`] to the temporary table. The ranges of a
/// row do not overlap and hold every point of its cone; a row without a position has none, and never NULL arrays.
#[derive(Clone, Debug, PartialEq)]
pub struct UploadRanges {
    /// The temporary table, `Relation::table` of the upload.
    pub table: String,
    /// The column of the longitude in degrees, its `pg_name`; `real` or `double precision`.
    pub lon: String,
    /// The column of the latitude in degrees, its `pg_name`; `real` or `double precision`.
    pub lat: String,
    /// The radius in degrees, the largest of those that the statement uses; in [0, 180].
    pub radius_deg: f64,
}
