//! What one caller may see, and why.

use catalogue::lint::Part;
use catalogue::{Access, Reason, Sight, TableRules, Viewer};
use serde::Serialize;

use super::{Ruled, called};

/// A caller with all that he may see, as it is told.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    /// `None` is the anonymous.
    user: Option<String>,
    groups: Vec<String>,
    collections: Vec<ToldCollection>,
}

#[derive(Debug, Serialize)]
struct ToldCollection {
    collection: String,
    tables: Vec<ToldTable>,
}

#[derive(Debug, Serialize)]
struct ToldTable {
    /// `None`: the images.
    table: Option<String>,
    /// `all` rows, some `rows`, `metadata` only, or `nothing`.
    sees: &'static str,
    /// Why, and where the rule stands that decides; of some rows each condition with its own.
    because: Vec<Because>,
    /// The columns that he does not have, each with the place of its rule.
    hidden_columns: Vec<Hidden>,
    /// When everybody will see all rows, and where that is said.
    public_from: Option<Because>,
}

#[derive(Debug, Serialize)]
struct Because {
    why: String,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    rule: String,
}

#[derive(Debug, Serialize)]
struct Hidden {
    column: String,
    rule: String,
}

/// What the rules of all collections grant to a caller.
pub(super) fn told(all: &[Ruled], viewer: &Viewer) -> Told {
    let collection = |of: &Ruled| ToldCollection {
        collection: of.collection.id.clone(),
        tables: of.parts().map(|part| told_part(of, part, viewer)).collect(),
    };
    Told {
        user: viewer.user.clone(),
        groups: viewer.groups.clone(),
        collections: all.iter().map(collection).collect(),
    }
}

fn told_part(
    of: &Ruled,
    (part, name, rules): (Part, Option<&str>, &TableRules),
    viewer: &Viewer,
) -> ToldTable {
    let access = of.collection.access_by(rules);
    let sight = of.collection.sight_by(rules, viewer);
    let one = |why: String, rule: String| vec![Because { why, condition: None, rule }];
    let (sees, because) = match &sight {
        Sight::All => ("all", one(why(access, viewer), of.part_rule(part))),
        Sight::Rows(_) => ("rows", rows(of, part, rules, viewer)),
        Sight::Locked => ("metadata", one("it is announced".to_owned(), of.announcement(part, rules))),
        Sight::Nothing => ("nothing", one("no rule lets him in".to_owned(), of.part_rule(part))),
    };
    let hidden = rules.columns.iter().filter(|(_, access)| !access.allows(viewer));
    let hidden =
        hidden.map(|(column, _)| Hidden { column: column.clone(), rule: of.column_rule(part, column) });
    let later = access.public_from.filter(|&from| from > viewer.now);
    ToldTable {
        table: name.map(str::to_owned),
        sees,
        because,
        hidden_columns: if sight == Sight::Nothing { Vec::new() } else { hidden.collect() },
        public_from: later.map(|from| Because {
            why: from.to_string(),
            condition: None,
            rule: of.part_rule(part),
        }),
    }
}

/// Each rule that lets the caller see some rows.
fn rows(of: &Ruled, part: Part, rules: &TableRules, viewer: &Viewer) -> Vec<Because> {
    let rows = rules.rows_for.iter().enumerate();
    let granted = rows.filter(|(_, rule)| rule.access.allows(viewer));
    let because = granted.map(|(entry, rule)| Because {
        why: why(&rule.access, viewer),
        condition: Some(rule.condition.clone()),
        rule: of.places.rows_for(part, entry, "").to_string(),
    });
    because.collect()
}

fn why(access: &Access, viewer: &Viewer) -> String {
    match access.reason(viewer) {
        Some(Reason::Public) => "public".to_owned(),
        Some(Reason::PublicSince(from)) => format!("public since {from}"),
        Some(Reason::Named) => "by name".to_owned(),
        Some(Reason::Member(group)) => format!("as a member of `{group}`"),
        None => "no rule lets him in".to_owned(),
    }
}

/// The same for people, line by line.
pub(super) fn words(told: &Told) -> Vec<String> {
    let groups: Vec<String> = told.groups.iter().map(|group| format!("`{group}`")).collect();
    let mut lines = vec![match (&told.user, groups.as_slice()) {
        (None, _) => "anonymous callers".to_owned(),
        (Some(user), []) => format!("user `{user}`, of no group"),
        (Some(user), groups) => format!("user `{user}`, of {}", groups.join(", ")),
    }];
    if told.collections.is_empty() {
        lines.push("  there is no collection".to_owned());
    }
    for collection in &told.collections {
        lines.push(format!("collection `{}`", collection.collection));
        collection.tables.iter().for_each(|table| table.words(&mut lines));
    }
    lines
}

impl ToldTable {
    fn words(&self, lines: &mut Vec<String>) {
        let because = self.because.iter().map(|one| format!("{} ({})", one.why, one.rule));
        let because = because.collect::<Vec<_>>().join("; ");
        let what = called(self.table.as_deref());
        lines.push(match self.sees {
            "all" => format!("  {what}: all rows, {because}"),
            "rows" => format!("  {what}: some rows"),
            "metadata" if self.table.is_none() => format!("  {what}: all rows and no file, since {because}"),
            "metadata" => format!("  {what}: only the metadata, since {because}"),
            _ => format!("  {what}: nothing, since {because}"),
        });
        for one in &self.because {
            if let Some(condition) = &one.condition {
                lines.push(format!("    rows with `{condition}`: {} ({})", one.why, one.rule));
            }
        }
        for hidden in &self.hidden_columns {
            lines.push(format!("    without column `{}` ({})", hidden.column, hidden.rule));
        }
        if let Some(from) = &self.public_from {
            lines.push(format!("    everybody sees all rows from {} ({})", from.why, from.rule));
        }
    }
}
