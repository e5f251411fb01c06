//! What this process knows of jobs at the moment: who waits, what runs here, and that there is something to claim.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uws::Phase;

use crate::Job;
use crate::sql::GONE;
use crate::watches::Watches;

/// The state of this process.
#[derive(Default)]
pub(crate) struct Board {
    pub watches: Watches,
    /// Wakes the runner: a job was queued, or there is room again.
    pub wake: Notify,
    running: Mutex<HashMap<String, Running>>,
}

/// A job that runs here.
struct Running {
    instance: String,
    fence: i64,
    /// The revision of the claim.
    revision: i64,
    /// Ends the run: the job is no longer ours.
    lost: CancellationToken,
    /// How far it is, where that has not been stored yet.
    progress: Option<f64>,
}

/// The claims held here, column by column as a statement takes them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Held {
    pub ids: Vec<String>,
    pub fences: Vec<i64>,
    pub progress: Vec<Option<f64>>,
}

impl Board {
    /// Takes a message of another host, or of this one: `ID REVISION PHASE`.
    pub fn heard(&self, message: &str) {
        let mut words = message.split(' ');
        if let (Some(id), Some(Ok(revision)), Some(phase)) =
            (words.next(), words.next().map(str::parse), words.next())
        {
            self.changed(id, revision, phase);
        }
    }

    /// Takes the state of a job as it is after a change.
    pub fn changed(&self, id: &str, revision: i64, phase: &str) {
        self.watches.tell(id, revision);
        if phase == Phase::Queued.word() {
            self.wake.notify_one();
        }
        // An older message may be late: it is about the time before the claim.
        if let Some(running) = self.running().get(id)
            && (phase == GONE || (revision > running.revision && phase != Phase::Executing.word()))
        {
            running.lost.cancel();
        }
    }

    /// Takes the state of a job of ours, or that it has none because it is gone.
    pub fn compared(&self, id: &str, now: Option<(i64, &str, i64)>) {
        let Some((revision, phase, fence)) = now else { return self.changed(id, 0, GONE) };
        self.changed(id, revision, phase);
        if let Some(running) = self.running().get(id)
            && fence > running.fence
        {
            running.lost.cancel();
        }
    }

    /// Enters a job that was claimed; the token is cancelled when the job is no longer ours.
    pub fn enter(&self, job: &Job) -> CancellationToken {
        let lost = CancellationToken::new();
        let (fence, revision) = (job.fence, job.revision);
        let running =
            Running { instance: job.instance.clone(), fence, revision, lost: lost.clone(), progress: None };
        if let Some(older) = self.running().insert(job.id.clone(), running) {
            older.lost.cancel();
        }
        lost
    }

    /// Takes a run off.
    pub fn leave(&self, id: &str, fence: i64) {
        let mut running = self.running();
        if running.get(id).is_some_and(|entry| entry.fence == fence) {
            running.remove(id);
        }
        drop(running);
        self.wake.notify_one();
    }

    /// Notes how far a job is; `false` if it does not run here for that instance.
    pub fn note_progress(&self, instance: &str, id: &str, fraction: f64) -> bool {
        match self.running().get_mut(id).filter(|entry| entry.instance == instance) {
            Some(entry) => {
                entry.progress = Some(fraction.clamp(0.0, 1.0)).filter(|fraction| !fraction.is_nan());
                true
            }
            None => false,
        }
    }

    /// How many run here.
    pub fn running_count(&self) -> usize {
        self.running().len()
    }

    /// All that run here, and how far they are where that is news.
    pub fn held(&self) -> Held {
        let mut held = Held::default();
        for (id, running) in self.running().iter_mut() {
            held.ids.push(id.clone());
            held.fences.push(running.fence);
            held.progress.push(running.progress.take());
        }
        held
    }

    /// Those whose state matters here.
    pub fn ids(&self) -> Vec<String> {
        let mut ids = self.watches.ids();
        ids.extend(self.running().keys().cloned());
        ids
    }

    fn running(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
