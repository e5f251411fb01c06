//! What the commands have that work on the database beside a running host: the configuration, a runtime, a connection.

use std::path::PathBuf;
use std::sync::Arc;

use database::{Client, Line};
use tokio::runtime::Runtime;

use super::args::Folder;
use super::failure::Failure;
use crate::app::{database_config, unusable};
use crate::config::{self, Config};

/// The configuration, a runtime, and one connection under the login of `[database]`.
pub struct Workbench {
    /// What conf.d says; collections are read, not parsed.
    pub config: Config,
    /// Where the connection lives.
    pub runtime: Runtime,
    folder: PathBuf,
    line: Line,
}

impl Workbench {
    /// Reads conf.d. Nothing is connected yet.
    pub fn open(folder: &Folder) -> Result<Self, Failure> {
        let config = config::load(&folder.conf, &folder.overrides)?;
        let runtime = Runtime::new().map_err(|error| {
            Failure::machine(format!("cannot start: {error}"), "the limit on threads may be too low")
        })?;
        let line = Line::new(&database_config(&config.host.database), "", |_| ());
        let line = line.map_err(|error| unusable(&error.for_log()))?;
        Ok(Self { config, runtime, folder: folder.conf.clone(), line })
    }

    /// The connection, made when it is first asked for. Whoever begins a transaction ends it.
    pub fn client(&self) -> Result<Arc<Client>, Failure> {
        self.runtime.block_on(self.line.client()).map_err(|error| unusable(&error.for_log()))
    }

    /// The file of a collection, whether it is there or not.
    pub fn collection_file(&self, id: &str) -> PathBuf {
        self.folder.join("collections").join(format!("{id}.toml"))
    }
}
