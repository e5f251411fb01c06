//! Claims jobs while there is room, and looks after the queue meanwhile.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use postgres_types::Type;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::queue::Value;
use crate::upkeep::Upkeep;
use crate::{Claim, Job, Queue, QueueError, Work, hosts, sql};

/// How long the end of the runs may take once they are told to stop.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// Seconds for which a host that is silent still counts as one that will run the jobs of its instances.
const ABSENCE_SECS: f64 = 30.0;

/// A queue that runs jobs, until stopped.
pub struct Serving {
    queue: Arc<Queue>,
    stopped: CancellationToken,
    runs: TaskTracker,
    tasks: Vec<JoinHandle<()>>,
}

impl Queue {
    /// Begins to run jobs.
    pub fn serve(self: &Arc<Self>, work: Arc<dyn Work>) -> Serving {
        let (stopped, runs) = (CancellationToken::new(), TaskTracker::new());
        let claims =
            Claims { queue: self.clone(), work: work.clone(), stopped: stopped.clone(), runs: runs.clone() };
        let upkeep = Upkeep::new(self.clone(), work, stopped.clone());
        let sweeping = self.clone();
        let until = stopped.clone();
        let tasks = vec![
            tokio::spawn(claims.run()),
            tokio::spawn(upkeep.run()),
            tokio::spawn(async move { sweeping.sweep_until(until).await }),
        ];
        Serving { queue: self.clone(), stopped, runs, tasks }
    }

    async fn claim(&self, instances: &[String]) -> Result<Option<Job>, QueueError> {
        let lease_secs = self.settings.lease.as_secs_f64();
        let per_user = i64::from(self.settings.running_per_user_max);
        let values: &[Value<'_>] = &[
            (&self.host, Type::TEXT),
            (&lease_secs, Type::FLOAT8),
            (&per_user, Type::INT8),
            (&instances, Type::TEXT_ARRAY),
            (&ABSENCE_SECS, Type::FLOAT8),
        ];
        self.changed_job(&sql::CLAIM, values).await
    }
}

impl Serving {
    /// Claims nothing more, puts the jobs that run here back into the queue, and takes this host off.
    pub async fn stop(self) {
        self.stopped.cancel();
        for task in self.tasks {
            drop(timeout(STOP_LIMIT, task).await);
        }
        self.runs.close();
        if timeout(STOP_LIMIT, self.runs.wait()).await.is_err() {
            tracing::warn!("{} jobs are queued again only when their leases end", self.runs.len());
        }
        drop(self.queue.rows(hosts::LEAVE, &[(&self.queue.host, Type::TEXT)]).await);
    }
}

/// The task that claims.
struct Claims {
    queue: Arc<Queue>,
    work: Arc<dyn Work>,
    stopped: CancellationToken,
    runs: TaskTracker,
}

impl Claims {
    async fn run(self) {
        let mut tick = interval(self.queue.settings.tick());
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.stopped.cancelled() => return,
                () = self.queue.board.wake.notified() => {}
                _ = tick.tick() => {}
            }
            self.fill().await;
        }
    }

    /// Claims while there is room and something to claim.
    async fn fill(&self) {
        let instances = self.work.instances();
        while self.queue.board.running_count() < self.queue.settings.running_max
            && !self.stopped.is_cancelled()
        {
            match self.queue.claim(&instances).await {
                Ok(Some(job)) => self.begin(job),
                Ok(None) => return,
                Err(error) => return tracing::debug!("no job can be claimed: {error}"),
            }
        }
    }

    fn begin(&self, job: Job) {
        self.queue.tally.claimed.fetch_add(1, Ordering::Relaxed);
        tracing::info!(job = job.id, fence = job.fence, instance = job.instance, "job begins");
        let lost = self.queue.board.enter(&job);
        let (work, stopped) = (self.work.clone(), self.stopped.clone());
        self.runs.spawn(self.queue.clone().run_claim(Claim::of(job), lost, work, stopped));
    }
}
