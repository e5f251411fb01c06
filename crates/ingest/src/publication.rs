//! The table in its collection file.

use std::path::PathBuf;
use std::{fs, io};

use catalogue::guess::complete;
use catalogue::written::{Head, Note, publish_table, replace_file};
use catalogue::{Access, Relation, Storage, Table, TableKind};

use crate::{Ingest, IngestError, Ingested, PositionChoice};

/// Where a table is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The identifier of the collection.
    pub id: String,
    /// Its file, which need not be there.
    pub file: PathBuf,
    /// Who may see it, where the file is new; `None`: the file does not say.
    pub access: Option<Access>,
}

impl Publication {
    /// The text of the file with the table in it.
    pub(crate) fn text(&self, ingest: &Ingest, ingested: &Ingested) -> Result<String, IngestError> {
        let existing = match fs::read_to_string(&self.file) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(self.refused(error.to_string(), false)),
        };
        let schema = ingest.target.schema.clone();
        let head = Head {
            title: String::new(),
            description: String::new(),
            creators: Vec::new(),
            released: None,
            access: self.access.clone(),
            schema: schema.clone(),
            database_schema: schema,
        };
        let (table, notes) = table(ingest, ingested);
        let text = publish_table(existing.as_deref(), &self.id, &head, &table, &notes);
        text.map_err(|error| self.refused(error.to_string(), false))
    }

    /// Writes the file anew, in one step.
    pub(crate) fn write(&self, ingest: &Ingest, ingested: &Ingested) -> Result<(), IngestError> {
        let written = self.text(ingest, ingested).and_then(|text| {
            replace_file(&self.file, &text).map_err(|error| self.refused(error.to_string(), true))
        });
        written.map_err(|error| match error {
            IngestError::Collection { reason, .. } => self.refused(reason, true),
            other => other,
        })
    }

    fn refused(&self, reason: String, loaded: bool) -> IngestError {
        IngestError::Collection { file: self.file.clone(), reason, loaded }
    }
}

/// The table as it is published, with what nobody has said and was guessed.
pub(crate) fn table(ingest: &Ingest, ingested: &Ingested) -> (Table, Vec<Note>) {
    let (schema, table) = (ingest.target.schema.clone(), ingest.target.table.clone());
    let mut table = Table {
        name: table.clone(),
        kind: TableKind::Table,
        title: None,
        description: ingested.description.clone(),
        utype: None,
        rows: Some(ingested.rows),
        relation: Relation { schema, table, conditions: Vec::new() },
        parts: Vec::new(),
        columns: ingested.columns.clone(),
        position: ingested.position.clone(),
        foreign_keys: Vec::new(),
        cone_search: ingested.position.is_some(),
        storage: Storage::Plain,
        statistics: None,
        ..Table::default()
    };
    let mut notes = notes(ingest, ingested);
    notes.extend(complete(&mut table, None));
    (table, notes)
}

/// What nobody has said of the position.
fn notes(ingest: &Ingest, ingested: &Ingested) -> Vec<Note> {
    let Some(position) = &ingested.position else { return Vec::new() };
    let column = |index: usize| ingested.columns.get(index);
    let mut notes = Vec::new();
    if ingest.position == PositionChoice::Find {
        let has_ucd = column(position.lon).is_some_and(|column| column.field.ucd.is_some());
        let from = if has_ucd { "UCDs" } else { "names" };
        notes.push(format!("the position, from the {from} of its columns"));
    }
    if ingest.frame.is_none() && column(position.lon).is_none_or(|column| column.field.frame.is_none()) {
        notes.push("the frame of the position, ICRS, since the file names none".to_owned());
    }
    notes.into_iter().map(|text| Note { column: None, text }).collect()
}
