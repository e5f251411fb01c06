//! A PostgreSQL of its own, and hosts in front of it that serve the plugin `worker`.

use std::fs;
use std::path::Path;

use private_postgres::PrivateServer;
use tempfile::TempDir;

use crate::harness::{Host, Start, new_folder};

/// A database, a folder for results, and the configuration of hosts that share both.
pub struct Place {
    pub server: PrivateServer,
    conf: TempDir,
    results: TempDir,
}

impl Place {
    /// A place whose hosts have these further lines in `[jobs]`.
    pub fn new(jobs: &str) -> Self {
        let server = PrivateServer::temporary(|options| options.shared_buffers_mib = 16).unwrap();
        let place = Self { server, conf: new_folder(), results: new_folder() };
        place.write("worker.toml", "plugin = \"worker\"\nmount = \"/worker\"\n");
        let host = format!(
            "[server]\naddress = \"127.0.0.1:0\"\n[database]\nconnection = '''{}'''\n\
             [jobs]\nstore = '''file:{}'''\n{jobs}\n",
            place.server.connection_string(),
            place.results.path().display(),
        );
        place.write("host.toml", &host);
        place
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.conf.path().join(name), text).unwrap();
    }

    pub fn start(&self) -> Start {
        Start::command(&["run", "--conf", &self.conf.path().display().to_string()])
    }

    /// A host that serves.
    pub fn host(&self) -> Host {
        self.start().ready()
    }

    /// What psql prints, without decoration; the error of a server that does not answer.
    pub fn psql(&self, sql: &str) -> Result<String, String> {
        let output = self.server.client("psql").args(["-XAtqc", sql]).output().unwrap();
        let text = |bytes| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// All files of the store, below the part of it that is the queue's.
    pub fn files(&self) -> Vec<String> {
        let files = files_below(self.results.path()).into_iter();
        files.filter_map(|file| file.split_once('/').map(|(_, key)| key.to_owned())).collect()
    }
}

fn files_below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => files.push(path.strip_prefix(folder).unwrap().display().to_string()),
            }
        }
    }
    files.sort();
    files
}
