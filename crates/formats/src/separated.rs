//! Rows as lines of separated values, which CSV and TSV are.

use std::marker::PhantomData;

use catalogue::ResultColumn;

use crate::batch::Batch;
use crate::column::{Column, Written};
use crate::error::RowFault;
use crate::notation::Notation;
use crate::rows::{Growth, Rows};
use crate::text_cell::TextCell;
use crate::writer::{End, Head, Writer};
use crate::{FormatError, WriteError};

/// What differs between the kinds of separated values.
pub(crate) trait Dialect: Notation + Send {
    /// What stands between two values.
    const COMMA: u8;
    /// What ends a line.
    const LINE_END: &'static [u8];
    /// A NULL that is alone in its line; many readers skip an empty line, and with it the row.
    const LONE_NULL: &'static [u8];
}

/// The writer of a dialect.
pub(crate) struct SeparatedWriter<D> {
    head: Vec<u8>,
    cells: Vec<TextCell>,
    rows: Rows,
    growth: Growth,
    dialect: PhantomData<D>,
}

impl<D: Dialect> SeparatedWriter<D> {
    /// Checks the columns; `header` asks for a first line with their names.
    pub fn new(head: &Head<'_>, header: bool) -> Result<Self, FormatError> {
        let columns = Column::of_text(head.columns)?;
        let rows = Rows::new(&columns);
        let head = if header { head_line::<D>(head.columns) } else { Vec::new() };
        let cells = columns.iter().map(TextCell::new).collect();
        Ok(Self { head, cells, rows, growth: Growth::default(), dialect: PhantomData })
    }
}

impl<D: Dialect> Writer for SeparatedWriter<D> {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.head);
    }

    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError> {
        self.growth.reserve(batch.len(), out);
        let start = out.len();
        let cells = &mut self.cells;
        let result = self.rows.write(batch, out, |batch, out| write_row::<D>(cells, batch, out));
        self.growth.learn(batch.len(), out.len() - start);
        Ok(result?)
    }

    fn end(&mut self, _end: &End, _out: &mut Vec<u8>) -> Result<(), WriteError> {
        Ok(())
    }

    fn fail(&mut self, _message: &str, _out: &mut Vec<u8>) {}
}

#[inline]
fn write_row<D: Dialect>(
    cells: &mut [TextCell],
    batch: &mut Batch<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RowFault> {
    let is_single = cells.len() == 1;
    for (index, cell) in cells.iter_mut().enumerate() {
        if index > 0 {
            out.push(D::COMMA);
        }
        let written = match batch.value()? {
            Some(value) => cell.write::<D>(value, out).map_err(|fault| fault.in_column(index))?,
            None => Written::Null,
        };
        if is_single && written == Written::Null {
            out.extend_from_slice(D::LONE_NULL);
        }
    }
    out.extend_from_slice(D::LINE_END);
    Ok(())
}

fn head_line<D: Dialect>(columns: &[ResultColumn]) -> Vec<u8> {
    let mut line = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            line.push(D::COMMA);
        }
        D::text(&column.field.name, &mut line);
    }
    line.extend_from_slice(D::LINE_END);
    line
}
