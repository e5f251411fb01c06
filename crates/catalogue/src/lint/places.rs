//! Where the tables and columns of a collection file stand in its text.

use conf_file::{Entry, Place, Source, Table, TomlFile, Value};

/// The places of a collection file.
#[derive(Clone, Debug)]
pub struct Places {
    file: TomlFile,
}

/// A part of a collection file with rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The `[[table]]` with this number, from 0.
    Table(usize),
    /// `[images]`.
    Images,
}

impl From<usize> for Part {
    fn from(table: usize) -> Self {
        Self::Table(table)
    }
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

    /// A key of the collection; the file as a whole where it has no such key.
    pub fn top(&self, key: &str) -> Place {
        let entry = self.file.table.get(key);
        entry.map_or_else(|| self.whole(), |entry| self.file.source.place(entry.node.span.start))
    }

    /// A key of a part; the part itself where it has no such key.
    pub fn table(&self, part: impl Into<Part>, key: &str) -> Place {
        let Some(node) = self.node(part.into()) else { return self.whole() };
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

    /// The rule of the collection; `None` if its file has none.
    pub fn collection_rule(&self) -> Option<Place> {
        self.rule(&self.file.table)
    }

    /// The own rule of a part; `None` if it has none.
    pub fn table_rule(&self, part: impl Into<Part>) -> Option<Place> {
        self.rule(self.node(part.into())?.value.as_table()?)
    }

    /// The rule of a column of the table with this number; `None` if it has none.
    pub fn column_rule(&self, number: usize, column: &str) -> Option<Place> {
        self.rule(self.columns(number)?.get(column)?.node.value.as_table()?)
    }

    /// A key of an entry of `rows_for` of a part; the entry where it has no such key.
    pub fn rows_for(&self, part: impl Into<Part>, entry: usize, key: &str) -> Place {
        let part = part.into();
        let entries = self.node(part).and_then(|node| node.value.as_table()?.get("rows_for"));
        let node = match entries.map(|entries| &entries.node.value) {
            Some(Value::List(entries)) => entries.get(entry),
            _ => None,
        };
        let Some((start, keys)) = node.and_then(|node| Some((node.span.start, node.value.as_table()?)))
        else {
            return self.table(part, "rows_for");
        };
        self.file.source.place(keys.get(key).map_or(start, |entry| entry.node.span.start))
    }

    fn rule(&self, keys: &Table) -> Option<Place> {
        let entry = keys.get("access").or_else(|| keys.get("public_from"))?;
        Some(self.file.source.place(entry.node.span.start))
    }

    fn columns(&self, number: usize) -> Option<&Table> {
        let Value::Table(table) = &self.node(number.into())?.value else { return None };
        match &table.get("columns")?.node.value {
            Value::Table(columns) => Some(columns),
            _ => None,
        }
    }

    fn node(&self, part: Part) -> Option<&conf_file::Node> {
        let Part::Table(number) = part else { return Some(&self.file.table.get("images")?.node) };
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
