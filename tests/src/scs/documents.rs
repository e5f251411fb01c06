//! What a cone search says of itself: capabilities, availability, the page.

use super::OBJECTS;
use crate::client::{Client, Element};
use crate::harness::shared;

#[tokio::test]
async fn capabilities_declare_a_base_address_to_which_clients_append() {
    let client = Client::shared();
    let root = client.get(&format!("{OBJECTS}/capabilities")).await.xml();
    let cone = root.all("capability").find(|one| one.attribute("type") == Some("cs:ConeSearch")).unwrap();
    assert_eq!(cone.attribute("standardID"), Some("ivo://ivoa.net/std/ConeSearch"));
    let interface = cone.first("interface").unwrap();
    assert_eq!(
        (interface.attribute("type"), interface.attribute("role")),
        (Some("vs:ParamHTTP"), Some("std"))
    );
    let url = interface.first("accessURL").unwrap();
    assert_eq!(url.attribute("use"), Some("base"));
    assert_eq!(url.text, format!("{}{OBJECTS}?", shared().base()));
    assert_eq!((cone.text_of("maxRecords"), cone.text_of("verbosity")), ("10000000", "true"));
    assert!(cone.first("maxSR").is_none(), "the whole sky is no limit");
    for name in ["capabilities", "availability"] {
        let standard = format!("ivo://ivoa.net/std/VOSI#{name}");
        let one = root.all("capability").find(|one| one.attribute("standardID") == Some(&standard)).unwrap();
        let url = &one.first("interface").and_then(|interface| interface.first("accessURL")).unwrap().text;
        assert_eq!(client.get(url.trim_start_matches(shared().base())).await.status, 200, "{url}");
    }
}

#[tokio::test]
async fn test_query_returns_a_row() {
    let client = Client::shared();
    let root = client.get(&format!("{OBJECTS}/capabilities")).await.xml();
    let elements = root.descendants();
    let test: &Element = elements.iter().find(|element| element.name == "testQuery").unwrap();
    let [ra, dec, sr] = ["ra", "dec", "sr"].map(|name| test.text_of(name));
    let table = client.get(&format!("{OBJECTS}?RA={ra}&DEC={dec}&SR={sr}")).await.votable();
    assert!(!table.rows().is_empty(), "{ra} {dec} {sr}");
}

#[tokio::test]
async fn availability_says_that_the_service_is_up() {
    let root = Client::shared().get(&format!("{OBJECTS}/availability")).await.xml();
    assert_eq!(root.text_of("available"), "true");
}

#[tokio::test]
async fn page_lists_each_table_that_is_a_cone_search_and_no_other() {
    let client = Client::shared();
    let answer = client.get("/scs").await;
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let address = format!("{}{OBJECTS}?", shared().base());
    assert!(answer.text().contains(&address), "{}", answer.text());
    assert!(!answer.text().contains("/scs/jplus/Filter"), "{}", answer.text());
}

#[tokio::test]
async fn the_coverage_of_a_cone_search_is_that_of_its_table() {
    let client = Client::shared();
    let here = client.get("/scs/jplus/MagABDualObj/moc?order=5&format=ascii").await;
    let there = client.get("/tap/moc?table=jplus.MagABDualObj&order=5&format=ascii").await;
    assert_eq!((here.status, here.text()), (200, there.text()));
    let capabilities = client.get("/scs/jplus/MagABDualObj/capabilities").await;
    assert!(capabilities.text().contains("/scs/jplus/MagABDualObj/moc<"), "{}", capabilities.text());
    assert_eq!(client.get("/scs/jplus/nothing/moc").await.status, 404);
}
