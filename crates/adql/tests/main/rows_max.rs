//! The caller's row limit in the SQL.

use adql::{Options, translate};

use crate::sample;

fn tail(query: &str, rows_max: u64) -> String {
    let options = Options { rows_max: Some(rows_max), ..Options::default() };
    let translation = translate(query, &sample::scope(), &sample::FewCells, &options).unwrap();
    let sql = translation.sql;
    sql[sql.find(" LIMIT").unwrap_or(sql.len())..].to_owned()
}

#[test]
fn the_smaller_of_top_and_the_callers_limit_is_printed() {
    assert_eq!(tail("SELECT id FROM demo.stars", 101), " LIMIT 101");
    assert_eq!(tail("SELECT TOP 10 id FROM demo.stars", 101), " LIMIT 10");
    assert_eq!(tail("SELECT TOP 1000 id FROM demo.stars OFFSET 5", 101), " LIMIT 101 OFFSET 5");
}

#[test]
fn a_limit_holds_for_the_whole_of_a_set_operation() {
    let sql = tail("SELECT id FROM demo.stars UNION SELECT TOP 3 id FROM demo.stars", 101);
    assert!(sql.ends_with(" LIMIT 101"), "{sql}");
}
