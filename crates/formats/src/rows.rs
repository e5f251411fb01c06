//! The loop over the rows of a batch, which every format shares.

use crate::batch::Batch;
use crate::column::Column;
use crate::error::RowFault;
use crate::{End, RowError};

/// Counts rows, and knows the names of the columns for errors.
pub(crate) struct Rows {
    names: Vec<String>,
    count: u64,
}

/// How much longer than a batch its output is; learnt from batch to batch.
///
/// A caller hands each buffer away and begins the next one empty. To grow that from nothing costs half as much again as
/// to write the rows.
#[derive(Default)]
pub(crate) struct Growth {
    output_per_kib: usize,
}

impl Growth {
    /// Makes room for the output of a batch, once `learn` has seen one.
    pub fn reserve(&self, batch_bytes: usize, out: &mut Vec<u8>) {
        out.reserve(batch_bytes.saturating_mul(self.output_per_kib) >> 10);
    }

    /// Remembers the largest output so far, in proportion to its batch.
    pub fn learn(&mut self, batch_bytes: usize, output_bytes: usize) {
        // Small batches are mostly rounding.
        if batch_bytes >= 1024 {
            let per_kib = output_bytes.div_ceil(batch_bytes >> 10);
            self.output_per_kib = self.output_per_kib.max(per_kib.min(OUTPUT_PER_KIB_MAX));
        }
    }
}

/// Eight times the batch: more is a batch of nulls with long arrays, from which nothing follows for the next.
const OUTPUT_PER_KIB_MAX: usize = 8 << 10;

impl Rows {
    /// Rows of these columns, none yet.
    pub fn new(columns: &[Column]) -> Self {
        Self::named(columns.iter().map(|column| column.name.clone()).collect())
    }

    /// Rows of columns with these names, none yet.
    pub fn named(names: Vec<String>) -> Self {
        Self { names, count: 0 }
    }

    /// The number of rows so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// What is to be told if the rows of an answer are not all there.
    pub fn gap(&self, end: &End) -> Option<String> {
        let count = self.count;
        (count != end.rows).then(|| format!("the answer is incomplete: it has {count} of {} rows", end.rows))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_made_for_what_the_last_batch_took() {
        let (mut growth, mut out) = (Growth::default(), Vec::new());
        growth.reserve(100_000, &mut out);
        assert_eq!(out.capacity(), 0);
        growth.learn(100_000, 150_000);
        growth.learn(100_000, 120_000);
        growth.reserve(100_000, &mut out);
        assert!((150_000..160_000).contains(&out.capacity()), "{}", out.capacity());
    }

    #[test]
    fn one_odd_batch_does_not_fill_the_memory() {
        let (mut growth, mut out) = (Growth::default(), Vec::new());
        growth.learn(2048, usize::MAX);
        growth.learn(3, 3000);
        growth.reserve(100_000, &mut out);
        assert_eq!(out.capacity(), 800_000);
    }
}
