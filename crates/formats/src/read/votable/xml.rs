//! The XML of an upload, piece by piece: nothing is fetched, nothing is expanded, nothing is larger than allowed.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::watched::Watched;
use crate::read::ReadError;
use crate::read::source::Stream;

/// No VOTable is nested deeper than a handful of RESOURCEs.
const DEPTH_MAX: usize = 64;
/// The most bytes of a tag, and of each value before the rows.
const TAG_BYTES_MAX: usize = 1 << 20;
/// What an error cites of the document.
const CITED_CHARS_MAX: usize = 200;

/// A document, and the place in it.
pub(super) struct Xml {
    reader: Reader<Watched>,
    buffer: Vec<u8>,
    character: [u8; 4],
    depth: usize,
    is_begun: bool,
    /// Whether the element that was opened last is empty, so that it closes next.
    is_empty: bool,
    piece_bytes_max: usize,
}

/// A piece of a document.
pub(super) enum Token<'x> {
    /// An element begins.
    Open(Tag<'x>),
    /// The element that began last and is not closed ends.
    Close,
    /// Characters, in one or several pieces.
    Text(Cow<'x, str>),
    /// A comment or something else that says nothing.
    Other,
    /// The document has ended, and was whole.
    End,
}

/// The beginning of an element.
pub(super) struct Tag<'x> {
    start: BytesStart<'x>,
    line: u64,
}

impl Xml {
    /// A document in UTF-8.
    pub fn new(stream: Stream) -> Self {
        Self {
            reader: Reader::from_reader(Watched::new(stream)),
            buffer: Vec::new(),
            character: [0; 4],
            depth: 0,
            is_begun: false,
            is_empty: false,
            piece_bytes_max: TAG_BYTES_MAX,
        }
    }

    /// Allows values of so many bytes from here on.
    pub fn allow(&mut self, bytes: usize) {
        self.piece_bytes_max = bytes.max(TAG_BYTES_MAX);
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The place for errors.
    pub fn place(&self) -> String {
        format!("line {}", self.reader.get_ref().line())
    }

    /// An error at this place.
    #[cold]
    pub fn malformed(&self, what: impl Into<String>) -> ReadError {
        ReadError::Malformed { place: self.place(), what: what.into() }
    }

    /// The next piece.
    #[inline]
    pub fn next(&mut self) -> Result<Token<'_>, ReadError> {
        if std::mem::take(&mut self.is_empty) {
            self.depth -= 1;
            return Ok(Token::Close);
        }
        self.buffer.clear();
        self.reader.get_mut().allow(self.piece_bytes_max);
        let event = self.reader.read_event_into(&mut self.buffer);
        let line = self.reader.get_ref().line();
        match event.map_err(|error| read_error(error, line))? {
            Event::Start(start) => open(&mut self.depth, &mut self.is_begun, start, line),
            Event::Empty(start) => {
                self.is_empty = true;
                open(&mut self.depth, &mut self.is_begun, start, line)
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Token::Close)
            }
            Event::Text(text) => text_at(self.depth, text.xml10_content(), line),
            Event::CData(text) => text_at(self.depth, text.xml10_content(), line),
            Event::GeneralRef(reference) => resolved(&reference, &mut self.character, line),
            Event::Eof if !self.is_begun => Err(at(line, "the document has no element")),
            Event::Eof if self.depth > 0 => {
                Err(at(line, "the document ends inside of an element; it was cut, send the whole"))
            }
            Event::Eof => Ok(Token::End),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => Ok(Token::Other),
        }
    }

    /// Passes over the rest of the element that was opened last.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let depth = self.depth;
        while self.depth >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// All characters of the element that was opened last, with blanks at its ends cut.
    pub fn text(&mut self) -> Result<String, ReadError> {
        let (depth, mut all) = (self.depth, String::new());
        while self.depth >= depth {
            if let Token::Text(text) = self.next()? {
                all.push_str(&text);
            }
            if all.len() > TAG_BYTES_MAX {
                return Err(ReadError::TooLarge { limit: TAG_BYTES_MAX as u64, what: "bytes in one text" });
            }
        }
        Ok(all.trim().to_owned())
    }

    /// Passes over what follows up to the end of the document, which must be whole.
    pub fn finish(&mut self) -> Result<(), ReadError> {
        loop {
            if let Token::End = self.next()? {
                return Ok(());
            }
        }
    }

    /// Lets `take` see the characters at this place, as many as lie ready, and passes over as many as it says. It sees
    /// no markup and no reference: an empty slice says that there is one, which [`Xml::next`] gives.
    #[inline]
    pub fn characters(&mut self, take: impl FnOnce(&[u8]) -> usize) -> Result<(), ReadError> {
        if self.is_empty {
            take(&[]);
            return Ok(());
        }
        let source = self.reader.get_mut();
        source.allow(usize::MAX);
        let bytes = source.fill_buf().map_err(ReadError::from_io)?;
        let end = bytes.iter().position(|byte| matches!(byte, b'<' | b'&')).unwrap_or(bytes.len());
        let count = take(&bytes[..end]).min(end);
        source.consume(count);
        Ok(())
    }
}

impl Tag<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Whether there is any attribute.
    pub fn has_attributes(&self) -> bool {
        !self.start.attributes_raw().trim_ascii().is_empty()
    }

    /// Gives `take` the name, without prefix, and the value of each attribute.
    pub fn attributes(&self, mut take: impl FnMut(&str, Cow<'_, str>)) -> Result<(), ReadError> {
        for attribute in self.start.attributes() {
            let attribute =
                attribute.map_err(|error| at(self.line, &format!("broken attribute: {error}")))?;
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|error| read_error(error, self.line))?;
            take(attribute.key.local_name().into_inner(), value);
        }
        Ok(())
    }
}

fn open<'x>(
    depth: &mut usize,
    is_begun: &mut bool,
    start: BytesStart<'x>,
    line: u64,
) -> Result<Token<'x>, ReadError> {
    if std::mem::replace(is_begun, true) && *depth == 0 {
        return Err(at(line, "the document has a second element after its end"));
    }
    *depth += 1;
    match *depth > DEPTH_MAX {
        true => Err(at(line, &format!("elements are nested deeper than {DEPTH_MAX}"))),
        false => Ok(Token::Open(Tag { start, line })),
    }
}

#[inline]
fn text_at(depth: usize, text: Cow<'_, str>, line: u64) -> Result<Token<'_>, ReadError> {
    match depth == 0 && !text.trim().is_empty() {
        true => Err(at(line, "there is text outside of the document's element")),
        false => Ok(Token::Text(text)),
    }
}

/// The character that a reference stands for.
fn resolved<'x>(
    reference: &BytesRef<'_>,
    character: &'x mut [u8; 4],
    line: u64,
) -> Result<Token<'x>, ReadError> {
    if let Some(resolved) = reference.resolve_char_ref().map_err(|error| read_error(error, line))? {
        return Ok(Token::Text(Cow::Borrowed(resolved.encode_utf8(character))));
    }
    let text = match reference.as_ref() {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" => "'",
        "quot" => "\"",
        name => {
            let name: String = name.chars().take(40).collect();
            return Err(at(line, &format!("the entity `&{name};` is not expanded; write its text instead")));
        }
    };
    Ok(Token::Text(Cow::Borrowed(text)))
}

#[cold]
fn at(line: u64, what: &str) -> ReadError {
    let what = match what.char_indices().nth(CITED_CHARS_MAX) {
        Some((end, _)) => format!("{}...", &what[..end]),
        None => what.to_owned(),
    };
    ReadError::Malformed { place: format!("line {line}"), what }
}

/// What the parser found, in our words where they say more.
#[cold]
fn read_error(error: Error, line: u64) -> ReadError {
    match error {
        Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<ReadError>()) {
            Some(ours) => ours.clone(),
            None => ReadError::Source(error.kind().to_string()),
        },
        Error::Encoding(_) => {
            at(line, "the text is not UTF-8; declare its encoding in the first line, or send UTF-8")
        }
        Error::Syntax(error) => at(line, &error.to_string()),
        Error::IllFormed(IllFormedError::UnclosedReference) => {
            at(line, "`&` begins no entity here; write `&amp;`")
        }
        Error::IllFormed(error) => at(line, &error.to_string()),
        error => at(line, &error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// All pieces, or the error.
    fn pieces(document: &str) -> Result<String, String> {
        let mut xml = Xml::new(Box::new(Cursor::new(document.to_owned())));
        let mut seen = String::new();
        loop {
            match xml.next().map_err(|error| error.to_string())? {
                Token::Open(tag) => {
                    seen.push_str(&format!("<{}", tag.name()));
                    let take = |name: &str, value: Cow<'_, str>| seen.push_str(&format!(" {name}={value}"));
                    tag.attributes(take).map_err(|error| error.to_string())?;
                    seen.push('>');
                }
                Token::Close => seen.push_str("</>"),
                Token::Text(text) => seen.push_str(&text),
                Token::Other => seen.push('#'),
                Token::End => return Ok(seen),
            }
        }
    }

    #[test]
    fn prefixes_references_and_sections_are_resolved() {
        let document = "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'http://x/y.dtd'>\
            <v:a xmlns:v='u' v:b='&lt;&#65;\n'>x&amp;y&#x41;<![CDATA[<&]]><!-- c --><d/>\r\n</v:a> ";
        assert_eq!(pieces(document).as_deref(), Ok("##<a v=u b=<A >x&yA<&#<d></>\n</> "));
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"lol\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\n<a>&b;</a>";
        let expected = "line 2: the entity `&b;` is not expanded; write its text instead";
        assert_eq!(pieces(bomb).unwrap_err(), expected);
        let attribute = "<!DOCTYPE a [<!ENTITY b \"lol\">]><a c='&b;'/>";
        assert!(pieces(attribute).unwrap_err().starts_with("line 1: "));
    }

    #[test]
    fn broken_documents_are_told_with_their_line() {
        for (document, expected) in [
            ("", "line 1: the document has no element"),
            ("<a>\n<b>", "line 2: the document ends inside of an element; it was cut, send the whole"),
            ("<a>\n</b>", "line 2: expected `</a>`, but `</b>` was found"),
            ("<a/><b/>", "line 1: the document has a second element after its end"),
            ("<a/>x", "line 1: there is text outside of the document's element"),
            ("<a>&lt</a>", "line 1: `&` begins no entity here; write `&amp;`"),
            (
                "<a b='1' b='2'/>",
                "line 1: broken attribute: position 8: duplicated attribute, previous declaration at position 2",
            ),
            ("<a", "line 1: tag not closed: `>` not found before end of input"),
        ] {
            assert_eq!(pieces(document).unwrap_err(), expected, "{document}");
        }
    }

    #[test]
    fn depth_and_size_have_limits() {
        let error = pieces(&"<a>".repeat(2_000_000)).unwrap_err();
        assert_eq!(error, "line 1: elements are nested deeper than 64");
        let long = format!("<a>{}</a>", "x".repeat(2 << 20));
        assert_eq!(pieces(&long).unwrap_err(), "the table has more than 1048576 bytes in one value or tag");
    }
}
