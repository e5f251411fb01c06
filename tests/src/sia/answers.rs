//! The parameters of version 2.0 and the rows and limits of its answers.

use reqwest::Method;

use super::sample::{ALL, Image};
use super::{client, column, ids, search};
use crate::client::Request;

fn expected(keep: impl Fn(&Image) -> bool) -> Vec<String> {
    let mut ids: Vec<String> = ALL.iter().filter(|image| keep(image)).map(|image| image.id.clone()).collect();
    ids.sort();
    assert!(!ids.is_empty() && ids.len() < ALL.len());
    ids
}

async fn refused(parameters: &[(&str, &str)]) -> (u16, String) {
    let answer = client().send(Request::new(Method::GET, "/sia/query").with(parameters)).await;
    (answer.status, answer.votable().error().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_parameters_has_all_images_and_all_columns_of_tap() {
    let table = search(&[]).await;
    assert_eq!((table.rows().len(), table.status()), (ALL.len(), "OK"));
    let answer =
        client().query("SELECT TOP 1 * FROM ivoa.obscore", &[("RESPONSEFORMAT", "votable/td")]).await;
    let tap = answer.votable();
    assert_eq!(table.fields, tap.fields);
}

#[tokio::test(flavor = "multi_thread")]
async fn wavelengths_and_times_are_those_that_an_image_has_some_of() {
    let union = ids(&[("BAND", "-Inf 3.5e-7"), ("BAND", "7.4e-7 +Inf")]).await;
    assert_eq!(union, expected(|image| image.em_min() <= 3.5e-7 || image.em_min() + 1e-7 >= 7.4e-7));
    assert_eq!(ids(&[("BAND", "5e-7")]).await, expected(|image| image.band() == "g"));
    let late = ids(&[("TIME", "58200 +Inf")]).await;
    assert_eq!(late, expected(|image| image.t_min().is_some_and(|time| time + 0.5 >= 58_200.0)));
    let known = ids(&[("TIME", "-Inf +Inf")]).await;
    assert_eq!(known, expected(|image| image.t_min().is_some()));
    let both = ids(&[("TIME", "58001 58003.2"), ("BAND", "-Inf 5e-7")]).await;
    assert_eq!(both, ["night-001"]);
    let day = ids(&[("TIME", "58007.25"), ("time", "58008.6")]).await;
    assert_eq!(day, ["night-007"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_an_image_lie_in_the_interval() {
    assert_eq!(ids(&[("FOV", "0.5 1.5")]).await, expected(|image| (0.25..=0.75).contains(&image.half_deg)));
    assert_eq!(ids(&[("SPATRES", "3")]).await, expected(|image| image.number % 7 == 2));
    assert_eq!(ids(&[("SPECRP", "6 +Inf")]).await, expected(|image| image.number % 2 == 1));
    assert_eq!(ids(&[("EXPTIME", "-Inf 120")]).await, expected(|image| image.number % 5 < 2));
    assert_eq!(ids(&[("TIMERES", "1")]).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_compared_exactly_and_identifiers_in_any_case() {
    assert_eq!(ids(&[("COLLECTION", "Odd's")]).await, expected(|image| image.number % 2 == 1));
    assert_eq!(ids(&[("COLLECTION", "odd's")]).await, Vec::<String>::new());
    assert_eq!(ids(&[("COLLECTION", "Odd's"), ("COLLECTION", "Even")]).await.len(), ALL.len());
    assert_eq!(ids(&[("COLLECTION", "Even"), ("FACILITY", "South")]).await, Vec::<String>::new());
    assert_eq!(ids(&[("TARGET", "Field night-003")]).await, ["night-003"]);
    assert_eq!(ids(&[("ID", "IVO://EXAMPLE.ORG/SKY?NIGHT-004")]).await, ["night-004"]);
    assert_eq!(
        ids(&[("INSTRUMENT", "Cam"), ("DPTYPE", "image"), ("CALIB", "3")]).await,
        expected(|image| image.number % 4 == 3)
    );
    assert_eq!(ids(&[("DPTYPE", "cube")]).await, Vec::<String>::new());
    assert_eq!(ids(&[("POL", "RR")]).await, expected(|image| image.number % 3 == 0));
    assert_eq!(ids(&[("POL", "V")]).await, Vec::<String>::new());
    assert_eq!(ids(&[("POL", "I"), ("POL", "LL")]).await.len(), ALL.len());
    assert_eq!(ids(&[("FORMAT", "image/fits")]).await.len(), ALL.len());
    assert_eq!(ids(&[("FORMAT", "votable")]).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_identifier_of_an_image_is_found_through_its_index() {
    let plan = "EXPLAIN SELECT * FROM armilla.images WHERE lower(obs_publisher_did) = 'ivo://example.org/sky?night-004'";
    let plan = super::PLACE.site.psql(&format!("SET enable_seqscan = off; {plan}")).unwrap();
    assert!(plan.contains("images_did_lower"), "{plan}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_a_usage_fault_in_words() {
    for (parameters, expected) in [
        (
            &[("POS", "CIRCLE 10 20")][..],
            "UsageFault: parameter POS has the value `CIRCLE 10 20`; it must be CIRCLE lon lat radius, which is 3 \
             numbers, not 2",
        ),
        (
            &[("TIME", "2018-01-01")],
            "UsageFault: parameter TIME has the value `2018-01-01`; it must be a number, or two with a blank between \
             and the lesser first; -Inf and +Inf leave an end open, e.g. `0.5 +Inf`",
        ),
        (
            &[("MAXREC", "1"), ("MAXREC", "2")],
            "UsageFault: parameter MAXREC is given twice, as `1` and as `2`; give it once",
        ),
        (
            &[("MAXREC", "-3")],
            "UsageFault: parameter MAXREC has the value `-3`; it must be a whole number, 0 or more",
        ),
    ] {
        assert_eq!(refused(parameters).await, (400, expected.to_owned()));
    }
    let (status, told) = refused(&[("RESPONSEFORMAT", "image/gif")]).await;
    assert!(status == 400 && told.starts_with("UsageFault: "), "{status} {told}");
    let csv = [("POS", "CIRCLE 10 20"), ("RESPONSEFORMAT", "csv")];
    let answer = client().send(Request::new(Method::GET, "/sia/query").with(&csv)).await;
    assert_eq!((answer.status, answer.header("content-type")), (400, "text/plain; charset=utf-8"));
    assert!(answer.text().starts_with("UsageFault: parameter POS"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_rows_that_were_cut_off_are_an_overflow() {
    let all = ids(&[("POS", "CIRCLE 105 58 2")]).await.len();
    assert!(all > 3);
    for (maxrec, rows, status) in
        [(all - 1, all - 1, "OVERFLOW"), (all, all, "OK"), (all + 1, all, "OK"), (0, 0, "OVERFLOW")]
    {
        let table = search(&[("POS", "CIRCLE 105 58 2"), ("MAXREC", &maxrec.to_string())]).await;
        assert_eq!((table.rows().len(), table.status()), (rows, status), "MAXREC={maxrec}");
        assert!(table.fields.len() > 60);
    }
    let none = search(&[("TARGET", "nothing")]).await;
    assert_eq!((none.rows().len(), none.status()), (0, "OK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_as_good_as_an_address_and_names_are_the_same_in_any_case() {
    let parameters = [("pos", "circle 105 58 2"), ("Band", "-Inf 5e-7")];
    let wanted = ids(&[("POS", "CIRCLE 105 58 2"), ("BAND", "-Inf 5e-7")]).await;
    assert!(!wanted.is_empty());
    let posted = client().send(Request::new(Method::POST, "/sia/query").with(&parameters)).await;
    assert_eq!(column(&posted.votable(), "obs_id"), wanted);
    // Infinities whose sign was not encoded, and blanks as clients send them.
    let plain = client().get("/sia/query?POS=CIRCLE+105+58+2&TIME=58200++Inf").await.votable();
    assert_eq!(column(&plain, "obs_id"), ids(&[("POS", "CIRCLE 105 58 2"), ("TIME", "58200 +Inf")]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_has_the_same_images() {
    let all = ids(&[("POS", "CIRCLE 105 58 2")]).await;
    let csv = [("POS", "CIRCLE 105 58 2"), ("RESPONSEFORMAT", "csv")];
    let csv = client().send(Request::new(Method::GET, "/sia/query").with(&csv)).await.csv();
    let mut ids: Vec<&str> = csv.column("obs_id");
    ids.sort_unstable();
    assert_eq!(ids, all);
    for (asked, answered) in [
        ("", "application/x-votable+xml"),
        ("votable", "application/x-votable+xml"),
        ("text/xml", "text/xml"),
        (
            "application/x-votable+xml;serialization=BINARY2",
            "application/x-votable+xml;serialization=BINARY2",
        ),
    ] {
        let answer = client()
            .send(Request::new(Method::GET, "/sia/query").with(&[("MAXREC", "2"), ("RESPONSEFORMAT", asked)]))
            .await;
        assert_eq!((answer.status, answer.header("content-type")), (200, answered));
    }
}

/// Values that would be something else than values, were they not quoted.
const HOSTILE: [&str; 8] = [
    "'; DROP TABLE armilla.images --",
    "') OR ('1'='1",
    "CIRCLE 1 2 3) = 1 OR (1=1",
    "RANGE 0 360 -90 90'); SELECT 1 --",
    "\u{0}<x>&\"'",
    "%' OR 'a' LIKE '%",
    "1e999 NaN",
    "../../etc/passwd",
];

#[tokio::test(flavor = "multi_thread")]
async fn hostile_values_are_values_or_mistakes() {
    for name in [
        "POS",
        "BAND",
        "TIME",
        "POL",
        "FOV",
        "SPATRES",
        "SPECRP",
        "EXPTIME",
        "TIMERES",
        "ID",
        "COLLECTION",
        "FACILITY",
        "INSTRUMENT",
        "DPTYPE",
        "CALIB",
        "TARGET",
        "FORMAT",
        "MAXREC",
        "RESPONSEFORMAT",
        "RUNID",
        "SIZE",
        "INTERSECT",
        "VERB",
    ] {
        for value in HOSTILE {
            let answer = client().send(Request::new(Method::GET, "/sia/query").with(&[(name, value)])).await;
            assert!([200, 400].contains(&answer.status), "{name}={value}: {}", answer.status);
            if answer.status == 200 && !["RUNID", "SIZE", "INTERSECT", "VERB"].contains(&name) {
                assert_eq!(answer.votable().rows().len(), 0, "{name}={value}");
            }
            let region = [("POS", "105,58"), ("SIZE", "1")];
            let rest = region.into_iter().filter(|(known, _)| *known != name);
            let all: Vec<(&str, &str)> = rest.chain([(name, value)]).collect();
            let answer = client().send(Request::new(Method::GET, "/sia/v1").with(&all)).await;
            assert!([200, 400].contains(&answer.status), "{name}={value}: {}", answer.status);
        }
    }
    assert_eq!(search(&[]).await.rows().len(), ALL.len());
}
