//! A small sky with awkward places, and an upload near it; matches by vectors, beside the translator.

use crate::exact::{CENTRES, RADII_DEG};
use crate::rows::Value;

/// A number and a place in degrees; an upload may lack the place.
#[derive(Clone, Copy, Debug)]
pub struct Star {
    pub id: i64,
    pub place: Option<(f64, f64)>,
}

/// How far uploads are from what they match.
pub const RADIUS_DEG: f64 = 0.05;

/// 3000 stars: an even sky, poles, RA 0 from both sides, and borders of base cells of HEALPix.
pub fn stars() -> Vec<Star> {
    let awkward = [-90.0, -41.810_314_895_778_6, -1e-9, 0.0, 41.810_314_895_778_6, 89.99, 90.0]
        .into_iter()
        .flat_map(|lat| [0.0, 1e-9, 45.0, 90.0, 135.0, 180.0, 359.999_999_999].map(|lon| (lon, lat)));
    let even = (0..2951).map(|i| {
        let z = 1.0 - (2.0 * f64::from(i) + 1.0) / 2951.0;
        ((f64::from(i) * 137.507_764_050_037_85).rem_euclid(360.0), z.asin().to_degrees())
    });
    let places = awkward.chain(even).enumerate();
    places.map(|(id, place)| Star { id: id as i64, place: Some(place) }).collect()
}

/// Every seventh star, moved by up to 1.4 radii, beyond poles and RA 0 as the numbers fall; some without a place.
pub fn uploads() -> Vec<Star> {
    let moved = |(number, star): (usize, Star)| {
        let (lon, lat) = star.place?;
        let (step, turn) = (RADIUS_DEG * 0.2 * (number % 8) as f64, number as f64);
        // Near a pole a step in longitude is short, which only makes more of them matches.
        Some((lon + step * turn.cos(), lat + step * turn.sin()))
    };
    let uploads = stars().into_iter().step_by(7).enumerate();
    uploads
        .map(|(number, star)| Star {
            id: 10_000 + number as i64,
            place: moved((number, star)).filter(|_| number % 31 != 5),
        })
        .collect()
}

/// The stars within the radius of each upload.
pub fn matches(radius_deg: f64) -> Vec<(Star, Vec<Star>)> {
    let stars = stars();
    let near = |upload: &Star| -> Vec<Star> {
        stars
            .iter()
            .filter(|star| separation_deg(upload, star).is_some_and(|deg| deg < radius_deg))
            .copied()
            .collect()
    };
    uploads().into_iter().map(|upload| (upload, near(&upload))).collect()
}

/// The row of an upload: an odd column between number and place.
pub fn row(star: &Star) -> Vec<Value> {
    let (lon, lat) =
        star.place.map_or((Value::Null, Value::Null), |(lon, lat)| (Value::Float8(lon), Value::Float8(lat)));
    vec![Value::Int8(star.id), lon, Value::Text("O'Neill"), lat]
}

fn separation_deg(one: &Star, other: &Star) -> Option<f64> {
    Some(angle_deg(&vector(one.place?), &vector(other.place?)))
}

/// A direction, or any other vector.
pub type Vector = [f64; 3];

/// The angle between two directions in degrees, exact for small and for large ones.
pub fn angle_deg(a: &Vector, b: &Vector) -> f64 {
    let length = |sign: f64| (0..3).map(|i| (a[i] + sign * b[i]).powi(2)).sum::<f64>().sqrt();
    (2.0 * length(-1.0).atan2(length(1.0))).to_degrees()
}

/// The scalar product.
pub fn dot(a: &Vector, b: &Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The vector product.
pub fn cross(a: &Vector, b: &Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// An even sky, and places 2e-9 degree inside and outside the rim of each cone of the tests, all round it.
pub fn rim() -> Vec<(i64, (f64, f64))> {
    let even = stars().into_iter().filter_map(|star| star.place);
    let cones = CENTRES.into_iter().flat_map(|centre| RADII_DEG.map(|radius_deg| (centre, radius_deg)));
    let near = cones.flat_map(|(centre, radius_deg)| {
        let step = move |turn: i32, away_deg: f64| {
            at_distance(centre, radius_deg + away_deg, f64::from(turn) * 36.0 + 1.0)
        };
        (0..10).flat_map(move |turn| [step(turn, -2e-9), step(turn, 2e-9)])
    });
    (0..).zip(even.chain(near)).collect()
}

/// The place so far from another, in a direction east of north.
fn at_distance((lon_deg, lat_deg): (f64, f64), distance_deg: f64, angle_deg: f64) -> (f64, f64) {
    let (lat_sin, lat_cos) = lat_deg.to_radians().sin_cos();
    let (sin, cos) = distance_deg.to_radians().sin_cos();
    let (angle_sin, angle_cos) = angle_deg.to_radians().sin_cos();
    let (north, east) = (lat_cos * cos - lat_sin * sin * angle_cos, sin * angle_sin);
    let lat_rad = (lat_sin * cos + lat_cos * sin * angle_cos).atan2(north.hypot(east));
    ((lon_deg + east.atan2(north).to_degrees()).rem_euclid(360.0), lat_rad.to_degrees())
}

/// The direction of a place in degrees.
pub fn vector((lon_deg, lat_deg): (f64, f64)) -> [f64; 3] {
    let (lon, lat) = (lon_deg.to_radians(), lat_deg.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}
