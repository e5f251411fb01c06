//! The row filters of what callers see, as conditions on relations of PostgreSQL.

use std::collections::BTreeMap;

use adql::Extensions;
use catalogue::{Collection, Relation, Scope, Table};

use crate::sql::Name;
use crate::{Unguarded, Why};

/// The conditions that rows must satisfy, and the tables that have none because they cannot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// What the rows of a relation must satisfy.
    conditions: BTreeMap<Name, Condition>,
    /// Tables whose filters are no condition on one relation.
    unguarded: Vec<Unguarded>,
}

/// What the rows of a relation must satisfy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Condition {
    /// In PostgreSQL.
    pub sql: String,
    /// The tables that publish it: collection and name.
    pub tables: Vec<Name>,
}

impl Filters {
    /// The filters of the tables of a view, as queries apply them. A relation that several tables publish is filtered if
    /// each of them has filters: a row must satisfy those of one.
    pub(crate) fn of(seen: &Scope) -> Self {
        let mut filters = Self::default();
        let collections: Vec<&Collection> =
            seen.published().iter().map(|schema| &*schema.collection).collect();
        let tables = || collections.iter().flat_map(|of| of.tables.iter().map(move |table| (*of, table)));
        for (collection, table) in tables().filter(|(_, table)| !table.row_filters.is_empty()) {
            match condition(collection, table) {
                Ok(sql) => filters.add(collection, table, &sql),
                Err(why) => filters.give_up(collection, table, why),
            }
        }
        let otherwise = tables().filter(|(of, table)| !table.locked && condition(of, table).is_err());
        for (_, table) in otherwise {
            let parts = table.parts.iter().map(|part| &part.relation);
            for relation in [&table.relation].into_iter().chain(parts) {
                let shared = filters.conditions.remove(&name(relation));
                let shared = shared.iter().flat_map(|condition| condition.unguarded(&Why::Shared));
                filters.unguarded.extend(shared);
            }
        }
        filters
    }

    /// The conditions by relation, sorted.
    pub(crate) fn conditions(&self) -> &BTreeMap<Name, Condition> {
        &self.conditions
    }

    /// The tables without conditions.
    pub(crate) fn unguarded(&self) -> &[Unguarded] {
        &self.unguarded
    }

    /// Words for the name of the role, which is to hold these conditions and no others.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.conditions
            .iter()
            .flat_map(|((schema, table), condition)| [schema, table, &condition.sql].map(String::as_str))
    }

    fn add(&mut self, collection: &Collection, table: &Table, sql: &str) {
        let condition = self.conditions.entry(name(&table.relation)).or_default();
        if !condition.sql.is_empty() {
            condition.sql.push_str(" OR ");
        }
        condition.sql.push_str(sql);
        condition.tables.push((collection.id.clone(), table.name.clone()));
    }

    fn give_up(&mut self, collection: &Collection, table: &Table, why: Why) {
        self.unguarded.push(Unguarded { collection: collection.id.clone(), table: table.name.clone(), why });
    }
}

impl Condition {
    /// Its tables, if it becomes no policy.
    pub fn unguarded(&self, why: &Why) -> Vec<Unguarded> {
        let tables = self.tables.iter().cloned();
        tables.map(|(collection, table)| Unguarded { collection, table, why: why.clone() }).collect()
    }
}

/// What all rows satisfy that queries of a table read; an error if they read others too. What plugins offer is not known
/// here.
fn condition(collection: &Collection, table: &Table) -> Result<String, Why> {
    match adql::filter_sql(table, &collection.id, &Extensions::default()) {
        Ok(Some(sql)) => Ok(sql),
        Ok(None) => Err(Why::Composed),
        Err(_) => Err(Why::Offered),
    }
}

fn name(relation: &Relation) -> Name {
    (relation.schema.clone(), relation.table.clone())
}
