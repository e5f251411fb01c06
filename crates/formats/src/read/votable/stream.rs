//! The bytes of a STREAM element: base64, or gzip in base64 (VOTable 1.4 §4.9).

use std::io::{self, Read};

use base64_simd::{STANDARD, STANDARD_NO_PAD};

use super::xml::{Token, Xml};
use crate::read::ReadError;
use crate::read::source::Gunzip;

/// Characters that are decoded at once.
const DECODED_AT_ONCE: usize = 32 << 10;

/// The bytes of the STREAM element that was opened last.
pub(super) struct Base64 {
    xml: Xml,
    /// Characters that are not decoded yet, without blanks.
    text: Vec<u8>,
    bytes: Vec<u8>,
    at: usize,
    is_padded: bool,
    is_ended: bool,
}

impl Base64 {
    /// Reads behind the start tag.
    pub fn new(xml: Xml) -> Self {
        Self { xml, text: Vec::new(), bytes: Vec::new(), at: 0, is_padded: false, is_ended: false }
    }

    /// The document, which stands behind the element once all bytes are read.
    pub fn xml(&mut self) -> &mut Xml {
        &mut self.xml
    }

    fn fill(&mut self) -> Result<(), ReadError> {
        self.bytes.clear();
        self.at = 0;
        while self.text.len() < DECODED_AT_ONCE && !self.is_ended {
            let (text, mut is_markup) = (&mut self.text, false);
            self.xml.characters(|characters| {
                is_markup = characters.is_empty();
                push(characters, text);
                characters.len()
            })?;
            if is_markup {
                self.markup()?;
            }
        }
        self.decode()
    }

    /// What is no plain character: the end tag, or a reference, a comment or a section among the characters.
    fn markup(&mut self) -> Result<(), ReadError> {
        match self.xml.next()? {
            Token::Close => self.is_ended = true,
            Token::Text(text) => push(text.as_bytes(), &mut self.text),
            Token::Other => {}
            Token::Open(tag) => {
                let what = format!("a STREAM holds base64, not `{}`", tag.name());
                return Err(self.xml.malformed(what));
            }
            // A document that ends here is refused before.
            Token::End => self.is_ended = true,
        }
        Ok(())
    }

    fn decode(&mut self) -> Result<(), ReadError> {
        if self.is_padded && !self.text.is_empty() {
            return Err(self.xml.malformed("the base64 goes on behind its end; encode all rows as one"));
        }
        let whole = self.text.len() / 4 * 4;
        let first = STANDARD.decode_append(&self.text[..whole], &mut self.bytes);
        self.is_padded = self.text[..whole].ends_with(b"=");
        self.text.drain(..whole);
        let result = match (self.is_ended, self.text.is_empty()) {
            (true, false) => first.and_then(|()| STANDARD_NO_PAD.decode_append(&self.text, &mut self.bytes)),
            _ => first,
        };
        if self.is_ended {
            self.text.clear();
        }
        result.map_err(|_| self.xml.malformed("the STREAM is no base64 up to here; encode all rows as one"))
    }
}

fn push(characters: &[u8], text: &mut Vec<u8>) {
    // Writers break lines, so that pieces are long.
    for piece in characters.split(u8::is_ascii_whitespace) {
        text.extend_from_slice(piece);
    }
}

impl Read for Base64 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.bytes.len() && !self.is_ended {
            self.fill().map_err(io::Error::other)?;
        }
        let count = (&self.bytes[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// The bytes of rows.
pub(super) enum Bytes {
    /// As base64 gives them.
    Plain(Box<Base64>),
    /// Out of gzip, which base64 gives.
    Gzip(Box<Gunzip<Base64>>),
}

impl Bytes {
    /// The document behind the element, once all bytes are read.
    pub fn xml(&mut self) -> &mut Xml {
        match self {
            Self::Plain(base64) => base64.xml(),
            Self::Gzip(gzip) => gzip.get_mut().xml(),
        }
    }
}

impl Read for Bytes {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(base64) => base64.read(buffer),
            Self::Gzip(gzip) => gzip.read(buffer),
        }
    }
}
