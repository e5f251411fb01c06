//! Queries that astronomers send, from a folder that may lie beside the checkout: their rows are those of PostgreSQL.

use std::collections::BTreeSet;

use serde_json::Value;

use super::composed;
use super::shapes::{Compare, ORDER, Shape, cone, same};
use crate::client::Client;
use crate::harness::{Host, project_root, shared, tell};

/// A line of the file.
struct Query {
    id: String,
    text: String,
    is_invalid: bool,
}

/// What the same question is in PostgreSQL, by the id of the query.
fn answer(id: &str) -> Option<Shape> {
    let shape = |columns, sql: &str, compare| Shape { columns, sql: sql.to_owned(), compare };
    let found = match id {
        "science:05" => {
            let near = cone("alpha_j2000", "delta_j2000", 211.7925, 55.159, 0.006);
            let sql = format!("SELECT object_id FROM sim_dr1.magabdualobj WHERE {near}");
            shape(&["object_id"], &sql, Compare::All)
        }
        "science:38" => shape(
            &[],
            "SELECT name, fwhm_mean FROM sim_dr1.tileimage",
            Compare::ByLast { skip: 200, count: 100 },
        ),
        "science:43" => {
            let near = cone("alpha_j2000", "delta_j2000", 211.79, 55.16, 0.01);
            let sql = format!(
                "SELECT alpha_j2000, delta_j2000, mag_psfcor[1], mag_err_psfcor[1], flags[1], mask_flags[1] \
                 FROM sim_dr1.magabdualobj WHERE {near}"
            );
            shape(&[], &sql, Compare::All)
        }
        "science:44" => shape(
            &[],
            "SELECT tile_id, number FROM sim_dr1.magabdualobj WHERE mag_aper_3_0[11] < mag_aper_3_0[1] \
             AND NOT (mag_aper_3_0[1] < 16 OR mag_aper_3_0[1] > 22)",
            Compare::All,
        ),
        "science:45" => shape(
            &[],
            "SELECT source, flux_auto[1] * 1e-7, flux_relerr_auto[1] * 1e-7 FROM sim_dr1.xmatch_gaia_dr3 \
             NATURAL JOIN (SELECT tile_id, number, flux_auto, flux_relerr_auto FROM sim_dr1.fnudualobj) AS f \
             WHERE source = 1492011234567890123",
            Compare::All,
        ),
        "science:46" => shape(
            &[],
            "SELECT count(*) FILTER (WHERE err[30] < 0.4 AND err[59] < 0.4) FROM sim_jpas.mag_aper_6_0",
            Compare::All,
        ),
        "science:47" => shape(
            &[],
            "SELECT number, a.mag[59], a.mag, a.err, flags FROM sim_jpas.magabdualobj \
             JOIN sim_jpas.mag_aper_6_0 AS a USING (object_id) JOIN sim_jpas.mag_flags USING (object_id) \
             JOIN sim_jpas.mag_aper_cor_6_0 AS c USING (object_id) \
             WHERE c.mag[59] >= 13 AND c.mag[59] <= 23 AND flags[30] <= 3 AND mask_flags[30] = 0",
            Compare::All,
        ),
        "science:48" => shape(
            &[],
            "SELECT 0, class_star, mag_auto, flags[5], flags FROM sim_dr1.magabdualobj",
            Compare::Among { count: 2 },
        ),
        "science:49" => {
            shape(&[], "SELECT mag[30] FROM sim_jpas.mag_aper_cor_6_0 WHERE NOT mag[30] >= 22", Compare::All)
        }
        "science:51" => shape(
            &[],
            "SELECT tile_id, number, mag_auto[1] FROM sim_dr1.magabdualobj WHERE class_star > 0.9",
            Compare::ByLast { skip: 0, count: 50 },
        ),
        _ => return None,
    };
    Some(found)
}

#[tokio::test]
async fn queries_of_astronomers_give_the_rows_of_postgresql() {
    let Some(queries) = queries() else { return };
    let _turn = composed::TURN.lock().await;
    let (mut ran, mut compared) = (Vec::new(), 0);
    for host in [shared(), &*composed::HOST] {
        let client = Client::of(host);
        let known = tables(&client).await;
        for query in
            queries.iter().filter(|query| names(&query.text).is_some_and(|all| all.is_subset(&known)))
        {
            if ran.contains(&&query.id) {
                continue;
            }
            ran.push(&query.id);
            compared += usize::from(check(host, &client, query).await);
        }
    }
    tell(&format!(
        "science queries: {} of {} have their tables in the demo and ran, {compared} with an answer to compare",
        ran.len(),
        queries.len()
    ));
    assert!(compared >= 10, "{ran:?}");
}

/// Runs a query; whether there was an answer of another origin to compare with.
async fn check(host: &Host, client: &Client, query: &Query) -> bool {
    if query.is_invalid {
        let refused = client.query(&query.text, &[]).await;
        let error = refused.votable().error().to_owned();
        assert_eq!(refused.status, 400, "{}", query.id);
        assert!(error.starts_with("error: enumeration `jpas` has no element `J0515`"), "{error}");
        assert!(error.contains("uJAVA, J0378, J0390") && error.contains("J0510, J0520"), "{error}");
        return true;
    }
    // What one archive calls `dp_id` beside the columns of the standard is nearest to `obs_id`.
    let found = client.rows(&query.text.replace("dp_id", "obs_id")).await;
    if let Some(shape) = answer(&query.id) {
        same(&found, &shape, host, &query.id);
        return true;
    }
    if query.id == "science:35" {
        let all = client.rows("SELECT table_name, column_name, unit, ucd FROM TAP_SCHEMA.columns").await;
        let magnitudes = all.rows.iter().filter(|row| row[3].starts_with("phot.mag"));
        let expected: BTreeSet<&[String]> = magnitudes.map(|row| &row[..3]).collect();
        assert!(!expected.is_empty());
        assert_eq!(found.rows.len(), expected.len());
        assert_eq!(found.rows.iter().map(Vec::as_slice).collect::<BTreeSet<_>>(), expected);
        assert!(found.rows.is_sorted_by_key(|row| row[0].to_lowercase()), "{ORDER}");
        return true;
    }
    tell(&format!("{}: {} rows, nothing to compare them with", query.id, found.rows.len()));
    false
}

/// The queries; `None`, said aloud, where there is no folder with them.
fn queries() -> Option<Vec<Query>> {
    let Ok(text) = std::fs::read_to_string(project_root().join("../shared/adql-corpus/science.jsonl")) else {
        tell("science queries: skipped: there is no folder `shared/adql-corpus` beside the checkout");
        return None;
    };
    let query = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        Query { id: text("id"), text: text("query"), is_invalid: text("dialect").ends_with("-invalid") }
    };
    Some(text.lines().map(query).collect())
}

/// The published tables, in small letters.
async fn tables(client: &Client) -> BTreeSet<String> {
    let tables = client.rows("SELECT table_name FROM TAP_SCHEMA.tables").await;
    tables.rows.iter().map(|row| row[0].to_lowercase()).collect()
}

/// The words behind FROM and JOIN, in small letters; `None` without any.
fn names(query: &str) -> Option<BTreeSet<String>> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let pairs = words.windows(2).filter(|pair| ["from", "join"].contains(&pair[0].as_str()));
    let names: BTreeSet<String> = pairs.map(|pair| pair[1].trim_end_matches([')', ',']).to_owned()).collect();
    (!names.is_empty()).then_some(names)
}
