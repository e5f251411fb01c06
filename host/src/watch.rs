//! Watches the configuration folder and SIGHUP, and says when to read the configuration again.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, timeout_at};
use tracing::warn;

/// Why the configuration should be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A `*.toml` file came, went or has another content.
    Files,
    /// The process got SIGHUP.
    Signal,
}

/// A watch on a configuration folder. Begin it before the configuration is read, so that no edit falls between.
#[derive(Debug)]
pub struct Watch {
    folder: PathBuf,
    hangup: Signal,
    events: UnboundedReceiver<()>,
    /// `None` where the system cannot watch files; SIGHUP then remains.
    watcher: Option<RecommendedWatcher>,
    watched: Vec<PathBuf>,
    seen: u64,
    due: bool,
}

/// Editors write, rename and touch in bursts; a burst is over after this time without an event.
const QUIET: Duration = Duration::from_millis(200);
/// A burst that does not end is looked at after this time.
const BURST_MAX: Duration = Duration::from_secs(2);

impl Watch {
    /// Begins to watch a folder, which need not exist yet.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        let folder = std::path::absolute(folder)?;
        let (sender, events) = unbounded_channel();
        let of_interest = folder.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.map_or(true, |event| concerns(&event, &of_interest)) {
                // Nobody listens any more when the watch was dropped.
                let _ = sender.send(());
            }
        });
        let watcher =
            watcher.map_err(|error| warn!("cannot watch files, send SIGHUP to reload: {error}")).ok();
        let hangup = signal(SignalKind::hangup())?;
        let mut watch = Self { folder, hangup, events, watcher, watched: Vec::new(), seen: 0, due: false };
        watch.watch_again();
        watch.seen = fingerprint(&watch.folder);
        Ok(watch)
    }

    /// Waits for the next reason to read the configuration. May be dropped and called again.
    pub async fn next(&mut self) -> Cause {
        loop {
            if self.due {
                self.settle().await;
                self.watch_again();
                self.due = false;
                let now = fingerprint(&self.folder);
                if now != self.seen {
                    self.seen = now;
                    return Cause::Files;
                }
            }
            tokio::select! {
                Some(()) = self.hangup.recv() => {
                    self.seen = fingerprint(&self.folder);
                    return Cause::Signal;
                }
                Some(()) = self.events.recv() => self.due = true,
                else => std::future::pending().await,
            }
        }
    }

    /// Waits until the burst of events is over.
    async fn settle(&mut self) {
        let end = Instant::now() + BURST_MAX;
        while timeout_at(end.min(Instant::now() + QUIET), self.events.recv())
            .await
            .is_ok_and(|event| event.is_some())
        {
            if Instant::now() >= end {
                return;
            }
        }
    }

    /// Watches the folders that are there now: a folder that was replaced has lost its watch.
    fn watch_again(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        for old in self.watched.drain(..) {
            // Gone with its folder, usually.
            let _ = watcher.unwatch(&old);
        }
        let above = self.folder.parent().map(Path::to_owned);
        for folder in above.into_iter().chain([self.folder.clone(), self.folder.join("collections")]) {
            if folder.is_dir() && watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok() {
                self.watched.push(folder);
            }
        }
    }
}

/// Whether an event may change the configuration. Reading a file is an event too, and this watch reads files.
fn concerns(event: &Event, folder: &Path) -> bool {
    let read_only =
        matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    // Of the folder above only what happens to ours matters: logs may be written there all the time.
    !read_only && (event.paths.is_empty() || event.paths.iter().any(|path| path.starts_with(folder)))
}

/// A number that changes with the names and contents of the `*.toml` files.
fn fingerprint(folder: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    for folder in [folder.to_owned(), folder.join("collections")] {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> = entries
            .filter(|path| path.extension().is_some_and(|end| end == "toml") && path.is_file())
            .collect();
        files.sort();
        for file in files {
            (&file, fs::read(&file).ok()).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests run one by one, because a signal reaches the watches of all.
    static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

    /// A folder that is watched, with one file.
    fn watched() -> (tempfile::TempDir, PathBuf, Watch) {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("conf.d");
        fs::create_dir_all(folder.join("collections")).unwrap();
        fs::write(folder.join("tap.toml"), "a").unwrap();
        let watch = Watch::begin(&folder).unwrap();
        (above, folder, watch)
    }

    /// The cause that comes within a few seconds, or none within the time that a burst takes twice.
    async fn cause(watch: &mut Watch, time: Duration) -> Option<Cause> {
        tokio::time::timeout(time, watch.next()).await.ok()
    }

    const SOON: Duration = Duration::from_secs(10);
    const A_WHILE: Duration = Duration::from_millis(600);

    #[tokio::test]
    async fn an_edit_a_rename_and_a_new_collection_are_seen() {
        let _alone = ALONE.lock().await;
        let (_above, folder, mut watch) = watched();
        fs::write(folder.join("tap.toml"), "b").unwrap();
        assert_eq!(cause(&mut watch, SOON).await, Some(Cause::Files));
        fs::rename(folder.join("tap.toml"), folder.join("tap.toml.off")).unwrap();
        assert_eq!(cause(&mut watch, SOON).await, Some(Cause::Files));
        fs::write(folder.join("collections/a.toml"), "x").unwrap();
        assert_eq!(cause(&mut watch, SOON).await, Some(Cause::Files));
    }

    #[tokio::test]
    async fn an_editor_that_replaces_the_file_is_seen_once() {
        let _alone = ALONE.lock().await;
        let (_above, folder, mut watch) = watched();
        fs::write(folder.join("tap.toml~"), "backup").unwrap();
        fs::write(folder.join(".tap.toml.swp"), "new").unwrap();
        fs::rename(folder.join(".tap.toml.swp"), folder.join("tap.toml")).unwrap();
        assert_eq!(cause(&mut watch, SOON).await, Some(Cause::Files));
        assert_eq!(cause(&mut watch, A_WHILE).await, None);
    }

    #[tokio::test]
    async fn files_that_are_no_configuration_are_not_seen() {
        let _alone = ALONE.lock().await;
        let (above, folder, mut watch) = watched();
        fs::write(folder.join("notes.txt"), "x").unwrap();
        fs::write(above.path().join("host.log"), "x").unwrap();
        fs::write(folder.join("tap.toml"), "a").unwrap();
        assert_eq!(cause(&mut watch, A_WHILE).await, None);
    }

    #[tokio::test]
    async fn a_folder_that_is_replaced_is_watched_again() {
        let _alone = ALONE.lock().await;
        let (above, folder, mut watch) = watched();
        fs::rename(&folder, above.path().join("old")).unwrap();
        assert_eq!(cause(&mut watch, SOON).await, Some(Cause::Files));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("tap.toml"), "c").unwrap();
        assert_eq!(cause(&mut watch, SOON).await, Some(Cause::Files));
        fs::write(folder.join("tap.toml"), "d").unwrap();
        assert_eq!(cause(&mut watch, SOON).await, Some(Cause::Files));
    }

    #[tokio::test]
    async fn a_hangup_is_always_a_cause() {
        let _alone = ALONE.lock().await;
        let (_above, _folder, mut watch) = watched();
        nix::sys::signal::raise(nix::sys::signal::Signal::SIGHUP).unwrap();
        assert_eq!(cause(&mut watch, SOON).await, Some(Cause::Signal));
    }
}
