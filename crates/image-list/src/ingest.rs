//! The list becomes what the folder of a collection is.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use catalogue::{Access, Collection, Enumeration, Images};
use database::Client;
use jiff::Timestamp;
use progress::Progress;
use rayon::prelude::*;
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::spawn_blocking;

use crate::files::{FoundFile, FoundFiles, find};
use crate::row::Instant;
use crate::store::{self, Common, Known};
use crate::{ImageListError, Reading, Report, read};

/// Files whose rows go together.
const BATCH_FILES: usize = 32;
/// Batches that wait for the database.
const BATCHES_WAITING: usize = 4;
/// Name of the stage in which headers are read.
const READING: &str = "headers read";

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Order {
    /// The collection.
    pub collection: Collection,
    /// Its images, the folder absolute.
    pub images: Images,
    /// The names of its filters.
    pub filters: Option<Enumeration>,
    /// Folders, files and patterns below its folder; empty: all of it.
    pub named: Vec<PathBuf>,
    /// Whether files are read again that are as they were.
    pub all: bool,
    /// Whether nothing is changed.
    pub dry_run: bool,
    /// The role that queries run under.
    pub query_role: Option<String>,
}

/// Finds the files, reads what is new or was changed, and changes the list in one transaction on `client`, which must not
/// be in one.
pub async fn ingest(
    order: &Order,
    client: &Client,
    progress: Arc<dyn Progress>,
) -> Result<Report, ImageListError> {
    let begun = std::time::Instant::now();
    let done = fill(order, client, progress).await;
    if done.is_err() || order.dry_run {
        // The first error is the one to tell; a connection that is gone has rolled back by itself.
        let _ = client.batch_execute("ROLLBACK").await;
    }
    done.map(|report| Report { took: begun.elapsed(), ..report })
}

async fn fill(order: &Order, client: &Client, progress: Arc<dyn Progress>) -> Result<Report, ImageListError> {
    let (id, images, named) = (order.collection.id.clone(), order.images.clone(), order.named.clone());
    let mut found = blocking(move || find(&id, &images.folder, &named)).await??;
    found.files.retain(|found| !order.images.is_companion(&found.file));
    let id = &order.collection.id;
    store::begin(client, id, order.query_role.as_deref()).await?;
    let known = store::known(client, id).await?;
    let mut plan = Plan::of(order, found, &known)?;
    let files = std::mem::take(&mut plan.to_read);
    let (sender, receiver) = channel(BATCHES_WAITING);
    let total = files.len();
    let job = Job { order: order.clone(), sender: (!order.dry_run).then_some(sender), progress };
    let reading = blocking(move || job.run(files));
    let read = if order.dry_run {
        drop(receiver);
        reading.await?
    } else {
        store::stage(client).await?;
        let (copied, read) = futures_util::join!(store::copy(client, receiver), reading);
        copied?;
        read?
    };
    let mut report = Report { unchanged: plan.unchanged, skipped: plan.skipped, ..Report::default() };
    for (file, outcome) in read {
        match outcome {
            Ok(Notes { no_footprint, unknown_filter }) => {
                report.added += u64::from(!known.contains_key(&file));
                report.changed += u64::from(known.contains_key(&file));
                report.note(&file, no_footprint, unknown_filter);
            }
            Err(why) => {
                plan.gone.extend(known.contains_key(&file).then(|| file.clone()));
                report.skipped.push((file, why));
            }
        }
    }
    report.removed = plan.gone.len() as u64;
    report.skipped.sort();
    if !order.dry_run {
        finish(order, client, &plan.gone, total > 0, &mut report).await?;
    }
    Ok(report)
}

async fn finish(
    order: &Order,
    client: &Client,
    gone: &[String],
    has_read: bool,
    report: &mut Report,
) -> Result<(), ImageListError> {
    let id = &order.collection.id;
    if !gone.is_empty() {
        store::remove(client, id, gone).await?;
    }
    if has_read {
        let read = report.added + report.changed;
        (report.added, report.changed) = store::merge(client).await?;
        // Read again, and found to be the same.
        report.unchanged += read - report.added - report.changed;
    }
    store::spread(client, id, &order.common()).await?;
    store::commit(client).await
}

/// What is to be read, and what is not.
struct Plan {
    to_read: Vec<FoundFile>,
    unchanged: u64,
    gone: Vec<String>,
    skipped: Vec<(String, String)>,
}

impl Plan {
    fn of(order: &Order, found: FoundFiles, known: &Known) -> Result<Self, ImageListError> {
        let is_there: std::collections::HashSet<&str> =
            found.files.iter().map(|found| found.file.as_str()).collect();
        let covered = known.keys().filter(|file| found.covers(file));
        let mut gone: Vec<String> =
            covered.filter(|file| !is_there.contains(file.as_str())).cloned().collect();
        gone.sort_unstable();
        if found.files.is_empty() && !gone.is_empty() && !order.all {
            let (folder, listed) = (order.images.folder.clone(), gone.len() as u64);
            return Err(ImageListError::AllGone { folder, listed });
        }
        let is_same =
            |found: &FoundFile| !order.all && known.get(&found.file) == Some(&(found.bytes, found.modified));
        let (same, to_read): (Vec<FoundFile>, Vec<FoundFile>) = found.files.into_iter().partition(is_same);
        Ok(Self { to_read, unchanged: same.len() as u64, gone, skipped: found.skipped })
    }
}

/// What is to be told of a file that was read.
struct Notes {
    no_footprint: Option<String>,
    unknown_filter: Option<String>,
}

/// The reading of files on all cores.
struct Job {
    order: Order,
    /// Where rows go; nowhere in a dry run.
    sender: Option<Sender<Vec<u8>>>,
    progress: Arc<dyn Progress>,
}

impl Job {
    /// Reads the files and sends their rows off. Ends early where nobody takes them.
    fn run(self, files: Vec<FoundFile>) -> Vec<(String, Result<Notes, String>)> {
        let (done, total) = (AtomicU64::new(0), files.len() as u64);
        let read_batch = |batch: &[FoundFile]| {
            let mut rows = Vec::new();
            let mut outcomes = Vec::with_capacity(batch.len());
            for found in batch {
                let outcome = self.order.read(found).map(|Reading { row, no_footprint, unknown_filter }| {
                    row.write(&mut rows);
                    Notes { no_footprint, unknown_filter }
                });
                outcomes.push((found.file.clone(), outcome));
                self.progress.report(READING, done.fetch_add(1, Ordering::Relaxed) + 1, total);
            }
            let sent = match &self.sender {
                Some(sender) if !rows.is_empty() => sender.blocking_send(rows).is_ok(),
                _ => true,
            };
            sent.then_some(outcomes)
        };
        let outcomes: Option<Vec<Vec<_>>> = files.par_chunks(BATCH_FILES).map(read_batch).collect();
        self.progress.end(READING);
        outcomes.unwrap_or_default().into_iter().flatten().collect()
    }
}

impl Order {
    /// The row of a file.
    pub(crate) fn read(&self, found: &FoundFile) -> Result<Reading, String> {
        let mut reading = read(&self.collection.id, &self.images, self.filters.as_ref(), found)?;
        self.complete(&mut reading.row);
        Ok(reading)
    }

    /// Fills what holds for all images of the collection, where nothing else was said.
    pub(crate) fn complete(&self, row: &mut crate::ImageRow) {
        let common = self.common();
        row.obs_creator_name = row.obs_creator_name.take().or(common.creators);
        row.data_rights = row.data_rights.take().or(Some(common.rights));
        row.obs_release_date = row.obs_release_date.or(common.released);
    }

    fn common(&self) -> Common {
        let access: &Access = self.images.rules.access.as_ref().unwrap_or(&self.collection.access);
        let rights = match access.public_from {
            _ if access.is_public(Timestamp::now()) => "public",
            Some(_) => "proprietary",
            None => "secure",
        };
        let day = || {
            let date: jiff::civil::Date = self.collection.released.as_ref()?.parse().ok()?;
            Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
        };
        let released = access.public_from.or_else(|| access.public.then(day).flatten());
        let creators = self.collection.creators.join("; ");
        Common {
            creators: (!creators.is_empty()).then_some(creators),
            rights: rights.to_owned(),
            released: released.map(|instant| Instant(instant.as_microsecond())),
        }
    }
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ImageListError> {
    spawn_blocking(work).await.map_err(|_| ImageListError::Internal("reading the headers failed".to_owned()))
}
