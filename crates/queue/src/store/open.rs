//! Opens the store that the settings name.

use std::fs;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, parse_url_opts};
use url::Url;

use super::{Store, StoreError};

/// The beginnings of the environment's variables that hold addresses and credentials of object stores.
const CREDENTIALS: [&str; 3] = ["AWS_", "AZURE_", "GOOGLE_"];

impl Store {
    /// Opens `file:FOLDER`, which is made where it is missing, or the URL of an object store with the credentials of the
    /// environment. `queue` names the part of it that is ours.
    pub(crate) async fn open(url: &str, queue: &str) -> Result<Self, StoreError> {
        let wrong = |reason: String| StoreError::Setting { url: url.to_owned(), reason };
        if let Some(path) = url.strip_prefix("file:") {
            let path = path.strip_prefix("//").unwrap_or(path).to_owned();
            let queue = queue.to_owned();
            let opened = tokio::task::spawn_blocking(move || folder(FilePath::new(&path), &queue)).await;
            return opened.map_err(|error| wrong(error.to_string()))?.map_err(wrong);
        }
        let address = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            let (name, value) = (name.into_string().ok()?, value.into_string().ok()?);
            let is_ours = CREDENTIALS.iter().any(|beginning| name.starts_with(beginning));
            is_ours.then(|| (name.to_ascii_lowercase(), value))
        });
        let (objects, prefix) =
            parse_url_opts(&address, variables).map_err(|error| wrong(error.to_string()))?;
        Ok(Self { objects: Arc::from(objects), root: prefix.join(queue), folder: None })
    }
}

fn folder(path: &FilePath, queue: &str) -> Result<Store, String> {
    let folder = make(path, queue).map_err(|error| format!("{}: {error}", path.display()))?;
    // A job must not be COMPLETED after a loss of power while its result is not.
    let objects =
        LocalFileSystem::new_with_prefix(&folder).map_err(|error| error.to_string())?.with_fsync(true);
    let objects: Arc<dyn ObjectStore> = Arc::new(objects);
    Ok(Store { objects, root: Path::default(), folder: Some(folder) })
}

fn make(path: &FilePath, queue: &str) -> std::io::Result<PathBuf> {
    let folder = path.join(queue);
    fs::create_dir_all(&folder)?;
    folder.canonicalize()
}
