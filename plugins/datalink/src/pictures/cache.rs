//! Pictures on disk, in a folder of bounded size; what is asked for twice at once is made once.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};
use plugin_api::{BoxFuture, Host};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::error::{Fault, Result};
use crate::turns::Turns;

/// What files under way are called, before they have their names.
const UNDER_WAY: &str = ".new-";

type Making = BoxFuture<Result<Bytes>>;

/// Pictures by what decides them.
#[derive(Clone)]
pub(crate) struct Cache(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    /// Removes a temporary folder in the end.
    _temporary: Option<TempDir>,
    bytes_max: u64,
    kept: Mutex<Kept>,
    under_way: Mutex<HashMap<String, WeakShared<Making>>>,
}

/// What is in the folder.
#[derive(Debug, Default)]
struct Kept {
    files: HashMap<String, File>,
    bytes: u64,
    /// Counts the uses.
    uses: u64,
}

#[derive(Clone, Copy, Debug)]
struct File {
    bytes: u64,
    last_use: u64,
}

/// The name of a picture that all these texts decide.
pub(crate) fn key(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Cache {
    /// Pictures below a folder, which is made if it is not there; an empty path is a temporary one.
    pub(crate) fn new(folder: &Path, bytes_max: u64) -> Result<Self, String> {
        let wrong = |error: io::Error| format!("the folder for pictures cannot be used: {error}");
        let (folder, temporary) = match folder.as_os_str().is_empty() {
            true => {
                let temporary =
                    tempfile::Builder::new().prefix("armilla-pictures-").tempdir().map_err(wrong)?;
                (temporary.path().to_owned(), Some(temporary))
            }
            false => {
                fs::create_dir_all(folder).map_err(wrong)?;
                (folder.to_owned(), None)
            }
        };
        let mut kept = Kept::found(&folder).map_err(wrong)?;
        remove(&folder, kept.surplus(bytes_max));
        let (kept, under_way) = (Mutex::new(kept), Mutex::default());
        Ok(Self(Arc::new(Inner { folder, _temporary: temporary, bytes_max, kept, under_way })))
    }

    /// The picture of a key, read from the disk or made in its turn and kept. All who ask meanwhile get the same.
    pub(crate) async fn get_or_make(
        &self,
        host: &Host,
        turns: &Turns,
        key: String,
        make: impl FnOnce() -> Result<Vec<u8>> + Send + 'static,
    ) -> Result<Bytes> {
        let making: Shared<Making> = {
            let mut under_way = held(&self.0.under_way);
            under_way.retain(|_, making| making.upgrade().is_some_and(|making| making.peek().is_none()));
            match under_way.get(&key).and_then(WeakShared::upgrade) {
                Some(making) => making,
                None => {
                    let work = work(self.clone(), host.clone(), turns.clone(), key.clone(), make);
                    let making: Making = Box::pin(work);
                    let making = making.shared();
                    under_way.extend(making.downgrade().map(|making| (key, making)));
                    making
                }
            }
        };
        making.await
    }

    fn read(&self, key: &str) -> Option<Bytes> {
        held(&self.0.kept).note_use(key)?;
        match fs::read(self.0.folder.join(key)) {
            Ok(bytes) => Some(bytes.into()),
            Err(_) => {
                held(&self.0.kept).forget(key);
                None
            }
        }
    }

    /// Keeps a picture; one that cannot be kept is made again the next time.
    fn keep(&self, key: &str, picture: &[u8]) {
        let bytes = picture.len() as u64;
        if bytes > self.0.bytes_max {
            return;
        }
        if let Err(error) = self.write(key, picture) {
            tracing::warn!("a picture could not be kept: {error}");
            return;
        }
        let surplus = {
            let mut kept = held(&self.0.kept);
            kept.add(key, bytes);
            kept.surplus(self.0.bytes_max)
        };
        remove(&self.0.folder, surplus);
    }

    fn write(&self, key: &str, picture: &[u8]) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(UNDER_WAY).tempfile_in(&self.0.folder)?;
        file.write_all(picture)?;
        file.persist(self.0.folder.join(key)).map_err(|error| error.error)?;
        Ok(())
    }
}

/// Reads a picture, or makes it when its turn comes.
async fn work(
    cache: Cache,
    host: Host,
    turns: Turns,
    key: String,
    make: impl FnOnce() -> Result<Vec<u8>> + Send + 'static,
) -> Result<Bytes> {
    let (kept, name) = (cache.clone(), key.clone());
    if let Some(picture) = host.blocking(move || kept.read(&name)).await? {
        return Ok(picture);
    }
    let turn = turns.take().await?;
    let made = host.blocking(move || {
        let picture = make()?;
        cache.keep(&key, &picture);
        Ok::<_, Fault>(Bytes::from(picture))
    });
    let picture = made.await?;
    drop(turn);
    picture
}

impl Kept {
    /// What is in a folder of an instance that ran before; other files are left alone.
    fn found(folder: &Path) -> io::Result<Self> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let metadata = entry.metadata()?;
            if name.starts_with(UNDER_WAY) {
                // One that was never finished.
                let _ = fs::remove_file(entry.path());
            } else if name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                found.push((metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH), name, metadata.len()));
            }
        }
        found.sort();
        let mut kept = Self::default();
        found.into_iter().for_each(|(_, name, bytes)| kept.add(&name, bytes));
        Ok(kept)
    }

    fn note_use(&mut self, key: &str) -> Option<()> {
        self.uses += 1;
        self.files.get_mut(key)?.last_use = self.uses;
        Some(())
    }

    fn add(&mut self, key: &str, bytes: u64) {
        self.forget(key);
        self.uses += 1;
        self.bytes += bytes;
        self.files.insert(key.to_owned(), File { bytes, last_use: self.uses });
    }

    fn forget(&mut self, key: &str) {
        if let Some(file) = self.files.remove(key) {
            self.bytes -= file.bytes;
        }
    }

    /// Takes those out that were not used for longest, until the others fit.
    fn surplus(&mut self, bytes_max: u64) -> Vec<String> {
        if self.bytes <= bytes_max {
            return Vec::new();
        }
        let mut by_use: Vec<(u64, String)> =
            self.files.iter().map(|(key, file)| (file.last_use, key.clone())).collect();
        by_use.sort();
        let mut surplus = Vec::new();
        // Some more than must go, so that not each new picture looks for one.
        for (_, key) in by_use {
            if self.bytes <= bytes_max - bytes_max / 10 {
                break;
            }
            self.forget(&key);
            surplus.push(key);
        }
        surplus
    }
}

fn remove(folder: &Path, keys: Vec<String>) {
    for key in keys {
        if let Err(error) = fs::remove_file(folder.join(key)) {
            tracing::debug!("a picture could not be removed: {error}");
        }
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
