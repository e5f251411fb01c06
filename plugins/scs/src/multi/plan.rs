//! From targets and a table to the query that joins them.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::Arc;

use adql::{Extensions, Translation};
use catalogue::{Scope, quoted};
use plugin_api::{Host, Principal, Result};
use service::HostCoverage;

use super::params::{Asked, Mode};
use super::targets::{NAME, Targets};
use crate::columns::{Output, Role};
use crate::table::ConeTable;

/// Everything that decides the rows of a join and their columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Join<'j> {
    /// Where the matches are.
    pub(crate) table: &'j ConeTable<'j>,
    /// What is matched.
    pub(crate) targets: &'j Targets,
    /// The columns of the table in the answer, and the distance.
    pub(crate) outputs: &'j [Output],
    /// What the client wants.
    pub(crate) asked: &'j Asked,
    /// What the row filters of the table may name.
    pub(crate) extensions: &'j Arc<Extensions>,
    /// Who asks.
    pub(crate) principal: &'j Principal,
}

/// A column of the answer.
struct Item<'j> {
    value: String,
    name: String,
    /// `None` for a column of the targets.
    output: Option<&'j Output>,
}

/// The query for all pairs, or for the nearest of each target. `scope` knows the upload.
pub(super) fn plan(host: &Host, join: &Join<'_>, scope: &Scope) -> Result<Translation> {
    let items = join.items();
    let adql = join.adql(&items);
    // One row more than is sent tells whether there were more.
    let rows_max = Some(join.asked.maxrec.saturating_add(1));
    let extensions = join.extensions.clone();
    let options = adql::Options { rows_max, extensions, ..adql::Options::default() };
    let mut translation = adql::translate(&adql, scope, &HostCoverage(host), &options)
        .map_err(|error| service::from_adql(&error, &adql, join.principal))?;
    for (column, item) in translation.columns.iter_mut().zip(&items) {
        let Some(output) = item.output else { continue };
        output.describe(column);
        if output.role == Role::Distance {
            column.field.description = Some("Distance from the target".to_owned());
        }
    }
    Ok(translation)
}

impl<'j> Join<'j> {
    /// The columns of the targets under their own names, those of the table, the distance.
    fn items(&self) -> Vec<Item<'j>> {
        let mut taken = HashSet::new();
        let mut free = |wanted: &str| {
            let mut name = wanted.to_owned();
            let mut number = 1;
            while !taken.insert(name.to_lowercase()) {
                number += 1;
                name = format!("{wanted}_{number}");
            }
            name
        };
        let own = self.targets.names.iter().enumerate();
        let mut items: Vec<Item<'j>> = own
            .map(|(place, name)| Item { value: self.targets.column(place), name: free(name), output: None })
            .collect();
        let is_distance = |output: &&Output| output.role == Role::Distance;
        let last = self.outputs.iter().filter(is_distance);
        for output in self.outputs.iter().filter(|output| !is_distance(output)).chain(last) {
            let value = if is_distance(&output) { self.distance() } else { output.value.clone() };
            items.push(Item { value, name: free(&output.name), output: Some(output) });
        }
        items
    }

    fn adql(&self, items: &[Item<'_>]) -> String {
        let (distance, number) = (self.distance(), self.targets.number());
        let mut list = String::new();
        for (place, item) in items.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            // Writing into a String cannot fail.
            let _ = write!(list, "{comma}{} AS {}", item.value, quoted(&item.name));
        }
        let kind = if self.asked.with_unmatched { "LEFT JOIN" } else { "JOIN" };
        let from = format!(
            "TAP_UPLOAD.{NAME} {kind} {} ON {distance} <= {:e}",
            self.table.found.qualified_name(),
            self.asked.radius_deg
        );
        match self.asked.mode {
            Mode::All => {
                // The name, since an expression might mean columns of the answer that are called like those of the table.
                let sorted = items.last().map_or(number.as_str().into(), |distance| quoted(&distance.name));
                format!("SELECT {list} FROM {from} ORDER BY {number}, {sorted}")
            }
            Mode::Nearest => {
                let names: Vec<_> = items.iter().map(|item| quoted(&item.name)).collect();
                let (rank, matches) = (self.targets.rank(), self.targets.matches());
                format!(
                    "SELECT {} FROM (SELECT {list}, {number}, \
                     ROW_NUMBER() OVER (PARTITION BY {number} ORDER BY {distance}) AS {rank} FROM {from}) AS {matches} \
                     WHERE {rank} = 1 ORDER BY {number}",
                    names.join(", ")
                )
            }
        }
    }

    /// The distance of a row of the table from a target.
    fn distance(&self) -> String {
        let [lon, lat] = self.targets.position.map(|place| self.targets.column(place));
        self.table.distance_from(&format!("'{}', {lon}, {lat}", self.targets.frame))
    }
}
