//! Translations, error texts and properties of the translator, from the outside.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop where something is wrong")]

mod array_index;
mod bound;
mod cases;
mod cells;
mod composed;
mod computed_points;
mod cone_template;
mod corpus;
mod database;
mod derived;
mod documented;
mod enumerations;
mod extensions;
mod footprints;
mod functions;
mod ledger;
mod offered;
mod other_frames;
mod positions;
mod properties;
mod repairs;
mod row_filters;
mod rows_max;
mod sample;
mod sql;
mod strict;
mod trees;
mod uploads;
mod wide;
