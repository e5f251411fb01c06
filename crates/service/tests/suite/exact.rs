//! Conditions on the sky at awkward places: the rows are those of brute force with vectors, to 1e-9 degree.

use std::collections::BTreeSet;

use crate::server::asked_rim as asked;
use crate::sky::{Vector, angle_deg, cross, dot, rim, vector};

type Ids = BTreeSet<i64>;

/// Radii from less than the smallest cell of HEALPix to nearly the whole sky.
pub const RADII_DEG: [f64; 6] = [1e-7, 0.003, 0.5, 30.0, 90.0, 179.5];

/// Poles, RA 0, borders and corners of base cells, and a place that is none of these.
pub const CENTRES: [(f64, f64); 8] = [
    (0.0, 90.0),
    (77.0, -90.0),
    (0.0, 0.0),
    (359.999_999_999, 12.0),
    (45.0, 41.810_314_895_778_6),
    (90.0, 0.0),
    (180.0, -66.0),
    (123.4, 5.6),
];

fn inside(holds: impl Fn(&Vector) -> bool) -> Ids {
    rim().iter().filter(|(_, place)| holds(&vector(*place))).map(|(id, _)| *id).collect()
}

async fn compare(condition: &str, expected: &Ids) {
    between(condition, expected, expected).await;
}

/// The rows of a condition hold all of `sure` and nothing beyond `possible`.
async fn between(condition: &str, sure: &Ids, possible: &Ids) {
    let found = asked(&format!("SELECT r.id FROM sky.rim AS r WHERE {condition}")).await;
    assert_eq!(
        found.len(),
        found.iter().collect::<BTreeSet<_>>().len(),
        "a row was returned twice: {condition}"
    );
    let found: Ids = found.into_iter().collect();
    let (lost, extra) = (sure.difference(&found).count(), found.difference(possible).count());
    assert!(lost + extra == 0, "{condition}: {lost} rows lost, {extra} extra of {}", sure.len());
}

#[tokio::test]
async fn cones_in_all_spellings_hold_the_rows_of_brute_force() {
    const PLACE: &str = "POINT('ICRS', r.ra, r.dec)";
    for (lon, lat) in CENTRES {
        for radius in RADII_DEG {
            let centre = vector((lon, lat));
            // Who stands on the rim itself, closer than a billionth of a degree, may be in or out.
            let sure = inside(|place| angle_deg(place, &centre) < radius - 1e-9);
            let possible = inside(|place| angle_deg(place, &centre) < radius + 1e-9);
            let (point, circle) =
                (format!("POINT({lon}, {lat})"), format!("CIRCLE('ICRS', {lon}, {lat}, {radius})"));
            for near in [
                format!("1 = CONTAINS({PLACE}, {circle})"),
                format!("DISTANCE({PLACE}, {point}) < {radius}"),
                format!("{radius} >= DISTANCE({lon}, {lat}, r.ra, r.dec)"),
                format!("CONTAINS({point}, CIRCLE(r.ra, r.dec, {radius})) = 1"),
            ] {
                between(&near, &sure, &possible).await;
            }
            let all = inside(|_| true);
            let others = |ids: &Ids| all.difference(ids).copied().collect::<Ids>();
            for far in [
                format!("0 = CONTAINS({PLACE}, {circle})"),
                format!("NOT (DISTANCE({PLACE}, {point}) <= {radius})"),
            ] {
                between(&far, &others(&possible), &others(&sure)).await;
            }
        }
    }
}

#[tokio::test]
async fn circles_that_touch_are_those_whose_centres_are_within_both_radii() {
    for (lon, lat) in CENTRES {
        let centre = vector((lon, lat));
        let circle = format!("CIRCLE({lon}, {lat}, 0.3)");
        let near = inside(|place| angle_deg(place, &centre) < 0.5);
        compare(&format!("1 = INTERSECTS(CIRCLE(r.ra, r.dec, 0.2), {circle})"), &near).await;
        compare(&format!("INTERSECTS({circle}, CIRCLE(r.ra, r.dec, 0.2)) = 1"), &near).await;
        let within = inside(|place| angle_deg(place, &centre) < 0.5);
        compare(&format!("1 = CONTAINS(CIRCLE(r.ra, r.dec, 0.2), CIRCLE({lon}, {lat}, 0.7))"), &within).await;
    }
}

#[tokio::test]
async fn unions_and_intersections_of_cones_hold_the_rows_of_brute_force() {
    let (a, b) = (vector((0.0, 0.0)), vector((0.4, 0.0)));
    let cone = |lon: f64| format!("1 = CONTAINS(POINT(r.ra, r.dec), CIRCLE({lon}, 0.0, 0.5))");
    let (in_a, in_b) =
        (inside(|place| angle_deg(place, &a) < 0.5), inside(|place| angle_deg(place, &b) < 0.5));
    compare(&format!("{} OR {}", cone(0.0), cone(0.4)), &in_a.union(&in_b).copied().collect()).await;
    compare(&format!("{} AND {}", cone(0.0), cone(0.4)), &in_a.intersection(&in_b).copied().collect()).await;
    compare(&format!("{} AND NOT {}", cone(0.0), cone(0.4)), &in_a.difference(&in_b).copied().collect())
        .await;
}

/// Corners in degrees from a centre, put on the sky round each centre by way of its tangent plane.
fn on_sky((lon_deg, lat_deg): (f64, f64), corners: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let centre = vector((lon_deg, lat_deg));
    let (lon_sin, lon_cos) = lon_deg.to_radians().sin_cos();
    let east = [-lon_sin, lon_cos, 0.0];
    let north = cross(&centre, &east);
    let corner = |(x, y): &(f64, f64)| {
        let (x, y) = (x.to_radians(), y.to_radians());
        let place: Vector = std::array::from_fn(|i| centre[i] + x * east[i] + y * north[i]);
        let lat_rad = place[2].atan2(place[0].hypot(place[1]));
        (place[1].atan2(place[0]).to_degrees().rem_euclid(360.0), lat_rad.to_degrees())
    };
    corners.iter().map(corner).collect()
}

/// Whether a place is on the inner side of each edge of a convex polygon.
fn in_convex(place: &Vector, corners: &[(f64, f64)]) -> bool {
    let side = |i: usize| {
        let (from, to) = (vector(corners[i]), vector(corners[(i + 1) % corners.len()]));
        dot(&cross(&from, &to), place)
    };
    (0..corners.len()).all(|i| side(i) > 0.0)
}

fn polygon(corners: &[(f64, f64)]) -> String {
    let numbers: Vec<String> = corners.iter().map(|(lon, lat)| format!("{lon:?}, {lat:?}")).collect();
    format!("POLYGON('ICRS', {})", numbers.join(", "))
}

#[tokio::test]
async fn convex_polygons_hold_the_rows_of_brute_force() {
    for centre in CENTRES {
        for size in [0.4, 20.0] {
            let corners = on_sky(
                centre,
                &[(-size, -size), (size, -1.1 * size), (1.2 * size, size), (-size, 0.8 * size)],
            );
            let expected = inside(|place| in_convex(place, &corners));
            assert!(!expected.is_empty());
            compare(&format!("1 = CONTAINS(POINT(r.ra, r.dec), {})", polygon(&corners)), &expected).await;
            // The same the other way round the corners.
            let turned: Vec<(f64, f64)> = corners.iter().rev().copied().collect();
            compare(&format!("INTERSECTS(POINT(r.ra, r.dec), {}) = 1", polygon(&turned)), &expected).await;
        }
    }
}

#[tokio::test]
async fn concave_polygons_hold_the_rows_of_their_convex_parts() {
    for centre in CENTRES {
        // The letter L, and its two parts on both sides of the diagonal from the inner corner.
        let corners =
            on_sky(centre, &[(-0.6, -0.6), (0.6, -0.6), (0.6, -0.1), (-0.1, -0.1), (-0.1, 0.6), (-0.6, 0.6)]);
        let foot = [corners[0], corners[1], corners[2], corners[3]];
        let stem = [corners[0], corners[3], corners[4], corners[5]];
        let expected = inside(|place| in_convex(place, &foot) || in_convex(place, &stem));
        assert!(!expected.is_empty());
        compare(&format!("1 = CONTAINS(POINT(r.ra, r.dec), {})", polygon(&corners)), &expected).await;
    }
}

#[tokio::test]
async fn nearest_neighbours_come_in_order() {
    for (lon, lat) in CENTRES {
        let centre = vector((lon, lat));
        let mut nearest: Vec<f64> =
            rim().iter().map(|(_, place)| angle_deg(&vector(*place), &centre)).collect();
        nearest.sort_by(f64::total_cmp);
        let adql =
            format!("SELECT TOP 20 r.id FROM sky.rim AS r ORDER BY DISTANCE(r.ra, r.dec, {lon}, {lat})");
        let found = asked(&adql).await;
        assert_eq!(found.len(), 20);
        let places = rim();
        for (id, expected) in found.iter().zip(&nearest) {
            let place = places.iter().find(|(known, _)| known == id).unwrap().1;
            assert!((angle_deg(&vector(place), &centre) - expected).abs() < 1e-9, "{adql}");
        }
    }
}
