//! What is told of a plan, as JSON and as text.

use std::collections::BTreeSet;
use std::fmt::Write;

use adql::{Translation, Warning};
use serde::Serialize;
use service::Foreseen;
use uws::JobEstimate;

use super::explain::{Node, Scan};
use super::names::Names;
use super::stored::Stored;
use crate::params::Sync;

/// Tables with fewer rows are read as a whole in less time than anybody notices.
const LARGE_ROWS: f64 = 20_000.0;
/// Why there are no numbers.
const WITHHELD: &str = "you may see a part of the rows of these tables, so that no estimates are told";

/// The estimates for a query, in published names only.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Rows of the answer; absent, like all that the database knows from rows which the caller may not see.
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated_rows: Option<u64>,
    /// Effort, in the time that reading one page of 8 KiB in sequence takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated_cost: Option<f64>,
    /// The most rows that are sent.
    maxrec: u64,
    tables: Vec<Reading>,
    indexes: Vec<Index>,
    warnings: Vec<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Reading {
    table: String,
    #[serde(flatten)]
    effort: Option<Effort>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Effort {
    /// `whole` or `index`.
    read: &'static str,
    estimated_rows: u64,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Index {
    table: String,
    /// The columns that it finds; none, if none of them is published.
    columns: Vec<String>,
    /// `sky` for positions, else `values`.
    finds: &'static str,
}

impl Report {
    pub(super) fn new(
        asked: &Sync,
        translation: &Translation,
        root: &Node,
        scans: &[Scan<'_>],
        stored: &Stored,
        names: &Names<'_>,
    ) -> Self {
        let mut report = Self {
            estimated_rows: Some(whole(root.rows).min(asked.maxrec)),
            estimated_cost: Some(root.cost),
            maxrec: asked.maxrec,
            tables: Vec::new(),
            indexes: Vec::new(),
            warnings: beside_cost(translation).map(Warning::placed).collect(),
        };
        for scan in scans {
            report.scan(root, scan, stored, names);
        }
        report.cut(root, asked.maxrec);
        report
    }

    /// The tables alone, in the order of their names: the effort and its ways follow from rows that the caller may not see.
    pub(super) fn withheld(
        asked: &Sync,
        translation: &Translation,
        scans: &[Scan<'_>],
        names: &Names<'_>,
    ) -> Self {
        let tables = scans.iter().filter_map(|scan| names.table(&scan.node.schema, &scan.node.relation));
        let tables: BTreeSet<String> = tables.collect();
        let mut warnings: Vec<String> = beside_cost(translation).map(Warning::placed).collect();
        warnings.push(WITHHELD.to_owned());
        Self {
            estimated_rows: None,
            estimated_cost: None,
            maxrec: asked.maxrec,
            tables: tables.into_iter().map(|table| Reading { table, effort: None }).collect(),
            indexes: Vec::new(),
            warnings,
        }
    }

    pub(super) fn json(&self) -> String {
        // Numbers and texts are always JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The estimates, with all but the warnings as a text for people.
    pub(crate) fn foreseen(mut self) -> Foreseen {
        let warnings = std::mem::take(&mut self.warnings);
        let estimate =
            JobEstimate { rows: self.estimated_rows, cost: self.estimated_cost, plan: self.text() };
        Foreseen { estimate: Some(estimate), warnings }
    }

    pub(super) fn text(&self) -> String {
        let rows = self.estimated_rows.map(|rows| format!("estimated rows  {rows}\n")).unwrap_or_default();
        let cost = self.estimated_cost.map(|cost| format!("estimated cost  {cost:.0} pages\n"));
        let mut text = format!("{rows}{}rows at most    {}\n", cost.unwrap_or_default(), self.maxrec);
        let tables = self.tables.iter().map(|one| match &one.effort {
            Some(Effort { read: "whole", estimated_rows }) => {
                format!("{}: all rows are looked at, about {estimated_rows} rows", one.table)
            }
            Some(Effort { estimated_rows, .. }) => {
                format!("{}: by an index, about {estimated_rows} rows", one.table)
            }
            None => one.table.clone(),
        });
        section(&mut text, "tables", tables);
        let indexes = self.indexes.iter().map(|index| match (index.finds, index.columns.as_slice()) {
            ("sky", columns) => format!("{}: position ({})", index.table, columns.join(", ")),
            (_, []) => format!("{}: a column that is not published", index.table),
            (_, columns) => format!("{}: {}", index.table, columns.join(", ")),
        });
        section(&mut text, "indexes", indexes);
        section(&mut text, "warnings", self.warnings.iter().cloned());
        text
    }

    fn scan(&mut self, root: &Node, scan: &Scan<'_>, stored: &Stored, names: &Names<'_>) {
        let Node { schema, relation, rows, cost, .. } = scan.node;
        // What is not published under a name of its own is a part of what is; it has no name to tell.
        let Some(table) = names.table(schema, relation) else { return };
        let read = if scan.indexes.is_empty() { "whole" } else { "index" };
        let effort = Effort { read, estimated_rows: whole(*rows) };
        let reading = Reading { table: table.clone(), effort: Some(effort) };
        if !self.tables.contains(&reading) {
            self.tables.push(reading);
        }
        for index in &scan.indexes {
            let indexed = names.indexed(schema, relation, stored.columns(schema, index));
            let finds = if indexed.sky { "sky" } else { "values" };
            let index = Index { table: table.clone(), columns: indexed.columns, finds };
            if !self.indexes.contains(&index) {
                self.indexes.push(index);
            }
        }
        let size = stored.rows(schema, relation);
        // TOP ends a scan early; then it costs next to nothing.
        let is_read_whole = root.cost >= cost / 2.0;
        if scan.indexes.is_empty() && size >= LARGE_ROWS && is_read_whole {
            let warning = format!(
                "no index helps to find rows of {table}: all {} rows are read; a condition on an indexed column or \
                 on the position is faster",
                whole(size)
            );
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    fn cut(&mut self, root: &Node, maxrec: u64) {
        if whole(root.rows) <= maxrec {
            return;
        }
        // The limit is the topmost node; what is below it does not know of it.
        let found = match root.plans.first() {
            Some(below) if root.kind == "Limit" => whole(below.rows),
            _ => whole(root.rows),
        };
        self.warnings.push(format!(
            "the answer is cut to {maxrec} rows (MAXREC) of about {found}; a larger MAXREC gives more, up to the limit \
             of the service"
        ));
    }
}

/// The warnings of the translation, without those that guess what the plan knows.
fn beside_cost(translation: &Translation) -> impl Iterator<Item = &Warning> {
    translation.warnings.iter().filter(|warning| !warning.is_of_cost())
}

/// An estimate as a whole number; PostgreSQL writes none below 0.
fn whole(rows: f64) -> u64 {
    rows.max(0.0).round() as u64
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for (place, line) in lines.enumerate() {
        let lead = if place == 0 { format!("\n{title}\n") } else { String::new() };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{lead}  {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_names_what_the_json_names() {
        let report = Report {
            estimated_rows: Some(3),
            estimated_cost: Some(12.5),
            maxrec: 20,
            tables: vec![Reading {
                table: "a.b".into(),
                effort: Some(Effort { read: "index", estimated_rows: 4 }),
            }],
            indexes: vec![Index { table: "a.b".into(), columns: vec!["\"ra\"".into()], finds: "sky" }],
            warnings: vec!["beware".into()],
        };
        let text = "estimated rows  3\nestimated cost  12 pages\nrows at most    20\n\ntables\n  a.b: by an index, about \
                    4 rows\n\nindexes\n  a.b: position (\"ra\")\n\nwarnings\n  beware\n";
        assert_eq!(report.text(), text);
        let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
        assert_eq!(json["tables"][0]["read"], "index");
        assert_eq!(json["indexes"][0]["columns"][0], "\"ra\"");
    }

    #[test]
    fn a_cut_tells_how_many_rows_there_are() {
        let below = Node { rows: 5000.0, ..Node::default() };
        let root = Node { kind: "Limit".into(), rows: 11.0, plans: vec![below], ..Node::default() };
        let mut report = Report {
            estimated_rows: Some(10),
            estimated_cost: Some(0.0),
            maxrec: 10,
            tables: Vec::new(),
            indexes: Vec::new(),
            warnings: Vec::new(),
        };
        report.cut(&root, 11);
        assert_eq!(report.warnings, Vec::<String>::new());
        report.cut(&root, 10);
        let warning = "the answer is cut to 10 rows (MAXREC) of about 5000; a larger MAXREC gives more, up to the limit \
                       of the service";
        assert_eq!(report.warnings, [warning]);
    }
}
