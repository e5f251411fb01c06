//! What is stored in temporary tables: rows as they came, or sorted with their ranges.

use adql::{Translation, UploadRanges};

use crate::server::{run, scope, translated, uploads};
use crate::sky::{self, RADIUS_DEG, matches};

/// A statement over the temporary table itself, with ranges.
fn with_ranges(sql: &str, radius_deg: f64) -> Translation {
    let scope = uploads(&["mine"], &[]).scope(&scope());
    let ranges = UploadRanges { table: "upload1".into(), lon: "c2".into(), lat: "c4".into(), radius_deg };
    Translation {
        sql: sql.to_owned(),
        upload_ranges: vec![ranges],
        ..translated("SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine", &scope)
    }
}

async fn stored(sql: &str) -> Vec<Vec<Option<i64>>> {
    run(&with_ranges(sql, RADIUS_DEG), uploads(&["mine"], &sky::uploads())).await
}

#[tokio::test]
async fn ranges_of_a_row_hold_everything_near_it() {
    let sql = "SELECT u.c1, s.id FROM pg_temp.upload1 AS u, unnest(u.armilla_lo, u.armilla_hi) AS r (lo, hi), \
        LATERAL (SELECT * FROM sky_1.stars WHERE hpx BETWEEN r.lo AND r.hi OFFSET 0) AS s";
    let held = stored(sql).await;
    let mut once = held.clone();
    once.dedup();
    assert_eq!(once.len(), held.len(), "the ranges of a row do not overlap");
    for (upload, stars) in matches(RADIUS_DEG) {
        for star in stars {
            assert!(held.binary_search(&vec![Some(upload.id), Some(star.id)]).is_ok(), "{upload:?} {star:?}");
        }
    }
}

#[tokio::test]
async fn a_row_without_a_position_has_empty_ranges() {
    let without = sky::uploads().iter().filter(|upload| upload.place.is_none()).count() as i64;
    assert!(without > 5);
    let sql = "SELECT count(*) FROM pg_temp.upload1 WHERE cardinality(armilla_lo) = 0 AND \
               cardinality(armilla_hi) = 0 AND c2 IS NULL";
    assert_eq!(stored(sql).await, [[Some(without)]]);
    let sql = "SELECT count(*) FROM pg_temp.upload1 WHERE cardinality(armilla_lo) > 0 AND \
               cardinality(armilla_lo) = cardinality(armilla_hi)";
    assert_eq!(stored(sql).await, [[Some(sky::uploads().len() as i64 - without)]]);
}

#[tokio::test]
async fn rows_are_stored_in_the_order_of_the_sky() {
    let sql = "SELECT count(*) FROM (SELECT armilla_lo[1] AS cell, lag(armilla_lo[1]) OVER (ORDER BY ctid) AS before \
               FROM pg_temp.upload1) AS x WHERE cell < before OR (before IS NULL AND cell IS NOT NULL)";
    // The first row has none before it.
    assert_eq!(stored(sql).await, [[Some(1)]]);
}

#[tokio::test]
async fn rows_without_ranges_keep_their_order_and_have_no_hidden_columns() {
    let scope = uploads(&["mine"], &[]).scope(&scope());
    let mut translation = translated("SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine", &scope);
    translation.sql = "SELECT count(*) FROM (SELECT c1 - lag(c1) OVER (ORDER BY ctid) AS step FROM \
                       pg_temp.upload1) AS x WHERE step <> 1"
        .to_owned();
    assert_eq!(run(&translation, uploads(&["mine"], &sky::uploads())).await, [[Some(0)]]);
    translation.sql =
        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'pg_temp.upload1'::regclass AND attnum > 0"
            .to_owned();
    assert_eq!(run(&translation, uploads(&["mine"], &[])).await, [[Some(4)]]);
}

#[tokio::test]
async fn large_cones_are_covered_as_well() {
    let sql = "SELECT count(*) FROM pg_temp.upload1 AS u, unnest(u.armilla_lo, u.armilla_hi) AS r (lo, hi), \
               LATERAL (SELECT * FROM sky_1.stars WHERE hpx BETWEEN r.lo AND r.hi OFFSET 0) AS s \
               WHERE power(sind((s.dec - u.c4) / 2), 2) + cosd(s.dec) * cosd(u.c4) * power(sind((s.ra - u.c2) / 2), 2) \
               < power(sind(20.0 / 2), 2)";
    let expected: usize = matches(20.0).iter().map(|(_, stars)| stars.len()).sum();
    let found = run(&with_ranges(sql, 20.0), uploads(&["mine"], &sky::uploads())).await;
    assert_eq!(found, [[Some(expected as i64)]]);
}
