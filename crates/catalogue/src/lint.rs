//! Advice on collection files that can be read: what clients or users will stumble over.

mod access;
mod cone;
mod described;
mod names;
mod obscore;
mod places;
mod ucd;
mod ucd_words;
mod units;

#[cfg(test)]
mod tests;

use conf_file::{Problem, Source};
use jiff::Timestamp;

pub use places::{Part, Places};

use crate::{Collection, Column, Table, parse};

/// What is to be said of a collection file, sorted by place; nothing of one that cannot be read.
pub fn lint(file_name: &str, text: &str) -> Vec<Problem> {
    let Some((collection, places)) = read(file_name, text) else { return Vec::new() };
    let view = View { collection: &collection, places: &places };
    let mut found = Vec::new();
    access::lint(&view, Timestamp::now(), &mut found);
    units::lint(&view, &mut found);
    ucd::lint(&view, &mut found);
    names::lint(&view, &mut found);
    cone::lint(&view, &mut found);
    obscore::lint(&view, &mut found);
    described::lint(&view, &mut found);
    found.sort();
    found
}

/// A collection file with the places of what it says; `None` if it cannot be read.
pub fn read(file_name: &str, text: &str) -> Option<(Collection, Places)> {
    let collection = parse(file_name, text).ok()?;
    Some((collection, Places::of(Source::new(file_name, text))?))
}

/// A collection and where its parts stand.
struct View<'c> {
    collection: &'c Collection,
    places: &'c Places,
}

impl<'c> View<'c> {
    /// The tables with their numbers.
    fn tables(&self) -> impl Iterator<Item = (usize, &'c Table)> {
        self.collection.tables.iter().enumerate()
    }

    /// The columns of all tables with the numbers of the tables.
    fn columns(&self) -> impl Iterator<Item = (usize, &'c Table, &'c Column)> {
        self.tables()
            .flat_map(|(place, table)| table.columns.iter().map(move |column| (place, table, column)))
    }
}
