//! Boxes and polygons, convex and concave: the rows are those of brute force, also a billionth of a degree from an edge.

use std::collections::BTreeSet;

use crate::edges::{BOXES, FORMS, corners, edge, in_box, polygon, winds};
use crate::exact::CENTRES;
use crate::server::{asked_rim, scope};
use crate::sky::{Vector, vector};

type Ids = BTreeSet<i64>;

fn places() -> Vec<(i64, Vector)> {
    edge().into_iter().map(|(id, place)| (id, vector(place))).collect()
}

fn inside(places: &[(i64, Vector)], holds: impl Fn(&Vector) -> bool) -> Ids {
    places.iter().filter(|(_, place)| holds(place)).map(|(id, _)| *id).collect()
}

async fn compare(condition: &str, expected: &Ids) {
    let found: Vec<i64> = asked_rim(&format!("SELECT e.id FROM sky.edge AS e WHERE {condition}")).await;
    let count = found.len();
    let found: Ids = found.into_iter().collect();
    assert_eq!(found.len(), count, "a row was returned twice: {condition}");
    let (lost, extra) = (expected.difference(&found).count(), found.difference(expected).count());
    assert!(lost + extra == 0, "{condition}: {lost} rows lost, {extra} extra of {}", expected.len());
}

#[tokio::test]
async fn boxes_hold_the_rows_of_the_rectangle_in_the_tangent_plane() {
    let places = places();
    for centre in CENTRES {
        for size in BOXES {
            let expected = inside(&places, |place| in_box(place, centre, size));
            assert!(expected.len() >= 12, "{centre:?} {size:?}");
            let ((lon, lat), (width, height)) = (centre, size);
            let shape = format!("BOX('ICRS', {lon:?}, {lat:?}, {width:?}, {height:?})");
            compare(&format!("1 = CONTAINS(POINT('ICRS', e.ra, e.dec), {shape})"), &expected).await;
            let point = format!("BOX(POINT({lon:?}, {lat:?}), {width:?}, {height:?})");
            compare(&format!("INTERSECTS({point}, POINT(e.ra, e.dec)) = 1"), &expected).await;
            let others = inside(&places, |place| !in_box(place, centre, size));
            compare(&format!("0 = CONTAINS(POINT(e.ra, e.dec), {shape})"), &others).await;
        }
    }
}

#[tokio::test]
async fn polygons_hold_the_rows_that_they_wind_round() {
    let places = places();
    for centre in CENTRES {
        for form in FORMS {
            let mut corners = corners(centre, form);
            let expected = inside(&places, |place| winds(place, &corners));
            assert!(expected.len() >= 3 * form.len(), "{centre:?} {form:?}");
            let shape = polygon(&corners);
            compare(&format!("1 = CONTAINS(POINT(e.ra, e.dec), {shape})"), &expected).await;
            corners.reverse();
            let turned = polygon(&corners);
            let others = inside(&places, |place| !winds(place, &corners));
            compare(&format!("NOT (CONTAINS(POINT(e.ra, e.dec), {turned}) = 1)"), &others).await;
        }
    }
}

#[tokio::test]
async fn unions_of_shapes_hold_the_rows_of_each() {
    let places = places();
    for centre in CENTRES {
        let letter = corners(centre, FORMS[2]);
        let (in_letter, size) = (|place: &Vector| winds(place, &letter), BOXES[1]);
        let boxed = |place: &Vector| in_box(place, centre, size);
        let (lon, lat) = centre;
        let (a, b) = (
            format!("1 = CONTAINS(POINT(e.ra, e.dec), {})", polygon(&letter)),
            format!("1 = CONTAINS(POINT(e.ra, e.dec), BOX({lon:?}, {lat:?}, {:?}, {:?}))", size.0, size.1),
        );
        compare(&format!("{a} OR {b}"), &inside(&places, |place| in_letter(place) || boxed(place))).await;
        compare(&format!("{b} AND NOT {a}"), &inside(&places, |place| boxed(place) && !in_letter(place)))
            .await;
        compare(&format!("NOT ({a} OR {b})"), &inside(&places, |place| !boxed(place) && !in_letter(place)))
            .await;
    }
}

#[test]
fn a_box_of_half_the_sky_is_refused() {
    let adql = "SELECT e.id FROM sky.edge AS e WHERE 1 = CONTAINS(POINT(e.ra, e.dec), BOX(10, 20, 180, 5))";
    let error = adql::translate(adql, &scope(), &sky::Healpix, &adql::Options::default()).unwrap_err();
    let expected = "line 1, column 83: the width of a box must be more than 0 and less than 180 degrees, this one is 180";
    assert_eq!(error.to_string(), expected);
}
