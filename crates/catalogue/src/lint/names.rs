//! Names that users must write between double quotes.

use conf_file::Problem;

use super::View;
use crate::{is_regular, is_reserved};

/// What is to be said of the names of tables and columns.
pub(super) fn lint(view: &View<'_>, found: &mut Vec<Problem>) {
    for (number, table) in view.tables() {
        if let Some(message) = said("table", &table.name) {
            let hint = format!(
                "publish it under another name, with `database_table = \"{}\"`",
                table.relation.table
            );
            found.push(Problem::new(view.places.table(number, "name"), message).hint(hint));
        }
    }
    for (number, _, column) in view.columns() {
        let name = &column.field.name;
        if let Some(message) = said("column", name) {
            let hint =
                format!("publish it under another name, with `database_column = \"{}\"`", column.pg_name);
            // No key of a column is called so: the place is that of its name.
            found.push(Problem::new(view.places.column(number, name, ""), message).hint(hint));
        }
    }
}

fn said(noun: &str, name: &str) -> Option<String> {
    let why = match () {
        () if is_regular(name) => return None,
        () if is_reserved(name) => "is a reserved word of ADQL",
        () => "is no plain name in ADQL",
    };
    Some(format!("{noun} name `{name}` {why}: each query must write it between double quotes"))
}
