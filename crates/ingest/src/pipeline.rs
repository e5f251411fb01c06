//! From files to rows in order: reading, sorting on all cores, and the runs put together.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use bytes::Bytes;
use progress::Progress;
use statistics::Observer;
use tokio::sync::mpsc::Sender;

use crate::IngestError;
use crate::files::Files;
use crate::gathering::Gathering;
use crate::memory::Memory;
use crate::reading::read;
use crate::rejects::Rejects;
use crate::sorting::{Run, Sorting};

/// What comes out for the database.
pub(crate) enum Sent {
    /// Rows, and their number.
    Rows(Bytes, u64),
    /// All rows were sent. A channel that closes without it means that something failed.
    End,
}

/// How a pass over the files ended.
pub(crate) enum Pass {
    /// All rows were sent.
    Done {
        /// Rows that were left out.
        rejected: u64,
        /// What the values of the others are.
        seen: Box<Observer>,
    },
    /// Rows were sent as they came, and then one came that should have been before them.
    OutOfOrder,
    /// The database wants no more.
    Unwanted,
}

/// A pass over the files.
pub(crate) struct Pipeline {
    /// The files.
    pub files: Files,
    /// How blocks become runs.
    pub sorting: Arc<Sorting>,
    /// How the memory is shared out.
    pub memory: Memory,
    /// Where broken rows go.
    pub rejects: Option<PathBuf>,
    /// Whether rows may be sent before all are read, for as long as they come in order.
    pub at_once: bool,
    /// Hears how far it is.
    pub progress: Arc<dyn Progress>,
}

/// What is sorted, as it comes out: one receiver for each block, in the order of the blocks.
type Sorted = Receiver<Result<Run, IngestError>>;

impl Pipeline {
    /// Sends the rows of all files in order. Needs a thread that may block.
    pub fn pass(&mut self, out: &Sender<Sent>) -> Result<Pass, IngestError> {
        let (sender, sorted) = sync_channel(self.memory.blocks_waiting);
        let rejects = self.rejects.as_deref().map(Rejects::create).transpose()?;
        let total = self.files.rows.unwrap_or(0);
        let mut gathering = Gathering::new(self, out, rejects);
        let (files, sorting, memory) = (&mut self.files, &self.sorting, &self.memory);
        let (early, read) = thread::scope(|scope| {
            let reading = scope.spawn(|| send_blocks(files, sorting, memory, sender));
            (gathering.gather(sorted, total), reading.join())
        });
        if let Some(pass) = early? {
            return Ok(pass);
        }
        read.map_err(|_| IngestError::Internal("the reader of the files failed".to_owned()))??;
        gathering.finish()
    }
}

/// Reads, and has the blocks sorted by whichever core is free.
fn send_blocks(
    files: &mut Files,
    sorting: &Arc<Sorting>,
    memory: &Memory,
    out: SyncSender<Sorted>,
) -> Result<(), IngestError> {
    read(files, memory.block_bytes, sorting.keep_going, |block| {
        let (reply, sorted) = sync_channel(1);
        let sorting = sorting.clone();
        if out.send(sorted).is_err() {
            return false;
        }
        rayon::spawn(move || {
            // Nobody waits for it where the work was given up.
            let _ = reply.send(sorting.sort(block));
        });
        true
    })
}
