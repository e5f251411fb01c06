//! The rows of TABLEDATA.

use super::cell::Cell;
use super::rows::{BATCH_BYTES, Counted};
use super::text_value;
use super::xml::{Token, Xml};
use crate::read::{ReadError, Rows};

/// The rows of a TABLEDATA element.
pub(super) struct TextRows {
    xml: Xml,
    cells: Vec<Cell>,
    counted: Counted,
    text: String,
    is_finished: bool,
}

impl TextRows {
    /// The rows of the element that was opened last.
    pub fn new(mut xml: Xml, cells: Vec<Cell>, counted: Counted) -> Self {
        xml.allow(counted.cell_bytes_max());
        Self { xml, cells, counted, text: String::new(), is_finished: false }
    }

    /// Whether another row begins; else the document has ended.
    #[inline]
    fn next_row(&mut self) -> Result<bool, ReadError> {
        loop {
            match self.xml.next()? {
                Token::Open(tag) if tag.name() == "TR" => return Ok(true),
                Token::Close => {
                    self.xml.finish()?;
                    return Ok(false);
                }
                Token::Open(tag) => {
                    let what = format!("expected `TR`, found `{}`", tag.name());
                    return Err(self.xml.malformed(what));
                }
                Token::Text(text) if !text.trim_ascii().is_empty() => {
                    return Err(self.xml.malformed("there is text between the rows"));
                }
                _ => {}
            }
        }
    }

    fn row(&mut self, out: &mut Vec<u8>) -> Result<(), ReadError> {
        let (start, expected) = (out.len(), self.cells.len());
        self.counted.begin(out)?;
        for index in 0..expected {
            if !self.next_cell()? {
                let what = format!("it has {index} cells where the table has {expected} columns");
                return Err(self.counted.fault(None, what));
            }
            self.read_text()?;
            text_value::write(&self.cells[index], &self.text, out)
                .map_err(|what| self.counted.fault(Some(index), what))?;
            self.counted.check_bytes(out.len() - start)?;
        }
        match self.next_cell()? {
            true => {
                let what = format!("it has more cells than the table has columns, which is {expected}");
                Err(self.counted.fault(None, what))
            }
            false => Ok(()),
        }
    }

    /// Whether another cell begins in the row; else the row has ended.
    #[inline]
    fn next_cell(&mut self) -> Result<bool, ReadError> {
        loop {
            let what = match self.xml.next()? {
                Token::Open(tag) if tag.name() == "TD" => match encoding(&tag)? {
                    None => return Ok(true),
                    Some(encoding) => {
                        format!("cells with the encoding `{encoding}` are not read; send text or BINARY2")
                    }
                },
                Token::Close => return Ok(false),
                Token::Open(tag) => format!("expected `TD`, found `{}`", tag.name()),
                Token::Text(text) if !text.trim_ascii().is_empty() => {
                    "there is text between the cells".to_owned()
                }
                _ => continue,
            };
            return Err(self.counted.fault(None, what));
        }
    }

    /// Reads the characters of the cell that was opened last.
    #[inline]
    fn read_text(&mut self) -> Result<(), ReadError> {
        self.text.clear();
        loop {
            match self.xml.next()? {
                Token::Text(text) => self.text.push_str(&text),
                Token::Close => return Ok(()),
                Token::Open(tag) => {
                    let what = format!("a cell holds text, not `{}`", tag.name());
                    return Err(self.xml.malformed(what));
                }
                Token::Other | Token::End => {}
            }
            if self.text.len() > self.counted.cell_bytes_max() {
                let limit = self.counted.cell_bytes_max() as u64;
                return Err(ReadError::TooLarge { limit, what: "bytes in one value" });
            }
        }
    }
}

/// The encoding of a cell, unless it is plain text.
#[inline]
fn encoding(tag: &super::xml::Tag<'_>) -> Result<Option<String>, ReadError> {
    if !tag.has_attributes() {
        return Ok(None);
    }
    let mut encoding = None;
    tag.attributes(|name, value| {
        if name == "encoding" && !matches!(value.as_ref(), "" | "none") {
            encoding = Some(value.chars().take(40).collect());
        }
    })?;
    Ok(encoding)
}

impl Rows for TextRows {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError> {
        let (start, mut count) = (out.len(), 0);
        while out.len() - start < BATCH_BYTES && !self.is_finished {
            if !self.next_row()? {
                self.is_finished = true;
                break;
            }
            self.row(out)?;
            count += 1;
        }
        Ok(count)
    }
}
