//! What units mean, from the outside.

use proptest::prelude::*;
use vounits::{Power, Unit};

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn other_spellings_are_printed_as_vounits() {
    for (text, printed) in [
        ("", ""),
        ("1", ""),
        ("m/s", "m/s"),
        ("km.s-1", "km/s"),
        ("km s**-1", "km/s"),
        ("mas/yr", "mas/yr"),
        ("mas.yr**-1", "mas/yr"),
        ("deg**2", "deg**2"),
        ("deg^2", "deg**2"),
        ("10**-16 erg/s/cm**2/Angstrom", "10**-16erg/(s.cm**2.Angstrom)"),
        ("10-16erg.s-1.cm-2.AA-1", "10**-16erg/(s.cm**2.Angstrom)"),
        ("10^-16 erg s^-1 cm^-2", "10**-16erg/(s.cm**2)"),
        ("1e-16erg", "10**-16erg"),
        ("1.5x10+11m", "1.5e11m"),
        ("25.4mm", "25.4mm"),
        ("1/s", "s**-1"),
        ("/s", "s**-1"),
        ("s-1", "s**-1"),
        ("Angstrom", "Angstrom"),
        ("angstrom", "Angstrom"),
        ("ct/s", "count/s"),
        ("electron", "electron"),
        ("adu", "adu"),
        ("ABmag", "ABmag"),
        ("'furlong'/week", "furlong/week"),
        ("'m'", "'m'"),
        ("m'furlong'", "m'furlong'"),
        ("log(Hz)", "log(Hz)"),
        ("sqrt(erg/pc**2)", "erg**(1/2)/pc"),
        ("m**(1/2)", "m**(1/2)"),
        ("m**0.5", "m**(1/2)"),
        ("(m/s)**2", "m**2/s**2"),
        ("kg.m/(s**2.A)", "kg.m/(s**2.A)"),
        ("m.m", "m**2"),
        ("km/km", ""),
        ("mag", "mag"),
        ("dex", "dex"),
        ("%", "%"),
        ("\u{b5}m", "um"),
        ("micron", "um"),
        ("MiB", "Mibyte"),
        ("Msun/yr", "solMass/yr"),
        ("mJy/beam", "mJy/beam"),
        ("10+3J/m/s/kpc2", "10**3J/(m.s.kpc**2)"),
    ] {
        assert_eq!(unit(text).to_string(), printed, "{text}");
    }
}

#[test]
fn factors_between_units_are_those_of_the_standards() {
    for (from, to, factor) in [
        ("deg", "arcsec", 3600.0),
        ("deg", "mas", 3_600_000.0),
        ("mas", "arcsec", 0.001),
        ("arcmin**2", "arcsec**2", 3600.0),
        ("deg", "rad", std::f64::consts::PI / 180.0),
        ("sr", "deg**2", (180.0 / std::f64::consts::PI).powi(2)),
        ("km/s", "m/s", 1000.0),
        ("d", "h", 24.0),
        ("yr", "d", 365.25),
        ("Angstrom", "nm", 0.1),
        ("um", "Angstrom", 10_000.0),
        ("Jy", "erg/(s.cm**2.Hz)", 1e-23),
        ("mJy", "W/(m**2.Hz)", 1e-29),
        ("eV", "J", 1.602_176_634e-19),
        ("Ry", "J", 2.179_872_361_103_5e-18),
        ("AU", "km", 149_597_870.7),
        ("pc", "AU", 648_000.0 / std::f64::consts::PI),
        ("lyr", "m", 9_460_730_472_580_800.0),
        ("T", "G", 10_000.0),
        ("N", "kg.m/s**2", 1.0),
        ("V", "W/A", 1.0),
        ("Ohm", "V/A", 1.0),
        ("F", "C/V", 1.0),
        ("H", "Wb/A", 1.0),
        ("S", "Ohm**-1", 1.0),
        ("Pa", "N/m**2", 1.0),
        ("lx", "lm/m**2", 1.0),
        ("KiB", "bit", 8192.0),
        ("10**-16erg", "erg", 1e-16),
        ("%", "", 0.01),
        ("count/s", "ct/min", 60.0),
        ("ABmag", "ABmag", 1.0),
        ("log(Hz)", "log(Hz)", 1.0),
        ("uas", "mas", 0.001),
    ] {
        let found = unit(from).factor_to(&unit(to)).unwrap_or_else(|| panic!("{from} to {to}"));
        let error = (found / factor - 1.0).abs();
        assert!(error < 4e-15, "{from} to {to}: {found}");
    }
    assert_eq!(unit("deg").factor_to(&unit("arcsec")), Some(3600.0), "exactly");
    assert_eq!(unit("deg").factor_to(&unit("mas")), Some(3_600_000.0), "exactly");
}

#[test]
fn units_of_different_things_have_no_factor() {
    for (from, to) in [
        ("deg", "s"),
        ("mag", ""),
        ("deg", ""),
        ("Jy", "mag"),
        ("ABmag", "mag"),
        ("'m'", "m"),
        ("log(Hz)", "log(kHz)"),
        ("deg", "deg**2"),
        ("count", "photon"),
    ] {
        assert!(!unit(from).compatible(&unit(to)), "{from} to {to}");
    }
}

#[test]
fn products_and_powers_are_printed() {
    assert_eq!(unit("km/s").product(&unit("s")).unwrap().to_string(), "km");
    assert_eq!(unit("deg").product(&unit("deg")).unwrap().to_string(), "deg**2");
    assert_eq!(unit("mag").quotient(&unit("yr")).unwrap().to_string(), "mag/yr");
    assert_eq!(unit("mag**2").power(Power::HALF).unwrap().to_string(), "mag");
    assert!(unit("m**1000").product(&unit("m")).is_none());
    assert!(unit("mas").quotient(&unit("mas")).unwrap().is_number());
}

#[test]
fn dimensions_are_those_of_physics() {
    let joule = unit("J").dimension().unwrap();
    assert_eq!((joule.exponent("m"), joule.exponent("g"), joule.exponent("s")), (2.0, 1.0, -2.0));
    assert_eq!(joule.to_string(), "g.m**2.s**-2");
    assert_eq!(unit("kJ").factor(), Some(1e6), "grams");
    assert_eq!(unit("furlong/'m'").unknown_symbols(), ["furlong", "m"]);
}

#[test]
fn errors_say_what_and_where() {
    for (text, message) in [
        ("km/", "expected a unit at character 4, found the end"),
        ("m/s.kg", "the product after `/` at character 4 is ambiguous; put the divisor into parentheses"),
        ("m**", "expected a number at character 4, found the end"),
        ("m**(1/2", "expected `)` at character 8, found the end"),
        ("(m/s", "expected `)` at character 5, found the end"),
        ("m)", "expected `.`, `/` or the end at character 2, found `)`"),
        ("m$", "expected `.`, `/` or the end at character 2, found `$`"),
        ("'m", "expected a closing quote at character 3, found the end"),
        ("''", "expected a name in the quotes at character 3, found the end"),
        ("x'm'", "expected a prefix before the quotes at character 2, found `x`"),
        ("'a b'", "expected letters in the quotes at character 3, found ` `"),
        ("m**5000", "the number at character 2 is out of range"),
        ("m99999999999", "the number at character 2 is out of range"),
        ("0m", "the number at character 1 is out of range"),
        ("unknown", "the unit is declared to be unknown"),
        ("m**(1/0)", "the number at character 2 is out of range"),
    ] {
        assert_eq!(Unit::parse(text).unwrap_err().to_string(), message, "{text}");
    }
    let deep = format!("{}m{}", "(".repeat(100), ")".repeat(100));
    assert_eq!(Unit::parse(&deep).unwrap_err().to_string(), "the unit is nested more than 16 levels deep");
    let long = "m.".repeat(1000);
    assert_eq!(Unit::parse(&long).unwrap_err().to_string(), "the unit is longer than 500 characters");
}

/// Texts of units as people write them, and some that nobody would.
fn any_unit() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "m", "km", "s", "yr", "mas", "deg", "arcsec", "mag", "Jy", "erg", "Angstrom", "pc", "eV", "count",
        "MiB", "furlong", "'m'", "k'x'", "log(Hz)", "solMass", "%",
    ]);
    let power = prop::sample::select(vec!["", "**2", "**-1", "-1", "2", "**(1/2)", "**(-3/2)", "**0.25"]);
    let factor =
        (word, power).prop_map(|(word, power)| match word.ends_with(')') && power.starts_with('-') {
            true => word.to_owned(),
            false => format!("{word}{power}"),
        });
    let scale = prop::sample::select(vec!["", "10**-16", "1.5", "100", "2.5e-3"]);
    let product = prop::collection::vec(factor.clone(), 1..5).prop_map(|factors| factors.join("."));
    (scale, product, prop::option::of(factor)).prop_map(|(scale, product, below)| match below {
        Some(below) => format!("{scale}{product}/{below}"),
        None => format!("{scale}{product}"),
    })
}

proptest! {
    #[test]
    fn a_printed_unit_is_read_as_the_same(text in any_unit()) {
        let first = unit(&text);
        let printed = first.to_string();
        let again = unit(&printed);
        prop_assert_eq!(again.to_string(), printed);
        let factor = again.factor_to(&first);
        prop_assert!(factor.is_some_and(|factor| (factor - 1.0).abs() < 1e-12), "{:?}", factor);
    }

    #[test]
    fn a_conversion_there_and_back_changes_nothing(text in any_unit(), scale in 1_u32..1000) {
        let one = unit(&text);
        let other = unit(&format!("{scale}m")).product(&one).unwrap();
        let same = unit("km").product(&one).unwrap();
        let (there, back) = (other.factor_to(&same).unwrap(), same.factor_to(&other).unwrap());
        prop_assert!((there * back - 1.0).abs() < 1e-14);
    }

    #[test]
    fn a_unit_times_its_reciprocal_is_a_number(text in any_unit()) {
        let one = unit(&text);
        let none = one.quotient(&one).unwrap();
        prop_assert_eq!(none.to_string(), "");
        prop_assert!(none.is_number());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[a-zA-Z0-9 .*/()'^+%\u{b5}-]{0,30}") {
        let _ = Unit::parse(&text);
    }
}
