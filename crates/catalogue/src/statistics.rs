//! What was found out about the values of a table.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{Relation, Table};

/// What was found out about the values of a table when they were last counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableStatistics {
    /// The number of rows.
    pub rows: u64,
    /// For the columns, by their name in PostgreSQL; those of which nothing is known are left out.
    pub columns: Vec<ColumnStatistics>,
    /// The cells that hold a position, as an ASCII MOC (MOC 2.0 §4.3.2) in ICRS.
    #[serde(default)]
    pub moc: Option<String>,
}

/// What was found out about the values of a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnStatistics {
    /// The column in PostgreSQL, unquoted.
    pub pg_name: String,
    /// Which relation of a published table holds it, as [`crate::Column::part`] has it.
    #[serde(default)]
    pub part: usize,
    /// The smallest value as a VOTable writes it, NaN left aside; of an array, of all elements. Numbers and timestamps only.
    #[serde(default)]
    pub min: Option<String>,
    /// The greatest value, likewise.
    #[serde(default)]
    pub max: Option<String>,
    /// The part of the rows that have no value, 0 to 1; NaN is no value.
    pub null_fraction: f64,
}

impl Table {
    /// Takes what is known of its relations: the statistics of its own columns, each under the relation that holds it, the
    /// coverage of the core, and the number of rows where the collection file says none.
    ///
    /// Of a relation that is cut by conditions nothing is taken, since it was counted without them.
    pub fn take_statistics<'s>(&mut self, find: impl Fn(&Relation) -> Option<&'s TableStatistics>) {
        let whole = |relation: &Relation| relation.conditions.is_empty().then(|| find(relation)).flatten();
        let Some(core) = whole(&self.relation) else { return };
        let parts = self.parts.iter().map(|part| whole(&part.relation));
        let known: HashMap<(usize, &str), &ColumnStatistics> = [Some(core)]
            .into_iter()
            .chain(parts)
            .enumerate()
            .flat_map(|(part, found)| {
                let columns = found.into_iter().flat_map(|found| &found.columns);
                columns.map(move |column| ((part, column.pg_name.as_str()), column))
            })
            .collect();
        let own = self.columns.iter().filter_map(|column| {
            let found = *known.get(&(column.part, column.pg_name.as_str()))?;
            Some(ColumnStatistics { part: column.part, ..found.clone() })
        });
        let columns = own.collect();
        self.rows = self.rows.or(Some(core.rows));
        self.statistics = Some(TableStatistics { rows: core.rows, columns, moc: core.moc.clone() });
    }

    /// What is known of each column, in the order of [`Table::columns`].
    pub fn column_statistics(&self) -> Vec<Option<&ColumnStatistics>> {
        let found = self.statistics.iter().flat_map(|found| &found.columns);
        let known: HashMap<(usize, &str), &ColumnStatistics> =
            found.map(|column| ((column.part, column.pg_name.as_str()), column)).collect();
        let of = |part: usize, name: &str| known.get(&(part, name)).copied();
        self.columns.iter().map(|column| of(column.part, &column.pg_name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Condition;
    use crate::sample::collection;

    const COMPOSED: &str = r#"
title = "T"
description = "D"
access = "public"
schema = "sky"

[[table]]
name = "Objects"
[[table.parts]]
database_table = "wide"
key = ["id"]
[table.columns]
ID = { type = "long", database_column = "id" }
MAG = { type = "float", database_column = "v" }
WIDE = { type = "float", part = "wide", database_column = "v" }
"#;

    fn counted(rows: u64, columns: &[(&str, &str)]) -> TableStatistics {
        let column = |(name, min): &(&str, &str)| ColumnStatistics {
            pg_name: (*name).to_owned(),
            min: Some((*min).to_owned()),
            ..ColumnStatistics::default()
        };
        TableStatistics { rows, columns: columns.iter().map(column).collect(), moc: Some("3/5".to_owned()) }
    }

    fn minima(table: &Table) -> Vec<Option<&str>> {
        let found = table.column_statistics();
        found.into_iter().map(|column| column.and_then(|column| column.min.as_deref())).collect()
    }

    #[test]
    fn a_composed_table_has_the_statistics_of_each_column_from_the_relation_that_holds_it() {
        let mut table = collection("sky", COMPOSED).tables.remove(0);
        let core = counted(7, &[("v", "1.0"), ("id", "5"), ("unpublished", "0")]);
        let part = counted(9, &[("v", "2.0")]);
        table.take_statistics(|relation| Some(if relation.table == "wide" { &part } else { &core }));
        assert_eq!(minima(&table), [Some("5"), Some("1.0"), Some("2.0")]);
        assert_eq!(table.rows, Some(7));
        let taken = table.statistics.unwrap();
        assert_eq!((taken.rows, taken.columns.len(), taken.moc.as_deref()), (7, 3, Some("3/5")));
    }

    #[test]
    fn the_number_of_rows_that_the_file_says_stays() {
        let mut table = collection("sky", COMPOSED).tables.remove(0);
        table.rows = Some(3);
        let core = counted(7, &[]);
        table.take_statistics(|relation| (relation.table == "objects").then_some(&core));
        assert_eq!((table.rows, minima(&table)), (Some(3), vec![None; 3]));
    }

    #[test]
    fn a_table_that_is_cut_by_conditions_has_no_statistics_of_the_whole() {
        let mut table = collection("sky", COMPOSED).tables.remove(0);
        table.relation.conditions = vec![Condition { column: "v".to_owned(), one_of: Vec::new() }];
        let core = counted(7, &[("v", "1.0")]);
        table.take_statistics(|_| Some(&core));
        assert_eq!((table.statistics, table.rows), (None, None));
    }
}
