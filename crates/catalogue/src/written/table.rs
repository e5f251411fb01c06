//! A new `[[table]]` of a collection file.

use super::Note;
use super::column;
use super::text::{self, Pairs, string, strings};
use crate::names::one_line;
use crate::{ForeignKey, Frame, Position, Storage, Table, TableKind};

/// Longer names do not move the types of the others to the right.
const NAME_WIDTH_MAX: usize = 24;

/// What tables of a file need not say, since its head does.
pub(super) struct Defaults {
    /// The schema in PostgreSQL, unquoted.
    pub(super) database_schema: String,
    /// How the tables are stored.
    pub(super) storage: Storage,
}

/// The lines of the table, from the comment above to the last column.
pub(super) fn written(table: &Table, notes: &[Note], defaults: &Defaults) -> String {
    let mut text =
        "# What a row is, where it is on the sky, and what else users need to know of the table.\n"
            .to_owned();
    for note in notes.iter().filter(|note| note.column.is_none()) {
        let Some(note) = one_line(&note.text) else { continue };
        text.push_str(&format!("# guessed: {note}\n"));
    }
    text.push_str("[[table]]\n");
    text.push_str(&head(table, defaults).lines());
    text.push_str(
        "\n# One line for each column, in published order: type and meaning. `principal` columns are shown first.\n\
         [table.columns]\n",
    );
    let width = name_width(table.columns.iter().map(|column| text::key(&column.field.name)));
    for (place, column) in table.columns.iter().enumerate() {
        let key = text::key(&column.field.name);
        let positional = is_positional(table, place);
        let written = column::written(column, positional);
        let remarks = column::remarks(column, notes, written.left_out);
        text.push_str(&format!("{key:width$} = {}{}\n", written.pairs.inline(), text::ending(&remarks)));
    }
    for note in notes {
        let Some((name, why)) = note.column.as_deref().zip(one_line(&note.text)) else { continue };
        if !table.columns.iter().any(|column| column.field.name == name) {
            text.push_str(&format!("# {} is not published: {why}\n", text::key(name)));
        }
    }
    text
}

/// Whether the frame of that column is that of the table's position.
pub(super) fn is_positional(table: &Table, place: usize) -> bool {
    table.position.as_ref().is_some_and(|position| [position.lon, position.lat].contains(&place))
}

/// How wide the names of columns are, in letters, for their types to stand below each other.
pub(super) fn name_width(names: impl Iterator<Item = String>) -> usize {
    names.map(|name| name.chars().count()).filter(|&width| width <= NAME_WIDTH_MAX).max().unwrap_or(0)
}

/// `{ lon = "RA", lat = "DEC", healpix = "hpx", frame = "ICRS" }`.
pub(super) fn position(table: &Table, position: &Position) -> String {
    let name = |place: usize| table.columns.get(place).map(|column| column.field.name.as_str());
    let mut pairs = Pairs::default();
    pairs.text("lon", name(position.lon));
    pairs.text("lat", name(position.lat));
    pairs.text("healpix", position.healpix.as_deref());
    pairs.text("frame", Some(frame(position.frame)));
    pairs.inline()
}

/// The word of a collection file for a frame.
pub(super) fn frame(frame: Frame) -> &'static str {
    match frame {
        Frame::Icrs => "ICRS",
        Frame::Fk5 => "FK5",
        Frame::Fk4 => "FK4",
        Frame::Galactic => "GALACTIC",
    }
}

/// All but the columns.
fn head(table: &Table, defaults: &Defaults) -> Pairs {
    let mut pairs = Pairs::default();
    pairs.text("name", Some(&table.name));
    if table.relation.schema != defaults.database_schema {
        pairs.text("database_schema", Some(&table.relation.schema));
    }
    if table.relation.table != table.name.to_lowercase() {
        pairs.text("database_table", Some(&table.relation.table));
    }
    if table.kind == TableKind::View {
        pairs.raw("kind", string("view"));
    }
    pairs.text("title", table.title.as_deref());
    pairs.text("description", table.description.as_deref());
    pairs.text("utype", table.utype.as_deref());
    if let Some(rows) = table.rows {
        pairs.raw("rows", rows);
    }
    if table.storage != defaults.storage {
        pairs.raw("storage", string(storage(table.storage)));
    }
    if let Some(found) = &table.position {
        pairs.raw("position", position(table, found));
    }
    pairs.flag("cone_search", table.cone_search);
    if !table.foreign_keys.is_empty() {
        let keys: Vec<String> = table.foreign_keys.iter().map(foreign_key).collect();
        pairs.raw("foreign_keys", format!("[{}]", keys.join(", ")));
    }
    pairs
}

fn storage(storage: Storage) -> &'static str {
    match storage {
        Storage::Plain => "plain",
        Storage::Partitioned => "partitioned",
        Storage::Citus => "citus",
    }
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut pairs = Pairs::default();
    pairs.raw("columns", strings(key.columns.iter().map(|(ours, _)| ours.as_str())));
    pairs.text("target", Some(&key.target));
    if key.columns.iter().any(|(ours, theirs)| ours != theirs) {
        pairs.raw("target_columns", strings(key.columns.iter().map(|(_, theirs)| theirs.as_str())));
    }
    pairs.text("description", key.description.as_deref());
    pairs.inline()
}
