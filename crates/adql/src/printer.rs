//! A resolved query as PostgreSQL.
//!
//! Nothing that a user wrote is copied: names are those of the catalogue or made up here (`t1`, `c1`, `w1`), strings
//! are quoted, numbers are printed from their values. Every printed value can be followed by a cast.

mod case;
mod cell;
mod composed;
mod condition;
mod enumerations;
mod filter;
mod footprint;
mod from;
mod function;
mod literal;
mod narrowed;
mod nearest;
mod param;
mod query;
mod shape;
mod sky;
mod unit;
mod user_call;
mod value;
mod window;

use std::fmt::{self, Write};

use catalogue::ResultColumn;

use crate::error::{ErrorKind, Outcome, fault};
use crate::extensions::Extensions;
use crate::options::Options;
use crate::param::Param;
use crate::resolved::{Source, Statement, TableSource};
use crate::syntax::Span;
use filter::Rows;
use param::Params;

pub(crate) use param::bindable;
pub(crate) use sky::{cosd, half_sine_squared};

/// The statement as SQL whose outputs have exactly the types of `columns`, with the values bound to it.
pub(crate) fn print(
    statement: &Statement<'_>,
    columns: &[ResultColumn],
    options: &Options,
) -> Outcome<(String, Vec<Param>)> {
    let limit_bytes = options.sql_limit_bytes;
    let extensions = &options.extensions;
    let (sql, params) = (String::with_capacity(1024), Params::of(statement));
    let rows = Rows::Outside;
    let mut printer =
        Printer { statement, extensions, sql, params, limit_bytes, full: false, rows, grouped: false };
    printer.statement(columns, options.rows_max);
    printer.finished()
}

/// The row filter of the only table of a statement, over the columns of its relation.
pub(crate) fn print_filter(statement: &Statement<'_>, options: &Options) -> Outcome<String> {
    let limit_bytes = options.sql_limit_bytes;
    let extensions = &options.extensions;
    let (sql, params, rows) = (String::new(), Params::default(), Rows::Bare);
    let mut printer =
        Printer { statement, extensions, sql, params, limit_bytes, full: false, rows, grouped: false };
    for source in &statement.sources {
        if let Source::Table(TableSource { filter: Some(filter), .. }) = source {
            printer.value(filter);
        }
    }
    printer.finished().map(|(sql, _)| sql)
}

/// The text so far.
struct Printer<'s, 'a> {
    statement: &'s Statement<'a>,
    extensions: &'s Extensions,
    sql: String,
    params: Params,
    limit_bytes: usize,
    /// Whether the text would be longer than the limit; then nothing is added any more.
    ///
    /// Positions are printed several times, so nested DISTANCE calls could otherwise grow without bound.
    full: bool,
    /// How columns are called where the text stands.
    rows: Rows,
    /// Whether only columns that are grouped by may be named.
    grouped: bool,
}

impl Printer<'_, '_> {
    fn finished(self) -> Outcome<(String, Vec<Param>)> {
        match self.full {
            true => fault(ErrorKind::TooLarge { limit_bytes: self.limit_bytes }, Span::default()),
            false => Ok((self.sql, self.params.values)),
        }
    }

    /// Adds text.
    fn push(&mut self, text: &str) {
        self.full |= self.sql.len() + text.len() > self.limit_bytes;
        if !self.full {
            self.sql.push_str(text);
        }
    }

    /// Adds formatted text.
    fn add(&mut self, text: fmt::Arguments<'_>) {
        // Writing into a Printer cannot fail.
        let _ = self.write_fmt(text);
    }

    /// Calls `each` for every item, with `separator` between them.
    fn list<T>(&mut self, items: &[T], separator: &str, mut each: impl FnMut(&mut Self, &T)) {
        for (place, item) in items.iter().enumerate() {
            if self.full {
                return;
            }
            if place > 0 {
                self.push(separator);
            }
            each(self, item);
        }
    }
}

impl Write for Printer<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        Ok(())
    }
}
