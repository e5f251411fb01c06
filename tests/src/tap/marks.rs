//! Where a query is wrong, what to do about it, and what it would cost: for editors, in the answers themselves.

use std::time::Instant;

use crate::client::{Answer, Client};

/// The values of the INFO elements of a name.
pub(super) fn told(answer: &Answer, name: &str) -> Vec<String> {
    let root = answer.xml();
    let infos = root.descendants().into_iter().filter(|element| element.name == "INFO");
    let named = infos.filter(|info| info.attribute("name") == Some(name));
    named.filter_map(|info| info.attribute("value")).map(str::to_owned).collect()
}

/// The query with the first repair that an answer proposes.
fn repaired(query: &str, answer: &Answer) -> String {
    let repairs = told(answer, "QUERY_REPAIR");
    let mut parts = repairs.first().unwrap_or_else(|| panic!("{}", answer.text())).splitn(3, ' ');
    let mut place = || parts.next().unwrap().parse::<usize>().unwrap();
    let (from, to) = (place(), place());
    let query: Vec<char> = query.chars().collect();
    let text = parts.next().unwrap();
    query[..from].iter().collect::<String>() + text + &query[to..].iter().collect::<String>()
}

#[tokio::test]
async fn a_repair_makes_a_wrong_query_right() {
    let client = Client::shared();
    for (query, range) in [
        ("SELECT 'ñ☉' AS x, nam FROM jplus.Filter", "18 21"),
        ("SELECT name FROM jplus.Fitler", "17 29"),
        ("SELECT TOP 1 mag_auto[jplus::rSDS] FROM jplus.MagABDualObj", "29 33"),
        ("SELECT SQTR(2) AS x FROM jplus.Filter", "7 11"),
        ("SELCT name FROM jplus.Filter", "0 5"),
    ] {
        let wrong = client.query(query, &[]).await;
        assert_eq!(
            (wrong.status, told(&wrong, "QUERY_ERROR_RANGE")),
            (400, vec![range.to_owned()]),
            "{query}"
        );
        let right = client.query(&repaired(query, &wrong), &[("MAXREC", "1")]).await;
        assert_eq!(right.status, 200, "{query}: {}", right.text());
    }
    let hinted = client.query("SELECT nam FROM jplus.Filter", &[]).await;
    assert_eq!(told(&hinted, "QUERY_HINT"), ["did you mean NAME?"]);
}

#[tokio::test]
async fn without_rows_the_columns_are_told_and_what_is_wrong() {
    let client = Client::shared();
    let query = "SELECT name, wavelength FROM jplus.Filter WHERE filter_id = 3";
    let answer = client.query(query, &[("MAXREC", "0"), ("RESPONSEFORMAT", "votable/td")]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let root = answer.xml();
    let fields = root.descendants().into_iter().filter(|element| element.name == "FIELD");
    let names: Vec<&str> = fields.filter_map(|field| field.attribute("name")).collect();
    assert_eq!(names, ["NAME", "WAVELENGTH"]);
    let mut times: Vec<u128> = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        assert_eq!(client.query(query, &[("MAXREC", "0")]).await.status, 200);
        times.push(begun.elapsed().as_micros());
    }
    times.sort_unstable();
    crate::harness::tell(&format!("MAXREC=0: median {} us, 95% {} us", times[100], times[190]));
}
