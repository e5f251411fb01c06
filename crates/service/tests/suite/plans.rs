//! PostgreSQL's plans: searches on the sky use the index of the HEALPix column and never read the whole table.

use crate::server::{plan, uploads};
use crate::sky;

async fn check(adql: &str) {
    let plan = plan(adql, uploads(&["mine"], &sky::uploads())).await;
    assert!(plan.contains("rim_hpx_idx"), "{adql}\n{plan}");
    assert!(!plan.contains("Seq Scan on rim"), "{adql}\n{plan}");
}

#[tokio::test]
async fn cones_in_all_spellings_use_the_index() {
    let place = "POINT('ICRS', r.ra, r.dec)";
    for condition in [
        format!("1 = CONTAINS({place}, CIRCLE('ICRS', 10, 20, 0.1))"),
        format!("CONTAINS({place}, CIRCLE(10, 20, 0.1)) = 1"),
        format!("1 = INTERSECTS(CIRCLE(10, 20, 0.1), {place})"),
        "1 = CONTAINS(POINT(10, 20), CIRCLE(r.ra, r.dec, 0.1))".to_owned(),
        format!("DISTANCE({place}, POINT(10, 20)) < 0.1"),
        format!("0.1 >= DISTANCE(POINT(10, 20), {place})"),
        "DISTANCE(r.ra, r.dec, 10, 20) <= 0.1".to_owned(),
        format!("1 = CONTAINS({place}, CIRCLE(10, 20, 0.1)) AND r.id > 5"),
        format!("1 = CONTAINS({place}, CIRCLE(10, 20, 0.1)) OR 1 = CONTAINS({place}, CIRCLE(50, 20, 0.1))"),
    ] {
        check(&format!("SELECT r.id FROM sky.rim AS r WHERE {condition}")).await;
    }
}

#[tokio::test]
async fn boxes_and_polygons_use_the_index() {
    for region in [
        "BOX('ICRS', 10, 20, 0.2, 0.1)",
        "POLYGON('ICRS', 10, 20, 10.2, 20, 10.1, 20.2)",
        "POLYGON(10, 20, 10.3, 20, 10.3, 20.3, 10.2, 20.1)",
    ] {
        check(&format!(
            "SELECT COUNT(*) AS n FROM sky.rim AS r WHERE 1 = CONTAINS(POINT(r.ra, r.dec), {region})"
        ))
        .await;
    }
}

#[tokio::test]
async fn joins_of_uploads_use_the_index_in_both_orders() {
    let mine = "u.\"R.A.; DROP\", u.dec";
    for condition in [
        format!("DISTANCE(r.ra, r.dec, {mine}) < 0.01"),
        format!("1 = CONTAINS(POINT(r.ra, r.dec), CIRCLE({mine}, 0.01))"),
        format!("1 = CONTAINS(POINT({mine}), CIRCLE(r.ra, r.dec, 0.01))"),
    ] {
        check(&format!("SELECT u.xmin, r.id FROM TAP_UPLOAD.mine AS u JOIN sky.rim AS r ON {condition}"))
            .await;
        check(&format!("SELECT u.xmin, r.id FROM sky.rim AS r JOIN TAP_UPLOAD.mine AS u ON {condition}"))
            .await;
        check(&format!(
            "SELECT u.xmin, r.id FROM TAP_UPLOAD.mine AS u LEFT JOIN sky.rim AS r ON {condition}"
        ))
        .await;
    }
}

#[tokio::test]
async fn joins_of_two_catalogues_and_rows_without_a_partner_use_the_index() {
    for condition in [
        "DISTANCE(r.ra, r.dec, s.ra, s.dec) < 0.001",
        "1 = CONTAINS(POINT(r.ra, r.dec), CIRCLE(s.ra, s.dec, 0.001))",
        "1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(r.ra, r.dec, 0.001))",
    ] {
        let few = "s.id BETWEEN 10 AND 30";
        for adql in [
            format!("SELECT s.id, r.id FROM sky.stars AS s JOIN sky.rim AS r ON {condition} WHERE {few}"),
            format!("SELECT s.id, r.id FROM sky.rim AS r JOIN sky.stars AS s ON {condition} WHERE {few}"),
            format!(
                "SELECT s.id, r.id FROM sky.stars AS s LEFT JOIN sky.rim AS r ON {condition} WHERE {few}"
            ),
            format!(
                "SELECT s.id FROM sky.stars AS s WHERE {few} AND NOT EXISTS \
                 (SELECT r.id FROM sky.rim AS r WHERE {condition})"
            ),
        ] {
            check(&adql).await;
        }
    }
}
