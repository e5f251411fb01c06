//! The rows of BINARY and BINARY2.

use super::binary_value::{Flags, Wrong, take, write};
use super::cell::Cell;
use super::rows::{BATCH_BYTES, Counted};
use super::stream::Bytes;
use super::window::Window;
use crate::read::{ReadError, Rows};

/// The rows of a STREAM.
pub(super) struct BinaryRows {
    cells: Vec<Cell>,
    counted: Counted,
    window: Window<Bytes>,
    /// Whether each row begins with a flag for each cell.
    has_flags: bool,
    flags: Vec<u8>,
    scratch: String,
    is_finished: bool,
}

impl BinaryRows {
    /// The rows of these bytes; each has at least one.
    pub fn new(cells: Vec<Cell>, counted: Counted, bytes: Bytes, has_flags: bool) -> Self {
        let (window, scratch) = (Window::new(bytes), String::new());
        Self { cells, counted, window, has_flags, flags: Vec::new(), scratch, is_finished: false }
    }

    fn row(&mut self, out: &mut Vec<u8>) -> Result<(), ReadError> {
        let start = out.len();
        self.counted.begin(out)?;
        if self.has_flags {
            let flags = take(&mut self.window, self.cells.len().div_ceil(8));
            self.flags.clear();
            self.flags.extend_from_slice(flags.map_err(|wrong| fault(&self.counted, None, wrong))?);
        }
        for (index, cell) in self.cells.iter().enumerate() {
            let is_null = self.flags.get(index / 8).is_some_and(|byte| byte << (index % 8) & 0x80 != 0);
            let flags = Flags { are_there: self.has_flags, is_null };
            let bytes_max = self.counted.cell_bytes_max();
            write(cell, flags, &mut self.window, bytes_max, &mut self.scratch, out)
                .map_err(|wrong| fault(&self.counted, Some(index), wrong))?;
            self.counted.check_bytes(out.len() - start)?;
        }
        Ok(())
    }
}

#[cold]
fn fault(counted: &Counted, column: Option<usize>, wrong: Wrong) -> ReadError {
    match wrong {
        Wrong::Value(what) => counted.fault(column, what),
        Wrong::Read(error) => error,
    }
}

impl Rows for BinaryRows {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError> {
        let (start, mut count) = (out.len(), 0);
        while out.len() - start < BATCH_BYTES && !self.is_finished {
            if self.window.is_at_end()? {
                self.window.source().xml().finish()?;
                self.is_finished = true;
                break;
            }
            self.row(out)?;
            count += 1;
        }
        Ok(count)
    }
}
