//! What the names of a FROM clause mean.

use crate::resolved::Expr;
use crate::syntax::{Identifier, TableName};

/// The tables of a FROM clause, or of an operand of a join, with their names.
#[derive(Debug, Default)]
pub(super) struct Range {
    /// In the order of `*`.
    pub entries: Vec<Entry>,
}

/// What stands in a range.
#[derive(Debug)]
pub(super) enum Entry {
    /// A column that USING or NATURAL made one of several.
    Merged {
        /// Its name.
        name: String,
        /// Its value.
        value: Expr,
    },
    /// A table.
    Table(Exposed),
}

/// A table under the name by which this FROM knows it.
#[derive(Debug)]
pub(super) struct Exposed {
    /// Its place among the sources of the statement.
    pub source: usize,
    /// The schema, unless an alias hides it.
    pub schema: Option<String>,
    /// The table or the alias.
    pub name: Identifier,
    /// The columns that a merged column hides from unqualified names and from `*`.
    pub hidden: Vec<usize>,
}

impl Range {
    /// The range of a single table.
    pub(super) fn of(table: Exposed) -> Self {
        Self { entries: vec![Entry::Table(table)] }
    }

    /// The tables.
    pub(super) fn tables(&self) -> impl Iterator<Item = &Exposed> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Table(table) => Some(table),
            Entry::Merged { .. } => None,
        })
    }

    /// Adds what stands in another range.
    pub(super) fn append(&mut self, mut other: Self) {
        self.entries.append(&mut other.entries);
    }

    /// The first name that a table of this range and one of the other have in common.
    pub(super) fn clash<'r>(&'r self, other: &'r Self) -> Option<&'r Exposed> {
        other.tables().find(|table| self.tables().any(|known| known.clashes(table)))
    }
}

impl Exposed {
    /// Whether a qualifier means this table.
    pub(super) fn answers(&self, qualifier: &TableName) -> bool {
        qualifier.catalog.is_none()
            && qualifier.table.matches(&self.name.text)
            && match (&qualifier.schema, &self.schema) {
                (None, _) => true,
                (Some(wanted), Some(schema)) => wanted.matches(schema),
                (Some(_), None) => false,
            }
    }

    /// Whether no qualifier can tell the two tables apart.
    fn clashes(&self, other: &Self) -> bool {
        let (one, two) = (&self.name, &other.name);
        let same_name = match one.delimited && two.delimited {
            true => one.text == two.text,
            false => one.text.eq_ignore_ascii_case(&two.text),
        };
        let apart = matches!((&self.schema, &other.schema), (Some(one), Some(two)) if one != two);
        same_name && !apart
    }

    /// The name as it is written in front of a column.
    pub(super) fn written(&self) -> String {
        let name = catalogue::quoted(&self.name.text);
        match &self.schema {
            Some(schema) => format!("{}.{name}", catalogue::quoted(schema)),
            None => name.into_owned(),
        }
    }
}
