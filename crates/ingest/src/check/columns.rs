//! Columns that are not there, that have another type, or that nobody sees.

use catalogue::Column;
use conf_file::{Problem, nearest};

use super::places::Where;
use super::{Findings, columns_of};
use crate::live::{LiveColumn, LiveTable};

/// How many columns a note lists by name.
const LISTED: usize = 12;

/// Compares names and types.
pub(super) fn check(at: &Where<'_>, live: &LiveTable, found: &mut Findings) {
    for column in columns_of(at.table, at.part) {
        let problem = match live.column(&column.pg_name) {
            None => Some(missing(at, live, column)),
            Some(known) => other_type(at, known, column),
        };
        found.problems.extend(problem);
    }
    if at.part > 0 {
        for (_, key) in &at.table.parts[at.part - 1].key {
            found.problems.extend(missing_key(at, live, key));
        }
    }
    found.notes.extend(unpublished(at, live));
}

fn missing(at: &Where<'_>, live: &LiveTable, column: &Column) -> Problem {
    let (name, pg_name) = (&column.field.name, &column.pg_name);
    let message = format!("`{}` has no column `{pg_name}`, which is published as `{name}`", at.shown());
    let hint = match nearest(pg_name, live.columns.iter().map(|known| known.name.as_str()), 1).first() {
        Some(near) => format!("did you mean `database_column = \"{near}\"`?"),
        None => "take it out of the file, or add it to the table".to_owned(),
    };
    Problem::new(at.column(name, "database_column"), message).hint(hint)
}

fn missing_key(at: &Where<'_>, live: &LiveTable, key: &str) -> Option<Problem> {
    if live.column(key).is_some() {
        return None;
    }
    let message = format!("`{}` has no column `{key}`, which is its key", at.shown());
    Some(Problem::new(at.place("parts"), message).hint("say `part_key` where the part calls it otherwise"))
}

/// That rows have another binary form than the one that is read.
fn other_type(at: &Where<'_>, live: &LiveColumn, column: &Column) -> Option<Problem> {
    if live.pg_type == Some(column.pg_type) {
        return None;
    }
    let (name, wanted) = (&column.field.name, column.pg_type.sql());
    let message = format!(
        "column `{}` of `{}` is `{}` in PostgreSQL, and `{name}` is read as `{wanted}`",
        column.pg_name,
        at.shown(),
        live.type_name
    );
    let hint = match live.pg_type {
        Some(pg_type) => {
            // Collection files have the short names of times.
            let word = pg_type.sql().replace(" without time zone", "").replace(" with time zone", "tz");
            format!("write `database_type = \"{word}\"` with the `type` that goes with it")
        }
        None => format!("publish a view that casts it: `{}::{wanted}`", column.pg_name),
    };
    let key = "database_type";
    Some(Problem::new(at.column(name, key), message).hint(hint))
}

/// The columns that nobody sees, but for the index and the keys of parts.
fn unpublished(at: &Where<'_>, live: &LiveTable) -> Option<Problem> {
    let keys =
        at.table.parts.iter().flat_map(|part| part.key.iter().flat_map(|(ours, theirs)| [ours, theirs]));
    let keys: Vec<&str> = keys.map(String::as_str).collect();
    let is_used = |name: &str| {
        at.healpix() == Some(name)
            || keys.contains(&name)
            || columns_of(at.table, at.part).any(|column| column.pg_name == name)
    };
    let hidden: Vec<&str> =
        live.columns.iter().map(|column| column.name.as_str()).filter(|name| !is_used(name)).collect();
    let more = hidden.len().checked_sub(1)?;
    let listed = hidden.iter().take(LISTED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let rest = if more >= LISTED { ", ..." } else { "" };
    let message = format!("of `{}` {} columns are not published: {listed}{rest}", at.shown(), hidden.len());
    let hint = format!("`armilla describe {}` writes them, if users are to see them", at.shown());
    Some(Problem::new(at.place("columns"), message).hint(hint))
}
