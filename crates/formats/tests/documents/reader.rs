//! A small VOTable reader, written from the standard (VOTable 1.4 §4 and §5) and not from the writer.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A cell; scalars are lists of one.
#[derive(Clone, Debug)]
pub enum Cell {
    Null,
    Booleans(Vec<Option<bool>>),
    Integers(Vec<i64>),
    Reals(Vec<f64>),
    Text(String),
}

impl PartialEq for Cell {
    /// NaN equals NaN.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Booleans(a), Self::Booleans(b)) => a == b,
            (Self::Integers(a), Self::Integers(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Reals(a), Self::Reals(b)) => {
                let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
                a.len() == b.len() && a.iter().zip(b).all(same)
            }
            _ => false,
        }
    }
}

/// A FIELD as the document declares it.
#[derive(Clone, Debug, Default)]
pub struct FieldSeen {
    pub datatype: String,
    pub arraysize: Option<String>,
    pub null: Option<i64>,
}

/// A document with one table at most.
#[derive(Debug, Default)]
pub struct Document {
    /// Elements in the order of their start, without TR and TD.
    pub elements: Vec<String>,
    /// Name, value and text of each INFO, in order.
    pub infos: Vec<(String, String, String)>,
    pub fields: Vec<FieldSeen>,
    pub rows: Vec<Vec<Cell>>,
    /// The decoded bytes of a STREAM.
    pub stream: Vec<u8>,
}

/// Reads a document; panics if it is not well-formed or not as it declares.
pub fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut reader = Reader::from_str(text);
    let (mut path, mut content, mut row) = (Vec::new(), String::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(name(&start));
                content.clear();
                document.open(&start);
            }
            Event::Empty(start) => {
                document.open(&start);
                document.close(&name(&start), None, &mut row);
            }
            Event::Text(text) => content.push_str(&text),
            Event::GeneralRef(entity) => content.push(entity_char(&entity)),
            Event::End(_) => document.close(&path.pop().unwrap(), Some(&content), &mut row),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty(), "unclosed: {path:?}");
    document
}

impl Document {
    fn open(&mut self, start: &BytesStart<'_>) {
        let name = name(start);
        match name.as_str() {
            "INFO" => self.infos.push((attribute(start, "name"), attribute(start, "value"), String::new())),
            "FIELD" => self.fields.push(FieldSeen {
                datatype: attribute(start, "datatype"),
                arraysize: Some(attribute(start, "arraysize")).filter(|text| !text.is_empty()),
                null: None,
            }),
            "VALUES" => {
                self.fields.last_mut().unwrap().null = Some(attribute(start, "null").parse().unwrap())
            }
            _ => {}
        }
        if name != "TR" && name != "TD" {
            self.elements.push(name);
        }
    }

    /// `content` is `None` for an element of the form `<TD/>`.
    fn close(&mut self, name: &str, content: Option<&str>, row: &mut Vec<Cell>) {
        match name {
            "INFO" => self.infos.last_mut().unwrap().2 = content.unwrap_or_default().to_owned(),
            "TD" => row.push(self.fields[row.len()].cell_of_text(content)),
            "TR" => {
                assert_eq!(row.len(), self.fields.len(), "cells in a row");
                self.rows.push(std::mem::take(row));
            }
            "STREAM" => self.stream = decode_base64(content.unwrap_or_default()),
            "BINARY" => self.read_stream(false),
            "BINARY2" => self.read_stream(true),
            _ => {}
        }
    }

    fn read_stream(&mut self, flagged: bool) {
        let mut rest = self.stream.as_slice();
        while !rest.is_empty() {
            let flags = take(&mut rest, if flagged { self.fields.len().div_ceil(8) } else { 0 });
            let mut row = Vec::new();
            for (index, field) in self.fields.iter().enumerate() {
                let cell = field.cell_of_bytes(&mut rest);
                let is_null = flagged && flags[index / 8] & (0b1000_0000 >> (index % 8)) != 0;
                row.push(if is_null { Cell::Null } else { cell });
            }
            self.rows.push(row);
        }
    }
}

impl FieldSeen {
    /// VOTable 1.4 §5.1.
    fn cell_of_text(&self, content: Option<&str>) -> Cell {
        let Some(text) = content else { return Cell::Null };
        let words = text.split_whitespace();
        match self.datatype.as_str() {
            "boolean" => Cell::Booleans(words.map(boolean_of_word).collect()),
            "float" => Cell::Reals(words.map(|word| f64::from(word.parse::<f32>().unwrap())).collect()),
            "double" => Cell::Reals(words.map(|word| word.parse().unwrap()).collect()),
            "char" | "unicodeChar" => Cell::Text(text.to_owned()),
            _ => self.integers(words.map(|word| word.parse().unwrap()).collect()),
        }
    }

    /// VOTable 1.4 §5.4.
    fn cell_of_bytes(&self, rest: &mut &[u8]) -> Cell {
        let count = match self.arraysize.as_deref() {
            None => 1,
            Some(size) if size.ends_with('*') => {
                u32::from_be_bytes(take(rest, 4).try_into().unwrap()) as usize
            }
            Some(size) => size.split('x').map(|part| part.parse::<usize>().unwrap()).product(),
        };
        match self.datatype.as_str() {
            "boolean" => Cell::Booleans(take(rest, count).iter().map(boolean_of_byte).collect()),
            "unsignedByte" => self.integers(take(rest, count).iter().map(|byte| i64::from(*byte)).collect()),
            "short" => {
                self.integers(words(rest, count).map(|word| i16::from_be_bytes(word).into()).collect())
            }
            "int" => self.integers(words(rest, count).map(|word| i32::from_be_bytes(word).into()).collect()),
            "long" => self.integers(words(rest, count).map(i64::from_be_bytes).collect()),
            "float" => Cell::Reals(words(rest, count).map(|word| f32::from_be_bytes(word).into()).collect()),
            "double" => Cell::Reals(words(rest, count).map(f64::from_be_bytes).collect()),
            "char" => text(String::from_utf8(take(rest, count).to_vec()).unwrap()),
            "unicodeChar" => {
                let units: Vec<u16> = words(rest, count).map(u16::from_be_bytes).collect();
                text(String::from_utf16(&units).unwrap())
            }
            other => panic!("datatype {other}"),
        }
    }

    /// A declared null is the whole cell of a scalar.
    fn integers(&self, values: Vec<i64>) -> Cell {
        let is_null = self.arraysize.is_none() && self.null.is_some() && self.null == values.first().copied();
        if is_null { Cell::Null } else { Cell::Integers(values) }
    }
}

/// Strips the padding of fixed lengths.
fn text(text: String) -> Cell {
    Cell::Text(text.trim_end_matches('\0').to_owned())
}

fn boolean_of_word(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "t" | "true" | "1" => Some(true),
        "f" | "false" | "0" => Some(false),
        "?" => None,
        other => panic!("boolean {other}"),
    }
}

fn boolean_of_byte(byte: &u8) -> Option<bool> {
    match byte {
        b'T' | b't' | b'1' => Some(true),
        b'F' | b'f' | b'0' => Some(false),
        0 | b' ' | b'?' => None,
        other => panic!("boolean {other}"),
    }
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, tail) = rest.split_at_checked(count).expect("the stream ends inside a row");
    *rest = tail;
    taken
}

fn words<const W: usize>(rest: &mut &[u8], count: usize) -> impl Iterator<Item = [u8; W]> {
    let words: Vec<[u8; W]> = take(rest, count * W).chunks(W).map(|word| word.try_into().unwrap()).collect();
    words.into_iter()
}

fn name(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let found = start.attributes().map(Result::unwrap).find(|attribute| attribute.key.as_ref() == name);
    found.map(|attribute| unescape(&attribute.value)).unwrap_or_default()
}

fn unescape(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (entity, tail) = piece.split_once(';').expect("an entity ends in a semicolon");
        out.push(entity_char(entity));
        out.push_str(tail);
    }
    out
}

fn entity_char(entity: &str) -> char {
    match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        number => char::from_u32(number.strip_prefix('#').unwrap().parse().unwrap()).unwrap(),
    }
}

/// Base64 with white space anywhere (RFC 2045 §6.8).
fn decode_base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let symbols: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    assert!(symbols.len().is_multiple_of(4), "base64 of {} symbols", symbols.len());
    let data: Vec<u8> = symbols.iter().copied().take_while(|byte| *byte != b'=').collect();
    assert!(symbols.len() - data.len() < 3 && symbols[data.len()..].iter().all(|byte| *byte == b'='));
    let mut bytes = Vec::new();
    for group in data.chunks(4) {
        let value = |symbol| alphabet.iter().position(|known| *known == symbol).unwrap() as u32;
        let bits = group.iter().fold(0, |bits, symbol| bits << 6 | value(*symbol)) << (6 * (4 - group.len()));
        bytes.extend(&bits.to_be_bytes()[1..group.len()]);
    }
    bytes
}
