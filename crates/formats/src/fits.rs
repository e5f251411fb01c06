//! The writer of a FITS binary table (FITS 4.0 §7.3): rows wait on disk until all are known, then the file is sent.
//!
//! NULL is NaN among floats, `TNULL` among integers, 0 among logical values, NUL in the first place of a text, and an
//! empty array. The marker of integers is that of the catalogue, else the smallest value of the type; without NULLs it is
//! not declared. Bytes become 16-bit integers where a NULL came. Text is as wide as the longest; a column that would be
//! mostly padding goes to the heap.

mod column;
mod header;
mod layout;
mod render;

use fits_header::BLOCK_BYTES;

use crate::batch::Batch;
use crate::error::RowFault;
use crate::rows::Rows;
use crate::spool::Spool;
use crate::writer::{End, Head, Writer};
use crate::{FormatError, Options, WriteError};

use column::SpooledColumn;
use header::About;
use layout::Layout;

/// The most columns of a table: TFIELDS has three digits (FITS 4.0 §7.3.1).
const COLUMNS_MAX: usize = 999;

/// The writer.
struct FitsWriter {
    about: About,
    columns: Vec<SpooledColumn>,
    rows: Rows,
    spool: Spool,
    /// Rows on their way to the spool or from it.
    frame: Vec<u8>,
    sending: Option<Sending>,
}

/// The file on its way to the client.
struct Sending {
    layout: Layout,
    stage: Stage,
    heap_place: u64,
    padding_bytes: usize,
    left_bytes: u64,
}

/// What is sent next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Rows,
    Heap,
    Padding,
    Done,
}

/// Checks the columns.
pub(crate) fn writer(head: &Head<'_>, options: &Options) -> Result<Box<dyn Writer>, FormatError> {
    let found = head.columns.len();
    if found > COLUMNS_MAX {
        return Err(FormatError::TooManyColumns { format: "fits", found, most: COLUMNS_MAX });
    }
    let columns = head.columns.iter().map(SpooledColumn::new).collect::<Result<Vec<_>, _>>()?;
    let rows = Rows::named(columns.iter().map(|column| column.field.name.clone()).collect());
    let spool = Spool::new(options.spool_bytes_max);
    Ok(Box::new(FitsWriter {
        about: About::new(head),
        columns,
        rows,
        spool,
        frame: Vec::new(),
        sending: None,
    }))
}

impl Writer for FitsWriter {
    fn begin(&mut self, _out: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &[u8], _out: &mut Vec<u8>) -> Result<u64, WriteError> {
        self.frame.clear();
        let columns = &mut self.columns;
        let count =
            self.rows.write(batch, &mut self.frame, |batch, frame| write_row(columns, batch, frame))?;
        self.spool.push(&self.frame)?;
        Ok(count)
    }

    fn end(&mut self, end: &End, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let count = self.rows.count();
        if count != end.rows {
            let gap = format!("the answer is incomplete: it has {count} of {} rows", end.rows);
            return Err(WriteError::Spool(gap));
        }
        let layout = Layout::new(&self.columns, count);
        self.about.write(&self.columns, &layout, end, out);
        self.spool.rewind()?;
        let data_bytes = layout.row_bytes.saturating_mul(count).saturating_add(layout.heap_bytes);
        let padding_bytes = data_bytes.next_multiple_of(BLOCK_BYTES as u64) - data_bytes;
        let left_bytes = data_bytes + padding_bytes;
        let padding_bytes = padding_bytes as usize;
        self.sending = Some(Sending { layout, stage: Stage::Rows, heap_place: 0, padding_bytes, left_bytes });
        Ok(())
    }

    fn rest(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        let Some(sending) = &mut self.sending else { return Ok(false) };
        let start = out.len();
        while out.len() == start && sending.stage != Stage::Done {
            sending.step(&mut self.spool, &mut self.frame, out)?;
        }
        sending.left_bytes = sending.left_bytes.saturating_sub((out.len() - start) as u64);
        Ok(sending.stage != Stage::Done || out.len() > start)
    }

    fn rest_bytes(&self) -> Option<u64> {
        self.sending.as_ref().map(|sending| sending.left_bytes)
    }

    fn fail(&mut self, _message: &str, _out: &mut Vec<u8>) {}
}

impl Sending {
    fn step(&mut self, spool: &mut Spool, frame: &mut Vec<u8>, out: &mut Vec<u8>) -> Result<(), WriteError> {
        match self.stage {
            Stage::Rows if spool.next(frame)? => {
                render::rows(&self.layout, frame, &mut self.heap_place, out)?
            }
            Stage::Heap if spool.next(frame)? => render::heap(&self.layout, frame, out)?,
            Stage::Rows if self.layout.heap_bytes > 0 => {
                spool.rewind()?;
                self.stage = Stage::Heap;
            }
            Stage::Rows | Stage::Heap => self.stage = Stage::Padding,
            Stage::Padding => {
                out.resize(out.len() + self.padding_bytes, 0);
                // Gives the disk back at once, not when the client has read to the end.
                *spool = Spool::new(0);
                self.stage = Stage::Done;
            }
            Stage::Done => {}
        }
        Ok(())
    }
}

#[inline]
fn write_row(
    columns: &mut [SpooledColumn],
    batch: &mut Batch<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RowFault> {
    for (index, column) in columns.iter_mut().enumerate() {
        let value = batch.value()?;
        column.write(value, out).map_err(|fault| fault.in_column(index))?;
    }
    Ok(())
}
