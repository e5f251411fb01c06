//! The rows of a query, unread.

use bytes::{Buf, Bytes};
use database::{Batch, Database, QuerySpec};

use crate::Outcome;

/// Batches of rows in PostgreSQL's binary form.
pub struct Answer(Vec<Bytes>);

/// Runs a query to its end.
pub async fn asked(database: &Database, spec: QuerySpec) -> Outcome<Answer> {
    let mut rows = database.query(spec).await?;
    let mut batches = Vec::new();
    while let Some(batch) = rows.next().await {
        if let Batch::Rows(batch) = batch? {
            batches.push(batch);
        }
    }
    Ok(Answer(batches))
}

impl Answer {
    /// Every row as its bytes, in an order of their own.
    pub fn sorted(self) -> Vec<Bytes> {
        let mut rows = Vec::new();
        for batch in self.0 {
            let mut rest = batch.clone();
            while rest.has_remaining() {
                let begun = batch.len() - rest.len();
                for _ in 0..rest.get_u16() {
                    let length = rest.get_i32();
                    rest.advance(usize::try_from(length).unwrap_or(0));
                }
                rows.push(batch.slice(begun..batch.len() - rest.len()));
            }
        }
        rows.sort_unstable();
        rows
    }

    /// The first two values of each row, both `double precision`.
    pub fn places(self) -> Vec<(f64, f64)> {
        let place = |mut row: Bytes| {
            row.advance(6);
            let lon = row.get_f64();
            row.advance(4);
            (lon, row.get_f64())
        };
        self.0.into_iter().map(|batch| Self(vec![batch])).flat_map(Self::sorted).map(place).collect()
    }
}
