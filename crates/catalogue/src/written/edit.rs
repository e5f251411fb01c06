//! A table brought up to date in the text of its owner.

use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use super::columns::{self, Change};
use super::table::{self, Defaults};
use super::{Note, WriteError, text};
use crate::{Collection, Storage, Table, parse};

/// The file's text with that table in it: changed where it is there, at the end where it is not.
pub(super) fn with_table(
    file_name: &str,
    existing: &str,
    table: &Table,
    notes: &[Note],
) -> Result<String, WriteError> {
    let collection = parse(file_name, existing).map_err(WriteError::Existing)?;
    let mut document: DocumentMut = existing.parse().map_err(|_| WriteError::Inline)?;
    let Some(place) = place_of(&collection, table)? else {
        let text = table::written(table, notes, &defaults(&document, &collection));
        return match document.get("table").is_some_and(Item::is_array_of_tables) {
            true => Ok(format!("{}\n\n{text}", existing.trim_end())),
            false => Err(WriteError::Inline),
        };
    };
    let tables = document.get_mut("table").and_then(Item::as_array_of_tables_mut);
    let written = tables.and_then(|tables| tables.get_mut(place)).ok_or(WriteError::Inline)?;
    update(written, &collection.tables[place], table, notes)?;
    Ok(document.to_string())
}

/// Where the table is among those of the collection, found by schema and table in PostgreSQL.
fn place_of(collection: &Collection, table: &Table) -> Result<Option<usize>, WriteError> {
    let same = |known: &Table| {
        (&known.relation.schema, &known.relation.table) == (&table.relation.schema, &table.relation.table)
    };
    if let Some(place) = collection.tables.iter().position(same) {
        return Ok(Some(place));
    }
    let shown = |table: &Table| format!("{}.{}", table.relation.schema, table.relation.table);
    match collection.tables.iter().find(|known| known.name.eq_ignore_ascii_case(&table.name)) {
        None => Ok(None),
        Some(other) => {
            Err(WriteError::OtherTable { name: other.name.clone(), other: shown(other), this: shown(table) })
        }
    }
}

/// What the head of the file says for its tables.
fn defaults(document: &DocumentMut, collection: &Collection) -> Defaults {
    let said = |key: &str| document.get(key).and_then(Item::as_str);
    let storage = match said("storage") {
        Some("partitioned") => Storage::Partitioned,
        Some("citus") => Storage::Citus,
        _ => Storage::Plain,
    };
    let schema = said("database_schema").map_or_else(|| collection.schema.to_lowercase(), str::to_owned);
    Defaults { database_schema: schema, storage }
}

fn update(
    written: &mut toml_edit::Table,
    known: &Table,
    table: &Table,
    notes: &[Note],
) -> Result<(), WriteError> {
    if let Some(rows) = table.rows {
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        set(written, "rows", rows.into());
    }
    let changes = columns::changes(known, table);
    if let Some(list) = written.get_mut("columns").and_then(Item::as_table_like_mut) {
        columns::apply(list, &changes, table, notes);
    }
    let gone = |name: &str| {
        changes.iter().any(|change| matches!(change, Change::Gone(gone) if gone.eq_ignore_ascii_case(name)))
    };
    update_foreign_keys(written, known, &gone);
    update_position(written, known, table, &gone);
    Ok(())
}

/// Leaves out the foreign keys of columns that are gone.
fn update_foreign_keys(written: &mut toml_edit::Table, known: &Table, gone: &dyn Fn(&str) -> bool) {
    let lost = |place: usize| {
        known.foreign_keys.get(place).is_some_and(|key| key.columns.iter().any(|(ours, _)| gone(ours)))
    };
    let places = (0..known.foreign_keys.len()).rev().filter(|&place| lost(place));
    match written.get_mut("foreign_keys") {
        Some(Item::Value(Value::Array(keys))) => places.for_each(|place| {
            keys.remove(place);
        }),
        Some(Item::ArrayOfTables(keys)) => places.for_each(|place| {
            keys.remove(place);
        }),
        _ => {}
    }
    if written.get("foreign_keys").and_then(Item::as_array).is_some_and(Array::is_empty) {
        written.remove("foreign_keys");
    }
}

/// Adds the position or its index where the file has none; takes it away with its columns.
fn update_position(
    written: &mut toml_edit::Table,
    known: &Table,
    table: &Table,
    gone: &dyn Fn(&str) -> bool,
) {
    let names =
        |table: &Table, lon: usize, lat: usize| [lon, lat].map(|place| table.columns[place].pg_name.clone());
    let lost = known.position.as_ref().is_some_and(|position| {
        [position.lon, position.lat].iter().any(|&place| gone(&known.columns[place].field.name))
    });
    if lost {
        written.remove("position");
        written.remove("cone_search");
    }
    let Some(found) = &table.position else { return };
    match known.position.as_ref().filter(|_| !lost) {
        None => add_position(written, known, table),
        Some(position) if position.healpix.is_none() => {
            let same = names(known, position.lon, position.lat) == names(table, found.lon, found.lat);
            let list = written.get_mut("position").and_then(Item::as_table_like_mut);
            if let (true, Some(list), Some(healpix)) = (same, list, &found.healpix) {
                set(list, "healpix", healpix.as_str().into());
            }
        }
        Some(_) => {}
    }
}

/// Writes the position of the database's table, by the names that the file has for its columns.
fn add_position(written: &mut toml_edit::Table, known: &Table, table: &Table) {
    let mut named = table.clone();
    for column in &mut named.columns {
        if let Some(own) = known.columns.iter().find(|own| own.part == 0 && own.pg_name == column.pg_name) {
            column.field.name.clone_from(&own.field.name);
        }
    }
    let Some(position) = &named.position else { return };
    let Ok(mut value) = table::position(&named, position).parse::<Value>() else { return };
    value.decor_mut().set_suffix(text::ending(&["added: the table has a position now".to_owned()]));
    set(written, "position", value);
    if table.cone_search {
        set(written, "cone_search", true.into());
    }
}

/// Sets a key, in place if it is there; what is written round the value stays.
pub(super) fn set(list: &mut dyn TableLike, key: &str, mut value: Value) {
    match list.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            if value.decor().suffix().is_none() {
                *value.decor_mut() = old.decor().clone();
            }
            *old = value;
        }
        None => {
            list.insert(key, Item::Value(value));
        }
    }
}
