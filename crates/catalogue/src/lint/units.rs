//! Units that clients cannot read, or will not soon.

use conf_file::{Problem, nearest};
use vounits::{Remark, Unit, UnitError, known_symbols};

use super::View;

/// What is to be said of the units.
pub(super) fn lint(view: &View<'_>, found: &mut Vec<Problem>) {
    for (number, _, column) in view.columns() {
        let name = &column.field.name;
        let Some(unit) = &column.field.unit else { continue };
        for (message, hint) in said(unit) {
            let place = view.places.column(number, name, "unit");
            found
                .push(Problem::new(place, format!("unit `{unit}` of column `{name}`: {message}")).hint(hint));
        }
    }
}

/// Messages with hints.
fn said(unit: &str) -> Vec<(String, String)> {
    match Unit::remarks(unit) {
        Ok(remarks) => remarks.into_iter().map(remark).collect(),
        Err(error @ UnitError::DeclaredUnknown) => {
            vec![(error.to_string(), "leave the key out until somebody knows".to_owned())]
        }
        Err(error) => {
            vec![(error.to_string(), "write units as VOUnits do, e.g. `km/s`, `W.m**-2`".to_owned())]
        }
    }
}

fn remark(remark: Remark) -> (String, String) {
    match remark {
        Remark::Unknown(symbol) => {
            let near =
                nearest(&symbol, known_symbols(), 1).first().map(|near| format!("did you mean `{near}`? "));
            let hint = format!("{}put it in single quotes if it is meant so", near.unwrap_or_default());
            (format!("VOUnits does not know `{symbol}`"), hint)
        }
        Remark::Deprecated(symbol) => (
            format!("VOUnits advises against `{symbol}`"),
            "convert the values to SI, e.g. nm, J, T, or leave it: clients read it still".to_owned(),
        ),
        Remark::Rewrite(right) => ("it is not written as VOUnits are".to_owned(), format!("write `{right}`")),
    }
}
