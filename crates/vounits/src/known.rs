//! The units that VOUnits knows (VOUnits 1.1 §2.4, table "Known units"), and what else catalogues write.

use crate::magnitude::Magnitude;

/// A unit with a fixed meaning.
#[derive(Debug, PartialEq)]
pub(crate) struct Known {
    /// As VOUnits prefers to write it.
    pub text: &'static str,
    /// Which prefixes may stand in front of it.
    pub prefixes: Prefixes,
    /// How many products of base units it is.
    pub magnitude: Magnitude,
    /// The base units with their exponents.
    pub bases: &'static [(&'static str, i64)],
}

/// Which prefixes a unit may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefixes {
    None,
    Decimal,
    DecimalAndBinary,
}

use Prefixes::{Decimal, DecimalAndBinary, None as Bare};

/// The known units. Those whose only base is themselves are the base units.
///
/// The Sun's mass, luminosity and radius are those of FITS 4.0, table 5; the electronvolt and the light are exact; the
/// rydberg and the atomic mass are those of CODATA 2018; the astronomical unit is that of IAU 2012 resolution B2; a
/// year has 365.25 days. Solid angles are squares of plane ones, so that `sr` and `deg**2` can be compared.
pub(crate) const UNITS: &[Known] = &[
    // --- base units ---
    unit("m", Decimal, one(0), &[("m", 1)]),
    unit("g", Decimal, one(0), &[("g", 1)]),
    unit("s", Decimal, one(0), &[("s", 1)]),
    unit("A", Decimal, one(0), &[("A", 1)]),
    unit("K", Decimal, one(0), &[("K", 1)]),
    unit("mol", Decimal, one(0), &[("mol", 1)]),
    unit("cd", Decimal, one(0), &[("cd", 1)]),
    unit("rad", Decimal, one(0), &[("rad", 1)]),
    unit("mag", Decimal, one(0), &[("mag", 1)]),
    unit("dex", Bare, one(0), &[("dex", 1)]),
    unit("dB", Bare, one(0), &[("dB", 1)]),
    unit("count", Decimal, one(0), &[("count", 1)]),
    unit("photon", Decimal, one(0), &[("photon", 1)]),
    unit("electron", Decimal, one(0), &[("electron", 1)]),
    unit("adu", Decimal, one(0), &[("adu", 1)]),
    unit("pixel", Decimal, one(0), &[("pixel", 1)]),
    unit("voxel", Decimal, one(0), &[("voxel", 1)]),
    unit("beam", Decimal, one(0), &[("beam", 1)]),
    unit("bin", Decimal, one(0), &[("bin", 1)]),
    unit("chan", Decimal, one(0), &[("chan", 1)]),
    unit("Sun", Bare, one(0), &[("Sun", 1)]),
    unit("bit", DecimalAndBinary, one(0), &[("bit", 1)]),
    unit("byte", DecimalAndBinary, whole(8.0, 0), &[("bit", 1)]),
    unit("%", Bare, one(-2), &[]),
    // --- SI ---
    unit("sr", Decimal, one(0), &[("rad", 2)]),
    unit("Hz", Decimal, one(0), &[("s", -1)]),
    unit("N", Decimal, one(3), &[("m", 1), ("g", 1), ("s", -2)]),
    unit("Pa", Decimal, one(3), &[("m", -1), ("g", 1), ("s", -2)]),
    unit("J", Decimal, one(3), &[("m", 2), ("g", 1), ("s", -2)]),
    unit("W", Decimal, one(3), &[("m", 2), ("g", 1), ("s", -3)]),
    unit("C", Decimal, one(0), &[("s", 1), ("A", 1)]),
    unit("V", Decimal, one(3), &[("m", 2), ("g", 1), ("s", -3), ("A", -1)]),
    unit("S", Decimal, one(-3), &[("m", -2), ("g", -1), ("s", 3), ("A", 2)]),
    unit("F", Decimal, one(-3), &[("m", -2), ("g", -1), ("s", 4), ("A", 2)]),
    unit("Wb", Decimal, one(3), &[("m", 2), ("g", 1), ("s", -2), ("A", -1)]),
    unit("T", Decimal, one(3), &[("g", 1), ("s", -2), ("A", -1)]),
    unit("H", Decimal, one(3), &[("m", 2), ("g", 1), ("s", -2), ("A", -2)]),
    unit("Ohm", Decimal, one(3), &[("m", 2), ("g", 1), ("s", -3), ("A", -2)]),
    unit("lm", Decimal, one(0), &[("cd", 1), ("rad", 2)]),
    unit("lx", Decimal, one(0), &[("cd", 1), ("rad", 2), ("m", -2)]),
    // --- time and angle ---
    unit("min", Bare, whole(60.0, 0), &[("s", 1)]),
    unit("h", Bare, whole(3600.0, 0), &[("s", 1)]),
    unit("d", Bare, whole(86_400.0, 0), &[("s", 1)]),
    unit("yr", Decimal, whole(31_557_600.0, 0), &[("s", 1)]),
    unit("a", Decimal, whole(31_557_600.0, 0), &[("s", 1)]),
    unit("deg", Bare, angle(180.0, 0), &[("rad", 1)]),
    unit("arcmin", Decimal, angle(10_800.0, 0), &[("rad", 1)]),
    unit("arcsec", Decimal, angle(648_000.0, 0), &[("rad", 1)]),
    unit("mas", Bare, angle(648_000.0, -3), &[("rad", 1)]),
    // --- astronomy ---
    unit("AU", Bare, whole(149_597_870_700.0, 0), &[("m", 1)]),
    unit("pc", Decimal, Magnitude::new(149_597_870_700.0 * 648.0, 1.0, 3, -1), &[("m", 1)]),
    unit("lyr", Bare, whole(299_792_458.0 * 315_576.0, 2), &[("m", 1)]),
    unit("Jy", Decimal, one(-23), &[("g", 1), ("s", -2)]),
    unit("eV", Decimal, whole(1_602_176_634.0, -25), &[("m", 2), ("g", 1), ("s", -2)]),
    unit("Ry", Decimal, whole(21_798_723_611_035.0, -28), &[("m", 2), ("g", 1), ("s", -2)]),
    unit("u", Decimal, whole(166_053_906_660.0, -35), &[("g", 1)]),
    unit("solMass", Decimal, whole(19_891.0, 29), &[("g", 1)]),
    unit("solLum", Decimal, whole(38_268.0, 25), &[("m", 2), ("g", 1), ("s", -3)]),
    unit("solRad", Decimal, whole(69_599.0, 4), &[("m", 1)]),
    unit("R", Decimal, RAYLEIGH, &[("photon", 1), ("m", -2), ("s", -1), ("rad", -2)]),
    unit("D", Decimal, DEBYE, &[("m", 1), ("s", 1), ("A", 1)]),
    // --- deprecated, but known ---
    unit("Angstrom", Decimal, one(-10), &[("m", 1)]),
    unit("barn", Decimal, one(-28), &[("m", 2)]),
    unit("erg", Decimal, one(-4), &[("m", 2), ("g", 1), ("s", -2)]),
    unit("G", Decimal, one(-1), &[("g", 1), ("s", -2), ("A", -1)]),
];

/// Other spellings with what VOUnits writes instead.
pub(crate) const SPELLINGS: &[(&str, &str)] = &[
    ("angstrom", "Angstrom"),
    ("Angstroms", "Angstrom"),
    ("angstroms", "Angstrom"),
    ("Ang", "Angstrom"),
    ("AA", "Angstrom"),
    ("\u{c5}", "Angstrom"),
    ("\u{212b}", "Angstrom"),
    ("micron", "um"),
    ("microns", "um"),
    ("au", "AU"),
    ("ct", "count"),
    ("cts", "count"),
    ("counts", "count"),
    ("ph", "photon"),
    ("photons", "photon"),
    ("electrons", "electron"),
    ("ADU", "adu"),
    ("pix", "pixel"),
    ("pixels", "pixel"),
    ("B", "byte"),
    ("bytes", "byte"),
    ("ohm", "Ohm"),
    ("Msun", "solMass"),
    ("Lsun", "solLum"),
    ("Rsun", "solRad"),
    ("sec", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("hr", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("day", "d"),
    ("days", "d"),
    ("year", "yr"),
    ("years", "yr"),
    ("degree", "deg"),
    ("degrees", "deg"),
    ("radian", "rad"),
    ("radians", "rad"),
    ("uas", "uarcsec"),
    ("magnitude", "mag"),
    ("magnitudes", "mag"),
    ("mags", "mag"),
    ("percent", "%"),
];

/// 1e10 / (4 pi) photons per square metre, second and steradian.
const RAYLEIGH: Magnitude = Magnitude::new(1.0, 4.0, 10, -1);

/// 1e-21 / c coulomb metres.
const DEBYE: Magnitude = Magnitude::new(1.0, 299_792_458.0, -21, 0);

const fn unit(
    text: &'static str,
    prefixes: Prefixes,
    magnitude: Magnitude,
    bases: &'static [(&'static str, i64)],
) -> Known {
    Known { text, prefixes, magnitude, bases }
}

const fn one(ten: i32) -> Magnitude {
    Magnitude::ten(ten)
}

const fn whole(number: f64, ten: i32) -> Magnitude {
    Magnitude::new(number, 1.0, ten, 0)
}

/// pi over a number.
const fn angle(parts: f64, ten: i32) -> Magnitude {
    Magnitude::new(1.0, parts, ten, 1)
}
