//! What is forbidden answers as what is absent: the same status, headers and bytes, but for the name.

use reqwest::Method;

use super::{DEMO, Way};
use crate::client::{Answer, Client, Request};

/// A name of the same length that nothing has.
const ABSENT: &str = "qqqq";

/// Parts of requests in which `idr2` names what is restricted.
const REQUESTS: &[(&str, &[(&str, &str)])] = &[
    ("/tap/sync", &[("QUERY", "SELECT * FROM jplus_idr2.MagABDualObj")]),
    ("/tap/sync", &[("QUERY", "SELECT * FROM \"jplus_idr2\".\"MagABDualObj\"")]),
    ("/tap/sync", &[("QUERY", "SELECT COUNT(*) FROM sim_idr2.MagABDualObj")]),
    ("/tap/sync", &[("QUERY", "SELECT jplus_idr2.x FROM jplus.Filter")]),
    ("/tap/sync", &[("QUERY", "SELECT * FROM jplus.Filter JOIN jplus_idr2.Filter USING (FILTER_ID)")]),
    ("/tap/sync", &[("QUERY", "SELECT mag_auto[jplus_idr2::rSDSS] FROM jplus.MagABDualObj")]),
    ("/tap/sync", &[("QUERY", "SELECT * FROM TAP_SCHEMA.tables WHERE schema_name = 'jplus_idr2'")]),
    ("/tap/sync", &[("QUERY", "SELECT * FROM TAP_SCHEMA.columns WHERE table_name = 'jplus_idr2.Filter'")]),
    ("/tap/plan", &[("QUERY", "SELECT * FROM jplus_idr2.MagABDualObj")]),
    ("/tap/tables/jplus_idr2.MagABDualObj", &[]),
    ("/tap/tables/sim_idr2.MagABDualObj", &[]),
    ("/vo/tap/sim-idr2", &[]),
    ("/vo/tap/sim-idr2/tables", &[]),
    ("/scs/jplus_idr2/MagABDualObj", &[("RA", "1"), ("DEC", "2"), ("SR", "1")]),
    ("/scs/sim-idr2/MagABDualObj", &[("RA", "1"), ("DEC", "2"), ("SR", "1")]),
    ("/scs/jplus_idr2/MagABDualObj", &[]),
    ("/scs/jplus_idr2/nothing", &[]),
    ("/scs/jplus_idr2/MagABDualObj/capabilities", &[]),
    ("/scs/jplus_idr2/MagABDualObj/availability", &[]),
    ("/scs/jplus_idr2/MagABDualObj/moc", &[]),
    ("/scs/jplus_idr2/MagABDualObj/multi", &[("TARGETS", "ra,dec\n1,2\n"), ("SR", "1")]),
];

/// Status, headers and body of an answer, without what differs between any two.
fn told(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let own = ["date", "x-request-id", "content-length"];
    let headers = answer.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    (answer.status, headers, answer.text().to_owned())
}

async fn both(client: &Client, request: &Request) -> [(u16, Vec<(String, String)>, String); 2] {
    let asked = client.send(request.clone()).await;
    let mut absent = request.clone();
    absent.path = absent.path.replace("idr2", ABSENT);
    absent.parameters.iter_mut().for_each(|(_, value)| *value = value.replace("idr2", ABSENT));
    let absent = client.send(absent).await;
    let (status, headers, text) = told(&asked);
    let renamed = headers.into_iter().map(|(name, value)| (name, value.replace("idr2", ABSENT))).collect();
    [(status, renamed, text.replace("idr2", ABSENT)), told(&absent)]
}

#[tokio::test]
async fn the_forbidden_is_as_the_absent_in_every_byte() {
    for caller in [DEMO.anonymous(), DEMO.bob()] {
        for (path, parameters) in REQUESTS {
            for method in [Method::GET, Method::POST] {
                for format in ["votable", "csv", "json"] {
                    let request = Request::new(method.clone(), path).with(&[("LANG", "ADQL")]);
                    let request = request.with(parameters).with(&[("RESPONSEFORMAT", format)]);
                    let [forbidden, absent] = both(&caller, &request).await;
                    assert_eq!(forbidden, absent, "{method} {path} {parameters:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn whoever_may_see_it_finds_that_it_is_not_absent() {
    let ada = DEMO.ada(Way::Basic).await;
    for (path, parameters) in REQUESTS.iter().filter(|(path, _)| path.starts_with("/scs/jplus_idr2/MagAB")) {
        if path.ends_with("/multi") || (parameters.is_empty() && path.ends_with("Obj")) {
            continue; // a form of its own, and a request without its parameters
        }
        let request = Request::new(Method::GET, path).with(parameters);
        assert_eq!(ada.send(request).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_job_for_the_forbidden_ends_as_one_for_the_absent() {
    for caller in [DEMO.anonymous(), DEMO.bob()] {
        let mut ends = Vec::new();
        for name in ["jplus_idr2", "jplus_qqqq"] {
            let query = format!("SELECT * FROM {name}.MagABDualObj");
            let form = [("LANG", "ADQL"), ("QUERY", query.as_str()), ("PHASE", "RUN")];
            let made = caller.send(Request::new(Method::POST, "/tap/async").with(&form)).await;
            let location = made.header("location").to_owned();
            let Some((_, id)) = location.split_once("/async/") else {
                ends.push((made.status, made.text().replace(name, "NAME")));
                continue;
            };
            let error = loop {
                // The job repeats the query of its owner, so the client's own check would find the name in it.
                let at = |child: &str| Request::new(Method::GET, &format!("/tap/async/{id}{child}"));
                let job = caller.fetch(at("?WAIT=-1")).await.unwrap();
                if !["PENDING", "QUEUED", "EXECUTING"].contains(&job.xml().text_of("phase")) {
                    break caller.fetch(at("/error")).await.unwrap();
                }
            };
            ends.push((error.status, error.text().replace(name, "NAME")));
        }
        assert_eq!(ends[0], ends[1]);
    }
}
