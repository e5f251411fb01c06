//! The table that a person reads: what was measured, against what, the target, and whether it was met.

use std::fmt;

/// One measured thing.
#[derive(Clone, Debug)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// The host's figure, with its unit.
    pub host: String,
    /// PostgreSQL's figure for the same, with its unit; empty where there is nothing to compare with.
    pub database: String,
    /// The figure that is judged, with its unit.
    pub result: String,
    /// The target as text, and whether it was met; `None` for a figure that is only told.
    pub target: Option<(String, bool)>,
}

/// Lines in the order of measurement, with remarks below.
#[derive(Clone, Debug, Default)]
pub struct Table {
    lines: Vec<Line>,
    remarks: Vec<String>,
}

impl Table {
    /// Adds a line.
    pub fn add(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Adds a sentence below the table.
    pub fn remark(&mut self, text: impl Into<String>) {
        self.remarks.push(text.into());
    }

    fn cells(&self) -> Vec<[String; 6]> {
        let head = ["measurement", "host", "PostgreSQL", "result", "target", "verdict"].map(str::to_owned);
        let cells = |line: &Line| {
            let (target, verdict) = match &line.target {
                Some((target, true)) => (target.clone(), "met"),
                Some((target, false)) => (target.clone(), "MISSED"),
                None => (String::new(), ""),
            };
            let text = |text: &String| text.clone();
            [
                text(&line.what),
                text(&line.host),
                text(&line.database),
                text(&line.result),
                target,
                verdict.to_owned(),
            ]
        };
        std::iter::once(head).chain(self.lines.iter().map(cells)).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.cells();
        let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 6] = std::array::from_fn(width);
        for row in &cells {
            let padded = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
            writeln!(out, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        self.remarks.iter().try_for_each(|remark| writeln!(out, "{remark}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missed_target_is_plain_to_see() {
        let line = |what: &str, met| Line {
            what: what.into(),
            host: "2.0 s".into(),
            database: "1.0 s".into(),
            result: "2.00".into(),
            target: Some(("<= 1.00".into(), met)),
        };
        let mut table = Table::default();
        table.add(line("rows", false));
        table.add(line("cone", true));
        table.remark("Two cores.");
        assert_eq!(
            table.to_string(),
            "measurement  host   PostgreSQL  result  target   verdict\n\
             rows         2.0 s  1.0 s       2.00    <= 1.00  MISSED\n\
             cone         2.0 s  1.0 s       2.00    <= 1.00  met\n\
             Two cores.\n"
        );
    }
}
