//! How much users and addresses use at the moment, and the refusal of more than their quotas allow.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use futures_util::StreamExt;
use hyper::StatusCode;
use hyper::header::{self, HeaderValue};
use plugin_api::{Allowance, Principal};

use crate::config::{Limit, Limits, Quotas};
use crate::http::{Body, Response};
use crate::observe::{Metrics, Sample};

/// The quotas of all who ask, and what they use. Cheap to clone.
#[derive(Clone, Default)]
pub struct Quota(Arc<Inner>);

/// Leave for one request; given back when dropped.
#[must_use]
pub struct Permit(Option<(Arc<Inner>, Who)>);

/// The refusal of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// When to try again.
    pub retry_after_secs: u32,
    limit: Limit,
    most: u64,
}

#[derive(Default)]
struct Inner {
    quotas: ArcSwap<Quotas>,
    books: Mutex<Books>,
    refused: [AtomicU64; REFUSED.len()],
}

/// Who is counted: a user, wherever he is, or an address.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Who {
    User(String),
    Address(IpAddr),
    /// All for whom there was no room.
    Others,
}

#[derive(Default)]
struct Books {
    open: HashMap<Who, Usage>,
    /// When those who use nothing were last taken out in vain.
    full_since: Option<Instant>,
}

/// What one of them uses.
struct Usage {
    requests: u64,
    /// Requests that may be begun at once, in parts.
    tokens: f64,
    per_minute: Option<u64>,
    at: Instant,
}

/// How many are counted each by himself; a page of memory holds some thirty of them.
const OPEN_MAX: usize = 50_000;

/// How long nobody is looked for to be taken out, after a search in vain.
const FULL_PAUSE: Duration = Duration::from_secs(1);

/// The limits whose refusals are counted, with their names in the metrics.
const REFUSED: [(Limit, &str); 4] = [
    (Limit::Requests, "requests"),
    (Limit::RequestsPerMinute, "requests_per_minute"),
    (Limit::QueuedJobs, "queued_jobs"),
    (Limit::ResultsMib, "results"),
];

const MIB: u64 = 1 << 20;

impl Quota {
    /// Nothing is used yet.
    pub fn new(quotas: Quotas) -> Self {
        let quota = Self::default();
        quota.set(quotas);
        quota
    }

    /// Other quotas from now on; what is used stays counted.
    pub fn set(&self, quotas: Quotas) {
        self.0.quotas.store(Arc::new(quotas));
    }

    /// What a caller may use.
    pub fn limits(&self, principal: &Principal) -> Limits {
        self.0.quotas.load().of(principal.user(), principal.groups())
    }

    /// What a caller may use, as plugins declare it.
    pub fn allowance(&self, principal: &Principal) -> Allowance {
        let limits = self.limits(principal);
        Allowance {
            rows_max: limits.get(Limit::Rows),
            upload_bytes_max: limits.get(Limit::UploadMib).map(|mib| mib.saturating_mul(MIB)),
            query_secs_max: limits.get(Limit::QuerySecs),
        }
    }

    /// Leave for a request, to be held until its answer is sent.
    pub fn admit(&self, principal: &Principal, address: IpAddr) -> Result<Permit, TooMany> {
        let limits = self.limits(principal);
        let (at_once, per_minute) = (limits.get(Limit::Requests), limits.get(Limit::RequestsPerMinute));
        if at_once.is_none() && per_minute.is_none() {
            return Ok(Permit(None));
        }
        let mut books = self.0.books();
        let who = books.enter(who(principal.user(), address));
        match books.usage(&who).take(at_once, per_minute, Instant::now()) {
            Ok(()) => Ok(Permit(Some((self.0.clone(), who)))),
            Err(refusal) => {
                drop(books);
                self.refused(refusal.limit);
                Err(refusal)
            }
        }
    }

    /// Counts a refusal.
    pub fn refused(&self, limit: Limit) {
        if let Some(place) = REFUSED.iter().position(|(known, _)| *known == limit) {
            self.0.refused[place].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Shows what is used and what was refused.
    pub fn watch(&self, metrics: &Metrics) {
        let quota = self.clone();
        metrics.gauges("quota_refused", "Requests and jobs refused since the start, by limit", move || {
            let counts = REFUSED.iter().zip(&quota.0.refused);
            counts.map(|((_, name), count)| sample("limit", name, count.load(Ordering::Relaxed))).collect()
        });
        let quota = self.clone();
        metrics.gauges(
            "quota_requests",
            "Requests under way of those whose requests are limited",
            move || {
                let mut counts = [("user", 0), ("address", 0)];
                for (who, usage) in &quota.0.books().open {
                    counts[usize::from(!matches!(who, Who::User(_)))].1 += usage.requests;
                }
                counts.map(|(of, count)| sample("of", of, count)).to_vec()
            },
        );
    }
}

impl Permit {
    /// Holds it until the answer is sent, or nobody takes it any more.
    pub fn until_sent(self, mut response: Response) -> Response {
        if let (Some(_), Body::Stream { stream, length }) = (&self.0, &mut response.body) {
            let sent = std::mem::replace(stream, Box::pin(futures_util::stream::empty()));
            let held = sent.map(move |chunk| {
                let _held = &self;
                chunk
            });
            response.body = Body::Stream { stream: Box::pin(held), length: *length };
        }
        response
    }
}

impl From<TooMany> for Response {
    fn from(refusal: TooMany) -> Self {
        let response = Self::text(StatusCode::TOO_MANY_REQUESTS, format!("{refusal}\n"));
        response.with(header::RETRY_AFTER, HeaderValue::from(refusal.retry_after_secs))
    }
}

impl fmt::Display for TooMany {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (most, secs) = (self.most, self.retry_after_secs);
        match self.limit {
            Limit::RequestsPerMinute => write!(out, "you may begin {most} requests a minute")?,
            _ => write!(out, "you may have {most} requests under way at once")?,
        }
        write!(out, "; try again in {secs} s")
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some((inner, who)) = self.0.take()
            && let Some(usage) = inner.books().open.get_mut(&who)
        {
            usage.requests = usage.requests.saturating_sub(1);
        }
    }
}

impl Inner {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    /// Under which name somebody is counted.
    fn enter(&mut self, who: Who) -> Who {
        if self.open.len() < OPEN_MAX || self.open.contains_key(&who) {
            return who;
        }
        let now = Instant::now();
        if self.full_since.is_some_and(|at| now.duration_since(at) < FULL_PAUSE) {
            return Who::Others;
        }
        self.open.retain(|_, usage| !usage.is_idle(now));
        self.full_since = (self.open.len() >= OPEN_MAX).then_some(now);
        if self.full_since.is_some() { Who::Others } else { who }
    }

    fn usage(&mut self, who: &Who) -> &mut Usage {
        let new = || Usage { requests: 0, tokens: f64::MAX, per_minute: None, at: Instant::now() };
        self.open.entry(who.clone()).or_insert_with(new)
    }
}

impl Usage {
    fn take(&mut self, at_once: Option<u64>, per_minute: Option<u64>, now: Instant) -> Result<(), TooMany> {
        if let Some(most) = at_once.filter(|&most| self.requests >= most) {
            return Err(TooMany { retry_after_secs: 1, limit: Limit::Requests, most });
        }
        self.per_minute = per_minute;
        self.refill(now);
        if let Some(most) = per_minute {
            if self.tokens < 1.0 {
                let wait_secs = ((1.0 - self.tokens) * 60.0 / most as f64).ceil();
                let retry_after_secs = wait_secs.clamp(1.0, 60.0) as u32;
                return Err(TooMany { retry_after_secs, limit: Limit::RequestsPerMinute, most });
            }
            self.tokens -= 1.0;
        }
        self.requests += 1;
        Ok(())
    }

    /// As many tokens as have come since, at most those of a minute.
    fn refill(&mut self, now: Instant) {
        let most = self.per_minute.map_or(f64::MAX, |most| most as f64);
        let elapsed_secs = now.saturating_duration_since(self.at).as_secs_f64();
        self.tokens = (self.tokens + elapsed_secs * (most / 60.0)).min(most);
        self.at = now;
    }

    /// Whether it makes no difference to begin anew.
    fn is_idle(&mut self, now: Instant) -> bool {
        self.refill(now);
        self.requests == 0 && self.per_minute.is_none_or(|most| self.tokens >= most as f64)
    }
}

/// What counts as one address: whoever has one of version 6 has the whole network of it.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address => address,
    }
}

fn who(user: Option<&str>, address: IpAddr) -> Who {
    match user {
        Some(user) => Who::User(user.to_owned()),
        None => Who::Address(network_of(address)),
    }
}

fn sample(key: &str, value: &str, count: u64) -> Sample {
    Sample { labels: vec![(key.to_owned(), value.to_owned())], value: count as f64 }
}

#[cfg(test)]
mod tests;
