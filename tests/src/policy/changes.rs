//! Rules that change while the host serves: an embargo ends, access is taken away and given back.

use std::time::{Duration, SystemTime};

use super::{ask, metadata, site, stars};
use crate::client::Client;
use crate::harness::{Host, until};

/// A busy machine takes its time.
const SOON: Duration = Duration::from_secs(30);

/// A public table whose presence tells that the host has read the file.
const MARKER: &str = "[[table]]\nname = 'Marker'\naccess = 'public'\ncolumns.ID = { type = 'long' }\n";

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Whether the stars are there for the anonymous: in a query, in TAP_SCHEMA and in VOSI, which agree.
async fn is_there(client: &Client) -> bool {
    let (status, answer) = ask(client, "", "SELECT ID FROM sky.Stars ORDER BY ID").await;
    match status {
        200 => assert_eq!(answer, "ID\n1\n2\n3\n"),
        _ => assert!(answer.contains("unknown table `sky.Stars`"), "{answer}"),
    }
    status == 200
}

fn becomes(runtime: &tokio::runtime::Runtime, host: &Host, there: bool) {
    let client = Client::of(host);
    until("the new rule", SOON, || (runtime.block_on(is_there(&client)) == there).then_some(()));
    let (rows, document) = runtime.block_on(metadata(&client, ""));
    assert_eq!((rows.contains("sky.Stars"), document.contains("sky.Stars")), (there, there), "{rows}");
}

#[test]
fn access_is_taken_away_and_given_back_by_editing_the_file() {
    let site = site(&[]);
    let public = stars("access = 'public'", "");
    site.write("collections/sky.toml", &public);
    let (host, runtime) = (site.host(), runtime());
    becomes(&runtime, &host, true);
    site.write("collections/sky.toml", &stars("access = { groups = ['staff'] }", ""));
    becomes(&runtime, &host, false);
    site.write("collections/sky.toml", &stars("access = 'everybody'", ""));
    until("the report of the mistake", SOON, || {
        host.log().contains("key `access`: no such rule").then_some(())
    });
    assert!(!runtime.block_on(is_there(&Client::of(&host))), "a mistake opens nothing");
    site.write("collections/sky.toml", &public);
    becomes(&runtime, &host, true);
    // Without a rule the default holds, which is nobody.
    site.write("collections/sky.toml", &stars("", ""));
    becomes(&runtime, &host, false);
}

#[test]
fn an_embargo_ends_by_itself_for_the_stars_and_for_their_metadata() {
    let site = site(&[]);
    site.write("collections/sky.toml", &format!("{}{MARKER}", stars("access = { groups = [] }", "")));
    let (host, runtime) = (site.host(), runtime());
    let client = Client::of(&host);
    let second = Duration::from_millis(2500);
    // On a busy machine the host may read the file after the end that it says; then a later one is taken.
    let hidden = (1..8_u32).any(|attempt| {
        let end = SystemTime::now() + second * attempt;
        site.write("collections/sky.toml", &embargoed(end));
        until("the file read", SOON, || {
            let asked = runtime.block_on(ask(&client, "", "SELECT NEW FROM sky.Marker"));
            (asked.0 == 200 || SystemTime::now() > end).then_some(())
        });
        let reloads = host.log().matches("now serving").count();
        let mut hidden = 0;
        until("the end of the embargo", SOON, || {
            let before = SystemTime::now();
            let there = runtime.block_on(is_there(&client));
            assert!(there || before < end, "hidden after the end");
            assert!(!there || SystemTime::now() >= end, "shown before the end");
            hidden += usize::from(!there);
            there.then_some(())
        });
        let (rows, document) = runtime.block_on(metadata(&client, ""));
        assert_eq!(rows, "sky.Marker,NEW\nsky.Stars,ID\nsky.Stars,MAG\n");
        assert!(document.contains("sky.Stars") && !document.contains("NOTE"), "{document}");
        assert_eq!(host.log().matches("now serving").count(), reloads, "nothing was reloaded");
        hidden > 0
    });
    assert!(hidden, "the stars were never seen hidden");
}

/// The file with an embargo that ends at an instant.
fn embargoed(end: SystemTime) -> String {
    let millis = end.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    let end = jiff::Timestamp::from_millisecond(millis.try_into().unwrap()).unwrap();
    let marker =
        MARKER.replace("columns.ID", "columns.NEW").replace("'long'", "'long', database_column = 'id'");
    format!("{}{marker}", stars(&format!("access = {{ groups = ['staff'] }}\npublic_from = {end}"), ""))
}
