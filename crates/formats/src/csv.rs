//! CSV per RFC 4180: UTF-8, lines end in CRLF, arrays as TABLEDATA text, NULL as an empty field.

use catalogue::ResultColumn;

use crate::batch::Batch;
use crate::column::{Column, Written};
use crate::error::RowFault;
use crate::rows::{Growth, Rows};
use crate::text_cell::TextCell;
use crate::writer::{End, Head, Writer};
use crate::{FormatError, WriteError};

/// The writer of CSV.
pub(crate) struct CsvWriter {
    head: Vec<u8>,
    cells: Vec<TextCell>,
    rows: Rows,
    growth: Growth,
}

impl CsvWriter {
    /// Checks the columns; `header` asks for a first line with their names.
    pub fn new(head: &Head<'_>, header: bool) -> Result<Self, FormatError> {
        let columns = head.columns.iter().map(|column| Column::new(column, None));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let rows = Rows::new(&columns);
        let head = if header { head_line(head.columns) } else { Vec::new() };
        let cells = columns.iter().map(TextCell::new).collect();
        Ok(Self { head, cells, rows, growth: Growth::default() })
    }
}

impl Writer for CsvWriter {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.head);
    }

    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError> {
        self.growth.reserve(batch.len(), out);
        let start = out.len();
        let cells = &mut self.cells;
        let result = self.rows.write(batch, out, |batch, out| write_row(cells, batch, out));
        self.growth.learn(batch.len(), out.len() - start);
        Ok(result?)
    }

    fn end(&mut self, _end: &End, _out: &mut Vec<u8>) -> Result<(), WriteError> {
        Ok(())
    }

    fn fail(&mut self, _message: &str, _out: &mut Vec<u8>) {}
}

#[inline]
fn write_row(cells: &mut [TextCell], batch: &mut Batch<'_>, out: &mut Vec<u8>) -> Result<(), RowFault> {
    let is_single = cells.len() == 1;
    for (index, cell) in cells.iter_mut().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        let written = match batch.value()? {
            Some(value) => cell.write(value, out, write_text).map_err(|fault| fault.in_column(index))?,
            None => Written::Null,
        };
        // Many readers skip an empty line, and with it the row.
        if is_single && written == Written::Null {
            out.extend_from_slice(b"\"\"");
        }
    }
    out.extend_from_slice(b"\r\n");
    Ok(())
}

fn head_line(columns: &[ResultColumn]) -> Vec<u8> {
    let mut line = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            line.push(b',');
        }
        write_text(&column.field.name, &mut line);
    }
    line.extend_from_slice(b"\r\n");
    line
}

/// Appends a text, in quotes if it has a comma, a quote or a line end, or if it is empty and so no NULL.
#[inline]
fn write_text(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    // Without an early exit the scan becomes vector instructions.
    let special = |found, &byte| found | matches!(byte, b',' | b'"' | b'\r' | b'\n');
    if !bytes.is_empty() && !bytes.iter().fold(false, special) {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for piece in bytes.split_inclusive(|&byte| byte == b'"') {
        out.extend_from_slice(piece);
        if piece.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}
