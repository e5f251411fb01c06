//! The column that names a row, which every answer has as text (SCS 1.03 §2.2).

use catalogue::{Column, PgBase, Position, quoted};

use super::{Names, Output, Role};

/// Names of columns that name a row where no UCD tells, in lower case and in the order of preference.
const NAMES: [&str; 10] =
    ["id", "source_id", "object_id", "objid", "obj_id", "star_id", "source", "designation", "name", "recno"];

/// The output that names a row, and the column of the table for which it stands, if it is one.
///
/// That is the column with the UCD `meta.id;meta.main`; else all columns together whose UCD says that they are identifiers of
/// the row; else a column with a usual name; else the position as text.
pub(super) fn identifier(
    columns: &[Column],
    position: &Position,
    names: &mut Names,
) -> (Output, Option<usize>) {
    let named = || columns.iter().enumerate().filter(|(_, column)| can_name(column));
    let main = named().find(|(_, column)| is_main(column));
    let parts: Vec<(usize, &Column)> = named().filter(|(_, column)| is_part(column)).collect();
    let by_name = || {
        let has = |name: &&str| named().find(|(_, column)| column.field.name.eq_ignore_ascii_case(name));
        NAMES.iter().find_map(has)
    };
    let single = match (main, parts.as_slice()) {
        (Some(main), _) => Some(main),
        (None, [only]) => Some(*only),
        (None, []) => by_name(),
        (None, _) => None,
    };
    if let Some((place, column)) = single {
        let name = column.field.name.clone();
        return (output(name, text(column), column.field.description.clone()), Some(place));
    }
    let name = names.free("id");
    if parts.is_empty() {
        let [lon, lat] = [position.lon, position.lat].map(|place| text(&columns[place]));
        let description = "The position as text: the table has no identifier".to_owned();
        return (output(name, format!("{lon} || ' ' || {lat}"), Some(description)), None);
    }
    let values: Vec<String> = parts.iter().map(|(_, column)| text(column)).collect();
    let parts: Vec<&str> = parts.iter().map(|(_, column)| column.field.name.as_str()).collect();
    let description = format!("What names the row: {} with hyphens between", parts.join(", "));
    (output(name, values.join(" || '-' || "), Some(description)), None)
}

fn output(name: String, value: String, description: Option<String>) -> Output {
    Output { name, value, role: Role::Identifier, ucd: None, description }
}

/// A value as text.
fn text(column: &Column) -> String {
    let name = quoted(&column.field.name);
    match column.pg_type.base {
        PgBase::Text => name.into_owned(),
        _ => format!("CAST({name} AS VARCHAR)"),
    }
}

/// Text or a whole number, and not many.
fn can_name(column: &Column) -> bool {
    let is_name = matches!(column.pg_type.base, PgBase::Text | PgBase::Int2 | PgBase::Int4 | PgBase::Int8);
    is_name && !column.pg_type.array
}

fn is_main(column: &Column) -> bool {
    has_ucd(column, &["meta.id;meta.main", "ID_MAIN"])
}

/// Whether it is an identifier of the row itself; `meta.id.parent` and `meta.id.cross` are those of other things.
fn is_part(column: &Column) -> bool {
    column.field.ucd.as_deref().is_some_and(|ucd| {
        let first = ucd.split(';').next().unwrap_or_default();
        first.trim().eq_ignore_ascii_case("meta.id")
    })
}

fn has_ucd(column: &Column, ucds: &[&str]) -> bool {
    let own = column.field.ucd.as_deref().unwrap_or_default().trim();
    ucds.iter().any(|ucd| own.eq_ignore_ascii_case(ucd))
}
