//! The cards of a FITS header (FITS 4.0 §4).

use std::fmt::Write;

use crate::{BLOCK_BYTES, CARD_BYTES, Card};

/// Characters of a text value on one card, between its quotes.
const TEXT_CHARS_MAX: usize = CARD_BYTES - 12;

/// A header under way.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    text: String,
    is_continued: bool,
}

impl Cards {
    /// Appends a truth value.
    pub fn logical(&mut self, keyword: &str, value: bool) {
        self.value(keyword, if value { "T" } else { "F" }, "");
    }

    /// Appends an integer.
    pub fn integer(&mut self, keyword: &str, value: impl Into<i128>, comment: &str) {
        self.value(keyword, &value.into().to_string(), comment);
    }

    /// Appends a floating-point number.
    pub fn real(&mut self, keyword: &str, value: f64, comment: &str) {
        self.value(keyword, &format!("{value:?}").to_uppercase(), comment);
    }

    /// Appends a text; a long one goes on in CONTINUE cards (FITS 4.0 §4.2.1.2). Trailing blanks say nothing.
    pub fn text(&mut self, keyword: &str, value: &str, comment: &str) {
        let value = ascii(value);
        let mut rest = value.trim_end();
        let mut begin = format!("{keyword:8}= ");
        while quoted_chars(rest) > TEXT_CHARS_MAX {
            let (piece, tail) = split_quoted(rest, TEXT_CHARS_MAX - 1);
            self.card(&format!("{begin}'{}&'", piece.replace('\'', "''")));
            self.is_continued = true;
            begin = "CONTINUE  ".to_owned();
            rest = tail;
        }
        let quoted = format!("'{:8}'", rest.replace('\'', "''"));
        let comment = if comment.is_empty() { String::new() } else { format!(" / {comment}") };
        self.card(&format!("{begin}{quoted:20}{comment}"));
    }

    /// Appends a remark, on as many COMMENT cards as it needs.
    pub fn comment(&mut self, text: &str) {
        self.remark("COMMENT", text);
    }

    /// Appends what was done to the data, on as many HISTORY cards as it needs.
    pub fn history(&mut self, text: &str) {
        self.remark("HISTORY", text);
    }

    /// Appends a card of another header as it is, but for bytes that no header may have, which become `?`.
    pub fn copy(&mut self, card: &Card<'_>) {
        self.is_continued |= card.keyword() == "CONTINUE";
        let printable = |&byte: &u8| if (b' '..=b'~').contains(&byte) { char::from(byte) } else { '?' };
        self.text.extend(card.bytes().iter().map(printable));
    }

    /// Appends the cards of another.
    pub fn extend(&mut self, other: &Self) {
        if other.is_continued {
            self.text("LONGSTRN", "OGIP 1.0", "long texts go on in CONTINUE cards");
        }
        self.text.push_str(&other.text);
    }

    /// Ends the header, which fills its last block with blanks.
    pub fn end(mut self, out: &mut Vec<u8>) {
        self.card("END");
        out.extend_from_slice(self.text.as_bytes());
        let filled = self.text.len().next_multiple_of(BLOCK_BYTES) - self.text.len();
        out.extend(std::iter::repeat_n(b' ', filled));
    }

    fn remark(&mut self, keyword: &str, text: &str) {
        let text = ascii(text);
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (piece, tail) = rest.split_at_checked(CARD_BYTES - 8).unwrap_or((rest, ""));
            self.card(&format!("{keyword:8}{piece}"));
            rest = tail;
        }
    }

    fn value(&mut self, keyword: &str, value: &str, comment: &str) {
        let mut card = format!("{keyword:8}= {value:>20}");
        if !comment.is_empty() {
            card = format!("{card} / {comment}");
        }
        self.card(&card);
    }

    fn card(&mut self, card: &str) {
        let card = card.get(..CARD_BYTES).unwrap_or(card);
        let _infallible = write!(self.text, "{card:CARD_BYTES$}");
    }
}

/// A text in the characters of a header, all printable and ASCII (FITS 4.0 §4.1.2.2); `?` for what has none.
pub fn ascii(text: &str) -> String {
    let printable = |c| match c {
        ' '..='~' => c,
        '\u{b5}' | '\u{3bc}' => 'u',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{d7}' => 'x',
        _ if c.is_whitespace() || c.is_control() => ' ',
        _ => '?',
    };
    text.chars().map(printable).collect()
}

fn quoted_chars(text: &str) -> usize {
    text.len() + text.bytes().filter(|&byte| byte == b'\'').count()
}

/// Splits an ASCII text where it has as many characters as fit with doubled quotes.
fn split_quoted(text: &str, chars_max: usize) -> (&str, &str) {
    let mut chars = 0;
    let place = text.bytes().position(|byte| {
        chars += if byte == b'\'' { 2 } else { 1 };
        chars > chars_max
    });
    text.split_at_checked(place.unwrap_or(text.len())).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(fill: impl FnOnce(&mut Cards)) -> Vec<String> {
        let (mut cards, mut out) = (Cards::default(), Vec::new());
        fill(&mut cards);
        cards.end(&mut out);
        assert!(out.len().is_multiple_of(BLOCK_BYTES));
        let text = String::from_utf8(out).unwrap();
        let cards = text.as_bytes().chunks(CARD_BYTES).map(|card| String::from_utf8(card.to_vec()).unwrap());
        cards.map(|card| card.trim_end().to_owned()).take_while(|card| card != "END").collect()
    }

    #[test]
    fn values_stand_where_fixed_format_has_them() {
        let cards = written(|cards| {
            cards.logical("SIMPLE", true);
            cards.integer("NAXIS1", 12, "bytes of a row");
            cards.real("EQUINOX", 2000.0, "");
            cards.real("CDELT1", -2.5e-17, "deg");
            cards.text("TFORM1", "D", "");
            cards.text("QSTATUS", "OVERFLOW", "rows were cut");
        });
        let expected = [
            "SIMPLE  =                    T",
            "NAXIS1  =                   12 / bytes of a row",
            "EQUINOX =               2000.0",
            "CDELT1  =             -2.5E-17 / deg",
            "TFORM1  = 'D       '",
            "QSTATUS = 'OVERFLOW'           / rows were cut",
        ];
        assert_eq!(cards, expected);
    }

    #[test]
    fn a_long_text_goes_on_and_no_quote_is_split() {
        let text = format!("{}''{}", "a".repeat(65), "b".repeat(70));
        let cards = written(|cards| cards.text("TCOMM1", &text, ""));
        let expected = [
            format!("TCOMM1  = '{}''&'", "a".repeat(65)),
            format!("CONTINUE  '''{}&'", "b".repeat(65)),
            "CONTINUE  'bbbbb   '".to_owned(),
        ];
        assert_eq!(cards, expected);
        assert!(cards.iter().all(|card| card.len() <= CARD_BYTES));
    }

    #[test]
    fn a_text_that_just_fits_is_one_card() {
        let cards = written(|cards| cards.text("TCOMM1", &"x".repeat(TEXT_CHARS_MAX), ""));
        assert_eq!(cards.iter().map(String::len).collect::<Vec<_>>(), [CARD_BYTES]);
    }

    #[test]
    fn long_texts_are_announced() {
        let mut inner = Cards::default();
        inner.text("TCOMM1", &"x".repeat(100), "");
        let cards = written(|cards| cards.extend(&inner));
        assert_eq!(cards[0], "LONGSTRN= 'OGIP 1.0'           / long texts go on in CONTINUE cards");
    }

    #[test]
    fn other_characters_become_their_likes_or_question_marks() {
        assert_eq!(ascii("5 µm – “a”\n\tÅ\u{1F52D}"), "5 um - \"a\"  ??");
    }

    #[test]
    fn comments_have_as_many_cards_as_they_need() {
        let cards = written(|cards| cards.comment(&"0123456789".repeat(8)));
        assert_eq!(cards, [format!("COMMENT {}01", "0123456789".repeat(7)), "COMMENT 23456789".to_owned()]);
    }
}
