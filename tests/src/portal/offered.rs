//! Panels and pages that a plugin offers to a portal which does not know it.

use serde_json::json;

use super::{block, get};
use crate::plugins::Conf;

#[tokio::test]
async fn what_a_plugin_offers_is_in_the_settings_and_has_an_address() {
    let conf = Conf::new();
    conf.instance("portal", "portal", "");
    conf.instance("panels", "panels", "");
    let host = conf.start();
    let page = get(&host, "/portal/weather").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("<title>Weather · Armilla</title>"), "{}", page.text());
    let panels = json!([
        { "script": "/panels/panels.js", "element": "test-where", "where": "object", "title": "Where it is", "path": "" },
        { "script": "/panels/panels.js", "element": "test-weather", "where": "page", "title": "Weather", "path": "/weather" },
    ]);
    assert_eq!(block(&page)["panels"], panels);
    let script = get(&host, "/panels/panels.js").await;
    assert_eq!((script.status, script.header("content-type")), (200, "text/javascript; charset=utf-8"));
    host.assert_logs("the panel `elsewhere` of instance `panels` is left out: its script https://example.org/x.js is not on this host");
    host.assert_logs(
        "the panel `taken` of instance `panels` is left out: the page `sky` is the portal's own",
    );
    host.assert_logs("the panel `wrong` of instance `panels` is left out: missing field `element`");
}
