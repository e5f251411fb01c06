//! The same attacks by way of asynchronous jobs: what makes a job, what changes it, and what is below it.

use reqwest::Method;

use super::fortress::{Fortress, asked_in};
use super::{elements, injections, names, parameters, uploads};
use crate::client::{Answer, Request};

/// Queries that are jobs, which end without a result: those of a synchronous query and a few that live on the detour.
pub(super) const QUERIES: &[&str] = &[
    "SELECT * FROM armilla.jobs",
    "SELECT parameters FROM armilla.jobs",
    "DELETE FROM armilla.jobs",
    "SELECT * FROM pg_notify('armilla_jobs', 'x 0 GONE')",
];

/// Changes of a job: the resource below it, the parameter and its value.
pub(super) const CHANGES: &[(&str, &str, &str)] = &[
    ("/phase", "PHASE", "RUN'; DROP TABLE depot.canary --"),
    ("/phase", "PHASE", "COMPLETED"),
    ("/phase", "PHASE", "RUN\u{0}"),
    ("/phase", "PHASE", "EXECUTING"),
    ("/destruction", "DESTRUCTION", "2030-01-01T00:00:00Z'; DROP TABLE depot.canary --"),
    ("/destruction", "DESTRUCTION", "now() + interval '9 years'"),
    ("/destruction", "DESTRUCTION", "infinity"),
    ("/destruction", "DESTRUCTION", "99999-01-01T00:00:00Z"),
    ("/destruction", "DESTRUCTION", "2030-02-31T00:00:00Z"),
    ("/executionduration", "EXECUTIONDURATION", "1; SELECT pg_sleep(60)"),
    ("/executionduration", "EXECUTIONDURATION", "-1"),
    ("/executionduration", "EXECUTIONDURATION", "1e400"),
    ("/executionduration", "EXECUTIONDURATION", "99999999999999999999999"),
    ("/parameters", "UPLOAD", "x,file:///etc/passwd"),
    ("/parameters", "UPLOAD", "pg_catalog.pg_class,param:a"),
    ("", "ACTION", "DELETE'; --"),
    ("", "OWNER", "ada"),
];

/// What stands below nothing, and identifiers that are none.
pub(super) const BELOW: &[&str] = &[
    "/results/result'--",
    "/results/..%2f..%2f..%2fetc%2fpasswd",
    "/results/%2e%2e%2fresult",
    "/results/result%00",
    "/results/1%20OR%201=1",
    "/parameters/..%2fresult",
    "/parameters/f1",
    "'",
    "%00",
    "%27%20OR%20%271%27=%271",
    "%25",
    "%5f",
    "/nothing",
];

/// Makes a job, and gives its path with what was said to make it; a refusal is an answer.
async fn made(fortress: &Fortress, request: Request) -> Result<(String, String), Answer> {
    let said = asked_in(&request);
    let answer = fortress.asked(request).await;
    match answer.status {
        303 => {
            let place = answer.header("location").find("/tap/async/").expect("a job has a place");
            Ok((answer.header("location")[place..].to_owned(), said))
        }
        _ => Err(answer),
    }
}

fn asking(adql: &str) -> Request {
    Request::new(Method::POST, "/tap/async").with(&[
        ("LANG", "ADQL"),
        ("QUERY", adql),
        ("RESPONSEFORMAT", "csv"),
        ("PHASE", "RUN"),
    ])
}

/// The phase in which a job ends.
async fn end(fortress: &Fortress, job: &str, said: &str) -> String {
    loop {
        let document = Request::new(Method::GET, job).with(&[("WAIT", "30")]);
        let answer = fortress.asked_after(document, said).await;
        let phase = answer.xml().text_of("phase").to_owned();
        if !["PENDING", "QUEUED", "EXECUTING"].contains(&phase.as_str()) {
            return phase;
        }
    }
}

/// What a job that must fail says of it; also where it is refused at once.
async fn error(fortress: &Fortress, adql: &str) -> String {
    let (job, said) = match made(fortress, asking(adql)).await {
        Ok(made) => made,
        Err(refusal) => {
            assert_eq!(refusal.status, 400, "{adql}: {}", refusal.text());
            return refusal.text().to_owned();
        }
    };
    assert_eq!(end(fortress, &job, &said).await, "ERROR", "{adql}");
    let told = fortress.asked_after(Request::new(Method::GET, &format!("{job}/error")), &said).await;
    for below in ["/results", "/parameters", "/results/result"] {
        fortress.asked_after(Request::new(Method::GET, &format!("{job}{below}")), &said).await;
    }
    told.text().to_owned()
}

#[tokio::test]
async fn nothing_of_postgresql_is_reached_through_a_job() {
    let fortress = Fortress::new();
    for adql in QUERIES.iter().chain(injections::QUERIES).chain(elements::QUERIES) {
        assert!(!error(&fortress, adql).await.is_empty(), "{adql}");
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn a_job_tells_no_more_of_a_hidden_name_than_of_one_of_nothing() {
    let fortress = Fortress::new();
    for form in names::QUERIES {
        let mut told = Vec::new();
        for [schema, table, column] in names::NAMES {
            let adql = form.replace("SCHEMA", schema).replace("TABLE", table).replace("COLUMN", column);
            let text = error(&fortress, &adql).await;
            told.push(text.replace(schema, "SCHEMA").replace(table, "NAME").replace(column, "NAME"));
        }
        assert_eq!(told[0], told[1], "{form}");
    }
}

#[tokio::test]
async fn no_parameter_of_a_job_reaches_further_than_it_should() {
    let fortress = Fortress::new();
    let uploads = uploads::NAMES.iter().map(|name| ("UPLOAD", format!("{name},param:file")));
    let others = parameters::OF_SYNC.iter().map(|(name, value)| (*name, (*value).to_owned()));
    for (name, value) in others.chain(uploads) {
        let usual =
            [("LANG", "ADQL"), ("QUERY", parameters::FINE), ("RESPONSEFORMAT", "csv"), ("PHASE", "RUN")];
        let usual = usual
            .into_iter()
            .filter(|(usual, _)| *usual != name && !(name == "FORMAT" && *usual == "RESPONSEFORMAT"));
        let request = Request::new(Method::POST, "/tap/async").with(&usual.collect::<Vec<_>>());
        match made(&fortress, request.with(&[(name, &value)])).await {
            Err(refusal) => {
                assert!((400..500).contains(&refusal.status), "{name}={value}: {}", refusal.text());
            }
            // A phase that is none would leave the job as it is.
            Ok(_) if name == "PHASE" => {}
            Ok((job, said)) => {
                let phase = end(&fortress, &job, &said).await;
                let result = Request::new(Method::GET, &format!("{job}/results/result"));
                let result = fortress.asked_after(result, &said).await;
                let is_answered = phase == "COMPLETED" && result.text() == "ID\r\n1\r\n";
                assert!(is_answered || phase == "ERROR", "{name}={value}: {phase} {}", result.text());
            }
        }
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn no_change_of_a_job_reaches_further_than_it_should() {
    let fortress = Fortress::new();
    let request = Request::new(Method::POST, "/tap/async");
    let request = request.with(&[("LANG", "ADQL"), ("QUERY", parameters::FINE), ("RESPONSEFORMAT", "csv")]);
    let (job, mut said) =
        made(&fortress, request).await.unwrap_or_else(|refusal| panic!("{}", refusal.text()));
    for (below, name, value) in CHANGES {
        let change = Request::new(Method::POST, &format!("{job}{below}")).with(&[(name, value)]);
        said += &asked_in(&change);
        let answer = fortress.asked_after(change, &said).await;
        assert!(
            matches!(answer.status, 303 | 400..=499),
            "{name}={value}: {} {}",
            answer.status,
            answer.text()
        );
        let document = fortress.asked_after(Request::new(Method::GET, &job), &said).await.xml();
        assert_eq!(document.text_of("phase"), "PENDING", "{name}={value}");
        let destruction: jiff::Timestamp = document.text_of("destruction").parse().unwrap();
        assert!(destruction < jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 400), "{value}");
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn nothing_stands_below_a_job_but_what_is_its_own() {
    let fortress = Fortress::new();
    let fine = asking(parameters::FINE);
    let (job, said) = made(&fortress, fine).await.unwrap_or_else(|refusal| panic!("{}", refusal.text()));
    assert_eq!(end(&fortress, &job, &said).await, "COMPLETED");
    for below in BELOW {
        for path in [format!("{job}{below}"), format!("/tap/async/{below}")] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let answer = fortress.asked_after(Request::new(method.clone(), &path), &said).await;
                assert!(
                    (400..500).contains(&answer.status),
                    "{method} {path}: {} {}",
                    answer.status,
                    answer.text()
                );
            }
        }
    }
    let result = Request::new(Method::GET, &format!("{job}/results/result"));
    assert_eq!(fortress.asked_after(result, &said).await.text(), "ID\r\n1\r\n");
    fortress.assert_unchanged();
}
