//! Lookups in one table.

use conf_file::nearest;

use crate::{Column, Ident, Table, ident};

impl Table {
    /// The column of that name, with its place in [`Table::columns`].
    pub fn column(&self, name: Ident<'_>) -> Option<(usize, &Column)> {
        self.columns.iter().enumerate().find(|(_, column)| name.matches(&column.field.name))
    }

    /// The column names nearest to one that was not found, at most five, as they must be written.
    pub fn nearest_columns(&self, name: &str) -> Vec<String> {
        let names = self.columns.iter().map(|column| column.field.name.as_str());
        nearest(name, names, 5).into_iter().map(|name| ident::quoted(name).into_owned()).collect()
    }
}
