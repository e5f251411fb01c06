//! The loop over the rows of a batch, which every format shares.

use crate::RowError;
use crate::batch::Batch;
use crate::column::Column;
use crate::error::RowFault;

/// Counts rows, and knows the names of the columns for errors.
pub(crate) struct Rows {
    names: Vec<String>,
    count: u64,
}

impl Rows {
    /// Rows of these columns, none yet.
    pub fn new(columns: &[Column]) -> Self {
        Self { names: columns.iter().map(|column| column.name.clone()).collect(), count: 0 }
    }

    /// The number of rows so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Lets `row` append each row of a batch to `out`, and returns their number. A row that fails leaves nothing in `out`.
    #[inline]
    pub fn write(
        &mut self,
        batch: &[u8],
        out: &mut Vec<u8>,
        mut row: impl FnMut(&mut Batch<'_>, &mut Vec<u8>) -> Result<(), RowFault>,
    ) -> Result<u64, RowError> {
        let mut batch = Batch::new(batch);
        let before = self.count;
        while !batch.is_empty() {
            let start = out.len();
            let result = batch.open_row(self.names.len()).map_err(RowFault::from);
            if let Err(fault) = result.and_then(|()| row(&mut batch, out)) {
                out.truncate(start);
                return Err(self.error(fault));
            }
            self.count += 1;
        }
        Ok(self.count - before)
    }

    #[cold]
    fn error(&self, RowFault { column, fault }: RowFault) -> RowError {
        let column = column.and_then(|index| self.names.get(index)).cloned();
        RowError { row: self.count + 1, column, fault }
    }
}
