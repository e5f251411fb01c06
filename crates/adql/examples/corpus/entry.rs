//! The lines of a corpus file.

use serde::Deserialize;

/// A query with what is known about it.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// Its name in the corpus.
    pub id: String,
    /// Where it comes from; without one, what stands before the colon of `id`.
    #[serde(default)]
    source: Option<String>,
    /// The version of ADQL that the label is for; `2.1` if it is absent.
    #[serde(default)]
    pub adql_version: Option<String>,
    /// The query.
    pub query: String,
    /// Whether it is a query of that version; absent for queries that are only parsed, extensions included.
    #[serde(default)]
    pub valid: Option<bool>,
    /// `semantic` if the label needs the functions that `note` declares.
    #[serde(default)]
    level: Option<String>,
    /// Whether it is invalid, but a service may accept it.
    #[serde(default)]
    pub superset: bool,
    /// What else is known.
    #[serde(default)]
    pub note: Option<String>,
}

impl Entry {
    /// Where it comes from.
    pub fn source(&self) -> &str {
        match &self.source {
            Some(source) => source,
            None => self.id.split(':').next().unwrap_or_default(),
        }
    }

    /// Whether the label needs the functions that the note declares.
    pub fn is_semantic(&self) -> bool {
        self.level.as_deref() == Some("semantic")
    }
}

/// The entries of a text of JSON lines; the error starts with the number of the line.
pub fn read(text: &str) -> Result<Vec<Entry>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(place, line)| serde_json::from_str(line).map_err(|error| format!("{}: {error}", place + 1)))
        .collect()
}
