//! Queries run under roles of PostgreSQL that read what their callers see, rows among it, whatever changes meanwhile.

use std::time::{Duration, SystemTime};

use super::{ask, site_with_login, stars};
use crate::client::Client;
use crate::harness::{Host, Site, until};

/// A busy machine takes its time.
const SOON: Duration = Duration::from_secs(30);

const ALL: &str = "SELECT ID FROM sky.Stars ORDER BY ID";

fn place() -> Site {
    site_with_login(&[("ada", "['staff']")])
}

/// The stars for the staff, and for others those that satisfy a condition, with more of the table.
fn some(condition: &str, more: &str) -> String {
    let rows = format!("{more}\n[[table.rows_for]]\naccess = 'public'\nwhere = '''{condition}'''\n");
    stars("access = { groups = ['staff'] }", &rows)
}

/// What a user gets of the stars.
async fn ids(client: &Client, user: &str) -> String {
    let (status, answer) = ask(client, user, ALL).await;
    assert_eq!(status, 200, "{answer}");
    answer.trim_start_matches("ID\n").replace('\n', " ").trim().to_owned()
}

/// What roles with policies read by SQL written by hand: for each the identifiers, sorted, each once.
fn by_hand(site: &Site, table: &str) -> Vec<String> {
    let roles = format!(
        "SELECT polroles[1]::regrole FROM pg_policy WHERE polrelid = '{table}'::regclass AND NOT polpermissive"
    );
    let read = |role: &str| {
        let ids = format!("SELECT string_agg(id::text, ' ' ORDER BY id) FROM {table}");
        site.psql(&format!("SET ROLE {role}; {ids}")).unwrap()
    };
    let mut found: Vec<String> = site.psql(&roles).unwrap().lines().map(read).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn becomes(runtime: &tokio::runtime::Runtime, host: &Host, rows: &str) {
    let client = Client::of(host);
    until("the new rule", SOON, || (runtime.block_on(ids(&client, "")) == rows).then_some(()));
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn filters_hold_in_the_database_too_and_follow_the_file() {
    let site = place();
    site.write("collections/sky.toml", &some("ID < 2", ""));
    let (host, runtime) = (site.host(), runtime());
    becomes(&runtime, &host, "1");
    assert_eq!(runtime.block_on(ids(&Client::of(&host), "ada")), "1 2 3");
    assert_eq!(by_hand(&site, "sky.stars"), ["1"]);
    site.write("collections/sky.toml", &some("ID > 1", ""));
    becomes(&runtime, &host, "2 3");
    // The role of the old rule reads what it did until nobody needs it.
    assert_eq!(by_hand(&site, "sky.stars"), ["1", "2 3"]);
    assert_eq!(site.psql("SELECT count(*) FROM sky.stars").as_deref(), Ok("3"));
    assert!(!host.log().contains("layer of protection is missing"), "{}", host.log());
    host.stop();
    let host = site.start().with(&["--set", "host.database.row_security=false"]).ready();
    becomes(&runtime, &host, "2 3");
    let left = "SELECT relrowsecurity, (SELECT count(*) FROM pg_policy) FROM pg_class WHERE oid = 'sky.stars'::regclass";
    assert_eq!(site.psql(left).as_deref(), Ok("f|0"));
}

#[test]
fn an_embargo_ends_under_the_roles_of_views() {
    let site = place();
    let (host, runtime) = (site.host(), runtime());
    // On a busy machine the host may read the file after the end that it says; then a later one is taken.
    let hidden = (1..8_u32).any(|attempt| {
        let end = SystemTime::now() + Duration::from_millis(2500) * attempt;
        let millis = end.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
        let instant = jiff::Timestamp::from_millisecond(millis.try_into().unwrap()).unwrap();
        site.write("collections/sky.toml", &some("ID = 2", &format!("public_from = {instant}")));
        let client = Client::of(&host);
        let mut hidden = false;
        until("the end of the embargo", SOON, || {
            let (before, (status, answer)) = (SystemTime::now(), runtime.block_on(ask(&client, "", ALL)));
            match (status, answer.as_str()) {
                (200, "ID\n2\n") => {
                    assert!(before < end, "hidden after the end");
                    hidden = true;
                }
                (200, "ID\n1\n2\n3\n") => return (SystemTime::now() >= end).then_some(()),
                (200, other) => panic!("{other}"),
                _ => assert!(before < end || hidden, "{answer}"),
            }
            None
        });
        hidden
    });
    assert!(hidden, "the stars were never seen hidden");
    assert_eq!(by_hand(&site, "sky.stars"), ["2"]);
    assert!(!host.log().contains("layer of protection is missing"), "{}", host.log());
}

#[test]
fn filters_hold_for_a_table_that_is_ingested_again() {
    let site = place();
    let ingest = |rows: &str| {
        let file = site.conf().join("stars.csv");
        std::fs::write(&file, format!("id,ra,dec\n{rows}")).unwrap();
        let file = file.display().to_string();
        site.done(&["ingest", &file, "--table", "dr.stars", "--collection", "mine"])
    };
    ingest("1,10.25,20.5\n2,11.25,21.5\n3,12.25,22.5\n");
    std::fs::remove_file(site.collection_file("mine")).unwrap();
    let rows = "title = 'S'\ndescription = 'S'\naccess = { groups = ['staff'] }\nschema = 'sky'\ndatabase_schema = 'dr'\n\
                [[table]]\nname = 'Stars'\ndatabase_table = 'stars'\ncolumns.ID.type = 'int'\ncolumns.RA.type = 'double'\n\
                [[table.rows_for]]\naccess = 'public'\nwhere = 'RA > 10.5'\n";
    site.write("collections/sky.toml", rows);
    let (host, runtime) = (site.host(), runtime());
    becomes(&runtime, &host, "2 3");
    assert_eq!(by_hand(&site, "dr.stars"), ["2 3"]);
    ingest("4,10.25,20.5\n5,11.25,21.5\n6,12.25,22.5\n");
    assert_eq!(by_hand(&site, "dr.stars"), ["5 6"]);
    assert_eq!(runtime.block_on(ids(&Client::of(&host), "")), "5 6");
}

#[test]
fn a_table_that_somebody_made_anew_gets_its_grants_and_policies_with_the_next_query() {
    let site = place();
    site.write("collections/sky.toml", &some("ID > 1", ""));
    let (host, runtime) = (site.host(), runtime());
    becomes(&runtime, &host, "2 3");
    let anew = "DROP TABLE sky.stars; CREATE TABLE sky.stars AS SELECT n AS id, n / 2.0::float8 AS mag, 'n' AS note \
                FROM generate_series(0::bigint, 2) AS n";
    site.psql(anew).unwrap();
    // A role that was looked at a moment ago is not looked at again.
    std::thread::sleep(Duration::from_secs(6));
    assert_eq!(runtime.block_on(ids(&Client::of(&host), "")), "2");
    assert_eq!(by_hand(&site, "sky.stars"), ["2"]);
}

#[test]
fn a_view_is_told_by_check_with_its_place() {
    let site = place();
    site.psql("ALTER TABLE sky.stars RENAME TO kept; CREATE VIEW sky.stars AS SELECT * FROM sky.kept")
        .unwrap();
    site.write("collections/sky.toml", &some("ID > 1", ""));
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let told = format!(
        "warning: one layer of protection is missing: queries leave rows of table `Stars` out, row-level security does not: \
         it is a view in PostgreSQL\n  --> {}:11:9\n\n\
         hint: publish the table behind it, or let it leave the rows out itself\n",
        site.collection_file("sky").display()
    );
    assert!(ended.err.contains(&told), "{told}\nis not in\n{}", ended.err);
    let host = site.host();
    let client = Client::of(&host);
    assert_eq!(runtime().block_on(ids(&client, "")), "2 3");
    let told = "row filters of table `Stars` of collection `sky` are applied by queries and not by row-level security: it is a \
                view in PostgreSQL";
    host.assert_logs(told);
}

#[test]
fn time_limits_hold_under_the_role_of_a_view() {
    let site = place();
    site.write("collections/sky.toml", &some("ID > 1", ""));
    site.psql("INSERT INTO sky.stars (id) SELECT n FROM generate_series(4, 20000) n").unwrap();
    let host = site.start().with(&["--set", "tap.sync_timeout_secs=1"]).ready();
    let (client, runtime) = (Client::of(&host), runtime());
    let slow = "SELECT 'under a role' AS m, COUNT(*) AS n FROM sky.Stars AS a, sky.Stars AS b, sky.Stars AS c \
                WHERE a.ID + b.ID + c.ID < 0";
    let asking = runtime.spawn(async move { ask(&client, "", slow).await });
    let running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%under a role%' \
                   AND usename = 'visitor'";
    let running = |wanted: &str| {
        until("the query", SOON, || (site.psql(running).as_deref() == Ok(wanted)).then_some(()));
    };
    running("1");
    let (status, answer) = runtime.block_on(asking).unwrap();
    assert_eq!(status, 408, "{answer}");
    running("0");
    assert_eq!(by_hand(&site, "sky.stars")[0].split(' ').count(), 19_999);
}
