//! MAXREC, TOP and OVERFLOW (TAP 1.1, DALI 1.1).

use crate::client::{Client, Votable};

async fn table(client: &Client, adql: &str, maxrec: Option<&str>) -> Votable {
    let mut parameters = vec![("RESPONSEFORMAT", "votable/td")];
    parameters.extend(maxrec.map(|maxrec| ("MAXREC", maxrec)));
    let answer = client.query(adql, &parameters).await;
    assert_eq!(answer.status, 200, "{adql}: {}", answer.text());
    answer.votable()
}

async fn outcome(adql: &str, maxrec: Option<&str>) -> (usize, String) {
    let table = table(&Client::shared(), adql, maxrec).await;
    (table.rows().len(), table.status().to_owned())
}

fn is(rows: usize, status: &str) -> (usize, String) {
    (rows, status.to_owned())
}

const ALL: &str = "SELECT number FROM jplus.MagABDualObj";
const FILTERS: &str = "SELECT name FROM jplus.Filter";

#[tokio::test]
async fn zero_gives_the_columns_and_overflow_without_rows() {
    let table = table(&Client::shared(), "SELECT name, filter_id AS id FROM jplus.Filter", Some("0")).await;
    assert_eq!(table.names(), ["NAME", "id"]);
    assert_eq!((table.rows().len(), table.status()), (0, "OVERFLOW"));
    assert!(table.fields.iter().all(|field| !field.datatype.is_empty()));
}

#[tokio::test]
async fn absent_means_the_default_of_the_service() {
    assert_eq!(outcome(ALL, None).await, is(20_000, "OVERFLOW"));
    assert_eq!(outcome(FILTERS, None).await, is(12, "OK"));
}

#[tokio::test]
async fn more_than_there_is_gives_all() {
    assert_eq!(outcome(FILTERS, Some("13")).await, is(12, "OK"));
}

#[tokio::test]
async fn exactly_what_there_is_is_no_overflow() {
    assert_eq!(outcome(FILTERS, Some("12")).await, is(12, "OK"));
    assert_eq!(outcome(FILTERS, Some("11")).await, is(11, "OVERFLOW"));
}

#[tokio::test]
async fn cut_by_top_is_no_overflow() {
    assert_eq!(outcome("SELECT TOP 5 name FROM jplus.Filter", Some("10")).await, is(5, "OK"));
    assert_eq!(outcome("SELECT TOP 5 name FROM jplus.Filter", Some("5")).await, is(5, "OK"));
    assert_eq!(outcome("SELECT TOP 5 name FROM jplus.Filter", Some("3")).await, is(3, "OVERFLOW"));
}

#[tokio::test]
async fn above_the_hard_limit_is_cut_to_it_in_silence() {
    assert_eq!(outcome(FILTERS, Some("99999999999")).await, is(12, "OK"));
}

#[tokio::test]
async fn empty_value_counts_as_absent() {
    assert_eq!(outcome(FILTERS, Some("")).await, is(12, "OK"));
}

#[tokio::test]
async fn query_without_rows_still_gives_its_columns() {
    let table = table(&Client::shared(), "SELECT name FROM jplus.Filter WHERE filter_id < 0", None).await;
    assert_eq!((table.rows().len(), table.status(), table.fields.len()), (0, "OK", 1));
}
