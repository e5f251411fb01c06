//! A small sky with awkward places, and an upload near it; matches by vectors, beside the translator.

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

/// The angle between two places, exact for small and for large ones.
fn separation_deg(one: &Star, other: &Star) -> Option<f64> {
    let (a, b) = (vector(one.place?), vector(other.place?));
    let length = |sign: f64| (0..3).map(|i| (a[i] + sign * b[i]).powi(2)).sum::<f64>().sqrt();
    Some((2.0 * length(-1.0).atan2(length(1.0))).to_degrees())
}

fn vector((lon_deg, lat_deg): (f64, f64)) -> [f64; 3] {
    let (lon, lat) = (lon_deg.to_radians(), lat_deg.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}
