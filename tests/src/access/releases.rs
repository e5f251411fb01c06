//! The demo's two releases: the anonymous sees one, ada both, whichever way she says who she is.

use std::time::Duration;

use reqwest::Method;

use super::{DEMO, Way};
use crate::client::{Client, Csv, Request};

const WAYS: [Way; 3] = [Way::Basic, Way::Cookie, Way::Token];

const COUNT: &str = "SELECT COUNT(*) AS n FROM jplus_idr2.MagABDualObj";

async fn rows_at(client: &Client, mount: &str, adql: &str) -> Csv {
    let parameters = [("LANG", "ADQL"), ("QUERY", adql), ("RESPONSEFORMAT", "csv")];
    let answer = client.send(Request::new(Method::POST, &format!("{mount}/sync")).with(&parameters)).await;
    assert_eq!(answer.status, 200, "{adql}: {}", answer.text());
    answer.csv()
}

#[tokio::test]
async fn each_way_sees_both_releases_in_queries_and_metadata() {
    let expected = &DEMO.host.database().rows("SELECT count(*) FROM sim_idr2.magabdualobj")[0];
    for way in WAYS {
        let ada = DEMO.ada(way).await;
        for mount in ["/tap", "/vo/auth/tap"] {
            assert_eq!(&rows_at(&ada, mount, COUNT).await.rows[0][0], expected, "{way:?} {mount}");
            let schemas = rows_at(&ada, mount, "SELECT schema_name FROM TAP_SCHEMA.schemas").await;
            assert!(schemas.column("schema_name").contains(&"jplus_idr2"), "{way:?} {mount}");
            let tables = ada.get(&format!("{mount}/tables")).await;
            assert!(tables.text().contains("jplus_idr2.MagABDualObj"), "{way:?} {mount}");
            assert_eq!(tables.header("x-vo-authenticated"), "ada", "{way:?} {mount}");
            assert!(tables.header("vary").to_lowercase().contains("cookie"), "{}", tables.header("vary"));
        }
    }
}

#[tokio::test]
async fn each_way_sees_both_releases_in_cone_searches_and_hints() {
    for way in WAYS {
        let ada = DEMO.ada(way).await;
        assert!(ada.get("/scs").await.text().contains("jplus_idr2"), "{way:?}");
        let cone = [("RA", "0"), ("DEC", "0"), ("SR", "180"), ("MAXREC", "5")];
        let cone = Request::new(Method::GET, "/scs/jplus_idr2/MagABDualObj").with(&cone);
        let answer = ada.send(cone).await;
        assert_eq!((answer.status, answer.votable().rows().len()), (200, 5), "{way:?}");
        let wrong = [("LANG", "ADQL"), ("QUERY", "SELECT * FROM jplus_idr3.MagABDualObj")];
        let answer = ada.send(Request::new(Method::POST, "/tap/sync").with(&wrong)).await;
        assert!(answer.text().contains("jplus_idr2.MagABDualObj"), "{way:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn the_anonymous_and_a_user_without_the_group_see_one_release() {
    for client in [DEMO.anonymous(), DEMO.bob()] {
        let schemas = rows_at(&client, "/tap", "SELECT schema_name FROM TAP_SCHEMA.schemas").await;
        let mut names = schemas.column("schema_name");
        names.sort_unstable();
        assert_eq!(names, ["TAP_SCHEMA", "ivoa", "jplus"]);
        assert!(!client.get("/tap/tables").await.text().contains("idr2"));
        assert!(!client.get("/scs").await.text().contains("idr2"));
        let form = [("LANG", "ADQL"), ("QUERY", COUNT)];
        let answer = client.send(Request::new(Method::POST, "/tap/sync").with(&form)).await;
        assert_eq!(answer.status, 400, "{}", answer.text());
        let cone = [("RA", "0"), ("DEC", "0"), ("SR", "180"), ("MAXREC", "5")];
        let cone = Request::new(Method::GET, "/scs/jplus_idr2/MagABDualObj").with(&cone);
        assert_eq!(client.send(cone).await.status, 404);
    }
    assert_eq!(DEMO.anonymous().get("/tap/tables").await.header("x-vo-authenticated"), "");
    assert_eq!(DEMO.bob().get("/tap/tables").await.header("x-vo-authenticated"), "bob");
}

#[tokio::test]
async fn a_job_is_its_owners() {
    let ada = DEMO.ada(Way::Basic).await;
    let form = [("LANG", "ADQL"), ("QUERY", COUNT), ("RESPONSEFORMAT", "csv"), ("PHASE", "RUN")];
    let made = ada.send(Request::new(Method::POST, "/tap/async").with(&form)).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let (_, id) = made.header("location").split_once("/async/").expect("the address of a job");
    let job = format!("/tap/async/{id}");
    while !["COMPLETED", "ERROR"].contains(&ada.get(&format!("{job}/phase")).await.text()) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(ada.get(&format!("{job}/owner")).await.text(), "ada");
    let result = ada.get(&format!("{job}/results/result")).await;
    assert_eq!(result.status, 200, "{}", result.text());
    assert_eq!(result.csv().rows, rows_at(&ada, "/tap", COUNT).await.rows);
    assert!(ada.get("/tap/async").await.text().contains(id));
    for other in [DEMO.anonymous(), DEMO.bob()] {
        assert!(!other.get("/tap/async").await.text().contains(id));
        for child in
            ["", "/phase", "/parameters", "/results", "/results/result", "/error", "/owner", "/quote"]
        {
            let answer = other.get(&format!("{job}{child}")).await;
            assert!([401, 403, 404].contains(&answer.status), "{child}: {}", answer.status);
            assert!(!answer.text().contains("idr2"), "{child}: {}", answer.text());
        }
        let delete = Request::new(Method::DELETE, &job);
        assert!([401, 403, 404].contains(&other.send(delete).await.status));
    }
    assert_eq!(ada.get(&format!("{job}/results/result")).await.status, 200);
}

#[tokio::test]
async fn wrong_credentials_are_refused_where_the_anonymous_are_answered() {
    for credentials in [
        super::basic("ada", "wrong"),
        super::basic("nobody", "wrong"),
        "Bearer arm_0000000000000000000000000000000000000000000".to_owned(),
        "Basic !".to_owned(),
        "Negotiate abc".to_owned(),
    ] {
        let client = DEMO.anonymous().with_header("authorization", &credentials);
        for path in ["/tap/tables", "/tap/capabilities", "/tap/availability", "/scs", "/vo/auth/tap/tables"] {
            let answer = client.get(path).await;
            // Whoever goes on guessing waits: 429.
            assert!([401, 429].contains(&answer.status), "{credentials} {path}: {}", answer.status);
            let told = if answer.status == 401 { "www-authenticate" } else { "retry-after" };
            assert!(answer.headers.contains_key(told), "{credentials} {path}");
            assert_eq!(answer.header("x-vo-authenticated"), "");
        }
    }
}

#[tokio::test]
async fn the_address_for_users_asks_the_anonymous_to_log_in() {
    let client = DEMO.anonymous();
    for path in ["/tables", "/sync?LANG=ADQL&QUERY=SELECT+1", "/async", "/examples", ""] {
        let answer = client.get(&format!("/vo/auth/tap{path}")).await;
        assert_eq!(answer.status, 401, "{path}");
        let challenges: Vec<&str> =
            answer.headers.get_all("www-authenticate").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(challenges.iter().any(|one| one.starts_with("Basic realm=\"")), "{challenges:?}");
        let login = format!(
            "ivoa_cookie standard_id=\"ivo://ivoa.net/sso#tls-with-password\", access_url=\"{}/auth/login\"",
            DEMO.host.base()
        );
        assert!(challenges.contains(&&*login), "{challenges:?}");
    }
    for path in ["/vo/auth/tap/capabilities", "/vo/auth/tap/availability", "/tap/capabilities"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        let head = client.send(Request::new(Method::HEAD, path)).await;
        assert_eq!(head.status, 200, "{path}");
        if path.ends_with("capabilities") {
            let challenges = |answer: &crate::client::Answer| {
                let values = answer.headers.get_all("www-authenticate").iter();
                values.map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            assert!(!challenges(&answer).is_empty(), "{path}");
            assert_eq!(challenges(&head), challenges(&answer), "{path}");
        }
    }
}
