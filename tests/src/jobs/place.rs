//! A PostgreSQL of its own, and hosts in front of it that serve the plugin `worker`.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::{Site, new_folder};

/// A database, a folder for results, and the configuration of hosts that share both.
pub struct Place {
    pub site: Site,
    results: TempDir,
}

impl Place {
    /// A place whose hosts have these further lines in `[jobs]`.
    pub fn new(jobs: &str) -> Self {
        let results = new_folder();
        let site = Site::new(&format!("[jobs]\nstore = '''file:{}'''\n{jobs}", results.path().display()));
        site.write("worker.toml", "plugin = \"worker\"\nmount = \"/worker\"\n");
        Self { site, results }
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
