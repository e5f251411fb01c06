//! Joins of two published tables by position on the demo: the pairs are those of brute force.

use std::collections::BTreeSet;

use crate::client::{Client, Csv};

use super::sky::{separation_deg, vector};

/// A row of the image table: identifier, and its centre as a vector.
type Image = (i64, [f64; 3]);

/// A counterpart: its source, its place in the other catalogue.
type Counterpart = (i64, [f64; 3]);

/// How near a counterpart is to the centre of an image.
const RADIUS_DEG: f64 = 0.25;

const NEAR: [&str; 5] = [
    "DISTANCE(x.alpha_j2000, x.delta_j2000, t.ra, t.dec) < 0.25",
    "0.25 >= DISTANCE(POINT(t.ra, t.dec), POINT(x.alpha_j2000, x.delta_j2000))",
    "1 = CONTAINS(POINT('ICRS', x.alpha_j2000, x.delta_j2000), CIRCLE('ICRS', t.ra, t.dec, 0.25))",
    "CONTAINS(POINT(t.ra, t.dec), CIRCLE(x.alpha_j2000, x.delta_j2000, 0.25)) = 1",
    "1 = INTERSECTS(CIRCLE(t.ra, t.dec, 0.15), CIRCLE(x.alpha_j2000, x.delta_j2000, 0.1))",
];

struct Tables {
    client: Client,
    images: Vec<Image>,
    counterparts: Vec<Counterpart>,
}

impl Tables {
    async fn fetch() -> Self {
        let client = Client::shared();
        let images = "SELECT tile_id, ra, dec FROM jplus.TileImage WHERE filter_id = 1";
        let counterparts = "SELECT source, alpha_j2000, delta_j2000 FROM jplus.xmatch_gaia_dr3";
        let (images, counterparts) =
            (places(&client.rows(images).await), places(&client.rows(counterparts).await));
        assert!(images.len() > 20 && counterparts.len() > 1000);
        Self { client, images, counterparts }
    }

    /// The pairs within the radius.
    fn pairs(&self) -> BTreeSet<[i64; 2]> {
        let near = |image: Image| {
            self.counterparts
                .iter()
                .filter(move |one| separation_deg(one.1, image.1) < RADIUS_DEG)
                .map(move |one| [image.0, one.0])
        };
        self.images.iter().flat_map(|image| near(*image)).collect()
    }

    async fn rows(&self, adql: &str) -> Vec<Vec<String>> {
        let mut rows = self.client.rows(adql).await.rows;
        rows.sort();
        rows
    }
}

fn places(table: &Csv) -> Vec<(i64, [f64; 3])> {
    let number = |text: &String| text.parse().unwrap();
    let place = |row: &Vec<String>| (row[0].parse().unwrap(), vector(number(&row[1]), number(&row[2])));
    table.rows.iter().map(place).collect()
}

fn texts<const N: usize>(rows: impl IntoIterator<Item = [i64; N]>) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> =
        rows.into_iter().map(|row| row.map(|number| number.to_string()).to_vec()).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn a_join_of_two_tables_has_the_pairs_of_brute_force_in_either_order() {
    let tables = Tables::fetch().await;
    let expected = texts(tables.pairs());
    assert!(expected.len() > 100, "{}", expected.len());
    for near in NEAR {
        for from in [
            "jplus.TileImage AS t JOIN jplus.xmatch_gaia_dr3 AS x ON",
            "jplus.xmatch_gaia_dr3 AS x JOIN jplus.TileImage AS t ON",
            "jplus.xmatch_gaia_dr3 AS x, jplus.TileImage AS t WHERE",
        ] {
            let adql = format!("SELECT t.tile_id, x.source FROM {from} {near} AND t.filter_id = 1");
            assert!(tables.rows(&adql).await == expected, "{adql}");
        }
    }
}

#[tokio::test]
async fn an_outer_join_keeps_rows_without_a_partner_on_its_side() {
    let tables = Tables::fetch().await;
    let pairs = tables.pairs();
    let of_images: BTreeSet<i64> = pairs.iter().map(|pair| pair[0]).collect();
    let of_counterparts: BTreeSet<i64> = pairs.iter().map(|pair| pair[1]).collect();
    let expected = |lone: Vec<Vec<String>>| {
        let mut rows = texts(pairs.iter().copied());
        rows.extend(lone);
        rows.sort();
        rows
    };
    let images = tables.images.iter().filter(|one| !of_images.contains(&one.0));
    let images = expected(images.map(|one| vec![one.0.to_string(), String::new()]).collect());
    let counterparts = tables.counterparts.iter().filter(|one| !of_counterparts.contains(&one.0));
    let counterparts = expected(counterparts.map(|one| vec![String::new(), one.0.to_string()]).collect());
    assert!(counterparts.len() > pairs.len());
    let one_filter = "(SELECT tile_id, ra, dec FROM jplus.TileImage WHERE filter_id = 1) AS t";
    for near in NEAR {
        let select = "SELECT t.tile_id, x.source FROM";
        for (adql, expected) in [
            (format!("{select} {one_filter} LEFT JOIN jplus.xmatch_gaia_dr3 AS x ON {near}"), &images),
            (format!("{select} jplus.xmatch_gaia_dr3 AS x RIGHT OUTER JOIN {one_filter} ON {near}"), &images),
            (
                format!(
                    "{select} jplus.xmatch_gaia_dr3 AS x LEFT OUTER JOIN jplus.TileImage AS t \
                     ON {near} AND t.filter_id = 1"
                ),
                &counterparts,
            ),
        ] {
            assert!(tables.rows(&adql).await == *expected, "{adql}");
        }
    }
}

#[tokio::test]
async fn exists_and_not_exists_part_the_rows_of_either_table() {
    let tables = Tables::fetch().await;
    let pairs = tables.pairs();
    let images: BTreeSet<i64> = pairs.iter().map(|pair| pair[0]).collect();
    let counterparts: BTreeSet<i64> = pairs.iter().map(|pair| pair[1]).collect();
    for near in NEAR {
        for not in ["", "NOT "] {
            let wanted = |matched: bool| matched == not.is_empty();
            let chosen = tables.counterparts.iter().filter(|one| wanted(counterparts.contains(&one.0)));
            let adql = format!(
                "SELECT x.source FROM jplus.xmatch_gaia_dr3 AS x WHERE {not}EXISTS \
                 (SELECT t.name FROM jplus.TileImage AS t WHERE {near} AND t.filter_id = 1)"
            );
            assert!(tables.rows(&adql).await == texts(chosen.map(|one| [one.0])), "{adql}");
            let chosen = tables.images.iter().filter(|one| wanted(images.contains(&one.0)));
            let adql = format!(
                "SELECT t.tile_id FROM jplus.TileImage AS t WHERE t.filter_id = 1 AND {not}EXISTS \
                 (SELECT x.source FROM jplus.xmatch_gaia_dr3 AS x WHERE {near})"
            );
            assert!(tables.rows(&adql).await == texts(chosen.map(|one| [one.0])), "{adql}");
        }
    }
}

#[tokio::test]
async fn neighbours_in_two_catalogues_within_arc_seconds_are_those_of_brute_force() {
    let tables = Tables::fetch().await;
    let objects = places(
        &tables.client.rows("SELECT object_id, alpha_j2000, delta_j2000 FROM jplus.MagABDualObj").await,
    );
    let gaia =
        places(&tables.client.rows("SELECT source, ra_icrs, de_icrs FROM jplus.xmatch_gaia_dr3").await);
    let radius_deg: f64 = 20.0 / 3600.0;
    // Only what is as far north can be near.
    let mut sorted = objects.clone();
    sorted.sort_by(|a, b| a.1[2].total_cmp(&b.1[2]));
    let near = |place: [f64; 3]| {
        let reach = radius_deg.to_radians() * 1.001;
        let from = sorted.partition_point(|one| one.1[2] < place[2] - reach);
        sorted[from..].iter().take_while(move |one| one.1[2] <= place[2] + reach)
    };
    let pairs = gaia.iter().flat_map(|(source, place)| {
        near(*place).filter(|one| separation_deg(one.1, *place) < radius_deg).map(move |one| [one.0, *source])
    });
    let expected = texts(pairs);
    assert!(expected.len() > gaia.len(), "{}", expected.len());
    for from in [
        "jplus.MagABDualObj AS m JOIN jplus.xmatch_gaia_dr3 AS x",
        "jplus.xmatch_gaia_dr3 AS x JOIN jplus.MagABDualObj AS m",
    ] {
        for near in [
            "DISTANCE(m.alpha_j2000, m.delta_j2000, x.ra_icrs, x.de_icrs) < 20/3600.",
            "1 = CONTAINS(POINT(x.ra_icrs, x.de_icrs), CIRCLE(m.alpha_j2000, m.delta_j2000, 20./3600))",
        ] {
            let adql = format!("SELECT m.object_id, x.source FROM {from} ON {near}");
            assert!(tables.rows(&adql).await == expected, "{adql}");
        }
    }
}
