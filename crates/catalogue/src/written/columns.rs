//! The columns of a table brought up to date in the text of its owner.

use toml_edit::{Decor, Item, Key, TableLike, Value};

use super::edit::set;
use super::{Note, column, table, text};
use crate::collection_file::type_words;
use crate::{Arraysize, Column, Table};

/// A column that differs between the file and the database.
pub(super) enum Change {
    /// The file has no column for this one of the database, by its place.
    New(usize),
    /// The database has no column for this published one.
    Gone(String),
    /// The type in the database is another: the published name, and the place in the new table.
    Retyped(String, usize),
}

/// What differs; columns of parts are in other tables and stay as they are.
pub(super) fn changes(known: &Table, table: &Table) -> Vec<Change> {
    let own = || known.columns.iter().filter(|column| column.part == 0);
    let mut changes = Vec::new();
    for old in own() {
        match table.columns.iter().position(|new| new.pg_name == old.pg_name) {
            None => changes.push(Change::Gone(old.field.name.clone())),
            Some(place) if !is_same_type(old, &table.columns[place]) => {
                changes.push(Change::Retyped(old.field.name.clone(), place));
            }
            Some(_) => {}
        }
    }
    let is_new = |new: &Column| !own().any(|old| old.pg_name == new.pg_name);
    let added = table.columns.iter().enumerate().filter(|(_, new)| is_new(new));
    changes.extend(added.map(|(place, _)| Change::New(place)));
    changes
}

/// Makes the changes in the list below `[table.columns]`.
pub(super) fn apply(list: &mut dyn TableLike, changes: &[Change], table: &Table, notes: &[Note]) {
    let width = table::name_width(list.iter().map(|(name, _)| text::key(name)));
    for change in changes {
        match change {
            Change::Gone(name) => {
                list.remove(name);
            }
            Change::Retyped(name, place) => {
                if let Some(item) = list.get_mut(name) {
                    retype(item, &table.columns[*place]);
                }
            }
            Change::New(place) => add(list, table, *place, notes, width),
        }
    }
}

/// Whether the type that the file gives still says what the database has; its owner may say it otherwise.
fn is_same_type(old: &Column, new: &Column) -> bool {
    let (before, now) = (&old.field.value_type, &new.field.value_type);
    let fixed = |shape: &Option<Arraysize>| shape.as_ref().is_some_and(|shape| !shape.variable);
    let shape_holds = before.is_text() || !fixed(&before.arraysize) || before.arraysize == now.arraysize;
    old.pg_type == new.pg_type && shape_holds
}

fn add(list: &mut dyn TableLike, table: &Table, place: usize, notes: &[Note], width: usize) {
    let column = &table.columns[place];
    let written = column::written(column, table::is_positional(table, place));
    let Ok(mut value) = written.pairs.inline().parse::<Value>() else { return };
    let mut remarks = vec!["added: new in the table".to_owned()];
    remarks.extend(column::remarks(column, notes, written.left_out));
    *value.decor_mut() = Decor::new(" ", text::ending(&remarks));
    let name = free_name(list, &column.field.name);
    let blanks = " ".repeat((width + 1).saturating_sub(text::key(&name).chars().count()).max(1));
    let key = Key::new(name).with_leaf_decor(Decor::new("", blanks));
    list.entry_format(&key).or_insert(Item::Value(value));
}

/// The name, with a number behind it where the owner calls another column so.
fn free_name(list: &dyn TableLike, name: &str) -> String {
    let taken = |name: &str| list.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

/// Replaces the type, and takes away what only made sense with the old one.
fn retype(item: &mut Item, column: &Column) {
    let words = type_words(&column.field.value_type, column.pg_type);
    let Some(keys) = item.as_table_like_mut() else { return };
    let before = keys.get("type").and_then(Item::as_str).unwrap_or_default().to_owned();
    set(keys, "type", words.word.into());
    for (key, word) in [("xtype", words.xtype), ("database_type", words.database_type)] {
        match word {
            Some(word) => set(keys, key, word.into()),
            None => {
                keys.remove(key);
            }
        }
    }
    keys.remove("null");
    if !column.pg_type.array {
        keys.remove("enumeration");
    }
    let remark = format!("changed: it was `{before}`");
    match item {
        Item::Value(value) => mark(value, &remark),
        other => {
            if let Some(word) = other.get_mut("type").and_then(Item::as_value_mut) {
                mark(word, &remark);
            }
        }
    }
}

/// Writes a remark behind the line, in place of the one that an earlier change left there.
fn mark(value: &mut Value, remark: &str) {
    let suffix = value.decor().suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default();
    let kept = suffix.trim().trim_start_matches('#');
    let kept = kept.split("changed: it was").next().unwrap_or_default().trim().trim_end_matches(';');
    let remarks: Vec<String> =
        [kept, remark].map(str::to_owned).into_iter().filter(|text| !text.is_empty()).collect();
    value.decor_mut().set_suffix(text::ending(&remarks));
}
