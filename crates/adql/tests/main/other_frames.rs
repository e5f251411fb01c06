//! Tables whose position is in another frame than their index, which is in ICRS.

use std::sync::Mutex;

use adql::{Options, Translation, translate};
use catalogue::{Published, Scope, parse};
use sky::{CellRange, Coverage, Region, SkyError, SkyPosition};

const CLOUDS: &str = r#"
title = "Clouds"
description = "Clouds of gas"
access = "public"
schema = "gas"

[[table]]
name = "clouds"
position = { lon = "l", lat = "b", healpix = "hpx", frame = "GALACTIC" }
columns.l = { type = "double", unit = "deg" }
columns.b = { type = "double", unit = "deg" }
"#;

/// Remembers what it was asked to cover.
#[derive(Default)]
struct Asked(Mutex<Vec<Region>>);

impl Coverage for Asked {
    fn cover(&self, region: &Region) -> Result<Vec<CellRange>, SkyError> {
        self.0.lock().unwrap().push(region.clone());
        Ok(vec![CellRange { first: 100, last: 199, full: false }])
    }
}

fn scope() -> Scope {
    let published = Published::new(vec![parse("gas.toml", CLOUDS).unwrap()]);
    published.scope("tap", None).unwrap()
}

fn translated(query: &str) -> (Translation, Vec<Region>) {
    let asked = Asked::default();
    let translation = translate(query, &scope(), &asked, &Options::default()).unwrap();
    (translation, asked.0.into_inner().unwrap())
}

/// The galactic centre (IAU 1958) in ICRS.
fn centre() -> SkyPosition {
    SkyPosition::new(266.404_99, -28.936_17).unwrap()
}

#[test]
fn the_index_is_asked_for_the_region_in_icrs() {
    for condition in [
        "1 = CONTAINS(POINT('GALACTIC', l, b), CIRCLE('GALACTIC', 0, 0, 0.5))",
        "1 = CONTAINS(POINT('GALACTIC', l, b), CIRCLE('ICRS', 266.40499, -28.93617, 0.5))",
        "DISTANCE(POINT('ICRS', 266.40499, -28.93617), POINT('GALACTIC', l, b)) <= 0.5",
    ] {
        let (translation, regions) = translated(&format!("SELECT l FROM gas.clouds WHERE {condition}"));
        let [Region::Cone(cone)] = regions.as_slice() else { panic!("{condition}: {regions:?}") };
        assert!(cone.centre().separation_deg(&centre()) < 1e-4, "{condition}: {cone:?}");
        assert_eq!(cone.radius_deg(), 0.5, "{condition}");
        assert!(translation.sky_indexed, "{condition}");
    }
}

#[test]
fn cells_and_neighbours_in_galactic_coordinates_are_not_read_off_the_index() {
    for query in [
        "SELECT ivo_healpix_index(8, l, b) AS cell FROM gas.clouds",
        "SELECT TOP 5 l FROM gas.clouds ORDER BY DISTANCE(l, b, 1, 2)",
        "SELECT c.l FROM gas.clouds AS c JOIN gas.clouds AS d ON DISTANCE(c.l, c.b, d.l, d.b) < 0.01",
    ] {
        let (translation, regions) = translated(query);
        assert!(!translation.sql.contains("hpx") && regions.is_empty(), "{query}: {}", translation.sql);
        assert!(!translation.sky_indexed, "{query}");
    }
}
