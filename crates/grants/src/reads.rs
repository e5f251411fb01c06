//! What queries of published tables read: relations and their columns.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Relation, Table};

use crate::sql::Name;

/// Relations of PostgreSQL, schema and table, with the columns that queries may read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reads {
    columns: BTreeMap<Name, BTreeSet<String>>,
}

impl Reads {
    /// What queries of these tables may read. Columns count as published that only conditions, row filters, keys of parts
    /// or the search by position look at; tables that may not be read are left out.
    pub fn of<'t>(tables: impl IntoIterator<Item = &'t Table>) -> Self {
        let mut reads = Self::default();
        tables.into_iter().filter(|table| !table.locked).for_each(|table| reads.add(table));
        reads
    }

    /// The relations with their columns, sorted.
    pub(crate) fn relations(&self) -> impl Iterator<Item = (&Name, &BTreeSet<String>)> {
        self.columns.iter()
    }

    /// The columns of one of them.
    pub(crate) fn columns_of(&self, relation: &Name) -> Option<&BTreeSet<String>> {
        self.columns.get(relation)
    }

    /// Adds all that another reads.
    pub(crate) fn extend(&mut self, other: Self) {
        for (relation, columns) in other.columns {
            self.columns.entry(relation).or_default().extend(columns);
        }
    }

    /// The names, each once, in an order that depends on nothing else.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().flat_map(|((schema, table), columns)| {
            [schema, table].into_iter().chain(columns).map(String::as_str).chain([""])
        })
    }

    fn add(&mut self, table: &Table) {
        let core = self.relation(&table.relation);
        core.extend(table.position.iter().filter_map(|position| position.healpix.clone()));
        core.extend(table.footprint.iter().flat_map(|of| [of.shape.clone(), of.cells.clone()]));
        for part in &table.parts {
            self.relation(&table.relation).extend(part.key.iter().map(|(ours, _)| ours.clone()));
            let own = self.relation(&part.relation);
            own.extend(part.key.iter().map(|(_, theirs)| theirs.clone()));
            own.extend(part.healpix.clone());
        }
        for column in table.columns.iter().chain(&table.hidden_columns) {
            let part = column.part.checked_sub(1).and_then(|place| table.parts.get(place));
            let relation = part.map_or(&table.relation, |part| &part.relation);
            self.relation(relation).insert(column.pg_name.clone());
        }
    }

    fn relation(&mut self, relation: &Relation) -> &mut BTreeSet<String> {
        let columns = self.columns.entry((relation.schema.clone(), relation.table.clone())).or_default();
        columns.extend(relation.conditions.iter().map(|condition| condition.column.clone()));
        columns
    }
}
