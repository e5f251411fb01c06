//! Lookups in one table.

use conf_file::nearest;

use crate::{Column, DerivedValue, Ident, Table, ident};

impl Table {
    /// The cells that hold a position, as an ASCII MOC; `None` where nobody has looked.
    pub fn coverage(&self) -> Option<&str> {
        self.statistics.as_ref()?.moc.as_deref()
    }

    /// What the values of a column are that is not stored as users see it.
    pub fn derived(&self, column: usize) -> Option<&DerivedValue> {
        self.derived.iter().find(|derived| derived.column == column).map(|derived| &derived.value)
    }

    /// The column of that name, with its place in [`Table::columns`].
    ///
    /// Names of published tables differ in more than case. In an upload `u` and `U` may stand side by side: then the one
    /// that is spelt exactly so is meant.
    pub fn column(&self, name: Ident<'_>) -> Option<(usize, &Column)> {
        let mut matching =
            self.columns.iter().enumerate().filter(|(_, column)| name.matches(&column.field.name));
        let first = matching.next()?;
        if first.1.field.name == name.text {
            return Some(first);
        }
        Some(matching.find(|(_, column)| column.field.name == name.text).unwrap_or(first))
    }

    /// The column names nearest to one that was not found, at most five, as they must be written.
    pub fn nearest_columns(&self, name: &str) -> Vec<String> {
        let names = self.columns.iter().map(|column| column.field.name.as_str());
        nearest(name, names, 5).into_iter().map(|name| ident::quoted(name).into_owned()).collect()
    }
}
