//! Cones against a brute-force answer over the positions that TAP gives.

use std::collections::BTreeSet;

use super::OBJECTS;
use crate::client::Client;
use crate::tap::{separation_deg, vector};

/// An object's identifier, and its place as a unit vector.
struct Object {
    id: String,
    place: [f64; 3],
}

#[tokio::test]
async fn cones_across_ra_zero_over_the_pole_and_of_the_sky_are_the_brute_force_answer() {
    let client = Client::shared();
    let objects = objects(&client).await;
    let mut found_any = false;
    for (ra_deg, dec_deg, radius_deg) in [
        (359.9, 1.2, 0.5),
        (0.0, 1.2, 1.0),
        (0.0, 90.0, 1.0),
        (0.0, 90.0, 4.0),
        (123.4, 88.0, 1.5),
        (10.0, -90.0, 100.0),
        (45.0, 41.810_314_9, 3.0),
        (200.0, 55.0, 120.0),
        (77.0, -13.0, 180.0),
        (0.25, 1.5, 1e-9),
    ] {
        let centre = vector(ra_deg, dec_deg);
        let expected: BTreeSet<&str> = objects
            .iter()
            .filter(|object| separation_deg(object.place, centre) <= radius_deg)
            .map(|object| object.id.as_str())
            .collect();
        let query = format!("RA={ra_deg}&DEC={dec_deg}&SR={radius_deg}");
        let path = format!("{OBJECTS}?{query}&VERB=1&MAXREC=100000&RESPONSEFORMAT=csv");
        let table = client.get(&path).await.csv();
        let found: BTreeSet<&str> = table.column("OBJECT_ID").into_iter().collect();
        assert_eq!(found.len(), table.rows.len(), "{query}: an object was returned twice");
        assert!(found == expected, "{query}: {} instead of {}", found.len(), expected.len());
        for (id, distance) in table.column("OBJECT_ID").iter().zip(table.numbers("_r")) {
            let object = objects.iter().find(|object| object.id == *id).unwrap();
            let exact = separation_deg(object.place, centre);
            assert!((distance - exact).abs() < 1e-12 * exact.max(1.0), "{query}: {distance} is not {exact}");
            if expected.len() > 1000 {
                break;
            }
        }
        found_any |= !expected.is_empty();
    }
    assert!(found_any, "no cone holds an object");
}

#[tokio::test]
async fn objects_on_both_sides_of_ra_zero_are_there() {
    let path = format!("{OBJECTS}?RA=359.9&DEC=1.2&SR=2&MAXREC=100000&RESPONSEFORMAT=csv");
    let ras = Client::shared().get(&path).await.csv().numbers("ALPHA_J2000");
    assert!(ras.iter().any(|ra| *ra > 300.0) && ras.iter().any(|ra| *ra < 60.0), "{ras:?}");
}

async fn objects(client: &Client) -> Vec<Object> {
    let adql = "SELECT object_id, alpha_j2000, delta_j2000 FROM jplus.MagABDualObj";
    let table = client.rows(adql).await;
    let (lons, lats) = (table.numbers("ALPHA_J2000"), table.numbers("DELTA_J2000"));
    let places = lons.iter().zip(&lats).map(|(lon, lat)| vector(*lon, *lat));
    table.rows.iter().zip(places).map(|(row, place)| Object { id: row[0].clone(), place }).collect()
}
