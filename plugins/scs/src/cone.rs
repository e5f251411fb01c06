//! From a cone to the query that finds its rows.

use adql::Translation;
use catalogue::{Scope, quoted};
use plugin_api::{Host, Result};
use service::HostCoverage;
use sky::Cone;

use crate::columns::{Output, Role};
use crate::table::ConeTable;

/// Everything that decides the rows of a cone and their columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConeQuery<'q> {
    /// The names that the caller may use.
    pub(crate) scope: &'q Scope,
    /// Where the rows are.
    pub(crate) table: &'q ConeTable<'q>,
    /// The columns of the answer.
    pub(crate) outputs: &'q [Output],
    /// Which rows.
    pub(crate) cone: Cone,
    /// Whether the nearest come first.
    pub(crate) by_distance: bool,
    /// How many rows the caller will take at most.
    pub(crate) rows_max: u64,
}

/// The query for the rows whose distance from the centre is at most the radius.
pub(crate) fn plan(host: &Host, asked: &ConeQuery<'_>) -> Result<Translation> {
    let adql = adql_of(asked);
    let options = adql::Options { rows_max: Some(asked.rows_max), ..adql::Options::default() };
    let mut translation = adql::translate(&adql, asked.scope, &HostCoverage(host), &options)
        .map_err(|error| service::from_adql(&error, &adql))?;
    for (column, output) in translation.columns.iter_mut().zip(asked.outputs) {
        output.describe(column);
    }
    Ok(translation)
}

/// The cone as a query in ADQL.
fn adql_of(asked: &ConeQuery<'_>) -> String {
    let distance = distance(asked);
    let item = |output: &Output| {
        let value = if output.role == Role::Distance { &distance } else { &output.value };
        let name = quoted(&output.name);
        if *value == name { value.clone() } else { format!("{value} AS {name}") }
    };
    let items: Vec<String> = asked.outputs.iter().map(item).collect();
    let table = asked.table.found.qualified_name();
    let order = if asked.by_distance { format!(" ORDER BY {distance}") } else { String::new() };
    let radius_deg = asked.cone.radius_deg();
    format!("SELECT {} FROM {table} WHERE {distance} <= {radius_deg:e}{order}", items.join(", "))
}

/// The distance of a row from the centre.
fn distance(asked: &ConeQuery<'_>) -> String {
    let position = asked.table.position;
    let columns = &asked.table.found.table.columns;
    let [lon, lat] = [position.lon, position.lat].map(|place| quoted(&columns[place].field.name));
    let frame = sky::Frame::from(position.frame).name();
    let (ra_deg, dec_deg) = (asked.cone.centre().lon_deg(), asked.cone.centre().lat_deg());
    format!("DISTANCE(POINT('{frame}', {lon}, {lat}), POINT('ICRS', {ra_deg:e}, {dec_deg:e}))")
}
