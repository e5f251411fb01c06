//! The functions that translated queries call in PostgreSQL, as plain SQL without any extension.
//!
//! Geometries are arrays of double precision, in degrees: a point has 2 numbers (longitude, latitude), a circle 3 (centre,
//! radius), a range 4 (two longitudes, two latitudes), a polygon 6 or more (its vertices). Each function gives NULL for a NULL operand.

mod install;

pub use install::{SCHEMA, install_sql, marker, script};
