//! HEALPix cells of indexed positions.

use crate::resolved::{Cell, InCells};

use super::Printer;

impl Printer<'_, '_> {
    /// The cell of a row.
    pub(super) fn cell(&mut self, cell: &Cell) {
        let Some(index) = self.indexes(cell.source).into_iter().next() else {
            return self.user_call(&cell.call);
        };
        match cell.shift {
            0 => self.index(cell.source, &index),
            shift => {
                self.push("(");
                self.index(cell.source, &index);
                self.add(format_args!(" >> {shift})"));
            }
        }
    }

    /// Whether a row is in one of some cells, without parentheses; NULL for a row without a position.
    pub(super) fn in_cells(&mut self, test: &InCells) {
        self.push(if test.negated { "NOT (" } else { "" });
        let indexes = self.indexes(test.cell.source);
        self.list(&indexes, " AND ", |printer, index| {
            printer.push("(");
            // Nothing is between these.
            let ranges = if test.ranges.is_empty() { &[(1, 0)] } else { test.ranges.as_slice() };
            printer.list(ranges, " OR ", |printer, (first, last)| {
                printer.index(test.cell.source, index);
                printer.add(format_args!(" BETWEEN {first} AND {last}"));
            });
            printer.push(")");
        });
        self.push(if test.negated { ")" } else { "" });
    }

    /// The names of the HEALPix columns of a source, one for each relation that is read and has one.
    fn indexes(&mut self, source: usize) -> Vec<String> {
        let mut names = Vec::new();
        self.each_index(source, "", |_, name| names.push(name.to_owned()));
        names
    }

    fn index(&mut self, source: usize, name: &str) {
        self.add(format_args!("\"t{}\".", source + 1));
        self.name(name);
    }
}
