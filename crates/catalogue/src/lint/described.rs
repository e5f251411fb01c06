//! Tables and columns without a description, told as a number.

use conf_file::Problem;

use super::View;

/// How many have none, at the place of the first.
pub(super) fn lint(view: &View<'_>, found: &mut Vec<Problem>) {
    let mute: Vec<_> = view.columns().filter(|(_, _, column)| column.field.description.is_none()).collect();
    if let Some((number, table, column)) = mute.first() {
        let (some, all) = (mute.len(), view.columns().count());
        let place = view.places.column(*number, &column.field.name, "");
        let message = format!(
            "{some} of {all} columns have no description, first `{}` of table `{}`",
            column.field.name, table.name
        );
        found.push(Problem::new(place, message).hint("say in a sentence what the values are"));
    }
    let mute: Vec<_> = view.tables().filter(|(_, table)| table.description.is_none()).collect();
    if let Some((number, table)) = mute.first() {
        let (some, all) = (mute.len(), view.collection.tables.len());
        let message = format!("{some} of {all} tables have no description, first `{}`", table.name);
        let place = view.places.table(*number, "name");
        found.push(Problem::new(place, message).hint("say in a sentence what a row is"));
    }
}
