//! Runs put together to all rows in order: sent as they come, from memory, or through a temporary file.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use bytes::Bytes;
use progress::Progress;
use statistics::Observer;
use tokio::sync::mpsc::Sender;

use crate::IngestError;
use crate::memory::Memory;
use crate::merge::merge;
use crate::pipeline::{Pass, Pipeline, Sent};
use crate::rejects::Rejects;
use crate::row::Key;
use crate::sorting::{Run, Sorting};
use crate::spill::Spill;

/// Rows that are sent to the database at once, in bytes.
const SENT_BYTES: usize = 512 << 10;

/// Name of the stage in which files are read.
const READING: &str = "rows read";

/// Takes runs in the order of the files.
pub(crate) struct Gathering {
    out: Sender<Sent>,
    memory: Memory,
    sorting: Arc<Sorting>,
    progress: Arc<dyn Progress>,
    rejects: Option<Rejects>,
    at_once: bool,
    state: State,
    seen: Box<Observer>,
}

/// Where the rows are so far.
enum State {
    /// Sent as they came; the last key.
    Sent(Key),
    /// One run that did not come in order.
    Held(Run),
    /// In a file.
    Spilled(Spill),
}

impl Gathering {
    /// Gathers nothing yet.
    pub fn new(pipeline: &Pipeline, out: &Sender<Sent>, rejects: Option<Rejects>) -> Self {
        Self {
            out: out.clone(),
            memory: pipeline.memory,
            sorting: pipeline.sorting.clone(),
            progress: pipeline.progress.clone(),
            rejects,
            at_once: pipeline.at_once,
            state: State::Sent(Key::MIN),
            seen: Box::new(pipeline.sorting.observer()),
        }
    }

    /// Takes all runs; gives how the pass ended where it ended before.
    pub fn gather(
        &mut self,
        sorted: Receiver<Receiver<Result<Run, IngestError>>>,
        total: u64,
    ) -> Result<Option<Pass>, IngestError> {
        let mut read = 0;
        for run in sorted {
            let failed = |_| IngestError::Internal("a block of rows was not sorted".to_owned());
            let mut run = run.recv().map_err(failed)??;
            self.seen.merge(std::mem::replace(&mut run.seen, self.sorting.observer()));
            if let Some(rejects) = &mut self.rejects {
                rejects.write(&run.rejects, &self.sorting.files)?;
            }
            read += run.rows + run.rejects.len() as u64;
            self.progress.report(READING, read, total);
            if let Some(pass) = self.take(run)? {
                return Ok(Some(pass));
            }
        }
        self.progress.end(READING);
        Ok(None)
    }

    /// Sends what has not been sent yet, and the end.
    pub fn finish(self) -> Result<Pass, IngestError> {
        let Self { out, memory, rejects, state, seen, .. } = self;
        let wanted = match state {
            State::Sent(_) => true,
            State::Held(run) => send(&out, run.bytes, run.rows),
            State::Spilled(spill) => send_merged(&out, spill, &memory)?,
        };
        let rejected = rejects.map(Rejects::finish).transpose()?.unwrap_or(0);
        let ended = wanted && out.blocking_send(Sent::End).is_ok();
        Ok(if ended { Pass::Done { rejected, seen } } else { Pass::Unwanted })
    }

    fn take(&mut self, run: Run) -> Result<Option<Pass>, IngestError> {
        let state = std::mem::replace(&mut self.state, State::Sent(Key::MIN));
        self.state = match state {
            State::Sent(last) if self.at_once && run.came_in_order && run.first >= last => {
                let last = run.last;
                if !send(&self.out, run.bytes, run.rows) {
                    return Ok(Some(Pass::Unwanted));
                }
                State::Sent(last)
            }
            State::Sent(Key::MIN) => State::Held(run),
            State::Sent(_) => {
                // The copy must not fail: a transaction does not go on behind an error.
                let ended = self.out.blocking_send(Sent::End).is_ok();
                return Ok(Some(if ended { Pass::OutOfOrder } else { Pass::Unwanted }));
            }
            State::Held(first) => {
                let mut spill = Spill::new().map_err(IngestError::spill)?;
                spill.push(&first).map_err(IngestError::spill)?;
                spill.push(&run).map_err(IngestError::spill)?;
                State::Spilled(spill)
            }
            State::Spilled(mut spill) => {
                spill.push(&run).map_err(IngestError::spill)?;
                State::Spilled(spill)
            }
        };
        Ok(None)
    }
}

/// Sends rows in pieces; false where nobody wants them.
fn send(out: &Sender<Sent>, rows: Vec<u8>, count: u64) -> bool {
    let mut rest = Bytes::from(rows);
    let mut left = count;
    while !rest.is_empty() {
        let piece = rest.split_to(rest.len().min(SENT_BYTES));
        // COPY takes pieces that end within a row; so their rows are about counted, and right at the end.
        let rows = if rest.is_empty() {
            left
        } else {
            left * piece.len() as u64 / (piece.len() + rest.len()) as u64
        };
        left -= rows;
        if out.blocking_send(Sent::Rows(piece, rows)).is_err() {
            return false;
        }
    }
    true
}

fn send_merged(out: &Sender<Sent>, spill: Spill, memory: &Memory) -> Result<bool, IngestError> {
    let mut waiting = Vec::with_capacity(SENT_BYTES);
    let mut rows = 0;
    let mut wanted = true;
    let merged = merge(spill, memory, |row| {
        waiting.extend_from_slice(row);
        rows += 1;
        if waiting.len() >= SENT_BYTES {
            let full = std::mem::replace(&mut waiting, Vec::with_capacity(SENT_BYTES + SENT_BYTES / 8));
            wanted = out.blocking_send(Sent::Rows(Bytes::from(full), rows)).is_ok();
            rows = 0;
        }
        wanted
    });
    merged.map_err(IngestError::spill)?;
    if wanted && rows > 0 {
        wanted = out.blocking_send(Sent::Rows(Bytes::from(waiting), rows)).is_ok();
    }
    Ok(wanted)
}
