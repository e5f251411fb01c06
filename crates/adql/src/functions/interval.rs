//! Intervals of numbers.

use super::{Declared, Kind};

/// The functions of this group.
pub(super) static FUNCTIONS: &[Declared] = &[
    Declared::new(
        "ivo_interval_overlaps",
        &[("loone", Kind::Double), ("hione", Kind::Double), ("lotwo", Kind::Double), ("hitwo", Kind::Double)],
        Kind::Integer,
        "armilla.interval_overlaps($1, $2, $3, $4)::int4",
        "1 if two closed intervals have a number in common, else 0; bounds in the wrong order enclose nothing.",
    ),
    Declared::new(
        "ivo_interval_has",
        &[("val", Kind::Double), ("lo", Kind::Double), ("hi", Kind::Double)],
        Kind::Integer,
        "($1 BETWEEN $2 AND $3)::int4",
        "1 if the number is in the closed interval, else 0.",
    ),
    Declared::new(
        "ivo_interval_has",
        &[("val", Kind::Double), ("iv", Kind::Interval)],
        Kind::Integer,
        "armilla.interval_overlaps($1, $1, ($2)[1], ($2)[2])::int4",
        "1 if the number is in the closed interval, else 0.",
    ),
];
