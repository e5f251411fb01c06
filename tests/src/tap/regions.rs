//! Boxes, polygons, circles that touch, and nearest neighbours on the demo, against vectors computed here.

use crate::client::Client;

use super::sky::{Cone, Ids, PLACE, Sky, id, separation_deg, vector};

type Vector = [f64; 3];
type Corner = (f64, f64);

fn dot(a: Vector, b: Vector) -> f64 {
    (0..3).map(|i| a[i] * b[i]).sum()
}

fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// East and north of a place, in the plane that touches the sky there.
fn axes((lon_deg, lat_deg): Corner) -> (Vector, Vector) {
    let (sin, cos) = lon_deg.to_radians().sin_cos();
    let east = [-sin, cos, 0.0];
    (east, cross(vector(lon_deg, lat_deg), east))
}

/// In the tangent plane of its centre a box is a rectangle.
fn in_box(place: Vector, centre: Corner, width_deg: f64, height_deg: f64) -> bool {
    let (east, north) = axes(centre);
    let depth = dot(place, vector(centre.0, centre.1));
    let half = |deg: f64| (deg / 2.0).to_radians().tan();
    depth > 0.0
        && (dot(place, east) / depth).abs() <= half(width_deg)
        && (dot(place, north) / depth).abs() <= half(height_deg)
}

/// Whether a small polygon is turned round by its corners as seen from a place, whatever its form.
fn in_polygon(place: Vector, corners: &[Corner]) -> bool {
    let corners: Vec<Vector> = corners.iter().map(|(lon, lat)| vector(*lon, *lat)).collect();
    let turn = |a: Vector, b: Vector| {
        let (a_side, b_side) = (cross(place, a), cross(place, b));
        dot(place, cross(a_side, b_side)).atan2(dot(a_side, b_side))
    };
    let turns = (0..corners.len()).map(|i| turn(corners[i], corners[(i + 1) % corners.len()]));
    // Places opposite to a polygon see it turn as well.
    dot(place, corners[0]) > 0.0 && turns.sum::<f64>().abs() > std::f64::consts::PI
}

/// Corners round a centre, from degrees east and north on its tangent plane.
fn round(centre: Corner, steps: &[(f64, f64)]) -> Vec<Corner> {
    let (east, north) = axes(centre);
    let middle = vector(centre.0, centre.1);
    let corner = |(x, y): &(f64, f64)| {
        let place: Vector =
            std::array::from_fn(|i| middle[i] + x.to_radians() * east[i] + y.to_radians() * north[i]);
        let lat_deg = place[2].atan2(place[0].hypot(place[1])).to_degrees();
        (place[1].atan2(place[0]).to_degrees().rem_euclid(360.0), lat_deg)
    };
    steps.iter().map(corner).collect()
}

fn polygon(corners: &[Corner]) -> String {
    let numbers: Vec<String> = corners.iter().map(|(lon, lat)| format!("{lon:?}, {lat:?}")).collect();
    format!("POLYGON({})", numbers.join(", "))
}

/// Across RA 0, an ordinary field, the field near the pole, the pole, a border of base cells with few objects.
const CENTRES: [Corner; 5] = [(0.0, 1.2), (211.8, 55.16), (40.0, 87.4), (0.0, 90.0), (150.1, 2.2)];

#[tokio::test]
async fn boxes_hold_the_objects_of_the_rectangle_in_the_tangent_plane() {
    let sky = Sky::fetch().await;
    for centre in CENTRES {
        for (width_deg, height_deg) in [(0.3, 2.0), (1.0, 0.4), (40.0, 7.0), (1e-6, 1e-6), (179.0, 179.0)] {
            let shape = format!("BOX('ICRS', {}, {}, {width_deg:?}, {height_deg:?})", centre.0, centre.1);
            let expected = sky.where_holds(|place| in_box(place, centre, width_deg, height_deg));
            assert_eq!(sky.query(&format!("1 = CONTAINS({PLACE}, {shape})")).await, expected, "{shape}");
            let others = sky.where_holds(|place| !in_box(place, centre, width_deg, height_deg));
            assert_eq!(sky.query(&format!("CONTAINS({PLACE}, {shape}) = 0")).await, others, "{shape}");
        }
    }
}

#[tokio::test]
async fn polygons_hold_the_objects_that_they_wind_round() {
    let sky = Sky::fetch().await;
    // A kite, the letter L, and a star with notches.
    let forms: [&[(f64, f64)]; 3] = [
        &[(-1.0, -0.2), (0.1, -1.1), (1.3, 0.4), (0.2, 1.0)],
        &[(-1.0, -1.0), (1.0, -1.0), (1.0, -0.3), (-0.3, -0.3), (-0.3, 1.0), (-1.0, 1.0)],
        &[
            (0.0, 1.5),
            (-0.2, 0.2),
            (-1.5, 0.0),
            (-0.2, -0.2),
            (0.0, -1.5),
            (0.2, -0.2),
            (1.5, 0.0),
            (0.2, 0.2),
        ],
    ];
    for centre in CENTRES {
        for form in forms {
            let mut corners = round(centre, form);
            let expected = sky.where_holds(|place| in_polygon(place, &corners));
            assert!(!expected.is_empty(), "{centre:?}");
            let shape = polygon(&corners);
            assert_eq!(sky.query(&format!("1 = CONTAINS({PLACE}, {shape})")).await, expected, "{shape}");
            corners.reverse();
            let turned = polygon(&corners);
            assert_eq!(sky.query(&format!("INTERSECTS({PLACE}, {turned}) = 1")).await, expected, "{turned}");
            let others = sky.where_holds(|place| !in_polygon(place, &corners));
            assert_eq!(sky.query(&format!("NOT 1 = CONTAINS({PLACE}, {turned})")).await, others, "{turned}");
        }
    }
}

#[tokio::test]
async fn regions_joined_by_or_and_not_hold_the_objects_of_each() {
    let sky = Sky::fetch().await;
    let corners = round((0.0, 1.2), &[(-0.5, -0.5), (0.6, -0.4), (0.0, 0.5)]);
    let (box_centre, cone) = ((0.4, 1.3), Cone { lon_deg: 359.6, lat_deg: 1.0, radius_deg: 0.45 });
    let middle = vector(cone.lon_deg, cone.lat_deg);
    let in_cone = |place| separation_deg(place, middle) < cone.radius_deg;
    let (a, b, c) = (
        format!("1 = CONTAINS({PLACE}, {})", cone.circle()),
        format!("1 = CONTAINS({PLACE}, BOX(0.4, 1.3, 0.7, 0.5))"),
        format!("1 = CONTAINS({PLACE}, {})", polygon(&corners)),
    );
    let boxed = |place| in_box(place, box_centre, 0.7, 0.5);
    let cut = |place| in_polygon(place, &corners);
    type Holds<'h> = Box<dyn Fn(Vector) -> bool + 'h>;
    let questions: Vec<(String, Holds<'_>)> = vec![
        (format!("{a} OR {b}"), Box::new(|place| in_cone(place) || boxed(place))),
        (format!("{a} AND {c}"), Box::new(|place| in_cone(place) && cut(place))),
        (
            format!("({a} OR {b}) AND NOT ({c})"),
            Box::new(|place| (in_cone(place) || boxed(place)) && !cut(place)),
        ),
        (format!("NOT ({a} OR {c})"), Box::new(|place| !in_cone(place) && !cut(place))),
        (format!("{c} AND NOT {b}"), Box::new(|place| cut(place) && !boxed(place))),
    ];
    for (condition, holds) in questions {
        let expected = sky.where_holds(holds);
        assert!(!expected.is_empty(), "{condition}");
        assert_eq!(sky.query(&condition).await, expected, "{condition}");
    }
}

#[tokio::test]
async fn circles_of_rows_touch_a_circle_where_both_radii_reach() {
    let sky = Sky::fetch().await;
    for (lon, lat) in CENTRES {
        let centre = vector(lon, lat);
        let near = sky.where_holds(|place| separation_deg(place, centre) < 0.9);
        for condition in [
            format!("1 = INTERSECTS(CIRCLE(alpha_j2000, delta_j2000, 0.4), CIRCLE({lon}, {lat}, 0.5))"),
            format!("INTERSECTS(CIRCLE({lon}, {lat}, 0.5), CIRCLE({PLACE}, 0.4)) = 1"),
            format!("1 = CONTAINS(CIRCLE(alpha_j2000, delta_j2000, 0.4), CIRCLE({lon}, {lat}, 1.3))"),
        ] {
            assert_eq!(sky.query(&condition).await, near, "{condition}");
        }
        let reach_deg = |number: i64| 0.02 * (number % 20) as f64;
        let of_rows =
            sky.where_numbered(|number, place| separation_deg(place, centre) < 0.5 + reach_deg(number));
        let condition = format!(
            "1 = INTERSECTS(CIRCLE(alpha_j2000, delta_j2000, 0.02 * MOD(number, 20)), CIRCLE({lon}, {lat}, 0.5))"
        );
        assert_eq!(sky.query(&condition).await, of_rows, "{condition}");
    }
}

#[tokio::test]
async fn stored_polygons_hold_points_and_touch_circles_as_their_corners_say() {
    let client = Client::shared();
    let tiles = client.rows("SELECT tile_id, s_region FROM jplus.TileImage").await;
    let corners = |row: &[String]| -> Vec<Corner> {
        let text = row[1].trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-');
        let numbers: Vec<f64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();
        numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let mut covered = 0;
    for (lon, lat) in [(0.01, 1.1), (211.8, 55.9), (40.0, 87.5), (123.0, 90.0), (150.0, 2.1), (300.0, -40.0)]
    {
        let place = vector(lon, lat);
        let inside = ids_where(&tiles.rows, |row| in_polygon(place, &corners(row)));
        let touching = ids_where(&tiles.rows, |row| {
            let corners = corners(row);
            let edges = (0..corners.len()).map(|i| (corners[i], corners[(i + 1) % corners.len()]));
            in_polygon(place, &corners) || edges.into_iter().any(|edge| to_edge_deg(place, edge) < 0.8)
        });
        for (condition, expected) in [
            (format!("1 = CONTAINS(POINT({lon}, {lat}), s_region)"), &inside),
            (format!("1 = INTERSECTS(s_region, POINT({lon}, {lat}))"), &inside),
            (format!("1 = INTERSECTS(s_region, CIRCLE({lon}, {lat}, 0.8))"), &touching),
            (format!("INTERSECTS(CIRCLE({lon}, {lat}, 0.8), s_region) = 1"), &touching),
        ] {
            let found = client.rows(&format!("SELECT tile_id FROM jplus.TileImage WHERE {condition}")).await;
            assert_eq!(&ids_where(&found.rows, |_| true), expected, "{condition}");
        }
        covered += usize::from(!inside.is_empty());
    }
    assert!(covered >= 4, "{covered} places are on images");
}

fn ids_where(rows: &[Vec<String>], holds: impl Fn(&[String]) -> bool) -> Vec<i64> {
    let mut ids: Vec<i64> = rows.iter().filter(|row| holds(row)).map(|row| row[0].parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

/// The angle between a place and the nearest point of an edge.
fn to_edge_deg(place: Vector, (from, to): (Corner, Corner)) -> f64 {
    let (from, to) = (vector(from.0, from.1), vector(to.0, to.1));
    let normal = cross(from, to);
    let beside = dot(cross(normal, from), place) > 0.0 && dot(cross(to, normal), place) > 0.0;
    if beside {
        let length = dot(normal, normal).sqrt();
        return (dot(normal, place).abs() / length).asin().to_degrees();
    }
    separation_deg(place, from).min(separation_deg(place, to))
}

#[tokio::test]
async fn nearest_objects_are_the_first_of_all_sorted_by_distance() {
    let sky = Sky::fetch().await;
    let centres = CENTRES.into_iter().chain([(270.0, -66.0), (359.999_999, 0.0), (45.0, 41.8)]);
    for (lon, lat) in centres {
        let centre = vector(lon, lat);
        let mut all = sky.distances(centre);
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (count, by) in [
            (1, format!("DISTANCE({PLACE}, POINT({lon}, {lat}))")),
            (40, format!("DISTANCE({lon}, {lat}, alpha_j2000, delta_j2000)")),
            (3000, format!("DISTANCE(alpha_j2000, delta_j2000, {lon}, {lat})")),
        ] {
            let adql =
                format!("SELECT TOP {count} tile_id, number, {by} AS d FROM jplus.MagABDualObj ORDER BY d");
            let found = sky.client.rows(&adql).await;
            assert_eq!(found.rows.len(), count, "{adql}");
            let ids: Ids = found.rows.iter().map(|row| id(row)).collect();
            assert_eq!(ids, all[..count].iter().map(|one| one.1).collect::<Ids>(), "{adql}");
            for (found, (expected, _)) in found.numbers("d").iter().zip(&all) {
                assert!((found - expected).abs() < 1e-9, "{adql}: {found} {expected}");
            }
        }
    }
}
