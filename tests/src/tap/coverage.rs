//! What is known of the values of tables: TAP_SCHEMA, VOSI tables and coverage maps agree with the rows.

use std::collections::BTreeSet;
use std::time::Duration;

use nix::sys::signal::Signal;
use reqwest::Method;

use crate::client::{Client, Request};
use crate::harness::{Host, Site, python};

const TABLE: &str = "jplus.MagABDualObj";

/// The cells of an order that an ASCII map holds, all of which are of that order or coarser ones.
fn cells(ascii: &str, order: u32) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    let mut shift = 0;
    for item in ascii.split_whitespace() {
        let cells = match item.split_once('/') {
            Some((of, cells)) => {
                shift = 2 * (order - of.parse::<u32>().unwrap());
                cells
            }
            None => item,
        };
        if !cells.is_empty() {
            let (first, last) = cells.split_once('-').unwrap_or((cells, cells));
            let [first, last] = [first, last].map(|cell| cell.parse::<u64>().unwrap());
            found.extend(first << shift..(last + 1) << shift);
        }
    }
    found
}

#[tokio::test]
async fn extremes_and_nulls_are_those_of_the_rows() {
    let client = Client::shared();
    let known = client
        .rows(&format!(
            "SELECT column_name, min_value, max_value, null_fraction FROM TAP_SCHEMA.columns WHERE table_name = '{TABLE}'"
        ))
        .await;
    let rows = client.rows(&format!("SELECT COUNT(*) AS n FROM {TABLE}")).await.numbers("n")[0];
    for column in ["ALPHA_J2000", "TILE_ID", "NUMBER"] {
        let place = known.column("column_name").iter().position(|name| *name == column).unwrap();
        let sql = format!(
            "SELECT MIN({column}) AS least, MAX({column}) AS most, COUNT({column}) AS n FROM {TABLE}"
        );
        let found = client.rows(&sql).await;
        assert_eq!(known.column("min_value")[place], found.column("least")[0], "{column}");
        assert_eq!(known.column("max_value")[place], found.column("most")[0], "{column}");
        assert_eq!(known.numbers("null_fraction")[place], 1.0 - found.numbers("n")[0] / rows, "{column}");
    }
    let sql = format!("SELECT nrows FROM TAP_SCHEMA.tables WHERE table_name = '{TABLE}'");
    assert_eq!(client.rows(&sql).await.numbers("nrows"), [rows]);
    let table = client.get(&format!("/tap/tables/{TABLE}")).await;
    assert_eq!(table.xml().text_of("nrows"), rows.to_string());
}

#[tokio::test]
async fn coverage_has_exactly_the_cells_of_the_rows() {
    let client = Client::shared();
    let moc = client.get(&format!("/tap/moc?table={TABLE}&order=5&format=ascii")).await;
    assert_eq!((moc.status, moc.header("content-type")), (200, "text/plain; charset=utf-8"));
    let sql = format!("SELECT DISTINCT ivo_healpix_index(5, ALPHA_J2000, DELTA_J2000) AS cell FROM {TABLE}");
    let rows = client.rows(&sql).await;
    let expected: BTreeSet<u64> = rows.column("cell").iter().map(|cell| cell.parse().unwrap()).collect();
    assert!(expected.len() > 3);
    assert_eq!(cells(moc.text(), 5), expected);
    let all = client.get("/tap/moc?order=5&format=ascii").await;
    assert!(cells(all.text(), 5).is_superset(&expected));
}

#[tokio::test]
async fn astropy_reads_the_cells_of_the_fits_form() {
    let base = format!("{}/tap/moc?table={TABLE}", crate::harness::shared().base());
    let read = tokio::task::spawn_blocking(move || python("moc.py", &[&base])).await.unwrap();
    assert_eq!(read["ordering"], "NUNIQ");
    assert_eq!(read["differences"], serde_json::json!([]));
    assert!(read["cells"].as_u64() > Some(10), "{read}");
}

#[tokio::test]
async fn coverage_that_nobody_may_see_is_that_of_no_table() {
    let client = Client::shared();
    let missing = client.get("/tap/moc?table=jplus.nothing").await;
    assert_eq!(missing.status, 404);
    let hidden = client.get("/tap/moc?table=jplus_idr2.MagABDualObj").await;
    assert_eq!((hidden.status, hidden.text()), (404, missing.text()));
    let none = client.get("/tap/moc?table=TAP_SCHEMA.tables").await;
    let text = "no coverage is known here; there are no positions, or nobody has looked at them yet";
    assert_eq!(none.status, 404);
    assert!(none.text().contains(text), "{}", none.text());
}

#[tokio::test]
async fn a_cache_that_has_the_map_gets_no_second_copy() {
    let client = Client::shared();
    let path = format!("/tap/moc?table={TABLE}");
    let first = client.get(&path).await;
    assert_eq!(first.header("cache-control"), "public, max-age=300");
    let tag = first.header("etag").to_owned();
    let again =
        client.fetch(Request::new(Method::GET, &path).with_header("If-None-Match", &tag)).await.unwrap();
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, &*tag));
}

const COLLECTION: &str = "title = 'Two stars'\ndescription = 'Two stars'\naccess = 'public'\nschema = 'sky'\n\
    [[table]]\nname = 'stars'\nposition = { lon = 'ra', lat = 'dec' }\n\
    [table.columns]\nra = { type = 'double', unit = 'deg' }\ndec = { type = 'double', unit = 'deg' }\n";

fn two_stars() -> Site {
    let site = Site::new("");
    let sql = "CREATE SCHEMA sky; CREATE VIEW sky.stars AS SELECT * FROM (VALUES (0::float8, 0::float8), (90, 0)) AS t (ra, dec)";
    site.psql(sql).unwrap();
    site.write("collections/sky.toml", COLLECTION);
    site.write("tap.toml", "plugin = \"tap\"\nmount = \"/tap\"\n");
    site
}

async fn coverage(host: &Host) -> (u16, String) {
    let answer = Client::of(host).get("/tap/moc?table=sky.stars&order=0&format=ascii").await;
    (answer.status, answer.text().to_owned())
}

#[tokio::test]
async fn a_running_host_learns_what_the_command_finds() {
    let site = two_stars();
    let host = site.host();
    assert_eq!(coverage(&host).await.0, 404);
    let told = site.done(&["statistics"]);
    assert!(told.starts_with("sky.stars: 2 rows, on 0.000 % of the sky\n"), "{told}");
    host.signal(Signal::SIGHUP);
    for _ in 0..200 {
        let (status, text) = coverage(&host).await;
        if status == 200 {
            assert_eq!(text, "0/4-5");
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the host does not learn it; log: {}", host.log());
}

#[test]
fn a_table_that_nobody_publishes_is_refused() {
    let ended = two_stars().run(&["statistics", "sky.moons"]);
    let text = "error: no collection file publishes `sky.moons`; `armilla describe sky.moons` makes one\n";
    assert_eq!((ended.code, ended.err.as_str()), (Some(2), text));
}
