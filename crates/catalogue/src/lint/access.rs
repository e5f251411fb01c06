//! Rules that say less than their owner may think.

use conf_file::{Place, Problem};
use jiff::Timestamp;

use super::View;
use crate::{Access, Table};

/// What is to be said of the rules at an instant.
pub(super) fn lint(view: &View<'_>, now: Timestamp, found: &mut Vec<Problem>) {
    let collection = &view.collection.access;
    if let Some(place) = view.places.collection_rule() {
        found.extend(ended("the collection", collection, now, place));
    }
    for (number, table) in view.tables() {
        of_table(view, number, table, now, found);
    }
}

fn of_table(view: &View<'_>, number: usize, table: &Table, now: Timestamp, found: &mut Vec<Problem>) {
    let (places, name) = (view.places, &table.name);
    let access = view.collection.access_of(table);
    if let (Some(own), Some(place)) = (&table.rules.access, places.table_rule(number)) {
        found.extend(ended(&format!("table `{name}`"), own, now, place));
    }
    let is_public = access.is_public(now);
    if is_public && table.rules.announced == Some(true) {
        let message = format!("table `{name}` is public, so that `announced` adds nothing");
        let place = places.table(number, "announced");
        found.push(Problem::new(place, message).hint("leave `announced` out"));
    }
    for (entry, rule) in table.rules.rows_for.iter().enumerate() {
        let Some(why) = needless(&rule.access, access, is_public) else { continue };
        let message = format!("these rows of table `{name}` are shown to nobody more: {why}");
        let hint =
            "leave this entry of `rows_for` out, or let fewer see the table: rules grant and never take away";
        found.push(Problem::new(places.rows_for(number, entry, ""), message).hint(hint));
    }
    for (column, rule) in &table.rules.columns {
        let Some(place) = places.column_rule(number, column) else { continue };
        if rule.public {
            let message = format!("column `{column}` of table `{name}` has a rule that lets everybody in");
            let hint = "leave `access` out: whoever sees the table sees the column";
            found.push(Problem::new(place, message).hint(hint));
        } else if is_positional(table, column) && !rule.is_public(now) {
            let message = format!("column `{column}` of the position of table `{name}` is hidden from some");
            let hint = "they have neither a cone search nor the coverage of the table";
            found.push(Problem::new(place, message).hint(hint));
        }
    }
}

/// An embargo that is over.
fn ended(what: &str, access: &Access, now: Timestamp, place: Place) -> Option<Problem> {
    let end = access.public_from.filter(|&end| end <= now)?;
    let hint = "write `access = \"public\"` in place of `access` and `public_from`: it says the same";
    Some(Problem::new(place, format!("the embargo of {what} ended at {end}")).hint(hint))
}

/// Why a rule for rows lets nobody in whom the table does not.
fn needless(rows: &Access, table: &Access, is_public: bool) -> Option<&'static str> {
    if is_public {
        return Some("the table is public");
    }
    let groups = rows.groups.iter().all(|group| table.groups.contains(group));
    let users = rows.users.iter().all(|user| table.users.contains(user));
    let later = match (rows.public_from, table.public_from) {
        (Some(rows), Some(table)) => rows >= table,
        (rows, _) => rows.is_none(),
    };
    (groups && users && later && !rows.public).then_some("whom it names sees all rows")
}

fn is_positional(table: &Table, column: &str) -> bool {
    let places = table.position.iter().flat_map(|position| [position.lon, position.lat]);
    places.filter_map(|place| table.columns.get(place)).any(|one| one.field.name == column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::read;

    /// What is said of a file with these lines in its head, these in its only table and this rule of its column `RA`.
    fn said(head: &str, table: &str, column: &str) -> Vec<String> {
        let text = format!(
            "title = 'T'\ndescription = 'D'\nschema = 's'\n{head}\n[[table]]\nname = 'T'\n\
             position = {{ lon = 'RA', lat = 'DEC' }}\n{table}\n[table.columns]\nDEC = {{ type = 'double' }}\n\
             RA = {{ type = 'double'{column} }}\n"
        );
        let (collection, places) = read("a.toml", &text).unwrap();
        let mut found = Vec::new();
        let now = "2027-01-01T00:00:00Z".parse().unwrap();
        lint(&View { collection: &collection, places: &places }, now, &mut found);
        found.iter().map(|problem| problem.titled("warning")).collect()
    }

    const STAFF: &str = "access = { groups = ['staff'] }";

    #[test]
    fn rules_that_decide_something_are_passed_over() {
        let rows = "[[table.rows_for]]\naccess = { groups = ['staff', 'guests'] }\nwhere = 'DEC > 0'";
        let embargo = format!("{STAFF}\npublic_from = 2027-01-02");
        assert_eq!(said(&embargo, &format!("announced = true\n{rows}"), ""), [""; 0]);
        let sooner = "[[table.rows_for]]\npublic_from = 2027-01-02\nwhere = 'DEC > 0'";
        assert_eq!(said(&format!("{STAFF}\npublic_from = 2027-01-03"), sooner, ""), [""; 0]);
        assert_eq!(said(STAFF, sooner, ""), [""; 0]);
    }

    #[test]
    fn an_embargo_that_is_over_is_told() {
        let hint =
            "\n\nhint: write `access = \"public\"` in place of `access` and `public_from`: it says the same";
        assert_eq!(
            said(&format!("{STAFF}\npublic_from = 2027-01-01"), "public_from = 2026-01-01", ""),
            [
                format!(
                    "warning: the embargo of the collection ended at 2027-01-01T00:00:00Z\n  --> a.toml:4:10{hint}"
                ),
                format!(
                    "warning: the embargo of table `T` ended at 2026-01-01T00:00:00Z\n  --> a.toml:9:15{hint}"
                ),
            ]
        );
    }

    #[test]
    fn rows_that_are_shown_to_nobody_more_are_told() {
        let rows = "[[table.rows_for]]\naccess = { groups = ['staff'] }\nwhere = 'DEC > 0'";
        let told = |why: &str| {
            format!(
                "warning: these rows of table `T` are shown to nobody more: {why}\n  --> a.toml:8:1\n\nhint: leave this \
                 entry of `rows_for` out, or let fewer see the table: rules grant and never take away"
            )
        };
        assert_eq!(said("access = 'public'", rows, ""), [told("the table is public")]);
        assert_eq!(said(STAFF, rows, ""), [told("whom it names sees all rows")]);
    }

    #[test]
    fn announcing_what_is_public_and_granting_a_column_to_all_are_told() {
        assert_eq!(
            said("access = 'public'", "announced = true", ", access = 'public'"),
            [
                "warning: table `T` is public, so that `announced` adds nothing\n  --> a.toml:8:13\n\n\
                 hint: leave `announced` out",
                "warning: column `RA` of table `T` has a rule that lets everybody in\n  --> a.toml:11:34\n\n\
                 hint: leave `access` out: whoever sees the table sees the column",
            ]
        );
    }

    #[test]
    fn a_hidden_position_is_told() {
        assert_eq!(
            said("access = 'public'", "", ", access = { groups = ['staff'] }"),
            ["warning: column `RA` of the position of table `T` is hidden from some\n  --> a.toml:11:34\n\n\
              hint: they have neither a cone search nor the coverage of the table"]
        );
    }
}
