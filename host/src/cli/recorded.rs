//! The audit of commands that change users and tokens.

use std::path::PathBuf;

use super::args::Folder;
use super::failure::Failure;
use crate::access::Changes;
use crate::config;

/// A change that is about to be made.
pub struct Recorded {
    changes: Changes,
    file: PathBuf,
}

impl Recorded {
    /// Opens the audit file, where one is kept: what cannot be recorded is not done.
    pub fn open(folder: &Folder) -> Result<Self, Failure> {
        let (config, _) = config::read(&folder.conf, &folder.overrides);
        let file = config.host.audit.file;
        let changes = Changes::open(file.as_deref());
        let file = file.unwrap_or_default();
        let changes = changes.map_err(|error| {
            let message =
                format!("nothing was changed: the audit file {} cannot be opened: {error}", file.display());
            Failure::machine(message, "run the command as the user of the host")
        })?;
        Ok(Self { changes, file })
    }

    /// Records that it was made, to this user.
    pub fn done(mut self, what: &str, subject: &str) -> Result<(), Failure> {
        self.changes.record(what, subject).map_err(|error| {
            let file = self.file.display();
            let message = format!("it is done, but the audit file {file} cannot be written: {error}");
            Failure::machine(message, "make room for it, and note the change there yourself")
        })
    }
}
