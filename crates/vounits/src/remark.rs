//! What VOUnits would say of the spelling of a unit that can be read.

use crate::error::UnitError;
use crate::known::UNITS;
use crate::prefix::{BINARY, DECIMAL};
use crate::symbol::{Stem, Symbol};
use crate::unit::Unit;

/// Symbols that VOUnits knows beside the one that we print (VOUnits 1.1 §2.4, table "Known units").
const ALSO_KNOWN: [&str; 6] = ["ct", "ph", "pix", "au", "angstrom", "B"];

/// Symbols that VOUnits knows and advises against (VOUnits 1.1 §2.4).
const DEPRECATED: [&str; 5] = ["Angstrom", "angstrom", "barn", "erg", "G"];

/// Something to mend in the spelling of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A symbol without a known meaning, and not in quotes, which would say that it is meant so.
    Unknown(String),
    /// A symbol that new data should not use.
    Deprecated(String),
    /// The unit is not written as VOUnits are; this is how they write it.
    Rewrite(String),
}

/// All symbols of VOUnits without prefixes.
pub fn known_symbols() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|known| known.text).chain(ALSO_KNOWN)
}

impl Unit {
    /// What VOUnits would say of the spelling; nothing if it is right.
    pub fn remarks(text: &str) -> Result<Vec<Remark>, UnitError> {
        let unit = Self::parse(text)?;
        let bare = without_quoted(text);
        let words: Vec<&str> = words(without_scale(&bare));
        let mut remarks: Vec<Remark> = Vec::new();
        let mut add = |remark| {
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
        };
        let mut known = true;
        for word in &words {
            match spelling(word) {
                None => {
                    known = false;
                    add(Remark::Unknown((*word).to_owned()));
                }
                Some(stem) if DEPRECATED.contains(&stem) => add(Remark::Deprecated(stem.to_owned())),
                Some(_) => {}
            }
        }
        let spelled = words.iter().all(|word| is_preferred(word));
        if known && !(spelled && is_plain(without_scale(&bare))) {
            add(Remark::Rewrite(unit.to_string()));
        }
        Ok(remarks)
    }
}

/// The symbol without prefix that a word means, if it is a known one.
fn spelling(word: &str) -> Option<&'static str> {
    if let Some(also) = also_known(word) {
        return Some(also);
    }
    match Symbol::of_word(word).stem {
        Stem::Known(known) => Some(known.text),
        Stem::Named(_) | Stem::Function { .. } => None,
    }
}

/// Whether the word is how VOUnits write the symbol.
fn is_preferred(word: &str) -> bool {
    let symbol = Symbol::of_word(word);
    let Stem::Known(known) = &symbol.stem else { return false };
    let prefix = symbol.prefix.map_or("", |prefix| prefix.text);
    also_known(word).is_some() || word.strip_prefix(prefix) == Some(known.text)
}

/// The second spelling that the word is, with a prefix or without.
fn also_known(word: &str) -> Option<&'static str> {
    ALSO_KNOWN.into_iter().find(|also| {
        let prefix = word.strip_suffix(also);
        prefix.is_some_and(|prefix| {
            let mut prefixes = DECIMAL.iter().chain(BINARY);
            prefix.is_empty() || (*also != "au" && prefixes.any(|known| known.text == prefix))
        })
    })
}

/// The text with `m` in the place of each symbol in quotes, which may hold anything.
fn without_quoted(text: &str) -> String {
    let parts = text.split('\'').enumerate();
    parts.map(|(number, part)| if number % 2 == 1 { "m" } else { part }).collect()
}

/// What follows the scale factor: `1e-7`, `10**3`, `0.5`.
fn without_scale(text: &str) -> &str {
    let ends = (1..=text.len()).rev().filter(|end| text.is_char_boundary(*end));
    let is_number = |end: &usize| {
        let digits = text[..*end].bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
        digits && text.as_bytes()[*end - 1].is_ascii_digit() && text[..*end].parse::<f64>().is_ok()
    };
    let rest = ends.into_iter().find(is_number).map_or(text, |end| &text[end..]);
    let Some(power) = rest.strip_prefix("**").filter(|_| text.starts_with("10")) else { return rest };
    power.trim_start_matches(['+', '-']).trim_start_matches(|digit: char| digit.is_ascii_digit())
}

/// The symbols: runs of letters, but for the names of functions.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_letter) {
        let from = &rest[start..];
        let end = from.find(|letter| !is_letter(letter)).unwrap_or(from.len());
        if !from[end..].starts_with('(') {
            words.push(&from[..end]);
        }
        rest = &from[end..];
    }
    words
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || letter == '%' || letter == '_'
}

/// Whether products, quotients and powers are written as VOUnits write them: `.`, one `/`, `**`.
fn is_plain(text: &str) -> bool {
    let after = |previous: char, next: char| match next {
        '0'..='9' => !(previous.is_alphabetic() || previous == ')'),
        '+' | '-' => matches!(previous, '*' | '('),
        '(' => previous != ')',
        _ => next.is_ascii() && !matches!(next, ' ' | '^'),
    };
    let pairs = text.chars().zip(text.chars().skip(1));
    let slashes = text.matches('/').count() - text.matches("**(").count().min(text.matches('/').count());
    pairs.clone().all(|(previous, next)| after(previous, next))
        && text.chars().next().is_none_or(|first| first.is_ascii() && !matches!(first, ' ' | '*'))
        && !text.replace("**", "").contains('*')
        && slashes <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remarks(text: &str) -> Vec<Remark> {
        Unit::remarks(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn vounits_have_nothing_to_be_said_of() {
        for text in [
            "",
            "deg",
            "km/s",
            "1e-7Jy",
            "10**3m",
            "s**-1",
            "arcsec/pix",
            "pixel",
            "ct/s",
            "mag/arcsec**2",
            "W.m**-2.um**-1",
            "W/(m**2.um)",
            "log(Hz)",
            "sqrt(m)",
            "m**(3/2)",
            "'furlong'/s",
            "%",
            "solMass",
            "MiB",
            "au",
            "1.5e3km",
            "mJy/beam",
            "d",
            "mas/yr",
        ] {
            assert_eq!(remarks(text), [], "{text}");
        }
    }

    #[test]
    fn other_spellings_are_told_as_vounits_write_them() {
        for (text, written) in [
            ("km.s-1", "km/s"),
            ("km s-1", "km/s"),
            ("km s^-1", "km/s"),
            ("arcsec2", "arcsec**2"),
            ("degrees", "deg"),
            ("mags", "mag"),
        ] {
            assert_eq!(remarks(text), [Remark::Rewrite(written.to_owned())], "{text}");
        }
    }

    #[test]
    fn unknown_and_deprecated_symbols_are_told() {
        assert_eq!(remarks("furlong/s"), [Remark::Unknown("furlong".to_owned())]);
        assert_eq!(remarks("Angstrom"), [Remark::Deprecated("Angstrom".to_owned())]);
        let flux = remarks("erg.s**-1.cm**-2.Angstrom**-1");
        assert_eq!(flux, ["erg", "Angstrom"].map(|unit| Remark::Deprecated(unit.to_owned())));
    }

    #[test]
    fn a_text_that_is_no_unit_is_refused_with_the_place() {
        let error = Unit::remarks("km/").unwrap_err().to_string();
        assert_eq!(error, "expected a unit at character 4, found the end");
    }
}
