//! The record of who was given what, one JSON object a line in a file of its own, written off the request path.

mod changes;
mod file;

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::asker::Asker;
use crate::observe::{Metrics, Sample};
use file::AuditFile;

pub use changes::Changes;

/// Where records go; nowhere without a file. Cheap to clone.
#[derive(Clone, Default)]
pub struct Audit(Option<Arc<Inner>>);

/// What was done, in the words of the record.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Record<'r> {
    /// `read`, `file`, `result`, `job`, `login`, `logout`, `handover` or `change`.
    pub event: &'r str,
    /// The service instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<&'r str>,
    /// The collections whose rows were read.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub collections: &'r [String],
    /// How many rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// How many bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// How it ended.
    pub outcome: &'r str,
    /// What was changed, or the identifier of what was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<&'r str>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<&'r str>,
}

/// A line.
#[derive(Serialize)]
struct Line<'r> {
    time: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    request: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<&'r str>,
    /// `null` is the anonymous.
    user: Option<&'r str>,
    /// Who gave a command, in the operating system.
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    #[serde(flatten)]
    record: &'r Record<'r>,
}

struct Inner {
    lines: SyncSender<Message>,
    lost: Arc<AtomicU64>,
}

enum Message {
    Line(String),
    /// To be answered once all before it is in the file.
    Flush(SyncSender<()>),
}

/// Lines that may wait for the disk. Beyond them lines are dropped, counted and told: a disk that hangs must not stop
/// the service.
const LINES_MAX: usize = 16 * 1024;

/// Lines that are written at once.
const BATCH_LINES: usize = 512;

/// The longest that an end waits for the disk.
const FLUSH_LIMIT: Duration = Duration::from_secs(5);

impl Audit {
    /// Records go to this file, which is made where it is missing, for its owner only.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        let file = AuditFile::open(path)?;
        let (lines, waiting) = mpsc::sync_channel(LINES_MAX);
        let lost = Arc::new(AtomicU64::new(0));
        let counted = lost.clone();
        thread::Builder::new().name("audit".into()).spawn(move || write(file, &waiting, &counted))?;
        Ok(Self(Some(Arc::new(Inner { lines, lost }))))
    }

    /// Records what was done on somebody's account.
    pub fn record(&self, asker: &Asker, record: &Record<'_>) {
        let Some(inner) = &self.0 else { return };
        let line = Line {
            request: &asker.request,
            job: asker.job.as_deref(),
            user: asker.principal.user(),
            address: asker.address,
            ..Line::now(record)
        };
        let Ok(line) = serde_json::to_string(&line) else { return };
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) =
            inner.lines.try_send(Message::Line(line))
        {
            inner.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until everything is in the file, at most some seconds. Blocks.
    pub fn flush(&self) {
        let Some(inner) = &self.0 else { return };
        let (done, written) = mpsc::sync_channel(1);
        if inner.lines.send(Message::Flush(done)).is_ok() && written.recv_timeout(FLUSH_LIMIT).is_err() {
            tracing::warn!("some records of the audit may not be in its file: the disk is slow");
        }
    }

    /// Shows how many records were lost.
    pub fn watch(&self, metrics: &Metrics) {
        let audit = self.clone();
        metrics.gauges("audit_lost", "Records that are not in the audit file since the start", move || {
            let lost = audit.0.as_ref().map_or(0, |inner| inner.lost.load(Ordering::Relaxed));
            vec![Sample { labels: Vec::new(), value: lost as f64 }]
        });
    }
}

impl<'r> Line<'r> {
    /// A line of this moment, on nobody's account.
    fn now(record: &'r Record<'r>) -> Self {
        let time = format!("{:.3}", Timestamp::now());
        Self { time, request: "", job: None, user: None, operator: None, address: None, record }
    }
}

/// The thread that writes, until nobody can send any more.
fn write(mut file: AuditFile, waiting: &Receiver<Message>, lost: &AtomicU64) {
    let mut told = 0;
    while let Ok(first) = waiting.recv() {
        let (mut text, mut lines, mut flushes) = (String::new(), 0, Vec::new());
        for message in std::iter::once(first).chain(waiting.try_iter().take(BATCH_LINES)) {
            match message {
                Message::Line(line) => {
                    text.push_str(&line);
                    text.push('\n');
                    lines += 1;
                }
                Message::Flush(done) => flushes.push(done),
            }
        }
        if let Err(error) = file.append(text.as_bytes()) {
            lost.fetch_add(lines, Ordering::Relaxed);
            tracing::error!("the audit file cannot be written: {error}");
        }
        let now = lost.load(Ordering::Relaxed);
        if now > told {
            tracing::error!("{} records of the audit are lost", now - told);
            let line = format!(
                "{{\"time\":\"{:.3}\",\"event\":\"lost\",\"records\":{}}}\n",
                Timestamp::now(),
                now - told
            );
            told = now;
            // What cannot be told here was told in the log.
            drop(file.append(line.as_bytes()));
        }
        for done in flushes {
            // Nobody waits any more where it cannot be told.
            let _ = done.try_send(());
        }
    }
}

#[cfg(test)]
mod tests;
