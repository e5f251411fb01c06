//! Every route of every plugin of the demo, asked for restricted content by every kind of caller.
//!
//! The routes come from the host (`armilla plugins --conf …`); one that no case covers fails the test, so that a new
//! route cannot be forgotten.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;

use super::{DEMO, Way, basic};
use crate::client::{Answer, Client, Request};

/// What a route is asked: path below the mount and parameters; `JOB` stands for a job of ada's.
type Asked = (&'static str, &'static [(&'static str, &'static str)]);

const QUERY: &[(&str, &str)] =
    &[("LANG", "ADQL"), ("QUERY", "SELECT TOP 3 * FROM jplus_idr2.MagABDualObj"), ("RESPONSEFORMAT", "csv")];

const COLUMNS: &[(&str, &str)] = &[
    ("LANG", "ADQL"),
    ("QUERY", "SELECT * FROM TAP_SCHEMA.columns WHERE table_name LIKE '%idr2%'"),
    ("RESPONSEFORMAT", "csv"),
];

const HINT: &[(&str, &str)] = &[("LANG", "ADQL"), ("QUERY", "SELECT * FROM jplus_idr.MagABDualObj")];

const CONE: &[(&str, &str)] = &[("RA", "0"), ("DEC", "0"), ("SR", "180"), ("MAXREC", "3")];

const IMAGES: &[(&str, &str)] = &[("POS", "RANGE 0 360 -90 90"), ("RESPONSEFORMAT", "csv")];

const REGION: &[(&str, &str)] =
    &[("POS", "0,0"), ("SIZE", "180"), ("VERB", "3"), ("FORMAT", "image/fits"), ("RESPONSEFORMAT", "csv")];

const TARGETS: &[(&str, &str)] = &[("TARGETS", "ra,dec\n0.5,0.5\n"), ("SR", "180"), ("MAXREC", "3")];

/// An image of the restricted release, which is listed some time after the demo has begun.
const IMAGE: &[(&str, &str)] = &[("ID", "ivo://example.org/sim-idr2?sim-1-rSDSS.fits")];

const CUTOUT: &[(&str, &str)] = &[IMAGE[0], ("CIRCLE", "0.5 0.5 180")];

const COLOURS: &[(&str, &str)] = &[IMAGE[0], IMAGE[0], IMAGE[0]];

/// A place in a field of both releases, and an object of the restricted one.
const PLACES: &[(&str, &str)] = &[("ID", "pos:0.5,0.5"), ("ID", "jplus_idr2.MagABDualObj/1")];

/// Objects of the restricted release, drawn where they are.
const OVERLAY: &[(&str, &str)] =
    &[("ID", "ivo://example.org/sim-dr1?x.fits"), ("OVERLAY", "jplus_idr2.MagABDualObj")];

/// What each route of each plugin is asked; plugins without restricted content are asked too.
const CASES: &[(&str, &str, &[Asked])] = &[
    ("tap", "", &[("", &[])]),
    ("tap", "/sync", &[("/sync", QUERY), ("/sync", COLUMNS), ("/sync", HINT)]),
    ("tap", "/async", &[("/async", &[]), ("/async", QUERY)]),
    ("tap", "/async/", &[("/async/", &[])]),
    (
        "tap",
        "/async/{*rest}",
        &[
            ("/async/JOB", &[]),
            ("/async/JOB/phase", &[]),
            ("/async/JOB/parameters", &[]),
            ("/async/JOB/results", &[]),
            ("/async/JOB/results/result", &[]),
            ("/async/JOB/error", &[]),
            ("/async/JOB/owner", &[]),
            ("/async/JOB/destruction", &[]),
            ("/async/JOB/executionduration", &[]),
            ("/async/JOB/quote", &[]),
        ],
    ),
    ("tap", "/plan", &[("/plan", QUERY), ("/plan", HINT)]),
    ("tap", "/capabilities", &[("/capabilities", &[])]),
    ("tap", "/availability", &[("/availability", &[])]),
    ("tap", "/tables", &[("/tables", &[]), ("/tables?detail=min", &[])]),
    ("tap", "/tables/{name}", &[("/tables/jplus_idr2.MagABDualObj", &[])]),
    ("tap", "/examples", &[("/examples", &[])]),
    ("tap", "/moc", &[("/moc?format=json", &[]), ("/moc?format=json&TABLE=jplus_idr2.MagABDualObj", &[])]),
    ("scs", "", &[("", &[])]),
    ("scs", "/{collection}/{table}", &[("/jplus_idr2/MagABDualObj", CONE), ("/sim-idr2/MagABDualObj", CONE)]),
    (
        "scs",
        "/{collection}/{table}/multi",
        &[("/jplus_idr2/MagABDualObj/multi", TARGETS), ("/sim-idr2/MagABDualObj/multi", TARGETS)],
    ),
    ("scs", "/{collection}/{table}/capabilities", &[("/jplus_idr2/MagABDualObj/capabilities", &[])]),
    ("scs", "/{collection}/{table}/availability", &[("/jplus_idr2/MagABDualObj/availability", &[])]),
    ("scs", "/{collection}/{table}/moc", &[("/jplus_idr2/MagABDualObj/moc?format=json", &[])]),
    ("hips", "", &[("", &[])]),
    ("hips", "/list", &[("/list", &[])]),
    ("hips", "/{collection}/{name}", &[("/sim-idr2/colour", &[])]),
    ("hips", "/{collection}/{name}/", &[("/sim-idr2/colour/", &[])]),
    (
        "hips",
        "/{collection}/{name}/{*file}",
        &[("/sim-idr2/colour/properties", &[]), ("/sim-idr2/colour/Norder3/Allsky.png", &[])],
    ),
    ("samp", "", &[("", &[])]),
    ("samp", "/{file}", &[("/icon.png", &[])]),
    ("datalink", "", &[("", &[])]),
    ("datalink", "/links", &[("/links", IMAGE), ("/links", PLACES)]),
    ("datalink", "/file", &[("/file", IMAGE)]),
    ("datalink", "/sync", &[("/sync", IMAGE), ("/sync", CUTOUT)]),
    ("datalink", "/async", &[("/async", &[]), ("/async", CUTOUT)]),
    ("datalink", "/async/", &[("/async/", &[])]),
    (
        "datalink",
        "/async/{*rest}",
        // What the other plugin made is no job here.
        &[("/async/JOB", &[]), ("/async/JOB/results/result", &[])],
    ),
    ("datalink", "/preview", &[("/preview", IMAGE), ("/preview", CUTOUT), ("/preview", OVERLAY)]),
    ("datalink", "/colour", &[("/colour", COLOURS)]),
    ("datalink", "/capabilities", &[("/capabilities", &[])]),
    ("datalink", "/availability", &[("/availability", &[])]),
    ("datalink", "/examples", &[("/examples", &[])]),
    ("sia", "", &[("", &[])]),
    ("sia", "/query", &[("/query", &[]), ("/query", IMAGES), ("/query", &[("COLLECTION", "sim-idr2")])]),
    ("sia", "/v1", &[("/v1", &[("FORMAT", "METADATA")]), ("/v1", REGION)]),
    ("sia", "/capabilities", &[("/capabilities", &[])]),
    ("sia", "/availability", &[("/availability", &[])]),
    ("portal", "", &[("", &[])]),
    ("portal", "/assets/{file}", &[("/assets/manifest.json", &[])]),
    ("portal", "/settings.json", &[("/settings.json", &[])]),
    ("portal", "/panels.js", &[("/panels.js", &[])]),
    ("portal", "/logo", &[("/logo", &[])]),
    ("portal", "/sky-frame.html", &[("/sky-frame.html", &[])]),
    ("portal", "/viewer/{*file}", &[("/viewer/aladin.js", &[])]),
    // Pages are the same for all: what they show they ask for in the name of their reader.
    ("portal", "/{*page}", &[("/query", &[]), ("/object?table=jplus.MagABDualObj&id=1", &[])]),
    ("filters", "", &[("", &[])]),
    ("filters", "/enumerations", &[("/enumerations", &[])]),
];

/// A route of a plugin as the host lists it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Route {
    plugin: String,
    methods: Vec<String>,
    path: String,
}

/// The routes of plugins that have an instance, and the mounts of their instances.
fn routes(listing: &str) -> (Vec<Route>, Vec<(String, String)>) {
    let (mut routes, mut mounts) = (Vec::new(), Vec::new());
    for block in listing.split("\n\n").flat_map(blocks) {
        let plugin = block[0].split(' ').next().unwrap_or_default().to_owned();
        for line in &block[1..] {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["instance", _, "at", mount] => mounts.push((plugin.clone(), (*mount).to_owned())),
                ["route", rest @ ..] => {
                    let is_path = |word: &&&str| word.starts_with('/');
                    let path = rest.last().filter(is_path).map_or("", |path| path).to_owned();
                    let methods = rest.iter().filter(|word| !word.starts_with('/'));
                    let methods = methods.map(|method| (*method).to_owned()).collect();
                    routes.push(Route { plugin: plugin.clone(), methods, path });
                }
                _ => {}
            }
        }
    }
    routes.retain(|route| mounts.iter().any(|(plugin, _)| *plugin == route.plugin));
    (routes, mounts)
}

/// The lines of each plugin: a head at the margin, indented lines below it.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match (line.starts_with(' '), blocks.last_mut()) {
            (true, Some(block)) => block.push(line),
            _ => blocks.push(vec![line]),
        }
    }
    blocks
}

/// What of the restricted release an answer holds that its request did not write.
fn leaked(answer: &Answer, secrets: &[String]) -> Option<String> {
    let asked = format!("{} {:?}", answer.request.path, answer.request.parameters).to_lowercase();
    let body = String::from_utf8_lossy(&answer.body).to_lowercase();
    let headers = format!("{:?}", answer.headers).to_lowercase();
    let leaks = |secret: &&String| {
        !asked.contains(secret.as_str())
            && (body.contains(secret.as_str()) || headers.contains(secret.as_str()))
    };
    secrets.iter().find(leaks).cloned()
}

/// Names and texts of the restricted release, and values of its rows that the public one does not have.
async fn secrets(ada: &Client) -> Vec<String> {
    let adql = "SELECT TOP 40 ALPHA_J2000 FROM jplus_idr2.MagABDualObj";
    let form = [("LANG", "ADQL"), ("QUERY", adql), ("RESPONSEFORMAT", "csv")];
    let rows = ada.send(Request::new(Method::POST, "/tap/sync").with(&form)).await.csv();
    let values = rows.column("ALPHA_J2000").into_iter().filter(|value| value.len() > 10).map(str::to_owned);
    let names = ["sim-idr2", "sim_idr2", "jplus_idr2", "internal data release 2"].map(str::to_owned);
    names.into_iter().chain(values).collect()
}

/// Waits until the images of the restricted release are listed, which the demo does after it is ready.
async fn images_of_both(ada: &Client) {
    let restricted = Request::new(Method::GET, "/sia/query").with(&[
        ("COLLECTION", "sim-idr2"),
        ("MAXREC", "1"),
        ("RESPONSEFORMAT", "csv"),
    ]);
    for _ in 0..1200 {
        if !ada.send(restricted.clone()).await.csv().rows.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no images after two minutes: {}", DEMO.host.log());
}

async fn job_of(client: &Client) -> String {
    let form = QUERY.iter().copied().chain([("PHASE", "RUN")]).collect::<Vec<_>>();
    let made = client.send(Request::new(Method::POST, "/tap/async").with(&form)).await;
    let location = made.header("location").to_owned();
    let id = location.split_once("/async/").unwrap_or_else(|| panic!("{}", made.text())).1.to_owned();
    let ended = client.get(&format!("/tap/async/{id}?WAIT=60&PHASE=EXECUTING")).await;
    assert!([200, 303].contains(&ended.status), "{}", ended.status);
    id
}

#[tokio::test]
async fn no_route_gives_restricted_content_to_those_who_may_not_have_it() {
    // It fails for plugins of the tests that cannot be loaded, and lists the others.
    let (_, listing, _) = DEMO.run(&["plugins"]);
    let (routes, mounts) = routes(&listing);
    assert!(mounts.len() >= 5, "{mounts:?}");
    let ada = DEMO.ada(Way::Basic).await;
    images_of_both(&ada).await;
    let secrets = secrets(&ada).await;
    let job = job_of(&ada).await;
    let callers = [
        ("the anonymous", DEMO.anonymous()),
        ("a user without the group", DEMO.bob()),
        ("a wrong password", DEMO.anonymous().with_header("authorization", &basic("ada", "wrong"))),
        ("an unknown token", DEMO.anonymous().with_header("authorization", "Bearer arm_unknown")),
        ("a stale cookie", DEMO.anonymous().with_header("cookie", "armilla_session=stale")),
    ];
    let mut serving = BTreeSet::new();
    for route in &routes {
        let case = CASES.iter().find(|(plugin, path, _)| *plugin == route.plugin && *path == route.path);
        let (_, _, asked) = case.unwrap_or_else(|| panic!("no case for {route:?}"));
        for (_, mount) in mounts.iter().filter(|(plugin, _)| *plugin == route.plugin) {
            for (path, parameters) in *asked {
                for method in &route.methods {
                    if method == "DELETE" {
                        continue; // the last test of this file
                    }
                    let path = format!("{mount}{}", path.replace("JOB", &job));
                    let request = Request::new(method.parse().unwrap(), &path).with(parameters);
                    let to_ada = ada.send(request.clone()).await;
                    let names_it = path.contains("idr2");
                    for (who, caller) in &callers {
                        let answer = caller.send(request.clone()).await;
                        if let Some(secret) = leaked(&answer, &secrets) {
                            panic!("{who} reads `{secret}` at {method} {path}:\n{}", answer.text());
                        }
                        let is_adas = to_ada.status == 200 && answer.body == to_ada.body;
                        assert!(
                            !(names_it && is_adas && method != "HEAD"),
                            "{who} gets ada's answer at {path}"
                        );
                    }
                    if leaked(&to_ada, &secrets).is_some() {
                        serving.insert((route.plugin.as_str(), route.path.as_str()));
                    }
                }
            }
        }
    }
    // These give ada what the others must not have: the walk looks where there is something to find.
    for route in [
        ("tap", "/sync"),
        ("tap", "/tables"),
        ("tap", "/async/{*rest}"),
        ("scs", ""),
        ("scs", "/{collection}/{table}"),
        ("scs", "/{collection}/{table}/multi"),
        ("sia", "/query"),
        ("sia", "/v1"),
    ] {
        assert!(serving.contains(&route), "{route:?} gives ada nothing either: {serving:?}");
    }
}

#[tokio::test]
async fn nobody_deletes_or_changes_the_job_of_another() {
    let ada = DEMO.ada(Way::Basic).await;
    let job = format!("/tap/async/{}", job_of(&ada).await);
    for caller in [DEMO.anonymous(), DEMO.bob()] {
        for (method, child, parameters) in [
            (Method::DELETE, "", &[][..]),
            (Method::POST, "", &[("ACTION", "DELETE")][..]),
            (Method::POST, "/phase", &[("PHASE", "ABORT")][..]),
            (Method::POST, "/destruction", &[("DESTRUCTION", "2020-01-01T00:00:00Z")][..]),
            (Method::POST, "/parameters", &[("QUERY", "SELECT 1")][..]),
        ] {
            let request = Request::new(method.clone(), &format!("{job}{child}")).with(parameters);
            let answer = caller.send(request).await;
            assert!([401, 403, 404].contains(&answer.status), "{method} {child}: {}", answer.status);
        }
    }
    assert_eq!(ada.get(&format!("{job}/results/result")).await.status, 200);
}

#[test]
fn a_listing_gives_routes_of_plugins_with_instances() {
    let listing = "hello 0.1.0: Greets\n  route      GET /greeting\nscs 0.1.0: Cones\n  instance   scs at /scs\n  \
                   route      GET \n  route      GET POST /{collection}/{table}\n";
    let (routes, mounts) = routes(listing);
    assert_eq!(mounts, [("scs".to_owned(), "/scs".to_owned())]);
    let paths: Vec<(&str, usize)> =
        routes.iter().map(|route| (route.path.as_str(), route.methods.len())).collect();
    assert_eq!(paths, [("", 1), ("/{collection}/{table}", 2)]);
}
