//! The keys of collection files that say who may see what.

use conf_file::{Node, Section, Value};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::{Access, RowRule};

const ADVICE: &str = "write `access = \"public\"` or `access = { groups = [\"collaboration\"] }`";

/// Reads `access` and `public_from` of a collection, a table, a column or some rows; `None` if neither is there.
///
/// Where only `public_from` is given, the groups and users of `above` may see it until then.
pub(super) fn read(section: &Section<'_>, above: &Access) -> Option<Access> {
    let said = section.value("access").map(|node| access(section, node));
    let from = section.value("public_from").map(|node| (instant(section, node), node.span.start));
    let (until_then, (public_from, start)) = match (said, from) {
        (None, None) => return None,
        (said, None) => return said,
        (None, Some(from)) => (Access { public: false, public_from: None, ..above.clone() }, from),
        (Some(said), Some(from)) => (said, from),
    };
    if until_then.public {
        let hint = "write in `access` who may see it until then, e.g. `{ groups = [\"collaboration\"] }`, or leave \
                    `public_from` out";
        section.problem_at(start, "key `public_from`: it is public already", hint.to_owned());
    }
    Some(Access { public_from, ..until_then })
}

/// Reads `[[table.rows_for]]`.
pub(super) fn rows_for(table: &Section<'_>) -> Vec<RowRule> {
    table.sections("rows_for").iter().filter_map(row_rule).collect()
}

/// Reads `announced`; `None` if it is not there.
pub(super) fn announced(section: &Section<'_>) -> Option<bool> {
    section.value("announced").is_some().then(|| section.boolean("announced"))
}

fn row_rule(section: &Section<'_>) -> Option<RowRule> {
    let access = read(section, &Access::default());
    if access.is_none() {
        section
            .missing("access", "say who sees these rows, e.g. `access = { groups = [\"collaboration\"] }`");
    }
    let advice = "write a condition of ADQL over columns of the table, e.g. `where = \"tile_id IN (7, 9)\"`";
    let condition = section.required_text("where", advice);
    section.finish();
    Some(RowRule { access: access?, condition: condition?.value })
}

/// `"public"` or `{ groups = [...], users = [...] }`; what is wrong lets nobody in.
fn access(section: &Section<'_>, node: &Node) -> Access {
    match &node.value {
        Value::String(word) if word == "public" => Access::public(),
        Value::Table(table) => {
            let section = section.inner("of `access`", node.span.start, table);
            let names = |key| {
                let names = section.texts(key)?;
                Some(names.into_iter().map(|name| name.value).collect::<Vec<_>>())
            };
            let (groups, users) = (names("groups"), names("users"));
            if section.value("groups").is_none() && section.value("users").is_none() {
                section.missing(
                    "groups",
                    "name the groups that may see it, or `users`; `groups = []` is nobody",
                );
            }
            section.finish();
            Access {
                groups: groups.unwrap_or_default(),
                users: users.unwrap_or_default(),
                ..Access::default()
            }
        }
        _ => {
            section.problem_at(node.span.start, "key `access`: no such rule", ADVICE.to_owned());
            Access::default()
        }
    }
}

/// A TOML date, whose day begins at 00:00 UTC, or a date-time with its offset; the same between quotes.
fn instant(section: &Section<'_>, node: &Node) -> Option<Timestamp> {
    let text = match &node.value {
        Value::Date(text) | Value::String(text) => text.as_str(),
        _ => "",
    };
    let begin = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|begin| begin.timestamp());
    let is_date = !text.contains([':', 'T', 't']);
    let found = match is_date {
        true => text.parse().ok().and_then(begin),
        false => text.parse().ok(),
    };
    if found.is_none() {
        let hint = "write 2027-01-30, which is 00:00 UTC of that day, or 2027-01-30T12:00:00Z".to_owned();
        section.problem_at(
            node.span.start,
            "key `public_from`: expected a date, or a date and time with its offset",
            hint,
        );
    }
    found
}
