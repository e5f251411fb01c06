//! The server that all tests share, queues on databases of their own, and work for their jobs.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use private_postgres::PrivateServer;
use queue::{BoxFuture, Caller, Claim, Failure, Job, NewJob, Outcome, Queue, Settings, Work};
use tempfile::TempDir;

pub const ANYBODY: Caller<'static> = Caller { instance: "tap", owner: "", only_groups: None };
pub const ALICE: Caller<'static> = Caller { instance: "tap", owner: "alice", only_groups: None };
pub const BOB: Caller<'static> = Caller { instance: "tap", owner: "bob", only_groups: None };

/// A server that ends with the test process.
pub fn server() -> &'static PrivateServer {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    SERVER.get_or_init(|| PrivateServer::temporary(|_| {}).unwrap())
}

/// What psql prints, without decoration.
pub fn psql(database: &str, sql: &str) -> String {
    let arguments = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql];
    let output = server().client("psql").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A database and a folder for results.
pub struct Place {
    pub database: String,
    pub folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let database = format!("jobs{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        psql("postgres", &format!("CREATE DATABASE {database}"));
        Self { database, folder: tempfile::tempdir().unwrap() }
    }

    pub fn config(&self) -> database::Config {
        let dbname = format!("dbname={}", self.database);
        database::Config::new(server().connection_string().replace("dbname=postgres", &dbname))
    }

    /// Settings with which a lease ends after a second.
    pub fn settings(&self) -> Settings {
        let store = format!("file:{}", self.folder.path().display());
        Settings { store, shared: true, lease: Duration::from_secs(1), ..Settings::default() }
    }

    pub async fn open(&self) -> Arc<Queue> {
        self.open_with(self.settings()).await
    }

    pub async fn open_with(&self, settings: Settings) -> Arc<Queue> {
        Arc::new(Queue::open(&self.config(), settings).await.unwrap())
    }

    pub fn psql(&self, sql: &str) -> String {
        psql(&self.database, sql)
    }

    /// All files of the store, without the part that is the queue's.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.path().is_dir() {
                    true => folders.push(entry.path()),
                    false => files.push(self.shown(entry.path())),
                }
            }
        }
        files.sort();
        files
    }

    fn shown(&self, path: PathBuf) -> String {
        let path = path.strip_prefix(self.folder.path()).unwrap().display().to_string();
        path.split_once('/').unwrap().1.to_owned()
    }
}

/// Work that writes a file and then does what the job's parameters say: `sleep SECS`, `fail`, `ID` of nothing more.
pub struct Writer {
    pub queue: Arc<Queue>,
    pub instances: Mutex<Vec<String>>,
    /// The parameters of the jobs in the order in which they began.
    pub begun: Mutex<Vec<String>>,
}

impl Writer {
    pub fn new(queue: &Arc<Queue>) -> Arc<Self> {
        let instances = Mutex::new(vec!["tap".to_owned()]);
        Arc::new(Self { queue: queue.clone(), instances, begun: Mutex::default() })
    }
}

impl Work for Writer {
    fn instances(&self) -> Vec<String> {
        self.instances.lock().unwrap().clone()
    }

    fn run(&self, claim: Claim) -> BoxFuture<Result<Outcome, Failure>> {
        let queue = self.queue.clone();
        let parameters = claim.job.parameters.clone();
        self.begun.lock().unwrap().push(parameters.clone());
        Box::pin(async move {
            let key = format!("{}result", claim.prefix);
            put(&queue, &key, "what came out").await;
            match parameters.split_once(' ') {
                Some(("sleep", secs)) => {
                    tokio::time::sleep(Duration::from_secs_f64(secs.parse().unwrap())).await;
                    Ok(came_out(key))
                }
                _ if parameters == "fail" => {
                    Err(Failure { message: "it failed".into(), ..Failure::default() })
                }
                _ => Ok(came_out(key)),
            }
        })
    }
}

/// The outcome of a run that wrote one file.
fn came_out(text: String) -> Outcome {
    Outcome { text, bytes: "what came out".len() as u64 }
}

pub async fn put(queue: &Queue, key: &str, text: &'static str) {
    let content = stream::iter([Ok::<_, ()>(Bytes::from_static(text.as_bytes()))]);
    queue.store().put(key, content).await.unwrap();
}

pub fn asking(parameters: &str) -> NewJob {
    NewJob { parameters: parameters.to_owned(), files: "[]".into(), ..NewJob::default() }
}

/// Submits a job.
pub async fn submit(queue: &Queue, caller: Caller<'_>, parameters: &str) -> String {
    queue.create(caller, &asking(parameters), true).await.unwrap().id
}

/// Waits until a job has ended.
pub async fn ended(queue: &Queue, caller: Caller<'_>, id: &str) -> Job {
    becomes(queue, caller, id, |job| job.phase.is_final()).await
}

pub async fn becomes(queue: &Queue, caller: Caller<'_>, id: &str, is_so: impl Fn(&Job) -> bool) -> Job {
    let mut job = queue.get(caller, id).await.unwrap();
    for _ in 0..20 {
        if is_so(&job) {
            return job;
        }
        job = queue.wait(caller, id, job.revision, Duration::from_secs(2)).await.unwrap();
    }
    panic!("not so: {job:?}");
}

/// Waits until something holds, at most ten seconds.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..500 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not so after 10 s: {what}");
}
