//! Cone searches that clients do not understand: which column names a row must be told.

use conf_file::Problem;

use super::View;
use crate::Table;

/// The UCD of the column that names a row (SCS 1.03 §2.2 item 4, `ID_MAIN`, in UCD1+).
const IDENTIFIER: &str = "meta.id;meta.main";

/// What is to be said of tables that are offered as cone searches.
pub(super) fn lint(view: &View<'_>, found: &mut Vec<Problem>) {
    for (number, table) in view.tables().filter(|(_, table)| table.cone_search) {
        let place = || view.places.table(number, "cone_search");
        let message = match identifiers(table).as_slice() {
            [_] => continue,
            [] => format!("no column of table `{}` has the UCD `{IDENTIFIER}`", table.name),
            [first, second, ..] => {
                format!(
                    "columns `{first}` and `{second}` of table `{}` both have the UCD `{IDENTIFIER}`",
                    table.name
                )
            }
        };
        let hint = "give it to the one column that names a row: a cone search needs exactly one";
        found.push(Problem::new(place(), message).hint(hint));
    }
}

fn identifiers(table: &Table) -> Vec<&str> {
    let is_one = |ucd: &Option<String>| ucd.as_ref().is_some_and(|ucd| ucd.eq_ignore_ascii_case(IDENTIFIER));
    let columns = table.columns.iter().filter(|column| is_one(&column.field.ucd));
    columns.map(|column| column.field.name.as_str()).collect()
}
