//! `table` and `[images.columns]`: a list of images that is made from a table.

use conf_file::{Section, Value, suggestion_in_order};

use crate::Relation;
use crate::images::{ImageTable, Mapped};
use crate::obscore::{MANDATORY, OPTIONAL};

/// What can be mapped beside the columns of ObsCore.
const OWN: [&str; 2] = ["file", "band"];

/// What cannot be mapped, for it follows from the rest.
const DERIVED: [&str; 3] = ["access_url", "obs_collection", "obs_publisher_did"];

/// Reads the table, which is in the given schema unless its name says otherwise.
pub(super) fn read(images: &Section<'_>, database_schema: &str) -> Option<ImageTable> {
    let name = images.text("table");
    let columns = images.section("columns");
    let Some(name) = name else {
        if let Some(columns) = columns {
            let hint =
                "name the table with the images by `table`, or leave `[images.columns]` out".to_owned();
            columns.problem("columns of no table", hint);
        }
        return None;
    };
    let columns = columns.map(|section| mapped(&section)).unwrap_or_default();
    if !columns.iter().any(|(column, _)| column == "file" || column == "obs_id") {
        let hint =
            "map `file` to the column with the path below `folder`, or `obs_id`, below `[images.columns]`";
        images.problem_at(name.start, "nothing names the images of the table", hint.to_owned());
    }
    let (schema, table) = match name.value.split_once('.') {
        Some((schema, table)) => (schema.to_owned(), table.to_owned()),
        None => (database_schema.to_owned(), name.value),
    };
    Some(ImageTable { relation: Relation { schema, table, conditions: Vec::new() }, columns })
}

/// The entries: the name of a column, or `{ value = ... }`.
fn mapped(section: &Section<'_>) -> Vec<(String, Mapped)> {
    let mut found = Vec::new();
    for name in known() {
        let Some(node) = section.value(name) else { continue };
        let mapped = match &node.value {
            Value::String(column) if !column.is_empty() => Some(Mapped::Column(column.clone())),
            Value::Table(table) => match table.entries() {
                [only] if only.key == "value" => constant(&only.node.value).map(Mapped::Constant),
                _ => None,
            },
            _ => None,
        };
        match mapped {
            Some(mapped) => found.push((name.to_owned(), mapped)),
            None => section.problem_at(
                node.span.start,
                format!("key `{name}`: expected the name of a column, or a constant"),
                format!(
                    "write {name} = \"NAME\" for a column, {name} = {{ value = \"text\" }} for a constant"
                ),
            ),
        }
    }
    for (key, place) in section.unknown_keys() {
        let hint = match DERIVED.contains(&key) {
            true => "it follows from the collection and the name of the image".to_owned(),
            false => suggestion_in_order(key, "columns", known()),
        };
        section.unknown(key, place, hint);
    }
    found
}

fn constant(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) if number.is_finite() => Some(number.to_string()),
        _ => None,
    }
}

fn known() -> impl Iterator<Item = &'static str> {
    let standard = MANDATORY.iter().chain(&OPTIONAL).map(|column| column.name);
    OWN.into_iter().chain(standard.filter(|name| !DERIVED.contains(name)))
}
