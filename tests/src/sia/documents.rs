//! What an image search says of itself: capabilities, availability, its own description in answers, the page.

use super::{PLACE, client, search};
use crate::client::{Client, Element};
use crate::harness::{Site, shared};

#[tokio::test(flavor = "multi_thread")]
async fn capabilities_declare_both_versions_beside_each_other() {
    let base = PLACE.host.base();
    let root = client().get("/sia/capabilities").await.xml();
    let of = |standard: &str| -> Element {
        let found = root.all("capability").find(|one| one.attribute("standardID") == Some(standard));
        found.unwrap_or_else(|| panic!("no {standard}")).clone()
    };
    let url = |capability: &Element| {
        let interface = capability.first("interface").unwrap();
        assert_eq!(interface.attribute("type"), Some("vs:ParamHTTP"));
        interface.first("accessURL").unwrap().text.clone()
    };
    let second = of("ivo://ivoa.net/std/SIA#query-2.0");
    assert_eq!((second.attribute("type"), url(&second)), (None, format!("{base}/sia/query")));
    let first = of("ivo://ivoa.net/std/SIA");
    assert_eq!(first.attribute("type"), Some("sia:SimpleImageAccess"));
    assert_eq!(url(&first), format!("{base}/sia/v1?"));
    assert_eq!((first.text_of("imageServiceType"), first.text_of("maxRecords")), ("Pointed", "10000000"));
    let elements = first.descendants();
    let number = |name: &str| -> Vec<&str> {
        let found = elements.iter().filter(|element| element.name == name);
        found.map(|element| element.text.as_str()).collect()
    };
    let [ra, size] = number("long")[..] else { panic!("two longitudes") };
    let [dec, _] = number("lat")[..] else { panic!("two latitudes") };
    let test = client().get(&format!("/sia/v1?POS={ra},{dec}&SIZE={size}&FORMAT=image/fits")).await.votable();
    assert!(!test.rows().is_empty(), "{ra} {dec} {size}");
    for name in ["capabilities", "availability"] {
        let document = of(&format!("ivo://ivoa.net/std/VOSI#{name}"));
        assert_eq!(client().get(url(&document).trim_start_matches(base)).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn availability_says_that_the_service_is_up() {
    assert_eq!(client().get("/sia/availability").await.xml().text_of("available"), "true");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_describes_the_service_with_what_there_is_to_ask_for() {
    for query in ["MAXREC=0", "POS=CIRCLE+105+58+1", "TARGET=nothing"] {
        let root = client().get(&format!("/sia/query?{query}")).await.xml();
        let this = root.all("RESOURCE").find(|one| one.attribute("utype") == Some("adhoc:this")).unwrap();
        let value = |name: &str| {
            let param = this.all("PARAM").find(|param| param.attribute("name") == Some(name)).unwrap();
            param.attribute("value").unwrap().to_owned()
        };
        assert_eq!(value("standardID"), "ivo://ivoa.net/std/SIA#query-2.0");
        assert_eq!(value("accessURL"), format!("{}/sia/query", PLACE.host.base()));
        let group = this.first("GROUP").unwrap();
        let options = |name: &str| -> Vec<String> {
            let param = group.all("PARAM").find(|param| param.attribute("name") == Some(name)).unwrap();
            assert_eq!(param.attribute("value"), Some(""));
            let values = param.first("VALUES").map(|values| values.all("OPTION").collect::<Vec<_>>());
            values.into_iter().flatten().map(|option| option.attribute("value").unwrap().to_owned()).collect()
        };
        assert_eq!(options("COLLECTION"), ["Even", "Odd's"]);
        assert_eq!(options("FACILITY"), ["North", "South"]);
        assert_eq!(options("INSTRUMENT"), ["Cam"]);
        assert_eq!(options("DPTYPE"), ["image"]);
        assert_eq!(options("CALIB"), ["0", "1", "2", "3"]);
        assert_eq!(options("FORMAT"), ["image/fits"]);
        assert_eq!(group.all("PARAM").count(), 19);
        let results = root.all("RESOURCE").next().unwrap();
        assert_eq!(results.attribute("type"), Some("results"));
        let standard = results.all("INFO").find(|info| info.attribute("name") == Some("standardID")).unwrap();
        assert_eq!(standard.attribute("value"), Some("ivo://ivoa.net/std/SIA"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_gives_addresses_and_requests_that_find_something() {
    let answer = client().get("/sia").await;
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let base = PLACE.host.base();
    for address in [format!("<code>{base}/sia/query</code>"), format!("<code>{base}/sia/v1?</code>")] {
        assert!(answer.text().contains(&address), "{}", answer.text());
    }
    let link = answer.text().split("href=\"").find(|rest| rest.contains("/v1?POS=")).unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let found = client().get(link.trim_start_matches(base)).await.votable();
    assert!(!found.rows().is_empty(), "{link}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_no_image_gets_the_same_columns_without_rows() {
    let site = Site::new("");
    site.write("sia.toml", "plugin = \"sia\"\nmount = \"/sia\"\n");
    let host = site.host();
    let nothing = Client::of(&host);
    let table = nothing.get("/sia/query?POS=CIRCLE+105+58+1").await.votable();
    assert_eq!((table.rows().len(), table.status()), (0, "OK"));
    assert_eq!(table.fields, search(&[("MAXREC", "1")]).await.fields);
    let table = nothing.get("/sia/v1?POS=105,58&SIZE=1").await.votable();
    assert_eq!((table.rows().len(), table.status()), (0, "OK"));
    assert_eq!(nothing.get("/sia/capabilities").await.status, 200);
    assert!(nothing.get("/sia").await.text().contains("There are no images that you may see."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_answers_image_searches() {
    let client = Client::shared();
    assert_eq!(client.get("/sia/query?MAXREC=1").await.status, 200);
    let root = client.get("/sia/capabilities").await.text().to_owned();
    assert!(root.contains(&format!("{}/sia/query", shared().base())), "{root}");
}
