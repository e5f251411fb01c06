//! One card: its keyword, its value, and what is wrong with it (FITS 4.0 §4.1 and §4.2).

use std::borrow::Cow;

use crate::CARD_BYTES;

/// A card of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card<'h>(&'h [u8]);

impl<'h> Card<'h> {
    /// The card that these 80 bytes are.
    pub(crate) fn new(bytes: &'h [u8]) -> Self {
        Self(bytes)
    }

    /// Its 80 bytes, as the file has them.
    pub fn bytes(&self) -> &'h [u8] {
        self.0
    }

    /// Its keyword: the first eight characters without the blanks behind them; blank for bytes that are no text.
    pub fn keyword(&self) -> &'h str {
        std::str::from_utf8(self.0.get(..8).unwrap_or_default()).unwrap_or_default().trim_end()
    }

    /// What stands behind `= `; `None` for a remark, a continuation, and whatever else has no value.
    pub fn value(&self) -> Option<Cow<'h, str>> {
        let field = self.0.get(8..)?.strip_prefix(b"= ")?;
        (self.keyword() != "CONTINUE").then(|| String::from_utf8_lossy(field))
    }

    /// Its value as a number; the exponent may begin with `D`.
    pub fn real(&self) -> Option<f64> {
        bare(&self.value()?).replace(['D', 'd'], "E").parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// The remark behind the value, without the slash and the blanks around it.
    pub fn comment(&self) -> Option<String> {
        let value = self.value()?;
        let behind = match quoted(&value) {
            Some((_, behind)) => behind,
            None => value.as_ref(),
        };
        behind.split_once('/').map(|(_, comment)| comment.trim().to_owned())
    }

    /// What is wrong with it, for the owner of the file; `None` for a good card.
    pub fn fault(&self) -> Option<&'static str> {
        if !self.0.iter().all(|byte| (b' '..=b'~').contains(byte)) || self.0.len() != CARD_BYTES {
            return Some("it has a character that is not printable ASCII");
        }
        let is_known = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if !self.keyword().chars().all(is_known) {
            return Some("its keyword has a character other than A to Z, 0 to 9, - and _");
        }
        let value = self.value()?;
        let is_text = value.trim_start().starts_with('\'');
        match quoted(&value) {
            None if is_text => Some("its text has no closing quote"),
            None if !is_bare_value(bare(&value)) => Some("its value is neither a text, a number, T nor F"),
            _ => None,
        }
    }
}

/// A value without quotes: what stands before the slash.
pub(crate) fn bare(value: &str) -> &str {
    value.split('/').next().unwrap_or_default().trim()
}

/// The text between quotes, in which two quotes stand for one, and what stands behind it.
pub(crate) fn quoted(value: &str) -> Option<(String, &str)> {
    let mut rest = value.trim_start().strip_prefix('\'')?;
    let mut text = String::new();
    loop {
        let (piece, behind) = rest.split_once('\'')?;
        text.push_str(piece);
        match behind.strip_prefix('\'') {
            Some(more) => {
                text.push('\'');
                rest = more;
            }
            None => return Some((text.trim_end().to_owned(), behind)),
        }
    }
}

/// Whether a value without quotes is one: undefined, logical, a number, or a complex number.
fn is_bare_value(value: &str) -> bool {
    let is_number =
        |text: &str| text.trim().replace(['D', 'd'], "E").parse::<f64>().is_ok_and(f64::is_finite);
    let pair = value.strip_prefix('(').and_then(|value| value.strip_suffix(')')?.split_once(','));
    matches!(value, "" | "T" | "F")
        || is_number(value)
        || pair.is_some_and(|(real, imaginary)| is_number(real) && is_number(imaginary))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn padded(text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(CARD_BYTES, b' ');
        bytes
    }

    #[test]
    fn good_cards_have_no_fault() {
        for text in [
            "",
            "COMMENT any ' text",
            "CONTINUE  'more&'",
            "HIERARCH ESO DET NAME = 'x'",
            "BSCALE  =               1.0D-3 / factor",
            "PAIR    =           (1.0, 2.0)",
            "UNDEF   =",
            "OBJECT  = 'O''Neill / co'",
            "KEY_-9  = T",
        ] {
            assert_eq!(Card::new(&padded(text)).fault(), None, "{text}");
        }
    }

    #[test]
    fn faults_are_told() {
        for (text, fault) in [
            ("OBJECT  = 'open", "its text has no closing quote"),
            ("object  = 'x'", "its keyword has a character other than A to Z, 0 to 9, - and _"),
            ("RA      = 12:30:01.5", "its value is neither a text, a number, T nor F"),
            ("GAIN    = NaN", "its value is neither a text, a number, T nor F"),
            ("OBJECT  = 'Ångström'", "it has a character that is not printable ASCII"),
        ] {
            let bytes = padded(text);
            assert_eq!(Card::new(&bytes).fault(), Some(fault), "{text}");
        }
    }

    #[test]
    fn a_comment_stands_behind_the_value() {
        let comment = |text: &str| Card::new(&padded(text)).comment();
        assert_eq!(comment("A       = 'x / y' / z / z"), Some("z / z".to_owned()));
        assert_eq!(comment("A       = 1 /z"), Some("z".to_owned()));
        assert_eq!(comment("A       = 1"), None);
        assert_eq!(comment("COMMENT / z"), None);
    }
}
