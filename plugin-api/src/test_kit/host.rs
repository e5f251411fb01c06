//! The host of a test: services in plain Rust, with answers that the test prepares.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::stream;
use serde::Serialize;

use super::block_on;
use super::executor::Sleep;
use crate::host::{Callsite, HostGuard, HostServices};
use crate::{
    BoxFuture, CellRange, CopyTarget, Error, Host, LoginOffer, Neighbour, Offer, Principal, Query, Region,
    Result, RowColumn, RowItem, RowStream,
};

/// The last cell of the nested index at order 29.
const LAST_CELL: i64 = 12 * (1 << 58) - 1;

type Answering = dyn Fn(&Query) -> Result<(Vec<RowColumn>, Vec<RowItem>)> + Send + Sync;

/// Services for a plugin under test. Without preparation there are no rows, no collections and no offers; each
/// region is covered by the whole sky; everything is allowed.
#[derive(Default)]
pub struct TestHost {
    answering: Option<Box<Answering>>,
    collections: Option<String>,
    offers: Mutex<Vec<Offer>>,
    neighbours: Vec<Neighbour>,
}

impl TestHost {
    /// Answers queries with columns and items; end the items with [`RowItem::End`].
    #[must_use]
    pub fn answering(
        mut self,
        answer: impl Fn(&Query) -> Result<(Vec<RowColumn>, Vec<RowItem>)> + Send + Sync + 'static,
    ) -> Self {
        self.answering = Some(Box::new(answer));
        self
    }

    /// Publishes a catalogue: the `Scope` as JSON, the same for every caller.
    #[must_use]
    pub fn publishing(mut self, scope: impl Into<String>) -> Self {
        self.collections = Some(scope.into());
        self
    }

    /// Serves another instance beside the plugin.
    #[must_use]
    pub fn beside(mut self, neighbour: Neighbour) -> Self {
        self.neighbours.push(neighbour);
        self
    }

    /// These services as a plugin reaches them, for tests of what needs no plugin.
    pub fn into_host(self) -> Host {
        Host::new(HostGuard::new(Arc::new(self)).into_abi())
    }

    /// Offers something at an extension point.
    #[must_use]
    pub fn offering(self, offer: Offer) -> Self {
        self.offers.lock().unwrap_or_else(PoisonError::into_inner).push(offer);
        self
    }
}

/// The number of rows in a batch; what does not look like a row ends it.
fn count_rows(mut batch: &[u8]) -> u64 {
    let mut rows = 0;
    while let Some((columns, mut rest)) = batch.split_first_chunk::<2>() {
        for _ in 0..u16::from_be_bytes(*columns) {
            let Some((length, after)) = rest.split_first_chunk::<4>() else { return rows };
            let length = usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0);
            rest = after.get(length..).unwrap_or_default();
        }
        batch = rest;
        rows += 1;
    }
    rows
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::internal(error.to_string()))
}

fn ready<T: Send + 'static>(value: T) -> BoxFuture<T> {
    Box::pin(std::future::ready(value))
}

impl HostServices for TestHost {
    fn query(&self, query: Query) -> BoxFuture<Result<RowStream>> {
        let answer = match &self.answering {
            Some(answering) => answering(&query),
            None => Ok((Vec::new(), vec![RowItem::End { rows: 0, overflow: false }])),
        };
        ready(answer.map(|(columns, items)| RowStream::new(columns, stream::iter(items.into_iter().map(Ok)))))
    }

    fn execute(&self, _: Query) -> BoxFuture<Result<u64>> {
        ready(Ok(0))
    }

    fn copy_in(&self, _: CopyTarget, rows: RowStream) -> BoxFuture<Result<u64>> {
        use futures_util::TryStreamExt;
        let count = rows.try_fold(0, |count, item| async move {
            Ok(match item {
                RowItem::Rows(batch) => count + count_rows(&batch),
                RowItem::End { .. } => count,
            })
        });
        Box::pin(count)
    }

    fn cover(&self, _: &Region) -> Result<Vec<CellRange>> {
        Ok(vec![CellRange { first: 0, last: LAST_CELL, full: false }])
    }

    fn authorize(&self, _: &Principal, _: &str) -> Result<()> {
        Ok(())
    }

    fn visible(&self, _: &Principal) -> Result<String> {
        Ok("everything".into())
    }

    fn collections(&self, _: &Principal) -> Result<String> {
        self.collections.clone().ok_or_else(|| Error::internal("the test publishes no catalogue"))
    }

    fn offer(&self, offer: Offer) -> Result<()> {
        self.offers.lock().unwrap_or_else(PoisonError::into_inner).push(offer);
        Ok(())
    }

    fn offers(&self, point: &str) -> Result<Vec<Offer>> {
        let offers = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(offers.iter().filter(|offer| offer.point == point).cloned().collect())
    }

    fn spawn(&self, task: BoxFuture<()>) -> Result<()> {
        std::thread::spawn(|| block_on(task));
        Ok(())
    }

    fn sleep(&self, time: Duration) -> BoxFuture<Result<()>> {
        Box::pin(async move {
            Sleep::new(time).await;
            Ok(())
        })
    }

    fn blocking(&self, task: Box<dyn FnOnce() + Send>) -> BoxFuture<Result<()>> {
        task();
        ready(Ok(()))
    }

    fn call(&self, service: &str, _: String) -> BoxFuture<Result<String>> {
        ready(match service {
            "health" => Ok(r#"{"available":true}"#.to_owned()),
            "access.login" => json(&LoginOffer::default()),
            "neighbours" => json(&self.neighbours),
            _ => Err(Error::not_offered(service)),
        })
    }

    fn metric(&self, _: &str, _: &[(String, String)], _: f64) -> Result<()> {
        Ok(())
    }

    fn base_url(&self) -> String {
        "http://127.0.0.1/test".into()
    }

    fn log_register(&self, _: Callsite<'_>) -> u64 {
        0
    }

    fn log_event(&self, _: u64, _: &str, _: &str) {}
}
