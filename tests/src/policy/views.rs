//! Callers of different rights at one host: what each finds in TAP_SCHEMA, VOSI and queries.

use super::{ask, metadata, site, stars};
use crate::client::Client;

const USERS: &[(&str, &str)] =
    &[("ada", "['staff']"), ("bob", "['partners']"), ("eve", "[]"), ("tom", "['partners', 'others']")];

const PARTNERS: &str = "announced = true\n[[table.rows_for]]\naccess = { groups = ['partners'], users = ['nobody'] }\nwhere = 'ID > 1'\n";

#[tokio::test(flavor = "multi_thread")]
async fn each_caller_finds_what_the_rules_grant_and_not_a_name_more() {
    let site = site(USERS);
    site.write("collections/sky.toml", &stars("access = { groups = ['staff'] }", PARTNERS));
    let host = site.host();
    let client = Client::of(&host);
    let cut = "sky.Stars,ID\nsky.Stars,MAG\n";
    for (user, columns, rows) in [
        ("ada", "sky.Stars,ID\nsky.Stars,MAG\nsky.Stars,NOTE\n", Some("3")),
        ("bob", cut, None),
        ("tom", cut, None),
        ("eve", cut, None),
        ("", cut, None),
    ] {
        let (described, document) = metadata(&client, user).await;
        assert_eq!(described, columns, "{user}");
        assert_eq!(document.contains("NOTE"), rows.is_some(), "{user}: {document}");
        assert_eq!(document.contains("<nrows>3</nrows>"), rows.is_some(), "{user}: {document}");
        let counted = "SELECT nrows FROM TAP_SCHEMA.tables WHERE table_name = 'sky.Stars'";
        let expected = format!("nrows\n{}\n", rows.unwrap_or("\"\""));
        assert_eq!(ask(&client, user, counted).await, (200, expected), "{user}");
    }
    // Three views of one instance: staff, partners, and one that is the same for those without a right.
    let views = site.psql("SELECT count(DISTINCT set_hash), count(*) FROM armilla.tap_uses");
    assert_eq!(views.as_deref(), Ok("3|3"));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_first_uses_of_a_view_at_once_find_all_of_it() {
    let site = site(USERS);
    site.write("collections/sky.toml", &stars("access = { groups = ['staff'] }", ""));
    let host = site.host();
    let clients = (0..8).map(|_| Client::of(&host));
    let asked: Vec<_> =
        clients.map(|client| tokio::spawn(async move { metadata(&client, "ada").await.0 })).collect();
    for asked in asked {
        assert_eq!(asked.await.unwrap(), "sky.Stars,ID\nsky.Stars,MAG\nsky.Stars,NOTE\n");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_that_nobody_may_see_is_there_where_the_default_is_public() {
    let site = site(&[]);
    site.write("collections/sky.toml", &stars("", ""));
    let hidden = site.host();
    let query = "SELECT COUNT(*) AS n FROM sky.Stars";
    assert_eq!(ask(&Client::of(&hidden), "", query).await.0, 400);
    hidden.stop();
    let host = site.start().with(&["--set", "host.access.default=public"]).ready();
    assert_eq!(ask(&Client::of(&host), "", query).await, (200, "n\n3\n".to_owned()));
}
