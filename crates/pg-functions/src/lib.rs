//! The functions that translated queries call in PostgreSQL, as plain SQL without any extension.
//!
//! Geometries are arrays of double precision, in degrees: a point has 2 numbers (longitude, latitude), a circle 3 (centre,
//! radius), a polygon 6 or more (its vertices). Each function gives NULL for a NULL operand.

/// The schema that holds them.
pub const SCHEMA: &str = "armilla";

/// Each file of functions.
const FILES: &[&str] = &[];

/// The statements that make all functions, or replace them by these.
pub fn script() -> String {
    FILES.concat()
}
