//! Collection files written for people: ordered, commented, with guesses marked, and the owner's edits kept.

mod column;
mod columns;
mod edit;
mod head;
mod table;
mod text;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use conf_file::Problems;
use thiserror::Error;

use crate::{Access, Table, parse};

/// What a new collection file says of the collection as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// A title of a few words; blank: the identifier stands for it, marked as a guess.
    pub title: String,
    /// What the collection holds, in sentences; blank: a sentence stands for it, marked as a guess.
    pub description: String,
    /// Who made it.
    pub creators: Vec<String>,
    /// The date of release, `YYYY-MM-DD`.
    pub released: Option<String>,
    /// Who may see it; `None`: the file does not say, so that the default of the host holds.
    pub access: Option<Access>,
    /// The name that users write before the table.
    pub schema: String,
    /// The schema in PostgreSQL, unquoted; tables that are elsewhere say so themselves.
    pub database_schema: String,
}

/// Something that was guessed, for a comment `# guessed: ...` at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The published name of the column that it is about; `None` is the table. Of a column that the table does not have
    /// the text says why it is not published.
    pub column: Option<String>,
    /// What was guessed and from what, e.g. `unit and UCD from the name`.
    pub text: String,
}

/// Why a table cannot be written into a collection file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WriteError {
    /// The file that is there cannot be read; nothing is changed before it can.
    #[error("the collection file cannot be read, so it is not changed\n{0}")]
    Existing(Problems),
    /// The file with the table in it could not be read again.
    #[error("the table cannot be published as it is\n{0}")]
    Impossible(Problems),
    /// Another table of PostgreSQL is published under the name.
    #[error(
        "table `{name}` of the collection is {other} in PostgreSQL, not {this}; publish it in another collection"
    )]
    OtherTable {
        /// The published name.
        name: String,
        /// The table that is published, with its schema.
        other: String,
        /// The table that was to be published, with its schema.
        this: String,
    },
    /// The tables are not written as `[[table]]`.
    #[error("the collection file lists its tables in one line; write each below its own `[[table]]`")]
    Inline,
    /// A table of several relations, which only its owner can write.
    #[error("table `{name}` has parts; write them into the collection file by hand")]
    Composed {
        /// The published name.
        name: String,
    },
}

/// The text of `conf.d/collections/ID.toml` with that table in it.
///
/// `existing` is the text of the file where there is one; its head, order, comments and edits stay, and `head` is not
/// used. A table is found by schema and table in PostgreSQL, a column by its name there. A table that is there keeps its
/// text: the number of rows is brought up to date, new columns are added at the end and marked, those that are gone are
/// removed, and types that changed in the database are replaced and marked. What `Table` knows beyond that (texts, units,
/// keys) is only written for tables and columns that are new.
///
/// Units and UCDs that a collection file cannot hold are left out with a comment. The text that comes out has been read
/// again by [`parse`].
pub fn publish_table(
    existing: Option<&str>,
    id: &str,
    head: &Head,
    table: &Table,
    notes: &[Note],
) -> Result<String, WriteError> {
    if !table.parts.is_empty() {
        return Err(WriteError::Composed { name: table.name.clone() });
    }
    let file_name = format!("conf.d/collections/{id}.toml");
    let text = match existing {
        None => {
            format!("{}\n{}", head::written(id, head), table::written(table, notes, &head::defaults(head)))
        }
        Some(existing) => edit::with_table(&file_name, existing, table, notes)?,
    };
    parse(&file_name, &text).map_err(WriteError::Impossible)?;
    Ok(text)
}

/// Writes a file in one step: readers see the old text or the new one, and never a part. Missing folders are made.
pub fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    // Not `.toml`: a host that watches the folder must not read it.
    let draft = folder.join(format!(".{name}.{}.new", std::process::id()));
    let written = write_draft(&draft, path, text).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&draft);
    }
    written
}

fn write_draft(draft: &Path, path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(draft)?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
