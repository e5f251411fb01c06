//! The host's services as a plugin uses them.

mod guard;
mod services;

use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use abi_stable::std_types::{RResult, RSlice, RStr};
use async_ffi::FutureExt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::abi::{self, AbiError, AbiHostBox, AbiTask, Catching};
use crate::{ByteStream, CellRange, Error, Jobs, Offer, Principal, Query, Region, Result, RowStream, Store};

pub(crate) use guard::HostGuard;
pub use services::{Callsite, HostServices};

/// What every plugin shares: database, sky index, policy, catalogue, extension points. Cheap to clone.
#[derive(Clone)]
pub struct Host(AbiHostBox);

/// The table that a [`Host::copy_in`] fills; it belongs to the plugin's own schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyTarget {
    /// The schema in PostgreSQL, unquoted.
    pub schema: String,
    /// The table in PostgreSQL, unquoted.
    pub table: String,
    /// The columns that the rows fill, unquoted, in their order.
    pub columns: Vec<String>,
}

/// A download that the host does under its guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchRequest {
    /// An `http` or `https` URL.
    pub url: String,
    /// The most bytes to take.
    pub bytes_max: u64,
    /// The most seconds in all.
    pub timeout_secs: u64,
}

/// How the host and what it needs are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Health {
    /// Whether queries can be answered now.
    pub available: bool,
    /// Since when, `YYYY-MM-DDThh:mm:ssZ`.
    pub up_since: Option<String>,
    /// What there is to say to people, without names of ours.
    pub notes: Vec<String>,
}

/// How callers log in at this instance, for its capabilities (TAP 1.1 §2.4, `securityMethod`). New in 1.2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LoginOffer {
    /// Whether the anonymous are refused.
    pub required: bool,
    /// The identifiers of the ways, e.g. `ivo://ivoa.net/sso#BasicAA`; none where nobody can log in.
    pub methods: Vec<String>,
}

/// An instance of the same host, for plugins that lead people and programs to others. New in 1.4.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Neighbour {
    /// The name of the instance.
    pub instance: String,
    /// The id of its plugin, e.g. `tap`.
    pub plugin: String,
    /// What its plugin says of itself, one line.
    pub title: String,
    /// Its public address, without a trailing slash.
    pub url: String,
    /// The identifiers of the standards that it declares, e.g. `ivo://ivoa.net/std/TAP`.
    pub standards: Vec<String>,
    /// Whether it refuses the anonymous.
    pub login_required: bool,
}

/// What a caller may use; `None` is no limit beside those of the instance. New in 1.2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Allowance {
    /// Rows of one answer.
    pub rows_max: Option<u64>,
    /// Bytes of the uploads of one request.
    pub upload_bytes_max: Option<u64>,
    /// Seconds of one query.
    pub query_secs_max: Option<u64>,
}

impl Host {
    pub(crate) fn new(host: AbiHostBox) -> Self {
        Self(host)
    }

    /// Runs a query, read-only, and streams its rows. Dropping the stream cancels the query.
    pub async fn query(&self, query: Query) -> Result<RowStream> {
        Ok(RowStream::from_abi(ours(self.0.query(query.into_abi()).await)?))
    }

    /// Runs a statement in the plugin's own schema and gives the number of rows that it touched.
    pub async fn execute(&self, query: Query) -> Result<u64> {
        ours(self.0.execute(query.into_abi()).await)
    }

    /// Loads rows in PostgreSQL's binary form into a table of the plugin's own schema; gives their number.
    pub async fn copy_in(&self, target: &CopyTarget, rows: RowStream) -> Result<u64> {
        ours(self.0.copy_in(to_json(target)?.into(), rows.into_abi(None)).await)
    }

    /// HEALPix ranges that cover a region: sorted, disjoint, nested, order 29. A bad region is a `BadRequest`.
    pub fn cover(&self, region: &Region) -> Result<Vec<CellRange>> {
        let (kind, numbers) = region.to_numbers();
        let ranges = ours(self.0.cover(kind, RSlice::from_slice(&numbers)))?;
        Ok(ranges.into_iter().map(CellRange::from).collect())
    }

    /// Whether `principal` may use `resource`, e.g. `collection:sim-dr1`. The error says what to answer: what a
    /// caller may not know of is `NotFound`.
    pub fn authorize(&self, principal: &Principal, resource: &str) -> Result<()> {
        let principal = principal.to_text();
        ours(self.0.authorize(RStr::from_str(&principal), RStr::from_str(resource))).map(|_| ())
    }

    /// The key of what `principal` may see here; equal keys see equal catalogues, so it is the key of a cache.
    pub fn visible(&self, principal: &Principal) -> Result<String> {
        let principal = principal.to_text();
        Ok(ours(self.0.visible(RStr::from_str(&principal)))?.into_string())
    }

    /// What `principal` may see at this instance: the catalogue's `Scope` as JSON.
    pub fn collections(&self, principal: &Principal) -> Result<String> {
        let principal = principal.to_text();
        Ok(ours(self.0.collections(RStr::from_str(&principal)))?.into_string())
    }

    /// Offers something at an extension point, as long as this instance lives.
    pub fn offer(&self, offer: Offer) -> Result<()> {
        ours(self.0.offer(offer.into_abi()))
    }

    /// What is offered at an extension point, by all instances of this plugin set.
    pub fn offers(&self, point: &str) -> Result<Vec<Offer>> {
        let offers = ours(self.0.offers(RStr::from_str(point)))?;
        Ok(offers.iter().map(Offer::from_abi).collect())
    }

    /// Runs a task in the background; it ends with this instance.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let guarded = Catching::new(async {
            task.await;
            Ok(())
        });
        let task = async {
            if let Err(error) = guarded.await {
                tracing::error!("a background task ended: {}", error.for_log());
            }
        };
        ours(self.0.spawn(task.into_ffi()))
    }

    /// Waits.
    pub async fn sleep(&self, time: Duration) -> Result<()> {
        ours(self.0.sleep(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)).await)
    }

    /// Runs work that computes or blocks, on a thread that is there for it.
    pub async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let result = Arc::new(Mutex::new(None));
        let task = Task { work: Some(work), result: result.clone() };
        let task = abi::AbiTask_TO::from_value(task, abi_stable::sabi_trait::TD_Opaque);
        ours(self.0.blocking(task).await)?;
        let finished = result.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        finished.unwrap_or_else(|| Err(Error::internal("work on a blocking thread was not run")))
    }

    /// The store of result files.
    pub fn store(&self) -> Store<'_> {
        Store(self)
    }

    /// The queue of jobs.
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs(self)
    }

    /// Downloads a URL, public addresses only; the stream ends in an error where the download does. New in 1.1.
    pub async fn fetch(&self, request: &FetchRequest) -> Result<ByteStream> {
        Ok(ByteStream::from_abi(ours(self.0.fetch(to_json(request)?.into()).await)?))
    }

    /// How callers log in at this instance. New in 1.2.
    pub async fn login_offer(&self) -> Result<LoginOffer> {
        self.call("access.login", &()).await
    }

    /// What a caller may use. New in 1.2.
    pub async fn allowance(&self, principal: &Principal) -> Result<Allowance> {
        self.call("access.allowance", principal).await
    }

    /// A user with the groups that he has now, for what is done in his name without him; the anonymous for an empty name.
    /// `None`: no such user any more. New in 1.2.
    pub async fn principal_of(&self, user: &str) -> Result<Option<Principal>> {
        if user.is_empty() {
            return Ok(Some(Principal::anonymous()));
        }
        self.call("access.principal", &user).await
    }

    /// Records that whoever is asking is being given something of a collection that no query read: a file, a part of one, a
    /// picture; `what` is its identifier. New in 1.3.
    pub async fn record_given(&self, collection: &str, what: &str) -> Result<()> {
        self.call("access.given", &(collection, what)).await
    }

    /// Signs a text for `ttl_secs` seconds, at most a day, for addresses that stand for a log-in. The text is not hidden,
    /// and has at most 2048 bytes. New in 1.2.
    pub async fn sign(&self, text: &str, ttl_secs: u64) -> Result<String> {
        self.call("sign", &(text, ttl_secs)).await
    }

    /// Gives back the text of a signature of this instance that is genuine and not expired; any other is `LoginNeeded`.
    /// New in 1.2.
    pub async fn verify(&self, signed: &str) -> Result<String> {
        self.call("verify", &signed).await
    }

    /// All instances of the set that this one belongs to, itself included, by name. New in 1.4.
    pub async fn neighbours(&self) -> Result<Vec<Neighbour>> {
        self.call("neighbours", &()).await
    }

    /// How the host and its database are; checked at most once a second.
    pub async fn health(&self) -> Result<Health> {
        self.call("health", &()).await
    }

    /// Sets or adds to a metric of this plugin: names that end in `_total` count, others are gauges.
    pub fn metric(&self, name: &str, labels: &[(&str, &str)], value: f64) -> Result<()> {
        ours(self.0.metric(RStr::from_str(name), RStr::from_str(&to_json(&labels)?), value))
    }

    /// The public address of this instance, without a trailing slash, e.g. `http://localhost:8080/tap`.
    pub fn base_url(&self) -> String {
        self.0.base_url().into_string()
    }

    pub(crate) async fn put(&self, key: &str, content: ByteStream) -> Result<u64> {
        ours(self.0.put(key.into(), content.into_abi(None)).await)
    }

    pub(crate) async fn get(&self, key: &str, range: Option<Range<u64>>) -> Result<ByteStream> {
        let (start, length) =
            range.map_or((0, u64::MAX), |range| (range.start, range.end.saturating_sub(range.start)));
        Ok(ByteStream::from_abi(ours(self.0.get(key.into(), start, length).await)?))
    }

    pub(crate) async fn call<A: Serialize, T: DeserializeOwned>(
        &self,
        service: &str,
        arguments: &A,
    ) -> Result<T> {
        let answer = ours(self.0.call(RStr::from_str(service), to_json(arguments)?.into()).await)?;
        serde_json::from_str(&answer)
            .map_err(|error| Error::internal(format!("unreadable answer of `{service}`: {error}")))
    }
}

fn ours<T>(result: RResult<T, AbiError>) -> Result<T> {
    result.into_result().map_err(Error::from)
}

fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::internal(format!("value cannot be JSON: {error}")))
}

/// Work for a blocking thread, with the place for its result.
struct Task<W, T> {
    work: Option<W>,
    result: Arc<Mutex<Option<Result<T>>>>,
}

impl<W: FnOnce() -> T + Send, T: Send> AbiTask for Task<W, T> {
    fn run(&mut self) {
        let Some(work) = self.work.take() else { return };
        let outcome = abi::caught(|| Ok(work()));
        *self.result.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(outcome);
    }
}

impl<W, T> Drop for Task<W, T> {
    fn drop(&mut self) {
        abi::drop_quietly(&mut self.work, None);
    }
}
