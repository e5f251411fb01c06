//! Lines of commands that change who may do what: written by the command itself, beside a host that may run.

use std::io;
use std::path::Path;

use nix::unistd::{User, getuid};

use super::file::AuditFile;
use super::{Line, Record};

/// The record of changes by commands, under the name that their user has in the operating system.
pub struct Changes {
    file: Option<AuditFile>,
    operator: String,
}

impl Changes {
    /// Changes go to this file, which is made where it is missing; nowhere without one.
    pub fn open(file: Option<&Path>) -> io::Result<Self> {
        let uid = getuid();
        let known = User::from_uid(uid).ok().flatten();
        let operator = known.map_or_else(|| format!("uid {uid}"), |user| user.name);
        Ok(Self { file: file.map(AuditFile::open).transpose()?, operator })
    }

    /// Records that something was done to a user, e.g. `user add`.
    pub fn record(&mut self, what: &str, subject: &str) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let record = Record {
            event: "change",
            outcome: "done",
            what: Some(what),
            subject: Some(subject),
            ..Record::default()
        };
        let line = Line { operator: Some(&self.operator), ..Line::now(&record) };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        file.append(text.as_bytes())
    }
}
