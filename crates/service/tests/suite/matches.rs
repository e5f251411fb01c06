//! Positional joins of an upload with a catalogue: the rows are those of brute force.

use std::collections::BTreeSet;

use crate::server::{asked, uploads};
use crate::sky::{self, RADIUS_DEG, matches};

type Rows = Vec<Vec<Option<i64>>>;

const NEAR: &str = "DISTANCE(s.ra, s.dec, u.\"R.A.; DROP\", u.dec) < 0.05";

fn sorted(rows: impl IntoIterator<Item = Vec<Option<i64>>>) -> Rows {
    let mut rows: Rows = rows.into_iter().collect();
    rows.sort_unstable();
    rows
}

async fn asked_mine(adql: &str) -> Rows {
    asked(adql, uploads(&["mine"], &sky::uploads())).await
}

fn pairs() -> Rows {
    let found = matches(RADIUS_DEG);
    sorted(
        found
            .iter()
            .flat_map(|(upload, stars)| stars.iter().map(|star| vec![Some(upload.id), Some(star.id)])),
    )
}

#[tokio::test]
async fn an_inner_join_finds_each_pair_in_every_spelling() {
    let expected = pairs();
    assert!(expected.len() > 150, "{}", expected.len());
    let circle = "CIRCLE('ICRS', u.\"R.A.; DROP\", u.dec, 0.05)";
    let (star, mine) = ("POINT('ICRS', s.ra, s.dec)", "POINT(u.\"R.A.; DROP\", u.dec)");
    for condition in [
        NEAR.to_owned(),
        format!("1 = CONTAINS({star}, {circle})"),
        format!("CONTAINS({star}, {circle}) = 1"),
        format!("0.05 >= DISTANCE({mine}, {star})"),
        format!("1 = CONTAINS({mine}, CIRCLE(s.ra, s.dec, 0.05))"),
    ] {
        for from in ["sky.stars AS s JOIN TAP_UPLOAD.mine AS u", "TAP_UPLOAD.mine AS u JOIN sky.stars AS s"] {
            let adql = format!("SELECT u.xmin AS a, s.id AS b FROM {from} ON {condition}");
            assert_eq!(asked_mine(&adql).await, expected, "{adql}");
        }
    }
    let adql =
        format!("SELECT u.xmin AS a, s.id AS b FROM sky.stars AS s, TAP_UPLOAD.mine AS u WHERE {NEAR}");
    assert_eq!(asked_mine(&adql).await, expected);
}

#[tokio::test]
async fn a_left_join_keeps_uploads_without_a_match() {
    let found = matches(RADIUS_DEG);
    let expected = sorted(found.iter().flat_map(|(upload, stars)| {
        let alone = stars.is_empty().then_some(vec![Some(upload.id), None]);
        stars.iter().map(|star| vec![Some(upload.id), Some(star.id)]).chain(alone)
    }));
    assert!(expected.iter().filter(|row| row[1].is_none()).count() > 50);
    let adql =
        format!("SELECT u.xmin AS a, s.id AS b FROM TAP_UPLOAD.mine AS u LEFT JOIN sky.stars AS s ON {NEAR}");
    assert_eq!(asked_mine(&adql).await, expected);
}

#[tokio::test]
async fn not_exists_finds_uploads_without_a_match_and_stars_without_an_upload() {
    let found = matches(RADIUS_DEG);
    let alone =
        sorted(found.iter().filter(|(_, stars)| stars.is_empty()).map(|(upload, _)| vec![Some(upload.id)]));
    let adql = format!(
        "SELECT u.xmin AS a FROM TAP_UPLOAD.mine AS u WHERE NOT EXISTS (SELECT 1 AS x FROM sky.stars AS s WHERE {NEAR})"
    );
    assert_eq!(asked_mine(&adql).await, alone);
    let matched: BTreeSet<i64> =
        found.iter().flat_map(|(_, stars)| stars.iter().map(|star| star.id)).collect();
    let stars = sky::stars().into_iter().filter(|star| !matched.contains(&star.id));
    let expected = sorted(stars.map(|star| vec![Some(star.id)]));
    let adql = format!(
        "SELECT s.id AS a FROM sky.stars AS s WHERE NOT EXISTS (SELECT 1 AS x FROM TAP_UPLOAD.mine AS u WHERE {NEAR})"
    );
    assert_eq!(asked_mine(&adql).await, expected);
}

#[tokio::test]
async fn an_upload_can_be_used_twice_with_two_radii() {
    let (near, far) = (matches(0.02), matches(RADIUS_DEG));
    let expected = sorted(near.iter().zip(&far).flat_map(|((upload, near), (_, far))| {
        near.iter().flat_map(move |one| {
            far.iter().map(move |other| vec![Some(upload.id), Some(one.id), Some(other.id)])
        })
    }));
    assert!(!expected.is_empty());
    let adql = "SELECT u.xmin AS a, s.id AS b, t.id AS c FROM TAP_UPLOAD.mine AS u \
        JOIN sky.stars AS s ON DISTANCE(s.ra, s.dec, u.\"R.A.; DROP\", u.dec) < 0.02 \
        JOIN TAP_UPLOAD.mine AS v ON v.xmin = u.xmin \
        JOIN sky.stars AS t ON DISTANCE(t.ra, t.dec, v.\"R.A.; DROP\", v.dec) < 0.05";
    assert_eq!(asked_mine(adql).await, expected);
}

#[tokio::test]
async fn two_uploads_are_two_tables() {
    let both = uploads(&["One", "two"], &sky::uploads());
    let adql =
        "SELECT COUNT(*) AS n FROM tap_upload.one AS a JOIN TAP_UPLOAD.\"two\" AS b ON a.xmin = b.xmin";
    assert_eq!(asked(adql, both).await, [[Some(sky::uploads().len() as i64)]]);
}

#[tokio::test]
async fn names_and_values_of_users_reach_the_query_unharmed() {
    let odd = uploads(&["my \"odd\" table"], &sky::uploads());
    let adql = "SELECT COUNT(*) AS n FROM TAP_UPLOAD.\"my \"\"odd\"\" table\" WHERE xmin >= 10000 AND \
        \"a very long name of a column, much longer than the sixty-three bytes of PostgreSQL\" = 'O''Neill'";
    assert_eq!(asked(adql, odd).await, [[Some(sky::uploads().len() as i64)]]);
}
