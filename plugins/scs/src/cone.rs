//! From a cone to the query that finds its rows.

use std::sync::Arc;

use adql::{Extensions, Translation};
use catalogue::{Scope, quoted};
use plugin_api::{Principal, Result};
use service::{ConePlan, HostCoverage};
use sky::Cone;

use crate::Scs;
use crate::columns::{Output, Role, Verbosity, outputs};
use crate::table::ConeTable;

/// Everything that decides the rows of a cone and their columns, but for the cone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConeQuery<'q> {
    /// The names that the caller may use.
    pub(crate) scope: &'q Arc<Scope>,
    /// What the row filters of the table may name.
    pub(crate) extensions: &'q Arc<Extensions>,
    /// Who asks.
    pub(crate) principal: &'q Principal,
    /// Where the rows are.
    pub(crate) table: &'q ConeTable<'q>,
    /// How many columns there are to be.
    pub(crate) verbosity: Verbosity,
    /// Whether the distance from the centre is one of them.
    pub(crate) with_distance: bool,
    /// Whether the nearest come first.
    pub(crate) by_distance: bool,
    /// How many rows the caller will take at most.
    pub(crate) rows_max: u64,
}

/// The same as a key: equal ones have the same plan in the same scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ConeKey {
    table: String,
    verbosity: Verbosity,
    with_distance: bool,
    by_distance: bool,
    rows_max: u64,
}

/// The query for the rows whose distance from the centre is at most the radius. It is planned once for all cones.
pub(crate) fn plan(scs: &Scs, asked: &ConeQuery<'_>, cone: &Cone) -> Result<ConePlan> {
    let key = ConeKey {
        table: asked.table.found.qualified_name(),
        verbosity: asked.verbosity,
        with_distance: asked.with_distance,
        by_distance: asked.by_distance,
        rows_max: asked.rows_max,
    };
    scs.plans.plan(&scs.host, (asked.scope, asked.extensions), key, cone, |cone| translated(scs, asked, cone))
}

fn translated(scs: &Scs, asked: &ConeQuery<'_>, cone: &Cone) -> Result<Translation> {
    let outputs = outputs(asked.table, asked.verbosity, asked.with_distance, scs.config.ucds);
    let adql = adql_of(asked, &outputs, cone);
    let (rows_max, extensions) = (Some(asked.rows_max), asked.extensions.clone());
    let options = adql::Options { rows_max, extensions, ..adql::Options::default() };
    let mut translation = adql::translate(&adql, asked.scope, &HostCoverage(&scs.host), &options)
        .map_err(|error| service::from_adql(&error, &adql, asked.principal))?;
    for (column, output) in translation.columns.iter_mut().zip(&outputs) {
        output.describe(column);
    }
    Ok(translation)
}

/// The cone as a query in ADQL.
fn adql_of(asked: &ConeQuery<'_>, outputs: &[Output], cone: &Cone) -> String {
    let (lon_deg, lat_deg) = (cone.centre().lon_deg(), cone.centre().lat_deg());
    let distance = asked.table.distance_from(&format!("'ICRS', {lon_deg:e}, {lat_deg:e}"));
    let item = |output: &Output| {
        let value = if output.role == Role::Distance { &distance } else { &output.value };
        let name = quoted(&output.name);
        if *value == name { value.clone() } else { format!("{value} AS {name}") }
    };
    let items: Vec<String> = outputs.iter().map(item).collect();
    let table = asked.table.found.qualified_name();
    let order = if asked.by_distance { format!(" ORDER BY {distance}") } else { String::new() };
    let radius_deg = cone.radius_deg();
    format!("SELECT {} FROM {table} WHERE {distance} <= {radius_deg:e}{order}", items.join(", "))
}
