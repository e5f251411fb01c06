//! The text files of the workspace, read once.

use std::path::Path;

use crate::error::Error;

/// A text file of the project.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// The path below the workspace's root, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Every text file, sorted by path.
#[derive(Clone, Debug)]
pub struct Tree {
    files: Vec<TextFile>,
}

/// Folders that hold products, data of a run, history, or workspaces of their own that are frozen.
const NOT_OURS: &[&str] = &[
    ".git",
    "target",
    "var",
    ".venv",
    "tests/abi",
    "web/node_modules",
    "web/dist-test",
    "plugins/portal/assets",
    "plugins/samp/assets",
];

impl Tree {
    /// Reads the files below `root`; files that are not UTF-8 are left out.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let mut tree = Self { files: Vec::new() };
        tree.read_folder(root, "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    /// A tree of these files, for tests of the rules.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| TextFile { path: (*path).into(), text: (*text).into() };
        Self { files: files.iter().map(file).collect() }
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = &TextFile> {
        self.files.iter()
    }

    /// Rust sources.
    pub fn sources(&self) -> impl Iterator<Item = &TextFile> {
        self.files().filter(|file| file.path.ends_with(".rs"))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), Error> {
        for entry in std::fs::read_dir(folder).map_err(|source| Error::file(folder, source))? {
            let entry = entry.map_err(|source| Error::file(folder, source))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            let kind = entry.file_type().map_err(|source| Error::file(&path, source))?;
            if kind.is_dir() {
                let skipped = name == "__pycache__" || NOT_OURS.contains(&path.as_str());
                if !skipped {
                    self.read_folder(&entry.path(), &path)?;
                }
            } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
                self.files.push(TextFile { path, text });
            }
        }
        Ok(())
    }
}
