//! Places close to the edges of polygons and boxes, all over the sky: inside and outside by a billionth of a degree.

use crate::exact::CENTRES;
use crate::sky::{Vector, cross, dot, stars, vector};

/// Longitude and latitude in degrees.
pub type Corner = (f64, f64);

/// How far the places are from the edge, in degrees.
const AWAY_DEG: f64 = 2e-9;

/// Degrees east and north of a centre, in the plane that touches the sky there.
type Form = &'static [(f64, f64)];

/// A small square and a wide kite, the letter L, a star with notches.
pub const FORMS: [Form; 4] = [
    &[(-0.05, -0.05), (0.05, -0.05), (0.05, 0.05), (-0.05, 0.05)],
    &[(-20.0, -3.0), (2.0, -18.0), (25.0, 4.0), (3.0, 16.0)],
    &[(-0.6, -0.6), (0.6, -0.6), (0.6, -0.1), (-0.1, -0.1), (-0.1, 0.6), (-0.6, 0.6)],
    &[(0.0, 3.0), (-0.4, 0.4), (-3.0, 0.0), (-0.4, -0.4), (0.0, -3.0), (0.4, -0.4), (3.0, 0.0), (0.4, 0.4)],
];

/// Width and height of boxes in degrees.
pub const BOXES: [(f64, f64); 4] = [(0.2, 0.1), (3.0, 30.0), (100.0, 7.0), (1e-6, 1e-6)];

/// East and north of a place.
fn axes((lon_deg, lat_deg): Corner) -> (Vector, Vector) {
    let (lon_sin, lon_cos) = lon_deg.to_radians().sin_cos();
    let east = [-lon_sin, lon_cos, 0.0];
    (east, cross(&vector((lon_deg, lat_deg)), &east))
}

/// The corners of a form round a centre, in its order.
pub fn corners(centre: Corner, form: &[(f64, f64)]) -> Vec<Corner> {
    let (east, north) = axes(centre);
    let middle = vector(centre);
    let corner = |(x, y): &(f64, f64)| {
        let (x, y) = (x.to_radians(), y.to_radians());
        place(std::array::from_fn(|i| middle[i] + x * east[i] + y * north[i]))
    };
    form.iter().map(corner).collect()
}

/// The corners of a box: the rectangle of its tangents in the plane that touches the sky at its centre.
pub fn box_corners(centre: Corner, (width_deg, height_deg): (f64, f64)) -> Vec<Corner> {
    let half = |deg: f64| (deg / 2.0).to_radians().tan().to_degrees();
    let (x, y) = (half(width_deg), half(height_deg));
    corners(centre, &[(-x, -y), (x, -y), (x, y), (-x, y)])
}

/// An even sky, and places on both sides of each edge of all shapes, in the middle and towards the ends.
pub fn edge() -> Vec<(i64, Corner)> {
    let even = stars().into_iter().filter_map(|star| star.place);
    let polygons = CENTRES.into_iter().flat_map(|centre| FORMS.map(|form| corners(centre, form)));
    let boxes = CENTRES.into_iter().flat_map(|centre| BOXES.map(|size| box_corners(centre, size)));
    (0..).zip(even.chain(polygons.chain(boxes).flat_map(|corners| beside(&corners)))).collect()
}

/// Whether a place sees the corners go round it, whatever the form; shapes are smaller than half the sky.
pub fn winds(place: &Vector, corners: &[Corner]) -> bool {
    let corners: Vec<Vector> = corners.iter().map(|corner| vector(*corner)).collect();
    let turn = |a: &Vector, b: &Vector| {
        let (a_side, b_side) = (cross(place, a), cross(place, b));
        dot(place, &cross(&a_side, &b_side)).atan2(dot(&a_side, &b_side))
    };
    let turns = (0..corners.len()).map(|i| turn(&corners[i], &corners[(i + 1) % corners.len()]));
    let middle: Vector = std::array::from_fn(|i| corners.iter().map(|corner| corner[i]).sum());
    // Places opposite to a shape see it turn as well.
    dot(place, &middle) > 0.0 && turns.sum::<f64>().abs() > std::f64::consts::PI
}

/// Whether a place is in the rectangle that a box is in the plane that touches the sky at its centre.
pub fn in_box(place: &Vector, centre: Corner, (width_deg, height_deg): (f64, f64)) -> bool {
    let (east, north) = axes(centre);
    let depth = dot(place, &vector(centre));
    let half = |deg: f64| (deg / 2.0).to_radians().tan();
    depth > 0.0
        && (dot(place, &east) / depth).abs() <= half(width_deg)
        && (dot(place, &north) / depth).abs() <= half(height_deg)
}

/// `POLYGON` of ADQL.
pub fn polygon(corners: &[Corner]) -> String {
    let numbers: Vec<String> = corners.iter().map(|(lon, lat)| format!("{lon:?}, {lat:?}")).collect();
    format!("POLYGON({})", numbers.join(", "))
}

fn beside(corners: &[Corner]) -> Vec<Corner> {
    let edges = (0..corners.len()).map(|i| (corners[i], corners[(i + 1) % corners.len()]));
    let steps = |(from, to): (Corner, Corner)| {
        let (from, to) = (vector(from), vector(to));
        let normal = unit(cross(&from, &to));
        [0.1, 0.5, 0.8].into_iter().flat_map(move |part| {
            let on: Vector = unit(std::array::from_fn(|i| from[i] + part * (to[i] - from[i])));
            [-AWAY_DEG, AWAY_DEG].map(|away_deg| {
                let away = away_deg.to_radians();
                place(std::array::from_fn(|i| on[i] + away * normal[i]))
            })
        })
    };
    edges.flat_map(steps).collect()
}

fn unit(vector: Vector) -> Vector {
    let length = vector.iter().map(|part| part * part).sum::<f64>().sqrt();
    vector.map(|part| part / length)
}

fn place(vector: Vector) -> Corner {
    let lat_rad = vector[2].atan2(vector[0].hypot(vector[1]));
    (vector[1].atan2(vector[0]).to_degrees().rem_euclid(360.0), lat_rad.to_degrees())
}
