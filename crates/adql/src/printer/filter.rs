//! Row filters inside the references to their tables.

use crate::resolved::{Expr, TableSource};

use super::Printer;

/// How columns are called at the place that is being printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// As FROM calls them: `t1.mag`.
    Outside,
    /// As the relations inside a reference to the table do, of which this is the first: `r0.mag`.
    Inside {
        /// Its number.
        first: usize,
    },
    /// Their names alone.
    Bare,
}

impl Printer<'_, '_> {
    /// The filter of a table inside the reference to it, where `first` is the first of the relations; `lead` in front.
    pub(super) fn row_filter(&mut self, source: &TableSource<'_>, first: usize, lead: &str) {
        if let Some(filter) = &source.filter {
            self.push(lead);
            self.filter_over(filter, Rows::Inside { first });
        }
    }

    /// A column of the table whose filter is printed; `false` outside of filters.
    pub(super) fn filtered_column(&mut self, source: &TableSource<'_>, place: usize) -> bool {
        let Some(column) = source.column(place) else { return false };
        match self.rows {
            Rows::Outside => return false,
            Rows::Inside { first } => {
                let (relation, name) = source.stored(column, first);
                self.add(format_args!("\"r{relation}\"."));
                self.name(name);
            }
            Rows::Bare => self.name(&column.pg_name),
        }
        true
    }

    fn filter_over(&mut self, filter: &Expr, rows: Rows) {
        let around = std::mem::replace(&mut self.rows, rows);
        self.value(filter);
        self.rows = around;
    }
}
