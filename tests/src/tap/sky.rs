//! Cones against a brute-force answer: every position is fetched and measured here, beside the translator.

use std::collections::BTreeSet;

use crate::client::Client;
use crate::clients::{pyvo_search, stilts_query};
use crate::harness::shared;

/// An object's identity, and its place as a unit vector.
struct Object {
    id: (i64, i64),
    place: [f64; 3],
}

pub(super) type Ids = BTreeSet<(i64, i64)>;

/// A cone in degrees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cone {
    pub(super) lon_deg: f64,
    pub(super) lat_deg: f64,
    pub(super) radius_deg: f64,
}

impl Cone {
    pub(super) fn circle(&self) -> String {
        format!("CIRCLE('ICRS', {}, {}, {})", self.lon_deg, self.lat_deg, self.radius_deg)
    }

    fn point(&self) -> String {
        format!("POINT('ICRS', {}, {})", self.lon_deg, self.lat_deg)
    }
}

pub(super) const PLACE: &str = "POINT('ICRS', alpha_j2000, delta_j2000)";

#[tokio::test]
async fn cone_across_ra_zero_is_the_brute_force_answer_by_every_client() {
    let sky = Sky::fetch().await;
    let cone = Cone { lon_deg: 0.0, lat_deg: sky.latitude_near_ra_zero(), radius_deg: 0.4 };
    let expected = sky.inside(cone);
    let lons: Vec<bool> =
        sky.objects.iter().filter(|one| expected.contains(&one.id)).map(|one| one.place[1] > 0.0).collect();
    assert!(lons.contains(&true) && lons.contains(&false), "objects on both sides of RA 0");
    compare(&sky, cone).await;
}

#[tokio::test]
async fn cone_at_declination_88_is_the_brute_force_answer_by_every_client() {
    let sky = Sky::fetch().await;
    let cone = Cone { lon_deg: sky.longitude_near_declination(88.0), lat_deg: 88.0, radius_deg: 1.5 };
    assert!(!sky.inside(cone).is_empty(), "objects near the pole");
    compare(&sky, cone).await;
}

#[tokio::test]
async fn cone_over_the_pole_and_cone_of_the_whole_sky_are_the_brute_force_answer() {
    let sky = Sky::fetch().await;
    for cone in [
        Cone { lon_deg: 123.0, lat_deg: 90.0, radius_deg: 3.0 },
        Cone { lon_deg: 10.0, lat_deg: 0.0, radius_deg: 180.0 },
        Cone { lon_deg: 180.0, lat_deg: -45.0, radius_deg: 0.01 },
    ] {
        assert_eq!(
            sky.query(&format!("1 = CONTAINS({PLACE}, {})", cone.circle())).await,
            sky.inside(cone),
            "{cone:?}"
        );
    }
}

/// RA 0, the pole, corners and borders of base cells, and places far from all objects.
const CENTRES: [(f64, f64); 7] = [
    (0.0, 1.2),
    (359.999_999, 1.9),
    (40.0, 87.4),
    (0.0, 90.0),
    (211.8, 55.2),
    (45.0, 41.810_314_9),
    (90.0, 0.0),
];

#[tokio::test]
async fn cones_of_all_sizes_and_what_is_outside_are_the_brute_force_answer() {
    let sky = Sky::fetch().await;
    let all = sky.where_holds(|_| true);
    for (lon_deg, lat_deg) in CENTRES {
        for radius_deg in [1e-7, 0.01, 0.6, 50.0, 120.0, 179.9] {
            let cone = Cone { lon_deg, lat_deg, radius_deg };
            let (circle, point) = (cone.circle(), cone.point());
            let inside = sky.inside(cone);
            let outside: Ids = all.difference(&inside).copied().collect();
            for (condition, expected) in [
                (format!("DISTANCE({PLACE}, {point}) <= {radius_deg}"), &inside),
                (format!("1 = CONTAINS({point}, CIRCLE({PLACE}, {radius_deg}))"), &inside),
                (format!("0 = CONTAINS({PLACE}, {circle})"), &outside),
                (format!("NOT CONTAINS({PLACE}, {circle}) = 1"), &outside),
                (
                    format!("DISTANCE({lon_deg}, {lat_deg}, alpha_j2000, delta_j2000) > {radius_deg}"),
                    &outside,
                ),
            ] {
                assert!(sky.query(&condition).await == *expected, "{condition}");
            }
        }
    }
}

/// Every way to write a cone, and every client, against the brute force.
async fn compare(sky: &Sky, cone: Cone) {
    let expected = sky.inside(cone);
    let (circle, point, radius) = (cone.circle(), cone.point(), cone.radius_deg);
    for condition in [
        format!("1 = CONTAINS({PLACE}, {circle})"),
        format!("CONTAINS({PLACE}, {circle}) = 1"),
        format!("DISTANCE({PLACE}, {point}) < {radius}"),
        format!("{radius} > DISTANCE({point}, {PLACE})"),
        format!("DISTANCE(alpha_j2000, delta_j2000, {}, {}) < {radius}", cone.lon_deg, cone.lat_deg),
    ] {
        assert_eq!(sky.query(&condition).await, expected, "{condition}");
    }
    let adql =
        format!("SELECT tile_id, number FROM jplus.MagABDualObj WHERE 1 = CONTAINS({PLACE}, {circle})");
    assert_eq!(ids(&stilts_query(shared(), &adql).rows), expected, "STILTS");
    assert_eq!(ids(&pyvo_search(shared(), &adql).rows), expected, "pyvo");
}

/// All objects of the table.
pub(super) struct Sky {
    pub(super) client: Client,
    objects: Vec<Object>,
}

impl Sky {
    pub(super) async fn fetch() -> Self {
        let client = Client::shared();
        let table =
            client.rows("SELECT tile_id, number, alpha_j2000, delta_j2000 FROM jplus.MagABDualObj").await;
        assert_eq!(table.rows.len(), 30_000);
        let (lons, lats) = (table.numbers("ALPHA_J2000"), table.numbers("DELTA_J2000"));
        let places = lons.iter().zip(&lats).map(|(lon, lat)| vector(*lon, *lat));
        let objects =
            table.rows.iter().zip(places).map(|(row, place)| Object { id: id(row), place }).collect();
        Self { client, objects }
    }

    pub(super) async fn query(&self, condition: &str) -> Ids {
        let adql = format!("SELECT tile_id, number FROM jplus.MagABDualObj WHERE {condition}");
        ids(&self.client.rows(&adql).await.rows)
    }

    fn inside(&self, cone: Cone) -> Ids {
        let centre = vector(cone.lon_deg, cone.lat_deg);
        self.where_holds(|place| separation_deg(place, centre) < cone.radius_deg)
    }

    /// The objects whose place fulfils a condition.
    pub(super) fn where_holds(&self, holds: impl Fn([f64; 3]) -> bool) -> Ids {
        self.objects.iter().filter(|object| holds(object.place)).map(|object| object.id).collect()
    }

    /// The objects whose number and place fulfil a condition.
    pub(super) fn where_numbered(&self, holds: impl Fn(i64, [f64; 3]) -> bool) -> Ids {
        let chosen = self.objects.iter().filter(|object| holds(object.id.1, object.place));
        chosen.map(|object| object.id).collect()
    }

    /// Distance in degrees and identity of each object.
    pub(super) fn distances(&self, centre: [f64; 3]) -> Vec<(f64, (i64, i64))> {
        self.objects.iter().map(|object| (separation_deg(object.place, centre), object.id)).collect()
    }

    /// The latitude of the object that is nearest to RA 0 away from the pole.
    fn latitude_near_ra_zero(&self) -> f64 {
        let near = self.objects.iter().filter(|one| one.place[0] > 0.0 && one.place[2].abs() < 0.9);
        let nearest =
            near.min_by(|a, b| a.place[1].abs().total_cmp(&b.place[1].abs())).expect("objects near RA 0");
        nearest.place[2].asin().to_degrees()
    }

    fn longitude_near_declination(&self, lat_deg: f64) -> f64 {
        let distance = |one: &Object| (one.place[2].asin().to_degrees() - lat_deg).abs();
        let nearest =
            self.objects.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).expect("objects");
        nearest.place[1].atan2(nearest.place[0]).to_degrees().rem_euclid(360.0)
    }
}

pub(crate) fn vector(lon_deg: f64, lat_deg: f64) -> [f64; 3] {
    let (lon, lat) = (lon_deg.to_radians(), lat_deg.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// The angle between unit vectors, exact for small and for large ones.
pub(crate) fn separation_deg(a: [f64; 3], b: [f64; 3]) -> f64 {
    let length = |sign: f64| (0..3).map(|i| (a[i] + sign * b[i]).powi(2)).sum::<f64>().sqrt();
    (2.0 * length(-1.0).atan2(length(1.0))).to_degrees()
}

pub(super) fn id(row: &[String]) -> (i64, i64) {
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("`{text}` is no integer"));
    (number(&row[0]), number(&row[1]))
}

fn ids(rows: &[Vec<String>]) -> Ids {
    let found: Ids = rows.iter().map(|row| id(row)).collect();
    assert_eq!(found.len(), rows.len(), "an object was returned twice");
    found
}
