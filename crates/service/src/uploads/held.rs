//! The rows of uploads, complete and within their limits, where COPY takes them from.

use std::ops::Range;

use adql::UploadRanges;
use catalogue::Table;
use futures_util::stream;
use plugin_api::{Host, Result, RowItem, RowStream, UploadTable};

use super::cover::Cover;
use super::ordered::Window;
use super::{Upload, UploadLimits, malformed, shape, too_many_bytes, too_many_rows};
use crate::spool::{Spool, Spooled};

/// The bytes of one upload that are kept in memory.
const MEMORY_BYTES: usize = 2 << 20;

/// The tables that come with one query, with all their rows: a little in memory, the rest in files without a name.
pub struct HeldUploads {
    tables: Vec<Held>,
}

struct Held {
    shape: UploadTable,
    rows: u64,
    content: Spooled,
    /// The lengths of the batches; each is whole rows.
    batches: Vec<usize>,
}

impl HeldUploads {
    /// Reads all rows. `tables` are the tables of the uploads as they are stored.
    pub(super) fn read(
        uploads: Vec<Upload>,
        tables: &[Table],
        limits: UploadLimits,
        asked: &[UploadRanges],
    ) -> Result<Self> {
        let mut left = UploadLimits { bytes_max: limits.row_bytes_max(), ..limits };
        let mut held = Vec::with_capacity(uploads.len());
        for (upload, table) in uploads.into_iter().zip(tables) {
            let asked = asked.iter().find(|asked| asked.table == table.relation.table);
            held.push(Held::read(upload, table, asked, limits, &mut left)?);
        }
        Ok(Self { tables: held })
    }

    /// The temporary tables in which a translation finds them.
    pub fn tables(self, host: &Host) -> Vec<plugin_api::Upload> {
        self.tables.into_iter().map(|held| held.crossing(host)).collect()
    }
}

impl Held {
    fn read(
        upload: Upload,
        table: &Table,
        asked: Option<&UploadRanges>,
        limits: UploadLimits,
        left: &mut UploadLimits,
    ) -> Result<Self> {
        let cover = asked.map(|asked| Cover::of(table, asked)).transpose()?;
        let mut window = cover.map(Window::new);
        let mut out = Batches { spool: Spool::new(MEMORY_BYTES), lengths: Vec::new() };
        let mut source = upload.rows;
        let mut batch = Vec::new();
        let mut rows = 0;
        loop {
            batch.clear();
            let count = source.batch(&mut batch)?;
            if count == 0 {
                break;
            }
            if pg_rows::count(&batch) != Some(count) {
                return Err(malformed(&table.name));
            }
            rows += count;
            left.rows_max =
                left.rows_max.checked_sub(count).ok_or_else(|| too_many_rows(&table.name, &limits))?;
            let bytes = batch.len() as u64;
            left.bytes_max =
                left.bytes_max.checked_sub(bytes).ok_or_else(|| too_many_bytes(&table.name, &limits))?;
            match &mut window {
                None => out.add(&batch)?,
                Some(window) => window.add(&batch, &mut out)?,
            }
        }
        if let Some(window) = &mut window {
            window.flush(&mut out)?;
        }
        let Batches { spool, lengths } = out;
        Ok(Self { shape: shape(table, asked), rows, content: spool.finish(), batches: lengths })
    }

    fn crossing(self, host: &Host) -> plugin_api::Upload {
        let end = RowItem::End { rows: self.rows, overflow: false };
        let mut start = 0;
        let ranges = self.batches.into_iter().map(move |length| {
            let range: Range<u64> = start..start + length as u64;
            start = range.end;
            range
        });
        let ranges = ranges.collect::<Vec<_>>().into_iter();
        let from = (ranges, Some(end), self.content, host.clone());
        let items = stream::unfold(from, |(mut ranges, mut end, content, host)| async move {
            let item = match ranges.next() {
                Some(range) => content.part(range).bytes(&host).await.map(RowItem::Rows),
                None => Ok(end.take()?),
            };
            Some((item, (ranges, end, content, host)))
        });
        plugin_api::Upload { table: self.shape, rows: RowStream::new(Vec::new(), items) }
    }
}

/// Batches of whole rows on their way into a spool.
pub(super) struct Batches {
    spool: Spool,
    lengths: Vec<usize>,
}

impl Batches {
    /// Adds whole rows.
    pub fn add(&mut self, rows: &[u8]) -> Result<()> {
        self.spool.append_blocking(rows)?;
        self.lengths.push(rows.len());
        Ok(())
    }
}
