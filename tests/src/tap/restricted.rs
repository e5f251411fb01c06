//! A collection that nobody may see: its name is in no answer, and asking for it is like asking for nothing.

use reqwest::Method;

use crate::client::{Client, RESTRICTED_NAMES, Request};

/// Addresses to walk; every answer is searched for the restricted names by the client's own check.
const PATHS: &[&str] = &[
    "/",
    "/healthz",
    "/metrics",
    "/tap",
    "/tap/",
    "/tap/capabilities",
    "/tap/availability",
    "/tap/tables",
    "/tap/tables?detail=min",
    "/tap/tables?detail=max",
    "/tap/tables/nothing",
    "/tap/examples",
    "/tap/sync",
    "/tap/async",
    "/scs",
    "/scs/",
    "/scs/jplus/MagABDualObj/capabilities",
    "/scs/jplus/nothing",
    "/scs/jplus_idr/MagABDualObj",
    "/vo/tap/sim-dr1",
    "/vo/tap/sim-dr1/capabilities",
    "/vo/tap/sim-dr1/tables",
    "/vo/tap/sim-dr",
    "/vo/tap/",
    "/vo/",
    "/nothing",
];

/// Queries whose answers or hints would name it if names were taken from all collections.
const QUERIES: &[&str] = &[
    "SELECT * FROM TAP_SCHEMA.schemas",
    "SELECT * FROM TAP_SCHEMA.tables",
    "SELECT * FROM TAP_SCHEMA.columns",
    "SELECT * FROM TAP_SCHEMA.keys",
    "SELECT * FROM TAP_SCHEMA.key_columns",
    "SELECT * FROM TAP_SCHEMA.enumerations",
    "SELECT * FROM jplus_idr.MagABDualObj",
    "SELECT * FROM jplus_idr3.MagABDualObj",
    "SELECT * FROM sim_idr.MagABDualObj",
    "SELECT * FROM MagABDualObj",
    "SELECT * FROM jplus.nothing",
    "SELECT nothing FROM jplus.MagABDualObj",
    "SELECT jplus_idr.x FROM jplus.MagABDualObj",
    "SELECT TOP 1 * FROM pg_catalog.pg_class",
    "SELECT TOP 1 * FROM information_schema.schemata",
];

#[tokio::test]
async fn no_address_names_the_restricted_collection() {
    let client = Client::shared();
    for path in PATHS {
        let answer = client.get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
    }
}

#[tokio::test]
async fn no_answer_and_no_hint_names_the_restricted_collection() {
    let client = Client::shared();
    for adql in QUERIES {
        for format in ["votable/td", "csv"] {
            client.query(adql, &[("RESPONSEFORMAT", format), ("MAXREC", "100000")]).await;
        }
    }
}

#[tokio::test]
async fn asking_for_it_by_name_is_like_asking_for_nothing() {
    let client = Client::shared();
    for name in RESTRICTED_NAMES {
        let unknown = name.replace("idr2", "qqqq");
        for adql in [
            "SELECT * FROM NAME.MagABDualObj",
            "SELECT * FROM \"NAME\".\"MagABDualObj\"",
            "SELECT NAME.x FROM jplus.Filter",
        ] {
            let (asked, compared) = (adql.replace("NAME", name), adql.replace("NAME", &unknown));
            let (asked, compared) = (client.query(&asked, &[]).await, client.query(&compared, &[]).await);
            assert_eq!(asked.status, compared.status, "{adql} with {name}");
            assert_eq!(asked.text().replace(name, &unknown), compared.text(), "{adql}");
        }
    }
}

#[tokio::test]
async fn its_addresses_are_like_addresses_of_nothing() {
    let client = Client::shared();
    for path in [
        "/vo/tap/sim-idr2",
        "/vo/tap/sim-idr2/tables",
        "/tap/tables/jplus_idr2.MagABDualObj",
        "/scs/jplus_idr2/MagABDualObj",
        "/scs/jplus_idr2/MagABDualObj/capabilities",
        "/scs/sim-idr2/MagABDualObj/availability",
    ] {
        let compared = client.get(&path.replace("idr2", "qqqq")).await;
        let asked = client.get(path).await;
        assert_eq!(asked.status, 404, "{path}");
        assert_eq!(asked.text().replace("idr2", "qqqq"), compared.text(), "{path}");
    }
}

#[tokio::test]
async fn public_collection_is_there() {
    let client = Client::shared();
    let schemas = client.rows("SELECT schema_name FROM TAP_SCHEMA.schemas").await;
    let names = schemas.column("schema_name");
    assert!(names.contains(&"jplus"), "{names:?}");
    let request = Request::new(Method::GET, "/vo/tap/sim-dr1/tables/jplus.MagABDualObj");
    assert_eq!(client.send(request).await.status, 200);
}
