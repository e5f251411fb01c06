//! The prefixes of SI and of IEC 80000-13 (VOUnits 1.1 §2.5).

use crate::magnitude::Magnitude;

/// A prefix of a unit.
#[derive(Debug, PartialEq)]
pub(crate) struct Prefix {
    /// As it is written.
    pub text: &'static str,
    /// What it multiplies by.
    pub magnitude: Magnitude,
}

/// The decimal prefixes, of which `da` must be tried before `d`.
pub(crate) const DECIMAL: &[Prefix] = &[
    decimal("da", 1),
    decimal("Q", 30),
    decimal("R", 27),
    decimal("Y", 24),
    decimal("Z", 21),
    decimal("E", 18),
    decimal("P", 15),
    decimal("T", 12),
    decimal("G", 9),
    decimal("M", 6),
    decimal("k", 3),
    decimal("h", 2),
    decimal("d", -1),
    decimal("c", -2),
    decimal("m", -3),
    decimal("u", -6),
    decimal("n", -9),
    decimal("p", -12),
    decimal("f", -15),
    decimal("a", -18),
    decimal("z", -21),
    decimal("y", -24),
    decimal("r", -27),
    decimal("q", -30),
];

/// The binary prefixes, for bits and bytes.
pub(crate) const BINARY: &[Prefix] = &[
    binary("Ki", 1),
    binary("Mi", 2),
    binary("Gi", 3),
    binary("Ti", 4),
    binary("Pi", 5),
    binary("Ei", 6),
    binary("Zi", 7),
    binary("Yi", 8),
];

const fn decimal(text: &'static str, ten: i32) -> Prefix {
    Prefix { text, magnitude: Magnitude::ten(ten) }
}

const fn binary(text: &'static str, kilos: u32) -> Prefix {
    // A power of two is exact in double precision.
    Prefix { text, magnitude: Magnitude::new(1024_u128.pow(kilos) as f64, 1.0, 0, 0) }
}
