//! The line of a column in a collection file.

use super::text::Pairs;
use super::{Note, table};
use crate::Column;
use crate::collection_file::{TypeWords, is_ucd, is_unit, type_words};
use crate::names::one_line;

/// The keys of a column, and what of it no collection file can hold.
pub(super) struct Written {
    pub(super) pairs: Pairs,
    pub(super) left_out: Vec<String>,
}

/// Writes the keys of a column; the frame of a positional one is that of the table's position.
pub(super) fn written(column: &Column, positional: bool) -> Written {
    let field = &column.field;
    let mut pairs = Pairs::default();
    let mut left_out = Vec::new();
    let words = type_words(&field.value_type, column.pg_type);
    let TypeWords { word, xtype, database_type } = &words;
    pairs.text("type", Some(word));
    pairs.text("xtype", xtype.as_deref());
    let mut checked = |pairs: &mut Pairs, key: &str, text: Option<&str>, good: fn(&str) -> bool| {
        let Some(text) = text.and_then(one_line) else { return };
        match good(&text) {
            true => pairs.text(key, Some(&text)),
            false => left_out.push(format!("left out: the {key} `{text}`")),
        }
    };
    checked(&mut pairs, "unit", field.unit.as_deref(), is_unit);
    checked(&mut pairs, "ucd", field.ucd.as_deref(), is_ucd);
    pairs.text("utype", field.utype.as_deref());
    if let Some(frame) = field.frame.filter(|_| !positional) {
        pairs.text("frame", Some(table::frame(frame)));
    }
    if let Some(null) = field.null {
        pairs.raw("null", null);
    }
    pairs.flag("indexed", column.indexed);
    pairs.flag("principal", column.principal);
    pairs.flag("std", column.std);
    pairs.text("enumeration", column.enumeration.as_deref());
    if column.pg_name != field.name.to_lowercase() {
        pairs.text("database_column", Some(&column.pg_name));
    }
    pairs.text("database_type", database_type.as_deref());
    pairs.text("description", field.description.as_deref());
    Written { pairs, left_out }
}

/// What the comment behind the line says: guesses, then what was left out.
pub(super) fn remarks(column: &Column, notes: &[Note], left_out: Vec<String>) -> Vec<String> {
    let about = notes.iter().filter(|note| note.column.as_deref() == Some(&column.field.name));
    let guesses: Vec<&str> = about.map(|note| note.text.trim()).collect();
    let guessed = (!guesses.is_empty()).then(|| format!("guessed: {}", guesses.join(", ")));
    guessed.into_iter().chain(left_out).collect()
}
