//! Where the tables and columns of a collection file stand in its text.

use conf_file::{Entry, Place, Source, Table, TomlFile, Value};

/// The places of a collection file.
#[derive(Clone, Debug)]
pub struct Places {
    file: TomlFile,
}

impl Places {
    /// Those of a text; `None` if it is not TOML.
    pub fn of(source: Source) -> Option<Self> {
        Some(Self { file: TomlFile::parse(source).ok()? })
    }

    /// The file as a whole.
    pub fn whole(&self) -> Place {
        self.file.source.whole()
    }

    /// A key of the table with this number; the table itself where it has no such key.
    pub fn table(&self, number: usize, key: &str) -> Place {
        let Some(node) = self.node(number) else { return self.whole() };
        let Value::Table(table) = &node.value else { return self.whole() };
        let start = table.get(key).map_or(node.span.start, |entry| entry.node.span.start);
        self.file.source.place(start)
    }

    /// A key of a column of the table with this number; the column where it has no such key.
    pub fn column(&self, number: usize, column: &str, key: &str) -> Place {
        let entry = self.columns(number).and_then(|columns| columns.get(column));
        let Some(entry) = entry else { return self.table(number, "columns") };
        let start = value_of(entry, key).unwrap_or(entry.key_span.start);
        self.file.source.place(start)
    }

    fn columns(&self, number: usize) -> Option<&Table> {
        let Value::Table(table) = &self.node(number)?.value else { return None };
        match &table.get("columns")?.node.value {
            Value::Table(columns) => Some(columns),
            _ => None,
        }
    }

    fn node(&self, number: usize) -> Option<&conf_file::Node> {
        match &self.file.table.get("table")?.node.value {
            Value::List(tables) => tables.get(number),
            _ => None,
        }
    }
}

fn value_of(entry: &Entry, key: &str) -> Option<usize> {
    let Value::Table(keys) = &entry.node.value else { return None };
    Some(keys.get(key)?.node.span.start)
}
