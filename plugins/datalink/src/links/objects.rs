//! Identifiers that are no images but places: `pos:LONGITUDE,LATITUDE` in ICRS degrees, and objects of catalogues as
//! `SCHEMA.TABLE/OBJECT`, of tables with positions and a main identifier. Their links are the images that show the place.

use std::sync::Arc;

use catalogue::{Datatype, Scope, TableRef, quoted};
use pg_rows::{Field, float8, text};
use plugin_api::{Principal, Result};
use service::{FewRows, Limits, first_position};
use sky::{Frame, SkyPosition};

use super::document::LINKS_TYPE;
use super::row::Link;
use super::url;
use crate::{DataLink, file};

/// The most images of a place that are linked.
const IMAGES_MAX: u64 = 60;

/// The radius of the cutouts and stamps of a place.
const RADIUS_DEG: f64 = 0.005;

/// The longer side of a stamp in pixels.
const STAMP_SIDE: &str = "256";

/// The links of a place; none if the identifier means none, or one that no image shows.
pub(crate) async fn links(
    datalink: &DataLink,
    principal: &Principal,
    scope: &Arc<Scope>,
    id: &str,
) -> Result<Vec<Link>> {
    let position = match id.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("pos:")) {
        Some(_) => place(&id[4..]),
        None => object(datalink, principal, scope, id).await?,
    };
    match position {
        Some(position) => images_at(datalink, principal, scope, id, &position).await,
        None => Ok(Vec::new()),
    }
}

/// `LONGITUDE,LATITUDE`.
fn place(text: &str) -> Option<SkyPosition> {
    let (lon, lat) = text.split_once(',')?;
    SkyPosition::new(dali::real(lon)?, dali::real(lat)?).ok()
}

/// The position of an object of a catalogue that the caller sees.
async fn object(
    datalink: &DataLink,
    principal: &Principal,
    scope: &Scope,
    id: &str,
) -> Result<Option<SkyPosition>> {
    let Some((name, object)) = id.split_once('/') else { return Ok(None) };
    let Some(table) = scope.find_listed(name).filter(|table| !table.table.locked) else { return Ok(None) };
    let (Some(position), Some(condition)) = (&table.table.position, is_object(&table, object)) else {
        return Ok(None);
    };
    let column = |place: usize| quoted(&table.table.columns[place].field.name);
    let adql = format!(
        "SELECT TOP 1 CAST({} AS DOUBLE PRECISION), CAST({} AS DOUBLE PRECISION) FROM {} WHERE {condition}",
        column(position.lon),
        column(position.lat),
        table.qualified_name(),
    );
    let extensions = datalink.extensions.for_table(&datalink.host, scope, table.table)?;
    let options = adql::Options { extensions, ..adql::Options::default() };
    let query =
        FewRows { adql: &adql, scope, principal, options: &options, limits: &Limits::default(), rows_max: 1 };
    let found = first_position(&datalink.host, &query).await?;
    let own = found.and_then(|[lon, lat]| SkyPosition::new(lon, lat).ok());
    Ok(own.map(|own| Frame::rotate(Frame::from(position.frame), Frame::Icrs, &own)))
}

/// The condition that a row is the object; `None` if the table has no main identifier, or none that is like this one.
fn is_object(table: &TableRef<'_>, object: &str) -> Option<String> {
    let is_main = |ucd: &str| {
        let ucd = ucd.to_ascii_lowercase();
        ucd.starts_with("meta.id") && ucd.contains("meta.main")
    };
    let mut columns = table.table.columns.iter();
    let column = columns.find(|column| column.field.ucd.as_deref().is_some_and(is_main))?;
    let name = quoted(&column.field.name);
    match column.field.value_type.datatype {
        Datatype::Char | Datatype::UnicodeChar => Some(format!("{name} = '{}'", object.replace('\'', "''"))),
        Datatype::Short | Datatype::Int | Datatype::Long => {
            Some(format!("{name} = {}", object.parse::<i64>().ok()?))
        }
        _ => None,
    }
}

async fn images_at(
    datalink: &DataLink,
    principal: &Principal,
    scope: &Scope,
    id: &str,
    position: &SkyPosition,
) -> Result<Vec<Link>> {
    let view = datalink.finder.view(scope);
    let Some(list) = view.images() else { return Ok(Vec::new()) };
    let adql = format!(
        "SELECT obs_publisher_did, band, em_min FROM {} WHERE 1 = CONTAINS(POINT('ICRS', {:e}, {:e}), s_region) \
         ORDER BY em_min, obs_publisher_did",
        list.qualified_name(),
        position.lon_deg(),
        position.lat_deg(),
    );
    let extensions = datalink.extensions.for_table(&datalink.host, scope, list.table)?;
    let options = adql::Options { extensions, rows_max: Some(IMAGES_MAX), ..adql::Options::default() };
    let query = FewRows {
        adql: &adql,
        scope: &view,
        principal,
        options: &options,
        limits: &Limits::default(),
        rows_max: IMAGES_MAX,
    };
    let (base, mut links) = (datalink.host.base_url(), Vec::new());
    query
        .each(&datalink.host, |row| {
            let mut value = || match row.next()? {
                Field::Null => Some(None),
                Field::Value(bytes) => Some(Some(bytes)),
            };
            let did = text(value()??)?;
            let band = value()?.map_or(Some(None), |band| text(band).map(Some))?;
            value()?.map_or(Some(0.0), float8)?;
            links.extend(of_image(&base, id, did, band, position));
            Some(())
        })
        .await?;
    Ok(links)
}

/// The image, a cutout of it, and a stamp.
fn of_image(base: &str, id: &str, did: &str, band: Option<&str>, position: &SkyPosition) -> [Link; 3] {
    let circle = format!("{} {} {RADIUS_DEG}", position.lon_deg(), position.lat_deg());
    let filter = band.map_or(String::new(), |band| format!(" in {band}"));
    let cutout = url(base, "/sync", &[("ID", did), ("CIRCLE", &circle)]);
    let stamp = [("ID", did), ("CIRCLE", &circle), ("SIZE", STAMP_SIDE), ("FORMAT", "png")];
    let links = [
        Link::to(id, "#counterpart", url(base, "/links", &[("ID", did)]))
            .typed(LINKS_TYPE)
            .described(format!("An image that shows it{filter}")),
        Link::to(id, "#cutout", cutout).typed(file::FITS).described(format!("A cutout round it{filter}")),
        Link::to(id, "#preview-image", url(base, "/preview", &stamp))
            .typed("image/png")
            .described(format!("A picture of it{filter}")),
    ];
    links.map(|link| Link { local_semantics: band.map(str::to_owned), ..link })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_longitude_and_latitude() {
        assert_eq!(place("10.5,-3"), SkyPosition::new(10.5, -3.0).ok());
        for wrong in ["10.5", "10,91", "a,b", "1,2,3", "nan,0"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_image_of_a_place_has_a_cutout_and_a_stamp() {
        let position = SkyPosition::new(10.0, -2.5).unwrap();
        let links = of_image("http://h/d", "pos:10,-2.5", "ivo://a/b?c", Some("r"), &position);
        let urls: Vec<&str> = links.iter().filter_map(|link| link.access_url.as_deref()).collect();
        assert_eq!(
            urls,
            [
                "http://h/d/links?ID=ivo%3A%2F%2Fa%2Fb%3Fc",
                "http://h/d/sync?ID=ivo%3A%2F%2Fa%2Fb%3Fc&CIRCLE=10+-2.5+0.005",
                "http://h/d/preview?ID=ivo%3A%2F%2Fa%2Fb%3Fc&CIRCLE=10+-2.5+0.005&SIZE=256&FORMAT=png",
            ]
        );
    }
}
