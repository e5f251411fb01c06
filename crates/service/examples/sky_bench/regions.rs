//! Cones and polygons round places of the table.

use crate::Outcome;
use crate::catalogue_of_bench::{Bench, TABLE, number, numbers};
use crate::pair::{Pair, timed};

const CONES: usize = 151;
const POLYGONS: usize = 15;
const ARCSEC_DEG: f64 = 1.0 / 3600.0;

/// All sizes, one after the other.
pub async fn measure(bench: &Bench) -> Outcome<Vec<Pair>> {
    Ok(vec![
        cones(bench, "cone of 10 arcsec", 10.0 * ARCSEC_DEG).await?,
        cones(bench, "cone of 0.1 deg", 0.1).await?,
        polygons(bench, "polygon of 1 deg", 1.0).await?,
        polygons(bench, "polygon of 5 deg", 5.0).await?,
    ])
}

async fn cones(bench: &Bench, what: &str, radius_deg: f64) -> Outcome<Pair> {
    let sql = format!(
        "SELECT tile_id, number, alpha_j2000, delta_j2000 FROM {} WHERE q3c_radial_query(alpha_j2000, delta_j2000, $1, $2, $3)",
        bench.relation
    );
    let mut pair = Pair::new(what, 1.0);
    for (round, (lon, lat)) in bench.places(CONES, 1).await?.into_iter().enumerate() {
        let adql = format!(
            "SELECT tile_id, number, alpha_j2000, delta_j2000 FROM {TABLE} WHERE \
             1 = CONTAINS(POINT('ICRS', alpha_j2000, delta_j2000), CIRCLE('ICRS', {lon:?}, {lat:?}, {radius_deg:?}))"
        );
        let circle = || vec![number(lon), number(lat), number(radius_deg)];
        // Both are timed with rows and index in memory.
        bench.ours(&adql).await?;
        bench.q3c(&sql, circle()).await?;
        let ours = timed(bench.ours(&adql)).await?;
        let q3c = timed(bench.q3c(&sql, circle())).await?;
        pair.add(round > 0, ours, q3c);
    }
    Ok(pair)
}

/// Regular polygons of six vertices; `size_deg` is the distance of opposite ones. Counted and summed, as surveys do.
async fn polygons(bench: &Bench, what: &str, size_deg: f64) -> Outcome<Pair> {
    let aggregates = "COUNT(*) AS n, SUM(CAST(number AS BIGINT)) AS s";
    let sql = format!(
        "SELECT count(*), sum(number::int8)::int8 FROM {} WHERE q3c_poly_query(alpha_j2000, delta_j2000, $1)",
        bench.relation
    );
    let mut pair = Pair::new(format!("{what}, aggregates"), 1.0);
    for (round, centre) in bench.places(POLYGONS, 2).await?.into_iter().enumerate() {
        let vertices = hexagon(centre, size_deg / 2.0);
        let texts: Vec<String> = vertices.iter().map(|number| format!("{number:?}")).collect();
        let adql = format!(
            "SELECT {aggregates} FROM {TABLE} WHERE \
             1 = CONTAINS(POINT('ICRS', alpha_j2000, delta_j2000), POLYGON('ICRS', {}))",
            texts.join(", ")
        );
        // Both are timed with rows and index in memory.
        bench.ours(&adql).await?;
        bench.q3c(&sql, vec![numbers(&vertices)]).await?;
        let ours = timed(bench.ours(&adql)).await?;
        let q3c = timed(bench.q3c(&sql, vec![numbers(&vertices)])).await?;
        pair.add(round > 0, ours, q3c);
    }
    Ok(pair)
}

/// Longitudes and latitudes of the vertices, one after the other.
fn hexagon((lon_deg, lat_deg): (f64, f64), radius_deg: f64) -> Vec<f64> {
    let (lat, radius) = (lat_deg.to_radians(), radius_deg.to_radians());
    let vertex = |i: i32| {
        let angle = f64::from(i) * 60.0_f64.to_radians() + 0.3;
        let z = lat.sin() * radius.cos() + lat.cos() * radius.sin() * angle.cos();
        let (east, north) =
            (angle.sin() * radius.sin(), lat.cos() * radius.cos() - lat.sin() * radius.sin() * angle.cos());
        [(lon_deg + east.atan2(north).to_degrees()).rem_euclid(360.0), z.asin().to_degrees()]
    };
    (0..6).flat_map(vertex).collect()
}
