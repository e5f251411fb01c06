//! Opens a plugin library: version first, then layout, then its module.

use std::path::{Path, PathBuf};

use abi_stable::library::{AbiHeaderRef, LibraryError};
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};

use super::{AbiModuleRef, MODULE_SYMBOL, VERSION_SYMBOL, pack_version, unpack_version};
use crate::PluginModule;

/// `RTLD_NODELETE` of Linux: a library that has run once may have left threads and callbacks behind.
const RTLD_NODELETE: i32 = 0x1000;

/// Why a file cannot be used as a plugin; each message is one line.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file is missing, or no shared library for this machine.
    #[error("{} cannot be opened as a library: {reason}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the dynamic linker says.
        reason: String,
    },
    /// A library, but no plugin.
    #[error("{} is a library but no Armilla plugin: it has no symbol {VERSION_SYMBOL}", path.display())]
    NotAPlugin {
        /// The file.
        path: PathBuf,
    },
    /// A plugin for another version of the API.
    #[error("plugin `{name}` ({}) needs plugin API {needs}; this host offers {offers}", path.display())]
    Version {
        /// The plugin's name, from the file's.
        name: String,
        /// The file.
        path: PathBuf,
        /// Major and minor version that the plugin was built for.
        needs: String,
        /// Major and minor version of this host.
        offers: String,
    },
    /// A plugin whose types differ from ours though its version fits.
    #[error("plugin `{name}` ({}) was built with other types than this host's plugin API {offers}: build it again", path.display())]
    Layout {
        /// The plugin's name, from the file's.
        name: String,
        /// The file.
        path: PathBuf,
        /// Version of this host.
        offers: String,
        /// The full report, for the log at debug level.
        report: String,
    },
}

impl LoadError {
    /// Whether the file has nothing to do with Armilla, which is no mistake where a folder is looked through.
    pub fn is_no_plugin(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::NotAPlugin { .. })
    }
}

/// Opens a plugin library for the rest of the process's life; it is never closed.
pub fn open(path: &Path) -> Result<PluginModule, LoadError> {
    // SAFETY: opening runs the library's initialisers. The operator chose the file; that is the trust in plugins.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) };
    let library = library.map_err(|error| LoadError::Open { path: path.into(), reason: reason(&error) })?;
    // Leaked on purpose: the module and every object of the plugin point into it.
    let library: &'static Library = Box::leak(Box::new(library));
    check_version(library, path)?;
    // SAFETY: a library with our version symbol exports its `LibHeader`, which begins with an `AbiHeader`, under this name.
    let header = unsafe { library.get::<AbiHeaderRef>(MODULE_SYMBOL.as_bytes()) };
    let header = *header.map_err(|_| LoadError::NotAPlugin { path: path.into() })?;
    let module = header.upgrade().and_then(|header| header.init_root_module::<AbiModuleRef>());
    module.map(PluginModule::new).map_err(|error| layout(path, &error))
}

fn check_version(library: &Library, path: &Path) -> Result<(), LoadError> {
    // SAFETY: under this name plugins export a `u64` and nothing else does.
    let version = unsafe { library.get::<*const u64>(VERSION_SYMBOL.as_bytes()) };
    let version = *version.map_err(|_| LoadError::NotAPlugin { path: path.into() })?;
    // SAFETY: the symbol is a static of the library, which is never closed.
    let (major, minor, _) = unpack_version(unsafe { version.read() });
    let (our_major, our_minor, _) = unpack_version(pack_version(crate::VERSION));
    if major == our_major && minor <= our_minor {
        return Ok(());
    }
    Err(LoadError::Version {
        name: plugin_name(path),
        path: path.into(),
        needs: format!("{major}.{minor}"),
        offers: format!("{our_major}.{our_minor}"),
    })
}

fn layout(path: &Path, error: &LibraryError) -> LoadError {
    LoadError::Layout {
        name: plugin_name(path),
        path: path.into(),
        offers: crate::VERSION.into(),
        report: error.to_string(),
    }
}

/// `sia` for `plugins/libsia.so`, and for its copy `libsia.7.so`.
fn plugin_name(path: &Path) -> String {
    let stem = path.file_name().unwrap_or_default().to_string_lossy();
    let name = stem.strip_prefix("lib").unwrap_or(&stem);
    name.split('.').next().unwrap_or(name).replace('_', "-")
}

fn reason(error: &libloading::Error) -> String {
    use std::error::Error;
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_library_is_refused_in_one_line() {
        let file = std::env::temp_dir().join(format!("libtext.{}.so", std::process::id()));
        std::fs::write(&file, "not a library").unwrap();
        let error = open(&file).err().unwrap().to_string();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains("libtext") && error.contains("cannot be opened as a library"), "{error}");
    }
}
