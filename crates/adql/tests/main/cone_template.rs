//! Templates of cone searches: their values are those of ordinary translations.

use adql::{AdqlError, ConeTemplate, Options, Translation, translate};
use catalogue::{Frame, Scope, Storage, Table};
use proptest::prelude::*;
use sky::{Cone, Coverage, Healpix, Region, SkyError, SkyPosition};

use crate::bound::bound;
use crate::sample;

/// Tables with their positions: plain, with conditions on rows, with arrays, composed of several relations.
const TABLES: &[(&str, &str, &str)] = &[
    ("demo.stars", "ra", "dec"),
    ("jplus.Restricted", "RA", "DEC"),
    ("jplus.MagABDualObj", "ALPHA_J2000", "DELTA_J2000"),
    ("jpas.Apertures", "ALPHA_J2000", "DELTA_J2000"),
    ("jpas.RestrictedApertures", "ALPHA_J2000", "DELTA_J2000"),
];

fn query(table: (&str, &str, &str), cone: &Cone, ordered: bool) -> String {
    let (table, lon, lat) = table;
    let (centre, radius_deg) = (cone.centre(), cone.radius_deg());
    let place = format!("POINT({:?}, {:?})", centre.lon_deg(), centre.lat_deg());
    let order = if ordered { " ORDER BY d" } else { "" };
    format!(
        "SELECT *, DISTANCE(POINT({lon}, {lat}), {place}) AS d FROM {table} \
         WHERE DISTANCE(POINT({lon}, {lat}), {place}) <= {radius_deg:?}{order}"
    )
}

fn ordinary(
    scope: &Scope,
    table: (&str, &str, &str),
    ordered: bool,
    cone: &Cone,
) -> Result<Translation, AdqlError> {
    let options = Options { rows_max: Some(101), ..sample::options() };
    translate(&query(table, cone, ordered), scope, &Healpix, &options)
}

fn template(scope: &Scope, table: (&str, &str, &str), ordered: bool) -> Option<ConeTemplate> {
    ConeTemplate::of(&Healpix, |cone| ordinary(scope, table, ordered, cone)).unwrap()
}

fn cone(lon_deg: f64, lat_deg: f64, radius_deg: f64) -> Cone {
    Cone::new(SkyPosition::new(lon_deg, lat_deg).unwrap(), radius_deg).unwrap()
}

/// The sample with the position table of `demo` changed.
fn scope_with(change: impl Fn(&mut Table)) -> Scope {
    let mut scope = serde_json::to_value(sample::scope()).unwrap();
    let stars = find(&mut scope).unwrap();
    let mut table: Table = serde_json::from_value(stars.clone()).unwrap();
    change(&mut table);
    *stars = serde_json::to_value(table).unwrap();
    serde_json::from_value(scope).unwrap()
}

/// The table `stars`, wherever it is in the document.
fn find(value: &mut serde_json::Value) -> Option<&mut serde_json::Value> {
    if value.get("name").is_some_and(|name| name == "stars") {
        return Some(value);
    }
    match value {
        serde_json::Value::Object(fields) => fields.values_mut().find_map(find),
        serde_json::Value::Array(items) => items.iter_mut().find_map(find),
        _ => None,
    }
}

fn check(table: (&str, &str, &str), ordered: bool, cone: &Cone) {
    let scope = sample::scope();
    let template = template(&scope, table, ordered).unwrap();
    let params = template.params(cone, &Healpix).unwrap();
    let made = Translation { params, ..template.translation().clone() };
    let expected = ordinary(&scope, table, ordered, cone).unwrap();
    // Equal numbers share a parameter in the ordinary translation, so only what is bound is compared.
    assert_eq!(bound(&made), bound(&expected));
    let unbound = |translation: &Translation| Translation {
        sql: String::new(),
        params: Vec::new(),
        ..translation.clone()
    };
    assert_eq!(unbound(&made), unbound(&expected));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_template_gives_what_an_ordinary_translation_gives(
        lon_deg in 0.0..360.0,
        lat_deg in -90.0..=90.0,
        power in -9.0..0.0,
        table in 0..TABLES.len(),
        ordered: bool,
    ) {
        check(TABLES[table], ordered, &cone(lon_deg, lat_deg, 10_f64.powf(power).min(0.9999)));
    }
}

#[test]
fn poles_and_equal_numbers_are_no_exception() {
    for (lon_deg, lat_deg, radius_deg) in
        [(0.0, 90.0, 0.1), (0.0, 0.0, 0.0), (0.5, 0.5, 0.5), (60.0, -90.0, 1e-200), (360.0, -0.0, 0.9)]
    {
        for &table in TABLES {
            check(table, true, &cone(lon_deg, lat_deg, radius_deg));
        }
    }
}

#[test]
fn the_text_of_the_template_is_that_of_the_ordinary_translation() {
    let scope = sample::scope();
    for &table in TABLES {
        let template = template(&scope, table, false).unwrap();
        let cone = cone(10.25, -20.5, 0.125);
        let expected = ordinary(&scope, table, false, &cone).unwrap();
        assert_eq!(template.translation().sql, expected.sql);
        assert_eq!(template.params(&cone, &Healpix), Some(expected.params));
    }
}

#[test]
fn cones_that_want_another_statement_have_no_values() {
    let template = template(&sample::scope(), TABLES[0], false).unwrap();
    assert!(template.params(&cone(10.0, 20.0, 0.999), &Healpix).is_some());
    assert_eq!(template.params(&cone(10.0, 20.0, 1.0), &Healpix), None);
    assert_eq!(template.params(&cone(10.0, 20.0, 180.0), &Healpix), None);
}

#[test]
fn a_cone_that_cannot_be_covered_has_no_values() {
    struct Nothing;
    impl Coverage for Nothing {
        fn cover(&self, _: &Region) -> Result<Vec<sky::CellRange>, SkyError> {
            Err(SkyError::Unavailable("the host is away".to_owned()))
        }
    }
    let template = template(&sample::scope(), TABLES[0], false).unwrap();
    assert_eq!(template.params(&cone(10.0, 20.0, 0.1), &Nothing), None);
}

#[test]
fn storages_that_want_ranges_in_the_text_have_no_template() {
    for storage in [Storage::Partitioned, Storage::Citus] {
        let scope = scope_with(|table| table.storage = storage);
        assert!(template(&scope, TABLES[0], false).is_none(), "{storage:?}");
    }
    let scope = scope_with(|table| table.position.as_mut().unwrap().healpix = None);
    assert!(template(&scope, TABLES[0], false).is_none());
}

#[test]
fn positions_in_another_frame_have_no_template() {
    let galactic = scope_with(|table| {
        table.position.as_mut().unwrap().frame = Frame::Galactic;
        for place in [2, 3] {
            table.columns[place].field.frame = Some(Frame::Galactic);
        }
    });
    let translated = |cone: &Cone| {
        let centre = cone.centre();
        let place = format!("POINT('ICRS', {:?}, {:?})", centre.lon_deg(), centre.lat_deg());
        let text = format!(
            "SELECT id FROM demo.stars WHERE DISTANCE(POINT('GALACTIC', ra, dec), {place}) <= {:?}",
            cone.radius_deg()
        );
        translate(&text, &galactic, &Healpix, &sample::options())
    };
    assert!(translated(&cone(10.0, 20.0, 0.1)).unwrap().sky_indexed);
    assert!(ConeTemplate::of(&Healpix, translated).unwrap().is_none());
}

#[test]
fn an_error_of_the_query_is_passed_on() {
    let error = ConeTemplate::of(&Healpix, |cone| {
        ordinary(&sample::scope(), ("demo.star", "ra", "dec"), false, cone)
    });
    assert_eq!(error.unwrap_err().message(), "unknown table `demo.star`");
}
