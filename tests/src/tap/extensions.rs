//! What plugins add to the language while TAP serves: edits of a file, changes of a table, a plugin that TAP has never
//! heard of, and what belongs to a collection that nobody here may see.

use std::fs;
use std::time::{Duration, Instant};

use reqwest::Method;

use crate::client::{Client, Request};
use crate::harness::{Host, Start};

/// Reloading and reading a table again take a moment.
const CHANGE_LIMIT: Duration = Duration::from_secs(30);

#[tokio::test]
async fn what_plugins_offer_reaches_tap_without_a_restart() {
    let host = Start::demo(2_000).ready();
    an_edit_of_the_file_is_seen(&host).await;
    a_change_of_the_table_is_seen(&host).await;
    another_plugin_adds_an_enumeration_and_a_function(&host).await;
    it_adds_an_output_format(&host).await;
    what_belongs_to_a_restricted_collection_does_not_exist(&host).await;
}

fn path(host: &Host, name: &str) -> std::path::PathBuf {
    host.demo_folder().join("conf.d").join(name)
}

/// Asks until the query is answered with rows, and gives them.
async fn eventually(host: &Host, adql: &str) -> Vec<Vec<String>> {
    let client = Client::of(host);
    let begun = Instant::now();
    loop {
        let answer = client.query(adql, &[("FORMAT", "csv")]).await;
        if answer.status == 200 && !answer.csv().rows.is_empty() {
            return answer.csv().rows;
        }
        assert!(begun.elapsed() < CHANGE_LIMIT, "{adql}: {}\n{}", answer.text(), host.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn an_edit_of_the_file_is_seen(host: &Host) {
    let file = path(host, "filters.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("name = \"J0861\"", "name = \"J0862\"")).unwrap();
    let named =
        "SELECT TOP 3 object_id, mag_auto[jplus::J0862] AS m FROM jplus.MagABDualObj ORDER BY object_id";
    let found = eventually(host, named).await;
    assert_eq!(found, eventually(host, &named.replace("jplus::J0862", "12")).await);
    let gone = Client::of(host).query("SELECT mag_auto[jplus::J0861] FROM jplus.MagABDualObj", &[]).await;
    assert!(gone.votable().error().contains("enumeration `jplus` has no element `J0861`"), "{}", gone.text());
}

async fn a_change_of_the_table_is_seen(host: &Host) {
    let settings = "plugin = \"filters\"\nmount = \"/filters\"\n[settings.enumerations.jplus]\n\
                    table = { schema = \"sim_dr1\", table = \"filter\", name_column = \"name\", \
                    index_column = \"filter_id\", wavelength_column = \"wavelength\", refresh_secs = 1 }\n";
    fs::write(path(host, "filters.toml"), settings).unwrap();
    let adql = "SELECT TOP 1 mag_auto[jplus::J0861] AS m, jplus::J0861 AS n FROM jplus.MagABDualObj";
    assert_eq!(eventually(host, adql).await[0][1], "12");
    let wavelength = "SELECT wavelength FROM TAP_SCHEMA.enumerations WHERE element_name = 'rSDSS'";
    assert_eq!(eventually(host, wavelength).await, [["625.4"]]);
    host.database().rows("UPDATE sim_dr1.filter SET name = 'Calcium' WHERE filter_id = 12");
    let renamed = "SELECT TOP 1 mag_auto[jplus::calcium] AS m, jplus::Calcium AS n FROM jplus.MagABDualObj";
    assert_eq!(eventually(host, renamed).await[0][1], "12");
}

async fn another_plugin_adds_an_enumeration_and_a_function(host: &Host) {
    fs::write(path(host, "extras.toml"), "plugin = \"extras\"\nmount = \"/extras\"\n").unwrap();
    let corner = "SELECT TOP 5 s_region[corner::ra] AS ra, s_region[corner::dec] AS dec FROM jplus.TileImage \
                  ORDER BY tile_id";
    let named = eventually(host, corner).await;
    let numbered = corner.replace("corner::ra", "1").replace("corner::dec", "2");
    assert_eq!(named, eventually(host, &numbered).await);
    let log = host.log();
    let left_out =
        "an offer of `extras` at `adql.enumeration` is left out: enumeration `broken` has no elements";
    assert!(log.contains(left_out), "{log}");
    let flux = "SELECT TOP 1 EXTRAS_FLUX(mag_auto[jplus::rSDSS]) AS f, \
                3631 * POWER(10, -0.4 * mag_auto[jplus::rSDSS]) AS g FROM jplus.MagABDualObj";
    let row = eventually(host, flux).await.remove(0);
    let number = |place: usize| row[place].parse::<f64>().unwrap();
    assert!((number(0) / number(1) - 1.0).abs() < 1e-12, "{row:?}");
    let answer = Client::of(host).query(flux, &[("FORMAT", "votable/td")]).await;
    assert!(answer.text().contains("unit=\"Jy\""), "{}", answer.text());
}

/// After the plugin `extras` is there.
async fn it_adds_an_output_format(host: &Host) {
    let client = Client::of(host);
    let adql = "SELECT table_name FROM TAP_SCHEMA.tables WHERE table_name = 'TAP_SCHEMA.tables'";
    let expected = "{\"table_name\":\"TAP_SCHEMA.tables\"}\n{\"overflow\":false,\"rows\":1}\n";
    for name in ["jsonl", "JSONL", "application/jsonl"] {
        let answer = client.query(adql, &[("RESPONSEFORMAT", name)]).await;
        assert_eq!((answer.status, answer.text()), (200, expected));
        assert_eq!(answer.header("content-type"), "application/jsonl;charset=utf-8");
    }
    let many = "SELECT table_name FROM TAP_SCHEMA.tables";
    let cut = client.query(many, &[("FORMAT", "jsonl"), ("MAXREC", "2")]).await;
    assert!(cut.text().ends_with("{\"overflow\":true,\"rows\":2}\n"), "{}", cut.text());
    let none = client.query(many, &[("FORMAT", "jsonl"), ("MAXREC", "0")]).await;
    assert_eq!(none.text(), "{\"overflow\":true,\"rows\":0}\n");
    let parameters = [("LANG", "ADQL"), ("QUERY", adql), ("FORMAT", "broken")];
    let broken = client.fetch(Request::new(Method::GET, "/tap/sync").with(&parameters)).await.unwrap();
    assert_eq!((broken.status, broken.votable().error()), (500, "internal error"));
    assert_eq!(client.query(adql, &[("FORMAT", "csv")]).await.csv().rows, [["TAP_SCHEMA.tables"]]);
    let capabilities = client.get("/tap/capabilities").await;
    assert!(capabilities.text().contains("<mime>application/jsonl</mime>"), "{}", capabilities.text());
    assert!(!capabilities.text().contains("x-own-csv"), "{}", capabilities.text());
    let log = host.log();
    let left_out = "an offer of `extras` at `format.writer` is left out: `csv` is a built-in format, which cannot be replaced";
    assert!(log.contains(left_out), "{log}");
}

async fn what_belongs_to_a_restricted_collection_does_not_exist(host: &Host) {
    let settings = "plugin = \"filters\"\nmount = \"/secret\"\n[settings.enumerations.hidden]\n\
                    collections = [\"sim-idr2\"]\nelements = [{ name = \"novel\", index = 1 }]\n\
                    [settings.enumerations.plain]\nelements = [{ name = \"known\", index = 1 }]\n";
    fs::write(path(host, "secret.toml"), settings).unwrap();
    eventually(host, "SELECT TOP 1 plain::known AS n FROM jplus.Filter").await;
    let client = Client::of(host);
    for adql in ["SELECT hidden::novel FROM jplus.Filter", "SELECT absent::novel FROM jplus.Filter"] {
        let answer = client.query(adql, &[]).await;
        assert_eq!(answer.status, 400, "{adql}");
        let error = answer.votable().error().to_owned();
        let known = error.split("hint: ").nth(1).unwrap();
        assert!(error.contains("unknown enumeration") && !known.contains("hidden"), "{error}");
    }
    for path in ["/tap/capabilities", "/tap/examples", "/tap/tables", "/secret", "/secret/enumerations"] {
        let text = client.get(path).await.text().to_owned();
        assert!(!text.contains("hidden") && !text.contains("novel"), "{path}: {text}");
    }
    let rows = client.rows("SELECT enumeration_name FROM TAP_SCHEMA.enumerations").await;
    assert!(
        rows.column("enumeration_name").contains(&"plain")
            && !rows.column("enumeration_name").contains(&"hidden")
    );
}
