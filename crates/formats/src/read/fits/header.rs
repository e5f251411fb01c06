//! The header of one part of a FITS file: keywords and values (FITS 4.0 §4).

use std::collections::HashMap;
use std::io::ErrorKind;

use crate::read::{ReadError, Source};

/// Bytes of a block.
pub(super) const BLOCK_BYTES: usize = 2880;
const CARD_BYTES: usize = 80;
/// Far more than the 999 columns of a table need; a header without an end stops here.
const BLOCKS_MAX: usize = 2000;
/// The most characters that CONTINUE cards may add up to.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// A header.
pub(super) struct Header {
    values: HashMap<String, String>,
    /// Its length in the file.
    pub bytes: u64,
}

impl Header {
    /// Reads the header that begins here with `first`; `None` if the file ends, or goes on with something else.
    pub fn read(source: &mut dyn Source, first: &str) -> Result<Option<Self>, ReadError> {
        let mut header = Self { values: HashMap::new(), bytes: 0 };
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
                let card = String::from_utf8_lossy(card);
                if card.trim_end() == "END" {
                    return Ok(Some(header));
                }
                header.add(&card, &mut open);
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
                (open.as_ref().and_then(|open| self.values.get_mut(open)), quoted(rest))
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
        let value = quoted(rest).inspect(|_| *open = Some(keyword.to_owned()));
        let value = value.unwrap_or_else(|| rest.split('/').next().unwrap_or_default().trim().to_owned());
        // The first of two equal keywords counts, so that nothing behind can change what was read.
        self.values.entry(keyword.to_owned()).or_insert(value);
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
    pub fn integer(&self, keyword: &str) -> Result<Option<i64>, ReadError> {
        self.parsed(keyword, "an integer", |text| text.parse().ok())
    }

    /// An integer that is 0 or more.
    pub fn count(&self, keyword: &str) -> Result<Option<u64>, ReadError> {
        self.parsed(keyword, "an integer, 0 or more", |text| text.parse().ok())
    }

    /// A number; the exponent may begin with `D`.
    pub fn real(&self, keyword: &str) -> Result<Option<f64>, ReadError> {
        let finite = |number: &f64| number.is_finite();
        self.parsed(keyword, "a number", |text| text.replace(['D', 'd'], "E").parse().ok().filter(finite))
    }

    fn parsed<T>(
        &self,
        keyword: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ReadError> {
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

/// A text of the file as an error may show it.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// An error at a place.
pub(super) fn malformed(place: &str, what: &str) -> ReadError {
    ReadError::Malformed { place: place.to_owned(), what: what.to_owned() }
}

/// Fills a block; false if the file ends before it.
fn read_block(source: &mut dyn Source, block: &mut [u8]) -> Result<bool, ReadError> {
    match source.read_exact(block) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(ReadError::from_io(error)),
    }
}

/// The text between quotes, in which two quotes stand for one.
fn quoted(value: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = value.trim_start().strip_prefix('\'')?.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' if chars.next_if_eq(&'\'').is_none() => break,
            c => text.push(c),
        }
    }
    Some(text.trim_end().to_owned())
}
