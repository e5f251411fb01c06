//! The values of separated text, one by one (RFC 4180 §2).
//!
//! Written here, since csv-core tells neither whether a value was quoted nor that a quote is never closed.

use std::io::{BufRead, BufReader, Seek, SeekFrom};

use super::malformed;
use crate::read::{ReadError, Source};

/// Bytes that are read at once.
const BUFFER_BYTES: usize = 128 * 1024;

/// Reads values, and knows the line.
pub(in crate::read) struct Values {
    source: BufReader<Box<dyn Source>>,
    separator: u8,
    value_bytes_max: usize,
    line: u64,
    row_line: u64,
    value: Vec<u8>,
}

/// Where a value is.
#[derive(Clone, Copy)]
pub(in crate::read) struct Place {
    /// Its place in the row, from 0.
    pub index: usize,
    /// The line where it begins, from 1.
    pub line: u64,
    /// Whether it is in quotes.
    pub is_quoted: bool,
}

/// What stands behind a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Value,
    LineEnd,
    Nothing,
}

impl Values {
    /// Values of at most so many bytes.
    pub fn new(source: Box<dyn Source>, separator: u8, value_bytes_max: usize) -> Self {
        let source = BufReader::with_capacity(BUFFER_BYTES, source);
        Self { source, separator, value_bytes_max, line: 1, row_line: 1, value: Vec::new() }
    }

    /// Begins again at a byte, which is that of line 1.
    pub fn rewind(&mut self, byte: u64) -> Result<(), ReadError> {
        self.go_to(byte, 1)
    }

    /// Goes on at a byte, which is the first of a line.
    pub fn go_to(&mut self, byte: u64, line: u64) -> Result<(), ReadError> {
        self.source.seek(SeekFrom::Start(byte)).map_err(ReadError::from_io)?;
        (self.line, self.row_line) = (line, line);
        Ok(())
    }

    /// The line where the last row began.
    pub fn row_line(&self) -> u64 {
        self.row_line
    }

    /// Gives the values of the next row that is not blank to `take`, and returns their number; `None` is the end.
    pub fn row(
        &mut self,
        mut take: impl FnMut(Place, &[u8]) -> Result<(), ReadError>,
    ) -> Result<Option<usize>, ReadError> {
        let mut count = 0;
        loop {
            let line = self.line;
            let (is_quoted, behind) = self.next()?;
            if count == 0 {
                self.row_line = line;
                match behind {
                    _ if is_quoted || !self.value.is_empty() => {}
                    Behind::Nothing => return Ok(None),
                    Behind::LineEnd => continue,
                    Behind::Value => {}
                }
            }
            take(Place { index: count, line, is_quoted }, &self.value)?;
            count += 1;
            if behind != Behind::Value {
                return Ok(Some(count));
            }
        }
    }

    /// Reads a value, and says whether it was in quotes.
    fn next(&mut self) -> Result<(bool, Behind), ReadError> {
        self.value.clear();
        if self.separator != b'\t' && self.peek()? == Some(b'"') {
            self.source.consume(1);
            self.quoted()?;
            return Ok((true, self.behind_quote()?));
        }
        loop {
            let buffer = self.source.fill_buf().map_err(ReadError::from_io)?;
            let separator = self.separator;
            let is_end = |byte: &u8| *byte == separator || matches!(byte, b'\n' | b'\r');
            let found = buffer.iter().position(is_end);
            let length = found.unwrap_or(buffer.len());
            let is_over = buffer.is_empty();
            self.append(length, self.line)?;
            match found {
                Some(_) => return Ok((false, self.behind()?)),
                None if is_over => return Ok((false, Behind::Nothing)),
                None => {}
            }
        }
    }

    /// Reads up to the closing quote.
    fn quoted(&mut self) -> Result<(), ReadError> {
        let start = self.line;
        loop {
            let buffer = self.source.fill_buf().map_err(ReadError::from_io)?;
            if buffer.is_empty() {
                return Err(malformed(start, "the quote that opens a value here is never closed"));
            }
            let found = buffer.iter().position(|&byte| byte == b'"');
            let length = found.unwrap_or(buffer.len());
            self.line += buffer.iter().take(length).filter(|&&byte| byte == b'\n').count() as u64;
            self.append(length, start)?;
            if found.is_some() {
                self.source.consume(1);
                if self.peek()? != Some(b'"') {
                    return Ok(());
                }
                self.append(1, start)?;
            }
        }
    }

    /// Moves bytes of the buffer to the value.
    fn append(&mut self, length: usize, line: u64) -> Result<(), ReadError> {
        if self.value.len() + length > self.value_bytes_max {
            let what = format!(
                "a value that begins here has more than {} bytes; is a closing quote missing?",
                self.value_bytes_max
            );
            return Err(malformed(line, what));
        }
        let buffer = self.source.buffer();
        self.value.extend_from_slice(buffer.get(..length).unwrap_or(buffer));
        self.source.consume(length);
        Ok(())
    }

    fn behind_quote(&mut self) -> Result<Behind, ReadError> {
        match self.peek()? {
            Some(byte) if byte != self.separator && !matches!(byte, b'\n' | b'\r') => {
                let what = "behind a closing quote stands neither a separator nor the end of the line; \
                    a quote inside a value is written twice";
                Err(malformed(self.line, what))
            }
            _ => self.behind(),
        }
    }

    /// Takes the separator or the line end.
    fn behind(&mut self) -> Result<Behind, ReadError> {
        let Some(byte) = self.peek()? else { return Ok(Behind::Nothing) };
        self.source.consume(1);
        if byte == self.separator {
            return Ok(Behind::Value);
        }
        if byte == b'\r' && self.peek()? == Some(b'\n') {
            self.source.consume(1);
        }
        self.line += 1;
        Ok(Behind::LineEnd)
    }

    fn peek(&mut self) -> Result<Option<u8>, ReadError> {
        Ok(self.source.fill_buf().map_err(ReadError::from_io)?.first().copied())
    }
}
