//! A unit symbol with its prefix.

use crate::known::{Known, Prefixes, SPELLINGS, UNITS};
use crate::magnitude::Magnitude;
use crate::prefix::{BINARY, DECIMAL, Prefix};
use crate::unit::Unit;

/// What a power is raised of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Symbol {
    /// The prefix, if there is one.
    pub prefix: Option<&'static Prefix>,
    /// What it multiplies.
    pub stem: Stem,
}

/// A symbol without its prefix.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stem {
    /// One of VOUnits.
    Known(&'static Known),
    /// One that we only know by name.
    Named(String),
    /// A function of a unit, e.g. `log(Hz)`.
    Function {
        /// Its name.
        name: String,
        /// What stands in its parentheses.
        argument: Box<Unit>,
    },
}

impl Symbol {
    /// The symbol that a word means: a known one before a prefix (VOUnits 1.1 §2.2).
    ///
    /// An unknown word is one symbol, whatever its first letter: `furlong` is no femto-urlong for us.
    pub(crate) fn of_word(word: &str) -> Self {
        let spelled = SPELLINGS.iter().find(|(other, _)| *other == word);
        let word = spelled.map_or(word, |(_, preferred)| *preferred);
        let known = find(word).map(|known| Self { prefix: None, stem: Stem::Known(known) });
        known.or_else(|| prefixed(word)).unwrap_or_else(|| Self::named(None, word))
    }

    /// A symbol in quotes, which is never a known one; nothing but a prefix may stand in front of the quotes.
    pub(crate) fn quoted(prefix: &str, name: &str) -> Option<Self> {
        let prefix = match prefix {
            "" => None,
            text => Some(DECIMAL.iter().find(|prefix| prefix.text == text)?),
        };
        Some(Self::named(prefix, name))
    }

    /// The factor to the base units.
    pub(crate) fn magnitude(&self) -> Option<Magnitude> {
        let prefix = self.prefix.map_or(Magnitude::ONE, |prefix| prefix.magnitude);
        match &self.stem {
            Stem::Known(known) => prefix.times(known.magnitude),
            Stem::Named(_) | Stem::Function { .. } => Some(prefix),
        }
    }

    fn named(prefix: Option<&'static Prefix>, name: &str) -> Self {
        Self { prefix, stem: Stem::Named(name.to_owned()) }
    }
}

fn find(text: &str) -> Option<&'static Known> {
    UNITS.iter().find(|known| known.text == text)
}

fn prefixed(word: &str) -> Option<Symbol> {
    // Micro has two characters of its own.
    let word = word.replacen(['\u{b5}', '\u{3bc}'], "u", 1);
    let stem = |prefix: &'static Prefix| {
        let rest = word.strip_prefix(prefix.text)?;
        let spelled = SPELLINGS.iter().find(|(other, _)| *other == rest);
        Some((prefix, find(spelled.map_or(rest, |(_, preferred)| *preferred))?))
    };
    let decimal = DECIMAL.iter().filter_map(stem).find(|(_, known)| known.prefixes != Prefixes::None);
    let binary =
        || BINARY.iter().filter_map(stem).find(|(_, known)| known.prefixes == Prefixes::DecimalAndBinary);
    let (prefix, known) = decimal.or_else(binary)?;
    Some(Symbol { prefix: Some(prefix), stem: Stem::Known(known) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_spelling_means_a_known_unit() {
        for (spelling, preferred) in SPELLINGS {
            assert!(matches!(Symbol::of_word(spelling).stem, Stem::Known(_)), "{spelling}");
            assert_eq!(Symbol::of_word(spelling), Symbol::of_word(preferred), "{spelling}");
        }
    }

    #[test]
    fn known_symbols_come_before_prefixes() {
        for (word, prefix) in
            [("Pa", None), ("cd", None), ("dB", None), ("AU", None), ("ha", Some("h")), ("MiB", Some("Mi"))]
        {
            let symbol = Symbol::of_word(word);
            assert_eq!(symbol.prefix.map(|prefix| prefix.text), prefix, "{word}");
            assert!(matches!(symbol.stem, Stem::Known(_)), "{word}");
        }
        assert_eq!(Symbol::of_word("furlong").stem, Stem::Named("furlong".to_owned()));
    }
}
