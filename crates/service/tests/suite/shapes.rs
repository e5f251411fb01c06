//! Stored regions, and whether regions touch or hold each other, by their edges.

use crate::edges::{Corner, FORMS, corners, winds};
use crate::exact::CENTRES;
use crate::sky::{Vector, angle_deg, cross, dot, vector};

/// A row of the table: a place, a size in degrees, the corners of a polygon.
pub struct Shape {
    pub id: i64,
    pub place: Corner,
    pub size_deg: f64,
    pub corners: Vec<Corner>,
}

/// Four forms in five sizes round each awkward centre, none exactly on it.
pub fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (lon, lat) in CENTRES {
        for (form, outline) in FORMS.iter().enumerate() {
            for step in 0..5 {
                let id = shapes.len() as i64;
                let (away, turn) = (0.31 * f64::from(step), id as f64);
                let place = corners((lon, lat), &[(away * turn.cos(), away * turn.sin())])[0];
                let scale = [8.0, 0.03, 0.9, 0.25][form] * (0.4 + 0.3 * f64::from(step));
                let scaled: Vec<(f64, f64)> = outline.iter().map(|(x, y)| (x * scale, y * scale)).collect();
                shapes.push(Shape {
                    id,
                    place,
                    size_deg: 0.11 + 0.17 * f64::from(step),
                    corners: corners(place, &scaled),
                });
            }
        }
    }
    shapes
}

/// The statements that store the shapes.
pub fn shapes_sql(table: &str) -> String {
    let row = |shape: &Shape| {
        let numbers: Vec<String> =
            shape.corners.iter().map(|(lon, lat)| format!("{lon:?}, {lat:?}")).collect();
        let ((lon, lat), size) = (shape.place, shape.size_deg);
        format!("({}, {lon:?}, {lat:?}, {size:?}, '{{{}}}')", shape.id, numbers.join(", "))
    };
    let rows: Vec<String> = shapes().iter().map(row).collect();
    format!(
        "CREATE TABLE {table} (id int8, ra float8, dec float8, reach float8, outline float8[]); \
         INSERT INTO {table} VALUES {}; ANALYZE {table}",
        rows.join(", ")
    )
}

/// Whether a circle and a polygon have a point in common.
pub fn circle_touches(centre: Corner, radius_deg: f64, corners: &[Corner]) -> bool {
    let place = vector(centre);
    winds(&place, corners) || border_deg(&place, corners) <= radius_deg
}

/// Whether all of a circle is in a polygon.
pub fn circle_within(centre: Corner, radius_deg: f64, corners: &[Corner]) -> bool {
    let place = vector(centre);
    winds(&place, corners) && border_deg(&place, corners) >= radius_deg
}

/// Whether all of a polygon is in a circle smaller than half the sky.
pub fn polygon_within(corners: &[Corner], centre: Corner, radius_deg: f64) -> bool {
    corners.iter().all(|corner| angle_deg(&vector(*corner), &vector(centre)) <= radius_deg)
}

/// Whether two polygons have a point in common.
pub fn polygons_touch(one: &[Corner], other: &[Corner]) -> bool {
    edges_cross(one, other) || winds(&vector(one[0]), other) || winds(&vector(other[0]), one)
}

/// Whether all of one polygon is in another.
pub fn polygon_in_polygon(inner: &[Corner], outer: &[Corner]) -> bool {
    !edges_cross(inner, outer) && winds(&vector(inner[0]), outer)
}

fn edges(corners: &[Corner]) -> Vec<(Vector, Vector)> {
    (0..corners.len()).map(|i| (vector(corners[i]), vector(corners[(i + 1) % corners.len()]))).collect()
}

fn edges_cross(one: &[Corner], other: &[Corner]) -> bool {
    edges(one).iter().any(|(a, b)| edges(other).iter().any(|(c, d)| cross_each_other(a, b, c, d)))
}

fn cross_each_other(a: &Vector, b: &Vector, c: &Vector, d: &Vector) -> bool {
    let (ab, cd) = (cross(a, b), cross(c, d));
    let middle: Vector = std::array::from_fn(|i| a[i] + b[i]);
    let other: Vector = std::array::from_fn(|i| c[i] + d[i]);
    dot(&ab, c) * dot(&ab, d) < 0.0 && dot(&cd, a) * dot(&cd, b) < 0.0 && dot(&middle, &other) > 0.0
}

/// The angle between a place and the nearest point of the edges.
fn border_deg(place: &Vector, corners: &[Corner]) -> f64 {
    let to_edge = |(from, to): &(Vector, Vector)| {
        let normal = cross(from, to);
        let beside = dot(&cross(&normal, from), place) > 0.0 && dot(&cross(to, &normal), place) > 0.0;
        if beside {
            let sine = dot(&normal, place).abs() / dot(&normal, &normal).sqrt();
            return sine.asin().to_degrees();
        }
        angle_deg(place, from).min(angle_deg(place, to))
    };
    edges(corners).iter().map(to_edge).fold(180.0, f64::min)
}
