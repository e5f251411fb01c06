//! The head of a collection file.

use conf_file::{At, Section, Value};

use super::{access, check, images, table};
use crate::{Access, Collection, Table, ident, is_reserved};

/// Reads the whole file; `default` is the rule of a collection that says none.
pub(super) fn read(file_name: &str, top: &Section<'_>, default: &Access) -> Option<Collection> {
    let id = identifier(file_name, top);
    let title = top.required_text("title", "a title of a few words");
    let description = top.required_text("description", "say in a sentence or two what the collection holds");
    let creators = top.texts("creators").unwrap_or_default();
    let released = release_date(top);
    let access = access::read(top, &Access::default()).unwrap_or_else(|| default.clone());
    let announced = access::announced(top).unwrap_or_default();
    let schema = schema(top);
    let database_schema = top.text("database_schema");
    let database_schema = match (&database_schema, &schema) {
        (Some(name), _) => name.value.clone(),
        (None, Some(schema)) => schema.value.to_lowercase(),
        (None, None) => String::new(),
    };
    let storage = table::storage(top).unwrap_or_default();
    let tables = top.sections("table").into_iter();
    let tables: Vec<_> =
        tables.map(|section| table::read(section, &database_schema, storage, &access)).collect();
    let images = top.section("images").map(|section| images::read(&section, &access, &database_schema));
    if top.value("table").is_none() && images.is_none() {
        top.problem("the collection has no table", "add one with `[[table]]`, or `[images]`".to_owned());
    }
    top.finish();
    check::tables(top, &tables);
    Some(Collection {
        id: id?,
        title: title?.value,
        description: description?.value,
        creators: creators.into_iter().map(|creator| creator.value).collect(),
        released,
        access,
        announced,
        schema: schema?.value,
        tables: with_written_names(tables.into_iter().map(|draft| draft.table).collect::<Option<_>>()?),
        images: match images {
            Some(images) => Some(images?),
            None => None,
        },
    })
}

/// Spells the names in foreign keys as the tables and columns that they mean.
fn with_written_names(mut tables: Vec<Table>) -> Vec<Table> {
    let columns = |table: &Table| table.columns.iter().map(|column| column.field.name.clone()).collect();
    let known: Vec<(String, Vec<String>)> =
        tables.iter().map(|table| (table.name.clone(), columns(table))).collect();
    for (table, (_, columns)) in tables.iter_mut().zip(&known) {
        for key in &mut table.foreign_keys {
            let target = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(&key.target));
            let Some((target, target_columns)) = target else { continue };
            key.target.clone_from(target);
            for (ours, theirs) in &mut key.columns {
                spell(ours, columns);
                spell(theirs, target_columns);
            }
            // Validators compare the order in VOSI tables with that of TAP_SCHEMA's rows, which have no number.
            key.columns.sort();
        }
    }
    tables
}

fn spell(name: &mut String, known: &[String]) {
    if let Some(written) = known.iter().find(|written| written.eq_ignore_ascii_case(name)) {
        name.clone_from(written);
    }
}

/// The stem of the file's name.
fn identifier(file_name: &str, top: &Section<'_>) -> Option<String> {
    let last = file_name.rsplit('/').next().unwrap_or(file_name);
    let stem = last.strip_suffix(".toml").unwrap_or(last);
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    if !stem.is_empty() && stem.bytes().all(good) && stem.as_bytes()[0].is_ascii_alphanumeric() {
        return Some(stem.to_owned());
    }
    let hint = "call the file by lower-case letters, digits, `-`, `_` and `.`, e.g. `jplus-dr3.toml`";
    top.problem(format!("`{stem}` cannot be the identifier of a collection"), hint.to_owned());
    None
}

/// A TOML date, or the same between quotes.
fn release_date(top: &Section<'_>) -> Option<String> {
    const KEY: &str = "release_date";
    let node = top.value(KEY)?;
    let text = match &node.value {
        Value::Date(text) | Value::String(text) => text.as_str(),
        _ => "",
    };
    match text.parse::<jiff::civil::Date>() {
        Ok(date) if date.to_string() == text => Some(text.to_owned()),
        _ => {
            top.problem_at(
                node.span.start,
                format!("key `{KEY}`: expected a date"),
                "write 2026-01-30".to_owned(),
            );
            None
        }
    }
}

/// The schema name that users write.
fn schema(top: &Section<'_>) -> Option<At<String>> {
    let schema = top.required_text("schema", "give the schema name that users write")?;
    match schema_name_fault(&schema.value) {
        None => Some(schema),
        Some(fault) => {
            let hint = "take a letter, then letters, digits and `_`, and no word of ADQL".to_owned();
            top.problem_at(schema.start, format!("key `schema`: {fault}"), hint);
            None
        }
    }
}

/// Why a name cannot be the schema of a collection.
pub(crate) fn schema_name_fault(name: &str) -> Option<String> {
    match name.to_ascii_uppercase().as_str() {
        "TAP_SCHEMA" | "TAP_UPLOAD" => Some(format!("`{name}` is the name of a schema of TAP itself")),
        upper if is_reserved(upper) => Some(format!("`{name}` is a reserved word of ADQL")),
        _ if !ident::is_regular(name) => Some(format!("`{name}` cannot be written without quotes")),
        _ => None,
    }
}
