//! The plan of a query, told before it runs, in published names.

use reqwest::Method;
use serde_json::Value;

use crate::client::{Client, Request};

/// Words of the database that a plan must not show.
const INTERNALS: &[&str] =
    &["sim_dr1", "pg_", "Seq Scan", "Index Cond", "healpix29", "\"t1\"", "SELECT", "armilla."];

async fn plan(parameters: &[(&str, &str)]) -> String {
    let request = Request::new(Method::GET, "/tap/plan").with(parameters);
    let answer = Client::shared().send(request).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    for word in INTERNALS {
        assert!(!answer.text().contains(word), "{word}: {}", answer.text());
    }
    answer.text().to_owned()
}

async fn json(query: &str, maxrec: &str) -> Value {
    let text = plan(&[("LANG", "ADQL"), ("MAXREC", maxrec), ("QUERY", query)]).await;
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn warnings(plan: &Value) -> Vec<&str> {
    plan["warnings"].as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

#[tokio::test]
async fn an_index_is_named_by_the_published_columns() {
    let plan =
        json("SELECT name FROM TAP_SCHEMA.columns AS c, jplus.Filter WHERE c.table_name = name", "10").await;
    let tables: Vec<&str> =
        plan["tables"].as_array().unwrap().iter().filter_map(|one| one["table"].as_str()).collect();
    assert!(tables.contains(&"TAP_SCHEMA.columns") && tables.contains(&"jplus.Filter"), "{plan}");
    assert!(plan["estimated_cost"].as_f64().unwrap() > 0.0);
}

#[tokio::test]
async fn a_cone_is_found_by_the_index_of_positions() {
    let cone = "SELECT number FROM jplus.MagABDualObj WHERE 1 = CONTAINS(POINT(alpha_j2000, delta_j2000), \
                CIRCLE(130, 40, 0.01))";
    let plan = json(cone, "1000").await;
    assert_eq!(plan["indexes"][0]["finds"], "sky", "{plan}");
    assert_eq!(plan["indexes"][0]["table"], "jplus.MagABDualObj");
    assert_eq!(plan["indexes"][0]["columns"], serde_json::json!(["ALPHA_J2000", "DELTA_J2000"]));
    assert_eq!(warnings(&plan), Vec::<&str>::new());
}

#[tokio::test]
async fn a_large_table_without_a_helpful_index_is_warned_of() {
    let plan = json("SELECT number FROM jplus.MagABDualObj WHERE fwhm_world = -5.5", "1000").await;
    let first = "no index helps to find rows of jplus.MagABDualObj: all 30000 rows are read; a condition on an indexed \
                 column or on the position is faster";
    assert_eq!(warnings(&plan), [first], "{plan}");
    assert_eq!(plan["tables"][0]["read"], "whole");
    let few = json("SELECT TOP 5 number FROM jplus.MagABDualObj", "1000").await;
    assert_eq!(warnings(&few), Vec::<&str>::new(), "TOP ends the reading early: {few}");
}

#[tokio::test]
async fn integer_divisions_and_cut_answers_are_warned_of() {
    let plan = json("SELECT 1/3600 AS arcsec, number FROM jplus.MagABDualObj", "10").await;
    assert_eq!(plan["estimated_rows"], 10);
    assert_eq!(
        warnings(&plan),
        [
            "line 1, column 8: a division of integers drops the fraction; write a point to keep it: 1./3600",
            "the answer is cut to 10 rows (MAXREC) of about 30000; a larger MAXREC gives more, up to the limit of the \
             service",
        ]
    );
}

#[tokio::test]
async fn people_get_text_by_parameter_and_by_accept() {
    let query = ("QUERY", "SELECT name FROM jplus.Filter");
    let asked = plan(&[query, ("RESPONSEFORMAT", "text/plain")]).await;
    assert!(asked.starts_with("estimated rows  "), "{asked}");
    assert!(asked.contains("\ntables\n  jplus.Filter: all rows are looked at, about 12 rows\n"), "{asked}");
    let request = Request::new(Method::POST, "/tap/plan").with(&[query]).with_header("Accept", "text/plain");
    let preferred = Client::shared().send(request).await;
    assert_eq!(preferred.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(preferred.text(), asked);
}

#[tokio::test]
async fn a_plan_does_not_run_the_query() {
    // It would take hours.
    let endless = "SELECT COUNT(*) AS n FROM jplus.MagABDualObj AS a, jplus.MagABDualObj AS b, jplus.MagABDualObj AS c \
                   WHERE a.number + b.number + c.number < 0";
    let plan = json(endless, "10").await;
    assert!(plan["estimated_cost"].as_f64().unwrap() > 1e9, "{plan}");
}
