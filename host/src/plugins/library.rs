//! Plugin libraries: found in the configured folders, copied, opened once for each content.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use plugin_api::{Description, LoadError, PluginModule};
use sha2::{Digest, Sha256};
use tempfile::{TempDir, TempPath};

/// How much of a library is copied at once.
const PIECE_BYTES: usize = 256 * 1024;

/// A library that is open, with what its plugin says of itself.
#[derive(Clone)]
pub struct Loaded {
    /// The plugin.
    pub module: PluginModule,
    /// What it says of itself.
    pub description: Description,
    /// The file that it came from.
    pub file: PathBuf,
}

/// Why there is no such plugin.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// No folder has the file.
    #[error("there is no plugin `{plugin}`: no folder has {file_name}")]
    Missing {
        /// The plugin's id.
        plugin: String,
        /// The file that was looked for.
        file_name: String,
        /// Where.
        searched: Vec<PathBuf>,
    },
    /// The file is there but cannot be read or copied.
    #[error("{} cannot be read: {cause}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The file is no plugin for this host.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The plugin cannot say what it is.
    #[error("plugin `{plugin}` cannot describe itself: {cause}")]
    Description {
        /// The plugin's id.
        plugin: String,
        /// Why.
        cause: String,
    },
    /// The plugin in the file has another id.
    #[error("{} holds the plugin `{found}`, not `{plugin}`", file.display())]
    OtherPlugin {
        /// The file.
        file: PathBuf,
        /// The id that was wanted.
        plugin: String,
        /// The id that it has.
        found: String,
    },
}

/// All libraries that were ever opened, by content. A library is never closed; one that changes is opened beside it.
pub struct Libraries {
    /// The dynamic linker takes files for the same by their name, so each content is opened under a name of its own.
    scratch: TempDir,
    opened: Mutex<HashMap<String, Loaded>>,
}

impl Libraries {
    /// No libraries yet. Fails if no temporary folder can be made.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            scratch: tempfile::Builder::new().prefix("armilla-plugins-").tempdir()?,
            opened: Mutex::default(),
        })
    }

    /// How many different libraries were opened.
    pub fn opened_count(&self) -> usize {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The plugin of this id from the first folder that has its file.
    pub fn find(&self, plugin: &str, folders: &[PathBuf]) -> Result<Loaded, LibraryError> {
        let file_name = format!("lib{}.so", plugin.replace('-', "_"));
        let file = folders.iter().map(|folder| folder.join(&file_name)).find(|file| file.is_file());
        let Some(file) = file else {
            let searched = folders.to_vec();
            return Err(LibraryError::Missing { plugin: plugin.into(), file_name, searched });
        };
        let copied = Copied::of(&file, self.scratch.path(), plugin)
            .map_err(|cause| LibraryError::Unreadable { file: file.clone(), cause })?;
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = opened.get(&copied.hash) {
            return Ok(loaded.clone());
        }
        let loaded = open(plugin, &file, &copied)?;
        opened.insert(copied.hash.clone(), loaded.clone());
        Ok(loaded)
    }
}

/// A library under a name that no other has, until it is mapped.
struct Copied {
    path: TempPath,
    /// Of its content, hexadecimal.
    hash: String,
}

impl Copied {
    /// Copies a file in pieces: libraries are large, and memory that held one whole would stay with the process.
    fn of(file: &Path, folder: &Path, plugin: &str) -> std::io::Result<Self> {
        let mut content = File::open(file)?;
        let prefix = format!("lib{plugin}.");
        let mut copy = tempfile::Builder::new().prefix(&prefix).suffix(".so").tempfile_in(folder)?;
        let mut digest = Sha256::new();
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            match content.read(&mut piece)? {
                0 => break,
                read => {
                    digest.update(&piece[..read]);
                    copy.write_all(&piece[..read])?;
                }
            }
        }
        let hash = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { path: copy.into_temp_path(), hash })
    }
}

fn open(plugin: &str, file: &Path, copied: &Copied) -> Result<Loaded, LibraryError> {
    let module = plugin_api::open(&copied.path).map_err(|error| with_file(error, file))?;
    let description = module.describe().map_err(|error| LibraryError::Description {
        plugin: plugin.into(),
        cause: error.for_log().to_owned(),
    })?;
    if description.id != plugin {
        return Err(LibraryError::OtherPlugin {
            file: file.into(),
            plugin: plugin.into(),
            found: description.id,
        });
    }
    Ok(Loaded { module, description, file: file.into() })
}

/// The operator knows the file, not the copy that was opened.
fn with_file(error: LoadError, file: &Path) -> LoadError {
    let mut error = error;
    match &mut error {
        LoadError::Open { path, .. }
        | LoadError::NotAPlugin { path }
        | LoadError::Version { path, .. }
        | LoadError::Layout { path, .. } => *path = file.into(),
    }
    error
}
