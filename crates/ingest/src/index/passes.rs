//! Looks at the whole table, batch by batch, until every row has its cell.

use std::time::{Duration, Instant};

use tokio::time::sleep;
use tokio_postgres::Client;

use super::batch::{Batches, Tally};
use super::error::IndexError;
use super::target::Leaf;
use super::{Heard, IndexReport, IndexRequest, session};

/// How many rows a batch has, about: some tens of milliseconds.
const BATCH_ROWS: u64 = 8_192;

/// The most blocks of a batch, however few rows they have.
const BATCH_BLOCKS: u32 = 1_024;

/// Into how many parts a table is cut after each of which the room of the old rows is made free again, so that the
/// table grows by a part and not by half; and how many rows such a part has at least.
const PARTS: u32 = 8;
const PART_ROWS: u64 = 100_000;

/// How often the whole table is looked at after all is built, while others add rows all the time.
const LOOKS: u32 = 6;

/// Fills the column for the first time; how many rows got a cell.
pub(super) async fn fill(
    client: &Client,
    leaves: &[Leaf],
    request: &IndexRequest,
    heard: Heard<'_>,
) -> Result<u64, IndexError> {
    let mut filled = 0;
    for leaf in leaves {
        filled += look(client, leaf, request, heard, "rows").await?.mended;
    }
    Ok(filled)
}

/// Looks again until no row is wrong: those that came, moved or were locked meanwhile.
pub(super) async fn settle(
    client: &Client,
    leaves: &[Leaf],
    request: &IndexRequest,
    heard: Heard<'_>,
) -> Result<IndexReport, IndexError> {
    let mut report = IndexReport::default();
    let mut moved = Instant::now();
    let mut looks = 0;
    loop {
        let mut all = Tally::default();
        for leaf in leaves {
            all.add(look(client, leaf, request, heard, "a second look").await?);
        }
        looks += 1;
        report.filled += all.mended;
        report =
            IndexReport { rows: all.rows, unplaced: all.unplaced, left: all.wrong - all.mended, ..report };
        if all.mended > 0 {
            moved = Instant::now();
        }
        let stuck = all.mended == 0 && moved.elapsed() > request.patience;
        // What was just mended may have been followed by more; rows that others lock are theirs for a while.
        if all.wrong == 0 || stuck || (looks >= LOOKS && all.mended > 0) {
            return Ok(report);
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// One look at a stored table from its first block to its last.
async fn look(
    client: &Client,
    leaf: &Leaf,
    request: &IndexRequest,
    heard: Heard<'_>,
    what: &str,
) -> Result<Tally, IndexError> {
    let stage = format!("{}: {what}", leaf.name.shown());
    let batches = Batches::of(client, leaf, request).await?;
    let end = leaf.blocks(client).await?;
    let mut progress = Progress { rows: leaf.rows, end, next: 0, tally: Tally::default() };
    let mut unswept = 0;
    while progress.next < end {
        let blocks = progress.blocks();
        let tally = batches.mend(progress.next, blocks).await?;
        progress.step(blocks, tally);
        heard(&stage, progress.done(), progress.total());
        unswept += tally.mended;
        if unswept >= PART_ROWS.max(progress.total() / u64::from(PARTS)) {
            session::vacuum(client, &leaf.name.sql()).await?;
            unswept = 0;
        }
    }
    Ok(progress.tally)
}

/// How far a look is.
struct Progress {
    /// The server's estimate of the rows.
    rows: u64,
    end: u32,
    next: u32,
    tally: Tally,
}

impl Progress {
    /// How many blocks the next batch has: as many as hold a batch of rows, by what was met so far.
    fn blocks(&self) -> u32 {
        let left = self.end - self.next;
        let blocks = match self.tally.rows {
            0 if self.next == 0 => 32,
            rows => {
                (BATCH_ROWS * u64::from(self.next) / rows.max(1)).clamp(1, u64::from(BATCH_BLOCKS)) as u32
            }
        };
        blocks.min(left)
    }

    fn step(&mut self, blocks: u32, tally: Tally) {
        self.next += blocks;
        self.tally.add(tally);
    }

    /// The rows by the server's estimate or, where it has none, by those that were met.
    fn total(&self) -> u64 {
        let met = self.tally.rows * u64::from(self.end) / u64::from(self.next.max(1));
        if self.rows > 0 { self.rows } else { met }
    }

    fn done(&self) -> u64 {
        (u128::from(self.total()) * u128::from(self.next) / u128::from(self.end.max(1))) as u64
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.unplaced += other.unplaced;
        self.wrong += other.wrong;
        self.mended += other.mended;
    }
}
