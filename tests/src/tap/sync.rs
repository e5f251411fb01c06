//! Synchronous queries: parameters, methods, addresses.

use reqwest::Method;

use crate::client::{Client, Request};

const ONE: &str = "SELECT TOP 1 filter_id, name FROM jplus.Filter ORDER BY filter_id";

fn csv(method: Method, path: &str, adql: &str) -> Request {
    Request::new(method, path).with(&[("LANG", "ADQL"), ("RESPONSEFORMAT", "csv"), ("QUERY", adql)])
}

/// The query that a real user's script sends, with a position at which there is an object.
async fn script(client: &Client, path: &str) -> Request {
    let place = client.rows("SELECT TOP 1 alpha_j2000, delta_j2000 FROM jplus.MagABDualObj").await;
    let (ra, dec) = (&place.rows[0][0], &place.rows[0][1]);
    let adql = format!(
        "SELECT alpha_j2000, delta_j2000, tile_id, number, mag_psfcor[1] AS mag_rSDSS FROM jplus.MagABDualObj \
         WHERE 1=CONTAINS(POINT('ICRS', alpha_j2000, delta_j2000), CIRCLE('ICRS', {ra}, {dec}, 0.00083333))"
    );
    let request = Request::new(Method::POST, path);
    request.with(&[("request", "doQuery"), ("lang", "ADQL"), ("format", "csv"), ("query", &adql)])
}

#[tokio::test]
async fn script_of_a_user_finds_its_object_at_both_addresses() {
    let client = Client::shared();
    let mut answers = Vec::new();
    for path in ["/tap/sync", "/vo/tap/sim-dr1/sync"] {
        let answer = client.send(script(&client, path).await).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("content-type"), "text/csv;header=present");
        let table = answer.csv();
        assert_eq!(table.head, ["ALPHA_J2000", "DELTA_J2000", "TILE_ID", "NUMBER", "mag_rSDSS"]);
        assert!(!table.rows.is_empty(), "no object at the position of an object");
        answers.push(table);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn get_and_post_give_the_same_rows() {
    let client = Client::shared();
    let get = client.send(csv(Method::GET, "/tap/sync", ONE)).await;
    let post = client.send(csv(Method::POST, "/tap/sync", ONE)).await;
    assert_eq!((get.status, post.status), (200, 200));
    assert_eq!(get.body, post.body);
    assert_eq!(get.csv().rows, [["1", "rSDSS"]]);
}

#[tokio::test]
async fn names_of_parameters_have_no_case_and_unknown_ones_change_nothing() {
    let client = Client::shared();
    let expected = client.send(csv(Method::POST, "/tap/sync", ONE)).await;
    let odd =
        [("lAnG", "adql-2.1"), ("FoRmAt", "csv"), ("qUeRy", ONE), ("DUMMY", "ignore-me"), ("VERSION", "1.0")];
    let answer = client.send(Request::new(Method::POST, "/tap/sync").with(&odd)).await;
    assert_eq!((answer.status, answer.body), (200, expected.body));
}

#[tokio::test]
async fn parameter_repeated_with_the_same_value_is_accepted() {
    let client = Client::shared();
    let request = csv(Method::POST, "/tap/sync", ONE).with(&[("LANG", "ADQL"), ("query", ONE)]);
    assert_eq!(client.send(request).await.status, 200);
}

#[tokio::test]
async fn language_may_be_absent_and_every_declared_version_is_accepted() {
    let client = Client::shared();
    for language in [None, Some("ADQL"), Some("ADQL-2.0"), Some("ADQL-2.1"), Some("adql")] {
        let request = Request::new(Method::GET, "/tap/sync").with(&[("QUERY", ONE)]);
        let request = language.map_or(request.clone(), |language| request.with(&[("LANG", language)]));
        let answer = client.send(request).await;
        assert_eq!(answer.status, 200, "{language:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn parameters_in_the_address_and_the_form_of_a_post_are_merged() {
    let client = Client::shared();
    let request =
        Request::new(Method::POST, "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv").with(&[("QUERY", ONE)]);
    let answer = client.send(request).await;
    assert_eq!(answer.csv().rows, [["1", "rSDSS"]]);
}

#[tokio::test]
async fn plus_and_percent_in_a_form_are_decoded() {
    let client = Client::shared();
    let answer =
        client.query("SELECT TOP 1 1+1 AS two, 'a%+b' AS odd FROM jplus.Filter", &[("FORMAT", "csv")]).await;
    assert_eq!(answer.csv().rows, [["2", "a%+b"]]);
}

#[tokio::test]
async fn wrong_methods_are_refused_with_the_right_ones() {
    let client = Client::shared();
    for (method, path) in
        [(Method::DELETE, "/tap/sync"), (Method::POST, "/tap/capabilities"), (Method::PUT, "/tap/tables")]
    {
        let answer = client.send(Request::new(method.clone(), path)).await;
        assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
        assert!(answer.header("allow").contains("GET"), "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_clients_at_once_are_all_answered() {
    let adql = "SELECT TOP 100 tile_id, number, mag_auto FROM jplus.MagABDualObj ORDER BY tile_id, number";
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..16 {
        clients.spawn(async move { Client::shared().query(adql, &[("FORMAT", "csv")]).await });
    }
    let answers = clients.join_all().await;
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body));
    assert_eq!(answers[0].csv().rows.len(), 100);
}

#[tokio::test]
async fn words_that_only_adql_2_1_reserves_are_names_under_lang_adql_2_0() {
    let client = Client::shared();
    let adql = "SELECT TOP 1 filter_id AS offset FROM jplus.Filter";
    for (lang, status) in [("ADQL-2.0", 200), ("ADQL-2.1", 400), ("ADQL", 400)] {
        let parameters = [("LANG", lang), ("FORMAT", "csv"), ("QUERY", adql)];
        let answer = client.send(Request::new(Method::POST, "/tap/sync").with(&parameters)).await;
        assert_eq!(answer.status, status, "{lang}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_division_that_drops_its_fraction_is_told_in_the_answer() {
    let client = Client::shared();
    let adql = "SELECT TOP 1 filter_id, 1/3600 AS radius FROM jplus.Filter";
    let answer = client.query(adql, &[("RESPONSEFORMAT", "votable/td")]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let root = answer.xml();
    let told = root.descendants().into_iter().filter(|element| element.name == "INFO");
    let told: Vec<&str> = told
        .filter(|info| info.attribute("name") == Some("QUERY_WARNING"))
        .filter_map(|info| info.attribute("value"))
        .collect();
    assert_eq!(told, ["24 30 a division of integers drops the fraction; write a point to keep it: 1./3600"]);
}
