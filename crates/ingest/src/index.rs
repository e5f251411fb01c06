//! The HEALPix column of a table that is already in the database: added, filled and indexed while others use the table.
//!
//! No step blocks readers, and none blocks a writer for longer than the rows of one batch take. Every step may be cut
//! short and done again: whoever runs [`index`] once more goes on where it stopped.

mod batch;
mod build;
mod column;
mod error;
mod passes;
mod session;
mod target;
mod tid;

use std::time::Duration;

use tokio_postgres::Client;

pub use error::IndexError;
pub(crate) use error::words;
pub use target::{Position, Target};

/// What is to be indexed, and how patiently.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRequest {
    /// The columns of longitude and latitude in degrees.
    pub position: Position,
    /// The column for the index, usually `hpx`; it is added if it is not there.
    pub column: String,
    /// How long to try where others hold locks, for each lock.
    pub patience: Duration,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IndexReport {
    /// Rows that the last look at the whole table met.
    pub rows: u64,
    /// Rows that got a cell, or another one.
    pub filled: u64,
    /// Rows without a position, whose cell is NULL.
    pub unplaced: u64,
    /// Rows that were still wrong at the end, since others kept them locked or kept on adding rows.
    pub left: u64,
    /// Whether the column is new.
    pub added: bool,
    /// B-trees that were made.
    pub built: usize,
}

/// Hears how far a stage is: its name, what is done of it, and of how much; in rows, by estimate.
pub type Heard<'a> = &'a (dyn Fn(&str, u64, u64) + Sync);

/// Adds the column where it is missing, fills it, builds the B-tree of each stored table, and brings PostgreSQL's own
/// statistics up to date.
///
/// The cell of a row is that of its place in ICRS, whatever the frame of its longitude and latitude is.
///
/// The connection must be used by nobody else meanwhile; its settings are changed for good.
pub async fn index(
    client: &Client,
    target: &Target,
    request: &IndexRequest,
    heard: Heard<'_>,
) -> Result<IndexReport, IndexError> {
    target.check(request)?;
    session::prepare(client).await?;
    session::take_turn(client, target, request.patience).await?;
    let added = column::add(client, target, request).await?;
    let leaves = target.leaves(client).await?;
    let filled = passes::fill(client, &leaves, request, heard).await?;
    let built = build::build(client, target, &leaves, request, heard).await?;
    let mut report = passes::settle(client, &leaves, request, heard).await?;
    report.filled += filled;
    session::analyze(client, target, report.filled > 0).await?;
    session::end_turn(client, target).await?;
    Ok(IndexReport { added, built, ..report })
}
