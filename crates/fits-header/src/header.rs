//! The header of one part of a FITS file: keywords and values (FITS 4.0 §4).

use std::collections::HashMap;
use std::io::{ErrorKind, Read};

use crate::card::{bare, quoted};
use crate::{BLOCK_BYTES, CARD_BYTES, Card, HeaderError, malformed, shown};

/// Far more than the 999 columns of a table need; a header without an end stops here.
const BLOCKS_MAX: usize = 2000;
/// The most characters that CONTINUE cards may add up to.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// A header.
#[derive(Clone, Debug, Default)]
pub struct Header {
    values: HashMap<String, String>,
    /// All cards before END, as the file has them.
    cards: Vec<u8>,
    /// Its length in the file, with END and what fills the last block.
    pub bytes: u64,
}

impl Header {
    /// Reads the header that begins here with `first`; `None` if the file ends, or goes on with something else.
    pub fn read<R: Read + ?Sized>(source: &mut R, first: &str) -> Result<Option<Self>, HeaderError> {
        let mut header = Self::default();
        let mut block = [0; BLOCK_BYTES];
        let mut open = None;
        for number in 0..BLOCKS_MAX {
            if !read_block(source, &mut block)? {
                return if number == 0 {
                    Ok(None)
                } else {
                    Err(malformed("header", "the file ends inside it"))
                };
            }
            if number == 0 && !block.starts_with(first.as_bytes()) {
                return Ok(None);
            }
            header.bytes += BLOCK_BYTES as u64;
            for card in block.chunks_exact(CARD_BYTES) {
                if card.trim_ascii_end() == b"END" {
                    return Ok(Some(header));
                }
                header.cards.extend_from_slice(card);
                header.add(&String::from_utf8_lossy(card), &mut open);
            }
        }
        Err(malformed("header", "it has no END card"))
    }

    /// Takes a card; `open` is the keyword of a text that may go on in a CONTINUE card.
    fn add(&mut self, card: &str, open: &mut Option<String>) {
        let (Some(keyword), Some(rest)) = (card.get(..8), card.get(8..)) else { return };
        let keyword = keyword.trim_end();
        if keyword == "CONTINUE" {
            if let (Some(text), Some(value)) =
                (open.as_ref().and_then(|open| self.values.get_mut(open)), text_of(rest))
                && text.len() < TEXT_BYTES_MAX
                && text.ends_with('&')
            {
                text.pop();
                text.push_str(&value);
            }
            return;
        }
        *open = None;
        let Some(rest) = rest.strip_prefix("= ") else { return };
        let value = text_of(rest).inspect(|_| *open = Some(keyword.to_owned()));
        let value = value.unwrap_or_else(|| bare(rest).to_owned());
        // The first of two equal keywords counts, so that nothing behind can change what was read.
        self.values.entry(keyword.to_owned()).or_insert(value);
    }

    /// All cards before END, in their order.
    pub fn cards(&self) -> impl Iterator<Item = Card<'_>> {
        self.cards.chunks_exact(CARD_BYTES).map(Card::new)
    }

    /// Cards that break the rules: their number, counted from 1, and what is wrong. They say nothing to whoever reads.
    pub fn faults(&self) -> impl Iterator<Item = (usize, &'static str)> {
        self.cards().enumerate().filter_map(|(index, card)| Some((index + 1, card.fault()?)))
    }

    /// The value of a keyword as text, if it has one that is not blank.
    pub fn text(&self, keyword: &str) -> Option<&str> {
        let value = self.values.get(keyword)?;
        Some(value.strip_suffix('&').unwrap_or(value).trim_end()).filter(|value| !value.is_empty())
    }

    /// The value of a numbered keyword, e.g. `TTYPE7`.
    pub fn text_of(&self, keyword: &str, number: usize) -> Option<&str> {
        self.text(&format!("{keyword}{number}"))
    }

    /// Whether a keyword says true.
    pub fn is_true(&self, keyword: &str) -> bool {
        self.text(keyword) == Some("T")
    }

    /// An integer.
    pub fn integer(&self, keyword: &str) -> Result<Option<i64>, HeaderError> {
        self.parsed(keyword, "an integer", |text| text.parse().ok())
    }

    /// An integer that is 0 or more.
    pub fn count(&self, keyword: &str) -> Result<Option<u64>, HeaderError> {
        self.parsed(keyword, "an integer, 0 or more", |text| text.parse().ok())
    }

    /// A number; the exponent may begin with `D`.
    pub fn real(&self, keyword: &str) -> Result<Option<f64>, HeaderError> {
        let finite = |number: &f64| number.is_finite();
        self.parsed(keyword, "a number", |text| text.replace(['D', 'd'], "E").parse().ok().filter(finite))
    }

    fn parsed<T>(
        &self,
        keyword: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, HeaderError> {
        let Some(text) = self.text(keyword) else { return Ok(None) };
        match parse(text) {
            Some(value) => Ok(Some(value)),
            None => Err(malformed(
                &format!("keyword `{keyword}`"),
                &format!("it is `{}` and should be {expected}", shown(text)),
            )),
        }
    }
}

/// Fills a block; false if the file ends before it.
fn read_block<R: Read + ?Sized>(source: &mut R, block: &mut [u8]) -> Result<bool, HeaderError> {
    match source.read_exact(block) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(HeaderError::Source(error)),
    }
}

/// The text between quotes; all that follows where the closing one is missing.
fn text_of(value: &str) -> Option<String> {
    let open = value.trim_start().strip_prefix('\'')?;
    Some(quoted(value).map_or_else(|| open.replace("''", "'").trim_end().to_owned(), |(text, _)| text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn block(cards: &[&str]) -> Vec<u8> {
        let mut bytes: Vec<u8> = cards.iter().flat_map(|card| format!("{card:80}").into_bytes()).collect();
        bytes.resize(bytes.len().next_multiple_of(BLOCK_BYTES), b' ');
        bytes
    }

    fn header(cards: &[&str]) -> Header {
        let cards = [&["SIMPLE  = T"], cards, &["END"]].concat();
        Header::read(&mut block(&cards).as_slice(), "SIMPLE  =").unwrap().unwrap()
    }

    #[test]
    fn values_are_read_as_what_they_are() {
        let header = header(&[
            "OBJECT  = 'O''Neill ' / a star",
            "LONG    = 'one &'",
            "CONTINUE  'two&'",
            "CONTINUE  ' three'",
            "GAIN    =               -1.5D2",
            "NAXIS   =                    3",
            "NAXIS   =                    4 / said twice: the first counts",
            "HIERARCH ESO DET = 'kept as text'",
        ]);
        assert_eq!(header.text("OBJECT"), Some("O'Neill"));
        assert_eq!(header.text("LONG"), Some("one two three"));
        assert_eq!(header.real("GAIN").unwrap(), Some(-150.0));
        assert_eq!(header.count("NAXIS").unwrap(), Some(3));
        assert_eq!((header.text("ABSENT"), header.is_true("SIMPLE")), (None, true));
        let kept: Vec<String> =
            header.cards().map(|card| String::from_utf8_lossy(card.bytes()).trim_end().to_owned()).collect();
        assert_eq!((kept.len(), kept[8].as_str()), (9, "HIERARCH ESO DET = 'kept as text'"));
    }

    #[test]
    fn bad_cards_are_told_with_their_number() {
        let header = header(&["OBJECT  = 'open", "NAXIS   = 0", "RA      = 1:2:3"]);
        let expected =
            [(2, "its text has no closing quote"), (4, "its value is neither a text, a number, T nor F")];
        assert_eq!(header.faults().collect::<Vec<_>>(), expected);
        assert_eq!(header.text("OBJECT"), Some("open"));
    }

    #[test]
    fn wrong_values_are_told_with_their_keyword() {
        let header = header(&["NAXIS   = -1", "GAIN    = 'high'"]);
        let error = header.count("NAXIS").unwrap_err().to_string();
        assert_eq!(error, "keyword `NAXIS`: it is `-1` and should be an integer, 0 or more");
        let error = header.real("GAIN").unwrap_err().to_string();
        assert_eq!(error, "keyword `GAIN`: it is `high` and should be a number");
    }

    #[test]
    fn a_header_must_end() {
        let cut = block(&["SIMPLE  = T"]);
        let error = Header::read(&mut cut.as_slice(), "SIMPLE  =").unwrap_err().to_string();
        assert_eq!(error, "header: the file ends inside it");
        assert!(Header::read(&mut cut.as_slice(), "XTENSION=").unwrap().is_none());
        assert!(Header::read(&mut &cut[..100], "SIMPLE  =").unwrap().is_none());
    }

    #[test]
    fn sizes_of_data_follow_from_the_axes() {
        let of = |cards: &[&str]| header(cards).data_bytes().map_err(|error| error.to_string());
        let image = ["BITPIX  = -32", "NAXIS   = 2", "NAXIS1  = 10", "NAXIS2  = 20"];
        assert_eq!(of(&image), Ok(800));
        assert_eq!(of(&["BITPIX  = 8", "NAXIS   = 0"]), Ok(0));
        assert_eq!(of(&[&image[..], &["PCOUNT  = 5", "GCOUNT  = 2"]].concat()), Ok(1640));
        assert_eq!(of(&["BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 0", "NAXIS2  = 7", "GROUPS  = T"]), Ok(14));
        let huge = ["BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 9999999999", "NAXIS2  = 9999999999"];
        let error = "keyword `NAXIS`: the lengths of the axes make more bytes than any file has";
        assert_eq!(of(&huge), Err(error.to_owned()));
        assert_eq!(
            of(&["BITPIX  = 12", "NAXIS   = 0"]),
            Err("keyword `BITPIX`: it must be 8, 16, 32, 64, -32 or -64".to_owned())
        );
        assert_eq!(of(&image[..3]), Err("keyword `NAXIS2`: it is missing".to_owned()));
        assert_eq!(of(&image[..1]), Err("keyword `NAXIS`: it must be 0 to 999".to_owned()));
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_header_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..6000)) {
            bytes.splice(0..0, *b"SIMPLE  =");
            if let Ok(Some(header)) = Header::read(&mut bytes.as_slice(), "SIMPLE  =") {
                prop_assert!(header.faults().count() <= header.cards().count());
                let _any = header.data_bytes();
            }
        }
    }
}
