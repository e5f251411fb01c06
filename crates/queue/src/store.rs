//! The store of result files: a folder, or whatever the crate `object_store` reaches.

mod key;
mod open;
mod read;
mod write;

use std::path::PathBuf;
use std::sync::Arc;

use futures_util::StreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

pub use read::Content;
pub use write::PutError;

/// What can go wrong with the store. Paths and addresses are in the text, so it is for the log only.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The setting names no store.
    #[error("the store of results `{url}` cannot be used: {reason}")]
    Setting {
        /// As it was set.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The key is none.
    #[error("`{key}` is no key of a file of a job")]
    Key {
        /// As it was given.
        key: String,
    },
    /// There is no such file.
    #[error("there is no file `{key}`")]
    NotFound {
        /// As it was given.
        key: String,
    },
    /// The store failed.
    #[error("the store of results failed: {0}")]
    Failed(String),
}

/// Files by key, `JOB/...`, of one queue.
#[derive(Clone)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    /// Where the files of this queue are in there.
    root: Path,
    /// The same in a folder of this machine.
    folder: Option<PathBuf>,
}

impl Store {
    /// Whether the files are in a folder, which other machines do not see of themselves.
    pub fn is_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// Deletes a file; a missing one is no error.
    pub async fn delete(&self, key: &str) -> Result<(), StoreError> {
        match self.objects.delete(&self.path(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes everything below a job's id or the prefix of a run.
    pub(crate) async fn remove(&self, prefix: &str) -> Result<(), StoreError> {
        let path = self.path(prefix.trim_end_matches('/'))?;
        if let Some(folder) = &self.folder {
            let folder = folder.join(prefix);
            let removed = tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder)).await;
            return match removed.map_err(failed)? {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
                _ => Ok(()),
            };
        }
        let found = self.objects.list(Some(&path)).map(|entry| entry.map(|entry| entry.location));
        let mut deleted = self.objects.delete_stream(found.boxed());
        while let Some(one) = deleted.next().await {
            match one {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The names directly below the root, or below a job, that hold files.
    pub(crate) async fn names(&self, job: Option<&str>) -> Result<Vec<String>, StoreError> {
        let path = match job {
            Some(job) => self.path(job)?,
            None => self.root.clone(),
        };
        let listed = self.objects.list_with_delimiter(Some(&path)).await?;
        let names = listed.common_prefixes.iter().filter_map(|prefix| prefix.filename());
        Ok(names.map(str::to_owned).collect())
    }

    fn path(&self, key: &str) -> Result<Path, StoreError> {
        key::check(key)?;
        let parts = self.root.parts().chain(key.split('/').map(Into::into));
        Ok(parts.collect())
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        failed(error)
    }
}

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Failed(error.to_string())
}
