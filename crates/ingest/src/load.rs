//! The new table is filled: reading and sorting on threads, beside the COPY that takes the rows.

use std::sync::Arc;
use std::thread::available_parallelism;

use catalogue::{Column, TableStatistics};
use database::Client;
use progress::Progress;
use tokio::sync::mpsc::channel;
use tokio::task::spawn_blocking;

use crate::copy::copy;
use crate::files::Files;
use crate::memory::Memory;
use crate::pipeline::{Pass, Pipeline};
use crate::pointing::Pointing;
use crate::sorting::Sorting;
use crate::table::NewTable;
use crate::{Ingest, IngestError};

/// Pieces of rows that wait for the database.
const PIECES_WAITING: usize = 4;

/// What is to be loaded.
pub(crate) struct Loading {
    /// The files.
    pub files: Files,
    /// Where the position is; `None`: rows stay in the order of the files.
    pub pointing: Option<Pointing>,
}

/// What was loaded.
pub(crate) struct Loaded {
    /// Rows in the table.
    pub rows: u64,
    /// Rows that were left out.
    pub rejected: u64,
    /// What the values are.
    pub statistics: TableStatistics,
}

/// Reads, sorts and copies all rows.
pub(crate) async fn load(
    ingest: &Ingest,
    loading: Loading,
    client: &Client,
    table: &NewTable<'_>,
    progress: &Arc<dyn Progress>,
) -> Result<Loaded, IngestError> {
    let total = loading.files.rows.unwrap_or(0);
    let mut pipeline = pipeline(ingest, loading, table.columns, progress);
    loop {
        let (sender, receiver) = channel(PIECES_WAITING);
        let passing = spawn_blocking(move || {
            let pass = pipeline.pass(&sender);
            (pipeline, pass)
        });
        // A copy that fails takes no more rows, which ends the pass; a pass that fails sends no end, which ends the copy.
        let copied = copy(client, &table.copy_sql(), receiver, total, progress).await;
        let lost = |_| IngestError::Internal("reading the files failed".to_owned());
        let (after, pass) = passing.await.map_err(lost)?;
        pipeline = after;
        let pass = pass?;
        let rows =
            copied.map_err(IngestError::database(format!("copying rows into table {}", table.target)))?;
        match pass {
            Pass::Done { rejected, seen } => return Ok(Loaded { rows, rejected, statistics: seen.finish() }),
            Pass::OutOfOrder => {}
            Pass::Unwanted => {
                return Err(IngestError::Internal("the database took too few rows".to_owned()));
            }
        }
        let emptied = client.batch_execute(&table.truncate_sql()).await;
        emptied.map_err(IngestError::database("beginning again with sorted rows"))?;
        pipeline.at_once = false;
    }
}

fn pipeline(ingest: &Ingest, loading: Loading, columns: &[Column], progress: &Arc<dyn Progress>) -> Pipeline {
    let threads = available_parallelism().map_or(1, usize::from);
    let sorting = Sorting {
        pointing: loading.pointing,
        keep_going: ingest.rejects.is_some(),
        columns: columns.to_vec(),
        files: ingest.files.clone(),
    };
    Pipeline {
        files: loading.files,
        sorting: Arc::new(sorting),
        memory: Memory::of(ingest.memory_bytes, threads),
        rejects: ingest.rejects.clone(),
        at_once: true,
        progress: progress.clone(),
    }
}
