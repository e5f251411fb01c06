//! A table that is published as `ivoa.obscore` and is not what clients of ObsCore expect.

use conf_file::Problem;

use super::View;
use crate::obscore::{MANDATORY, ObscoreColumn, UTYPE_PREFIX, is_obscore, missing};
use crate::{Column, Datatype, Table};

/// What is to be said of ObsCore tables.
pub(super) fn lint(view: &View<'_>, found: &mut Vec<Problem>) {
    let obscore = view.tables().filter(|(_, table)| is_obscore(&view.collection.schema, &table.name));
    for (number, table) in obscore {
        let lacking = missing(&table.columns);
        if !lacking.is_empty() {
            let message = format!("the ObsCore table has no column {}", lacking.join(", "));
            let hint =
                "add them, NULL where nothing is known: without all 30 the service does not declare ObsCore";
            found.push(Problem::new(view.places.table(number, "columns"), message).hint(hint));
        }
        for (column, standard) in standard_columns(table) {
            compare(view, number, column, standard, found);
        }
    }
}

fn standard_columns(table: &Table) -> impl Iterator<Item = (&Column, &'static ObscoreColumn)> {
    table.columns.iter().filter_map(|column| {
        let is_it = |standard: &&ObscoreColumn| column.field.name.eq_ignore_ascii_case(standard.name);
        Some((column, MANDATORY.iter().find(is_it)?))
    })
}

/// Tells what differs from the standard.
fn compare(
    view: &View<'_>,
    number: usize,
    column: &Column,
    standard: &ObscoreColumn,
    found: &mut Vec<Problem>,
) {
    let field = &column.field;
    let mut differ = |key: &str, is: Option<&str>, should: Option<&str>| {
        let place = view.places.column(number, &field.name, key);
        let shown = |text: Option<&str>| text.map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
        let message =
            format!("{key} of ObsCore column `{}` is {}, not {}", field.name, shown(is), shown(should));
        let hint = match should {
            Some(should) => format!("write {key} = \"{should}\""),
            None => "leave it out".to_owned(),
        };
        found.push(Problem::new(place, message).hint(hint));
    };
    if !has_type(column, standard) {
        let should = if standard.datatype == Datatype::Char { "char[*]" } else { standard.datatype.name() };
        differ("type", Some(field.value_type.datatype.name()), Some(should));
    }
    if field.unit.as_deref() != standard.unit && standard.name != "s_region" {
        differ("unit", field.unit.as_deref(), standard.unit);
    }
    let same =
        |is: &Option<String>, should: &str| is.as_ref().is_some_and(|is| is.eq_ignore_ascii_case(should));
    if !same(&field.ucd, standard.ucd) {
        differ("ucd", field.ucd.as_deref(), Some(standard.ucd));
    }
    let utype = format!("{UTYPE_PREFIX}{}", standard.utype);
    if !same(&field.utype, &utype) {
        differ("utype", field.utype.as_deref(), Some(&utype));
    }
}

/// Whether values are of the type; a region may also be numbers with an xtype (DALI 1.1 §3.3).
fn has_type(column: &Column, standard: &ObscoreColumn) -> bool {
    let value_type = &column.field.value_type;
    match standard.datatype {
        Datatype::Char if standard.name == "s_region" && value_type.xtype.is_some() => {
            value_type.arraysize.is_some()
        }
        Datatype::Char => value_type.is_text() && value_type.arraysize.is_some(),
        datatype => value_type.datatype == datatype && value_type.arraysize.is_none(),
    }
}
