//! Objects of a catalogue, drawn into a picture where they are.

use std::sync::Arc;

use bytes::Bytes;
use catalogue::{Scope, quoted};
use pg_rows::{Field, float8};
use plugin_api::{Error, Principal, Request};
use preview::{Format, Picture};
use service::{FewRows, Limits};
use sky::{Cone, Frame, SkyPosition};

use super::encoded;
use super::grid::Grid;
use crate::DataLink;
use crate::error::Result;

/// The colour of the circles: seen on black, grey and most colours.
const COLOUR: [u8; 3] = [90, 230, 120];

/// A table whose objects have positions.
pub(crate) struct ObjectTable {
    scope: Arc<Scope>,
    name: String,
    /// Longitude and latitude as columns of a query.
    columns: [String; 2],
    frame: Frame,
}

/// The table of a name, if the caller may see it and its rows have positions.
pub(crate) fn table(datalink: &DataLink, principal: &Principal, name: &str) -> Result<ObjectTable> {
    let scope = datalink.scopes.of(&datalink.host, principal)?;
    let found = scope.find_listed(name).filter(|found| found.table.cone_search);
    let position = found.as_ref().and_then(|found| found.table.position.as_ref());
    let (Some(found), Some(position)) = (&found, position) else {
        let shown: String = name.chars().filter(|letter| !letter.is_control()).take(100).collect();
        let text = format!(
            "there is no table `{shown}` with positions; OVERLAY takes SCHEMA.TABLE of a cone search"
        );
        return Err(Error::not_found(text).into());
    };
    let column = |place: usize| quoted(&found.table.columns[place].field.name).into_owned();
    Ok(ObjectTable {
        name: found.qualified_name(),
        columns: [column(position.lon), column(position.lat)],
        frame: Frame::from(position.frame),
        scope: scope.clone(),
    })
}

/// The positions of the objects in a cone, as many as the settings allow.
async fn objects(
    datalink: &DataLink,
    principal: &Principal,
    table: &ObjectTable,
    cone: &Cone,
) -> Result<Vec<SkyPosition>> {
    let ObjectTable { scope, name, columns: [lon, lat], frame } = table;
    let most = datalink.config.overlay_objects_max;
    let (centre, radius_deg) = (cone.centre(), cone.radius_deg());
    let adql = format!(
        "SELECT TOP {most} CAST({lon} AS DOUBLE PRECISION), CAST({lat} AS DOUBLE PRECISION) FROM {name} \
         WHERE DISTANCE(POINT('{}', {lon}, {lat}), POINT('ICRS', {:e}, {:e})) <= {radius_deg:e}",
        frame.name(),
        centre.lon_deg(),
        centre.lat_deg(),
    );
    let found = scope.find_listed(name).ok_or_else(|| Error::not_found("the table is gone"))?;
    let extensions = datalink.extensions.for_table(&datalink.host, scope, found.table)?;
    let options = adql::Options { extensions, ..adql::Options::default() };
    let query = FewRows {
        adql: &adql,
        scope,
        principal,
        options: &options,
        limits: &Limits::default(),
        rows_max: most,
    };
    let mut positions = Vec::new();
    query
        .each(&datalink.host, |row| {
            let mut number = || match row.next()? {
                Field::Null => Some(None),
                Field::Value(bytes) => float8(bytes).map(Some),
            };
            let (lon, lat) = (number()?, number()?);
            let position = lon.zip(lat).and_then(|(lon, lat)| SkyPosition::new(lon, lat).ok());
            positions.extend(position.map(|position| Frame::rotate(*frame, Frame::Icrs, &position)));
            Some(())
        })
        .await?;
    Ok(positions)
}

/// The file of a picture with the objects that lie in it, and in the cone round it.
pub(crate) async fn onto(
    datalink: &DataLink,
    request: &Request,
    table: &ObjectTable,
    (picture, grid, cone): (Picture, Grid, Cone),
    format: Format,
) -> Result<Bytes> {
    let objects = objects(datalink, request.principal(), table, &cone).await?;
    let file: Result<Vec<u8>> =
        datalink.host.blocking(move || encoded(&drawn(&picture, &grid, &objects), format)).await?;
    Ok(file?.into())
}

/// The picture with a circle round each object.
fn drawn(picture: &Picture, grid: &Grid, objects: &[SkyPosition]) -> Picture {
    let places: Vec<[f64; 2]> = objects.iter().filter_map(|object| grid.in_picture(object)).collect();
    let size = picture.size();
    let radius = (size.width.max(size.height) as f64 / 90.0).clamp(3.0, 12.0);
    picture.with_circles(&places, radius, COLOUR)
}
