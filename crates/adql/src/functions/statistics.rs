//! Histograms and random numbers.

use crate::resolved::Expr;
use crate::typing::constant;

use super::{Declared, Kind, Refusal};

/// The functions of this group.
pub(super) static FUNCTIONS: &[Declared] = &[
    HISTOGRAM,
    HISTOGRAM.called("gavo_histogram"),
    NORMAL_RANDOM,
    NORMAL_RANDOM.called("gavo_normal_random"),
];

/// The largest number of bins: the counts are copied for each row.
const BINS_MAX: f64 = 1000.0;

const HISTOGRAM: Declared = Declared::new(
    "ivo_histogram",
    &[("val", Kind::Double), ("lo", Kind::Double), ("hi", Kind::Double), ("nbins", Kind::Integer)],
    Kind::Integers,
    "COALESCE(armilla.histogram($1, $2, $3, $4), array_fill(0, ARRAY[$4 + 2]))",
    "An array of nbins+2 counts: values below lo (or NULL), values in each of nbins equal parts of [lo, hi), \
     values from hi on.",
)
.ucd("meta.number")
.aggregate()
.checked(check_histogram);

const NORMAL_RANDOM: Declared = Declared::new(
    "ivo_normal_random",
    &[("mu", Kind::Double), ("sigma", Kind::Double)],
    Kind::Double,
    // Box and Muller; random() may be 0, but not 1.
    "($1 + $2 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))",
    "A random number from a normal distribution.",
);

fn check_histogram(arguments: &[Expr]) -> Result<(), Refusal> {
    let number = |place: usize| arguments.get(place).and_then(constant);
    let Some(lo) = number(1) else { return Refusal::of(1, "a number that does not depend on rows") };
    match number(2) {
        Some(hi) if hi > lo => {}
        _ => return Refusal::of(2, "a number above the lower bound that does not depend on rows"),
    }
    match number(3) {
        Some(bins) if (1.0..=BINS_MAX).contains(&bins) => Ok(()),
        _ => Refusal::of(3, "a number of bins from 1 to 1000"),
    }
}
