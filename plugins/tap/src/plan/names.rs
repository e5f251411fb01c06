//! From relations and columns of PostgreSQL back to what is published.

use std::collections::BTreeSet;

use catalogue::{Scope, Table, TableRef, quoted, tap_schema};

/// The published names that a query may have used.
pub(super) struct Names<'s> {
    pub(super) scope: &'s Scope,
    /// The collections that the query reads.
    pub(super) collections: &'s [String],
}

/// What an index finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Indexed {
    /// The published columns.
    pub(super) columns: Vec<String>,
    /// Whether it finds positions on the sky.
    pub(super) sky: bool,
}

impl Names<'_> {
    /// The published table of a relation, or tables if several are made of it; `None`: it is not published as such.
    pub(super) fn table(&self, schema: &str, relation: &str) -> Option<String> {
        let names: BTreeSet<String> =
            self.tables(schema, relation).map(|(table, _)| table.qualified_name()).collect();
        let names: Vec<String> = names.into_iter().collect();
        (!names.is_empty()).then(|| names.join(" or "))
    }

    /// The published columns behind columns of an index on a relation.
    pub(super) fn indexed(&self, schema: &str, relation: &str, columns: &[String]) -> Indexed {
        let Some((table, part)) = self.tables(schema, relation).next() else {
            return Indexed { columns: Vec::new(), sky: false };
        };
        let table = table.table;
        let sky = columns.iter().any(|column| healpix(table, part).is_some_and(|healpix| healpix == column));
        let mut names: Vec<String> = columns.iter().filter_map(|name| column(table, part, name)).collect();
        if sky && let Some(position) = &table.position {
            let both = [position.lon, position.lat].into_iter().filter_map(|place| table.columns.get(place));
            names.extend(both.map(|column| quoted(&column.field.name).into_owned()));
        }
        Indexed { columns: names, sky }
    }

    /// The tables that a relation is or is a part of, each with the number of the part.
    fn tables(&self, schema: &str, relation: &str) -> impl Iterator<Item = (TableRef<'_>, usize)> {
        let used = |table: &TableRef<'_>| {
            table.schema == tap_schema::SCHEMA_NAME || self.collections.contains(&table.collection.id)
        };
        let relations = self.scope.tables().filter(used).flat_map(|table| {
            let parts = table.table.parts.iter().map(|part| &part.relation);
            std::iter::once(&table.table.relation)
                .chain(parts)
                .enumerate()
                .map(move |(part, relation)| (table, part, relation))
                .collect::<Vec<_>>()
        });
        relations
            .filter(move |(_, _, one)| one.schema == schema && one.table == relation)
            .map(|(table, part, _)| (table, part))
    }
}

fn healpix(table: &Table, part: usize) -> Option<&String> {
    match part.checked_sub(1) {
        None => table.position.as_ref()?.healpix.as_ref(),
        Some(part) => table.parts.get(part)?.healpix.as_ref(),
    }
}

/// The published name of a column in PostgreSQL; the key of a part is that of the core.
fn column(table: &Table, part: usize, name: &str) -> Option<String> {
    let in_core = part.checked_sub(1).and_then(|part| table.parts.get(part)).and_then(|part| {
        part.key.iter().find(|(_, theirs)| theirs == name).map(|(ours, _)| (0, ours.as_str()))
    });
    let (part, name) = in_core.unwrap_or((part, name));
    let found = table.columns.iter().find(|column| column.part == part && column.pg_name == name)?;
    Some(quoted(&found.field.name).into_owned())
}
