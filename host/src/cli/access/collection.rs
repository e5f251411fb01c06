//! Everybody who has rights in a collection.

use catalogue::TableRules;
use catalogue::lint::Part;
use identity::Users;
use jiff::Timestamp;
use serde::Serialize;

use super::whom::Whom;
use super::{Ruled, called};

/// A collection as it is told.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    collection: String,
    access: Whom,
    tables: Vec<ToldTable>,
}

#[derive(Debug, Serialize)]
struct ToldTable {
    /// `None`: the images.
    table: Option<String>,
    /// Who sees all rows; `None`: whom the collection lets in.
    access: Option<Whom>,
    rows_for: Vec<ToldRows>,
    columns: Vec<ToldColumn>,
    /// Where it is said that others find it in the metadata; `None`: they do not.
    announced: Option<String>,
}

#[derive(Debug, Serialize)]
struct ToldRows {
    #[serde(rename = "where")]
    condition: String,
    access: Whom,
}

#[derive(Debug, Serialize)]
struct ToldColumn {
    column: String,
    access: Whom,
}

/// What the rules of a collection say at an instant.
pub(super) fn told(of: &Ruled, users: &Users, now: Timestamp) -> Told {
    let collection = &of.collection;
    Told {
        collection: collection.id.clone(),
        access: Whom::of(&collection.access, users, now, of.own_rule()),
        tables: of.parts().map(|part| told_part(of, part, users, now)).collect(),
    }
}

fn told_part(
    of: &Ruled,
    (part, name, rules): (Part, Option<&str>, &TableRules),
    users: &Users,
    now: Timestamp,
) -> ToldTable {
    let rows = rules.rows_for.iter().enumerate().map(|(entry, rule)| ToldRows {
        condition: rule.condition.clone(),
        access: Whom::of(&rule.access, users, now, of.places.rows_for(part, entry, "").to_string()),
    });
    let columns = rules.columns.iter().map(|(column, access)| ToldColumn {
        column: column.clone(),
        access: Whom::of(access, users, now, of.column_rule(part, column)),
    });
    ToldTable {
        table: name.map(str::to_owned),
        access: rules.access.as_ref().map(|access| Whom::of(access, users, now, of.part_rule(part))),
        rows_for: rows.collect(),
        columns: columns.collect(),
        announced: of.collection.announces_by(rules).then(|| of.announcement(part, rules)),
    }
}

/// The same for people, line by line.
pub(super) fn words(told: &Told) -> Vec<String> {
    let mut lines = vec![format!("collection `{}`: {}", told.collection, told.access.words())];
    for table in &told.tables {
        let access = table.access.as_ref().map_or_else(|| "as the collection".to_owned(), Whom::words);
        lines.push(format!("  {}: {access}", called(table.table.as_deref())));
        for rows in &table.rows_for {
            lines.push(format!("    rows with `{}`: {}", rows.condition, rows.access.words()));
        }
        for column in &table.columns {
            lines.push(format!("    column `{}`: {}", column.column, column.access.words()));
        }
        if let Some(place) = &table.announced {
            lines.push(format!("    all others find it in the metadata ({place})"));
        }
    }
    lines
}
