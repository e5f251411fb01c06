//! The one column that names a row, which a cone search must have.

use super::note;
use crate::written::Note;
use crate::{Column, Datatype, Table};

const MAIN: &str = "meta.id;meta.main";

/// Names of identifiers, the surest first.
const NAMES: [&str; 12] = [
    "source_id",
    "object_id",
    "objid",
    "obj_id",
    "sourceid",
    "id",
    "main_id",
    "designation",
    "name",
    "object",
    "identifier",
    "recno",
];

/// Gives the identifier its UCD, unless the table has one: the key, or else a column with a usual name.
pub(super) fn mark(table: &mut Table, key: Option<&str>, notes: &mut Vec<Note>) {
    let is_main = |column: &Column| {
        let words = column.field.ucd.as_deref().unwrap_or_default();
        words.split(';').next() == Some("meta.id") && words.ends_with("meta.main")
    };
    if table.columns.iter().any(is_main) {
        return;
    }
    let fits = |column: &Column| {
        let ucd = column.field.ucd.as_deref();
        names_things(column) && ucd.is_none_or(|ucd| ucd.starts_with("meta.id") || ucd == "meta.record")
    };
    let find = |is_it: &dyn Fn(&Column) -> bool| {
        table.columns.iter().position(|column| fits(column) && is_it(column))
    };
    let by_key = key.and_then(|key| find(&|column| column.pg_name == key));
    let by_ucd = || find(&|column| column.field.ucd.as_deref() == Some("meta.id"));
    let by_name =
        || NAMES.iter().find_map(|name| find(&|column| column.field.name.eq_ignore_ascii_case(name)));
    let own = format!("{}_id", table.name.to_lowercase().trim_end_matches('s'));
    let by_table = || find(&|column| column.field.name.eq_ignore_ascii_case(&own));
    let Some(place) = by_key.or_else(by_table).or_else(by_name).or_else(by_ucd) else { return };
    let column = &mut table.columns[place];
    column.field.ucd = Some(MAIN.to_owned());
    let reason = if by_key.is_some() { "it is the key" } else { "it is the identifier" };
    notes.push(note(column, reason));
}

fn names_things(column: &Column) -> bool {
    let value_type = &column.field.value_type;
    let integer = matches!(value_type.datatype, Datatype::Short | Datatype::Int | Datatype::Long);
    !column.pg_type.array && value_type.xtype.is_none() && (integer || value_type.is_text())
}
