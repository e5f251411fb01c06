//! A table for people, as plain text in UTF-8.
//!
//! Columns are as wide as the first rows need; a longer value in a later row pushes the rest of its line to the right. NULL
//! is blank. The last line tells the number of rows, and what was cut or failed.

use crate::batch::Batch;
use crate::column::{Column, Content, Written};
use crate::error::RowFault;
use crate::notation::Notation;
use crate::rows::Rows;
use crate::text_cell::TextCell;
use crate::writer::{End, Head, Writer};
use crate::{FormatError, WriteError};

/// Rows that decide the widths, if the first batch has so many.
const MEASURED_ROWS_MAX: usize = 1000;
/// The widest that a value makes its column, in characters.
const WIDTH_MAX: usize = 60;

/// The writer.
pub(crate) fn writer(about: &Head<'_>) -> Result<Box<dyn Writer>, FormatError> {
    let columns = Column::of_text(about.columns)?;
    let lines = columns.iter().map(|column| {
        let mut name = Vec::new();
        Plain::text(&column.name, &mut name);
        let is_right = matches!(column.content, Content::Number(_));
        LineCell { cell: TextCell::new(column), width: chars(&name), name, is_right }
    });
    let (cells, rows) = (lines.collect(), Rows::new(&columns));
    Ok(Box::new(TextWriter { line: Line { cells, scratch: Vec::new() }, rows, has_head: false }))
}

struct TextWriter {
    line: Line,
    rows: Rows,
    has_head: bool,
}

/// The cells of a line, and room for one of them.
struct Line {
    cells: Vec<LineCell>,
    scratch: Vec<u8>,
}

struct LineCell {
    cell: TextCell,
    name: Vec<u8>,
    width: usize,
    is_right: bool,
}

/// The notation of plain text: what would move the cursor is a blank.
enum Plain {}

impl Notation for Plain {
    fn text(text: &str, out: &mut Vec<u8>) {
        let mut bytes = [0; 4];
        for c in text.chars() {
            let c = if c.is_control() { ' ' } else { c };
            out.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
        }
    }
}

impl Writer for TextWriter {
    /// Nothing: the head needs the widths, and these the first rows.
    fn begin(&mut self, _out: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError> {
        if !self.has_head {
            self.line.measure(batch);
        }
        self.head(out);
        let line = &mut self.line;
        Ok(self.rows.write(batch, out, |batch, out| line.write(batch, out))?)
    }

    fn end(&mut self, end: &End, out: &mut Vec<u8>) -> Result<(), WriteError> {
        match self.rows.gap(end) {
            Some(gap) => self.fail(&gap, out),
            None if end.overflow => self.close("; OVERFLOW: there are more than the limit lets through", out),
            None => self.close("", out),
        }
        Ok(())
    }

    fn fail(&mut self, message: &str, out: &mut Vec<u8>) {
        let mut note = b"; ERROR: ".to_vec();
        Plain::text(message, &mut note);
        self.close(&String::from_utf8_lossy(&note), out);
    }
}

impl TextWriter {
    fn head(&mut self, out: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.has_head, true) {
            self.line.head(out);
        }
    }

    fn close(&mut self, note: &str, out: &mut Vec<u8>) {
        self.head(out);
        let count = self.rows.count();
        let what = if count == 1 { "row" } else { "rows" };
        out.extend_from_slice(format!("({count} {what}{note})\n").as_bytes());
    }
}

impl Line {
    /// Widens the columns to the first rows of a batch. A fault ends it here, and is told when the row is written.
    fn measure(&mut self, batch: &[u8]) {
        let mut batch = Batch::new(batch);
        let mut rows = 0;
        while !batch.is_empty() && rows < MEASURED_ROWS_MAX && self.measure_row(&mut batch).is_ok() {
            rows += 1;
        }
    }

    fn measure_row(&mut self, batch: &mut Batch<'_>) -> Result<(), RowFault> {
        batch.open_row(self.cells.len())?;
        for cell in &mut self.cells {
            cell.render(batch, &mut self.scratch)?;
            cell.width = cell.width.max(chars(&self.scratch).min(WIDTH_MAX));
        }
        Ok(())
    }

    fn head(&self, out: &mut Vec<u8>) {
        for (index, cell) in self.cells.iter().enumerate() {
            self.place(index, &cell.name, out);
        }
        out.push(b'\n');
        for (index, cell) in self.cells.iter().enumerate() {
            out.extend_from_slice(if index == 0 { b"" } else { b"-+-" });
            out.extend(std::iter::repeat_n(b'-', cell.width));
        }
        out.push(b'\n');
    }

    fn write(&mut self, batch: &mut Batch<'_>, out: &mut Vec<u8>) -> Result<(), RowFault> {
        let mut scratch = std::mem::take(&mut self.scratch);
        for index in 0..self.cells.len() {
            if let Some(cell) = self.cells.get_mut(index) {
                cell.render(batch, &mut scratch)
                    .map_err(|fault| RowFault { column: Some(index), ..fault })?;
            }
            self.place(index, &scratch, out);
        }
        self.scratch = scratch;
        out.push(b'\n');
        Ok(())
    }

    /// Appends a value, with blanks up to the width of its column, but none at the end of the line.
    fn place(&self, index: usize, value: &[u8], out: &mut Vec<u8>) {
        let Some(cell) = self.cells.get(index) else { return };
        let blanks = std::iter::repeat_n(b' ', cell.width.saturating_sub(chars(value)));
        out.extend_from_slice(if index == 0 { b"" } else { b" | " });
        match (cell.is_right, index + 1 == self.cells.len()) {
            (true, _) => {
                out.extend(blanks);
                out.extend_from_slice(value);
            }
            (false, true) => out.extend_from_slice(value),
            (false, false) => {
                out.extend_from_slice(value);
                out.extend(blanks);
            }
        }
    }
}

impl LineCell {
    /// Puts the text of the next value into `scratch`.
    fn render(&mut self, batch: &mut Batch<'_>, scratch: &mut Vec<u8>) -> Result<(), RowFault> {
        scratch.clear();
        if let Some(value) = batch.value()?
            && self.cell.write::<Plain>(value, scratch)? == Written::Null
        {
            scratch.clear();
        }
        Ok(())
    }
}

/// The number of characters.
fn chars(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}
