//! One batch of rows: read without locks, and where a cell is wrong, locked, read again and set.

use sky::{Frame, Healpix, SkyPosition};
use tokio_postgres::{Client, Row, Statement};

use super::IndexRequest;
use super::error::IndexError;
use super::target::Leaf;
use super::tid::Tid;
use crate::row::quoted;

/// The statements for one stored table.
pub(super) struct Batches<'c> {
    client: &'c Client,
    read: Statement,
    lock: Statement,
    set: Statement,
    /// The frame of the positions.
    frame: Frame,
}

/// What was met in some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Rows that were read.
    pub(super) rows: u64,
    /// Rows without a position.
    pub(super) unplaced: u64,
    /// Rows whose cell was not that of their position.
    pub(super) wrong: u64,
    /// How many of those are right now; others hold the rest.
    pub(super) mended: u64,
}

impl<'c> Batches<'c> {
    /// Prepares the statements.
    pub(super) async fn of(
        client: &'c Client,
        leaf: &Leaf,
        request: &IndexRequest,
    ) -> Result<Self, IndexError> {
        let (lon, lat) = (quoted(&request.position.lon), quoted(&request.position.lat));
        let (table, cell) = (leaf.name.sql(), quoted(&request.column));
        let select = format!("SELECT ctid, {lon}::float8, {lat}::float8, {cell} FROM ONLY {table}");
        let read = format!("{select} WHERE ctid >= $1 AND ctid < $2");
        // A row that somebody else is changing is left to a later look, so that nobody waits for anybody.
        let lock = format!("{select} WHERE ctid = ANY($1) FOR NO KEY UPDATE SKIP LOCKED");
        let set = format!(
            "UPDATE ONLY {table} AS t SET {cell} = v.cell FROM unnest($1::tid[], $2::int8[]) AS v(place, cell) \
             WHERE t.ctid = v.place"
        );
        Ok(Self {
            client,
            read: client.prepare(&read).await?,
            lock: client.prepare(&lock).await?,
            set: client.prepare(&set).await?,
            frame: request.position.frame,
        })
    }

    /// Reads a run of blocks and sets the cells that are not those of the positions.
    pub(super) async fn mend(&self, first: u32, blocks: u32) -> Result<Tally, IndexError> {
        let (from, to) = Leaf::span(first, blocks);
        let rows = self.client.query(&self.read, &[&from, &to]).await?;
        let mut tally = Tally { rows: rows.len() as u64, ..Tally::default() };
        tally.unplaced = rows.iter().filter(|row| cell(row, self.frame).is_none()).count() as u64;
        let (places, _) = wrong(&rows, self.frame);
        tally.wrong = places.len() as u64;
        if !places.is_empty() {
            self.client.batch_execute("BEGIN").await?;
            match self.set(&places).await {
                Ok(mended) => {
                    self.client.batch_execute("COMMIT").await?;
                    tally.mended = mended;
                }
                Err(error) => {
                    self.client.batch_execute("ROLLBACK").await?;
                    return Err(error);
                }
            }
        }
        Ok(tally)
    }

    /// Locks the rows that nobody else has locked, reads them as they are now, and sets what is still wrong; how many
    /// are right then, gone ones among them.
    async fn set(&self, places: &[Tid]) -> Result<u64, IndexError> {
        let rows = self.client.query(&self.lock, &[&places]).await?;
        let (places, cells) = wrong(&rows, self.frame);
        if !places.is_empty() {
            self.client.execute(&self.set, &[&places, &cells]).await?;
        }
        Ok(rows.len() as u64)
    }
}

/// The rows whose cell is not that of their position, with the cells that they should have.
fn wrong(rows: &[Row], frame: Frame) -> (Vec<Tid>, Vec<Option<i64>>) {
    let wrong = rows.iter().filter_map(|row| {
        let cell = cell(row, frame);
        (row.get::<_, Option<i64>>(3) != cell).then(|| (row.get::<_, Tid>(0), cell))
    });
    wrong.unzip()
}

/// The cell in ICRS of a row's position, where it has one.
fn cell(row: &Row, frame: Frame) -> Option<i64> {
    let (lon, lat): (Option<f64>, Option<f64>) = (row.get(1), row.get(2));
    let position = SkyPosition::new(lon?, lat?).ok()?;
    Some(Healpix::index(&Frame::rotate(frame, Frame::Icrs, &position)))
}
