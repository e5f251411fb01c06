//! Capabilities, tables, availability, and TAP_SCHEMA beside them (VOSI 1.1, TAP 1.1).

use std::collections::BTreeMap;

use reqwest::Method;

use crate::client::{Client, Element, Request};

const TAP: &str = "ivo://ivoa.net/std/TAP";

/// What is said of a column: datatype, arraysize, xtype, unit, ucd, utype, description.
type Columns = BTreeMap<(String, String), Vec<String>>;

#[tokio::test]
async fn capabilities_declare_the_service_and_its_own_addresses() {
    let client = Client::shared();
    for mount in ["/tap", "/vo/tap/sim-dr1"] {
        let answer = client.get(&format!("{mount}/capabilities")).await;
        let root = answer.xml();
        let standards: Vec<&str> =
            root.all("capability").filter_map(|one| one.attribute("standardID")).collect();
        assert_eq!(standards.iter().filter(|standard| **standard == TAP).count(), 1, "{standards:?}");
        for endpoint in ["capabilities", "availability", "tables"] {
            let prefix = format!("ivo://ivoa.net/std/VOSI#{endpoint}");
            assert!(
                standards.iter().any(|standard| standard.starts_with(&prefix)),
                "{endpoint}: {standards:?}"
            );
        }
        for address in addresses(&root) {
            let url = address.strip_prefix(crate::harness::shared().base());
            let path = url.unwrap_or_else(|| panic!("{address} is not an address of this host"));
            assert!(path.starts_with(mount), "{address} belongs to another instance");
        }
    }
}

#[tokio::test]
async fn every_full_address_of_the_capabilities_answers() {
    let client = Client::shared();
    let root = client.get("/tap/capabilities").await.xml();
    let full = |element: &&Element| element.name == "accessURL" && element.attribute("use") == Some("full");
    for url in root.descendants().into_iter().filter(full) {
        let path = url.text.trim_start_matches(crate::harness::shared().base());
        assert_eq!(client.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn declared_limits_are_those_that_hold() {
    let root = Client::shared().get("/tap/capabilities").await.xml();
    let elements = root.descendants();
    let limit = elements.iter().find(|element| element.name == "outputLimit").expect("an output limit");
    assert_eq!((limit.text_of("default"), limit.text_of("hard")), ("20000", "10000000"));
}

#[tokio::test]
async fn availability_says_that_the_service_is_up() {
    let root = Client::shared().get("/tap/availability").await.xml();
    assert_eq!(root.text_of("available"), "true");
}

#[tokio::test]
async fn head_gives_the_head_of_get() {
    let client = Client::shared();
    for path in ["/tap/capabilities", "/tap/tables", "/tap/availability"] {
        let (get, head) = (client.get(path).await, client.send(Request::new(Method::HEAD, path)).await);
        assert_eq!((head.status, head.header("content-type")), (200, get.header("content-type")), "{path}");
        assert!(head.body.is_empty());
    }
}

#[tokio::test]
async fn detail_of_tables_is_what_was_asked_for() {
    let client = Client::shared();
    let columns =
        |root: &Element| root.descendants().iter().filter(|element| element.name == "column").count();
    let tables = |root: &Element| root.descendants().iter().filter(|element| element.name == "table").count();
    let small = client.get("/tap/tables?detail=min").await.xml();
    let large = client.get("/tap/tables?DETAIL=max").await.xml();
    assert_eq!((columns(&small), tables(&small)), (0, tables(&large)));
    assert!(columns(&large) > 50 && tables(&large) >= 12, "{} columns", columns(&large));
}

#[tokio::test]
async fn single_table_is_found_in_any_case_and_others_are_not_there() {
    let client = Client::shared();
    for path in
        ["/tap/tables/jplus.MagABDualObj", "/tap/tables/JPLUS.magabdualobj", "/tap/tables/tap_schema.columns"]
    {
        let answer = client.get(path).await;
        assert_eq!((answer.status, answer.xml().name.as_str()), (200, "table"), "{path}");
    }
    for path in ["/tap/tables/jplus.nothing", "/tap/tables/nothing", "/tap/tables/jplus_idr2.MagABDualObj"] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn tap_schema_says_the_same_as_the_tables_document() {
    let client = Client::shared();
    for mount in ["/tap", "/vo/tap/sim-dr1"] {
        let published = of_document(&client.get(&format!("{mount}/tables?detail=max")).await.xml());
        let stored = of_schema(&client, mount).await;
        assert!(published.len() > 50, "{} columns", published.len());
        assert_eq!(published, stored, "{mount}");
    }
}

#[tokio::test]
async fn every_published_table_has_the_columns_that_it_promises() {
    let client = Client::shared();
    let root = client.get("/tap/tables?detail=max").await.xml();
    for table in root.descendants().iter().filter(|element| element.name == "table") {
        let name = table.text_of("name");
        let answer = client.query(&format!("SELECT * FROM {name}"), &[("MAXREC", "0")]).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        let promised: Vec<&str> =
            table.all("column").map(|one| one.text_of("name").trim_matches('"')).collect();
        assert_eq!(answer.votable().names(), promised, "{name}");
    }
}

#[tokio::test]
async fn root_and_health_are_served() {
    let client = Client::shared();
    for path in ["/", "/healthz", "/metrics", "/tap", "/tap/"] {
        assert_eq!(client.get(path).await.status, 200, "{path}");
    }
}

fn addresses(root: &Element) -> Vec<String> {
    let elements = root.descendants();
    let urls = elements.iter().filter(|element| element.name == "accessURL");
    urls.map(|url| url.text.clone()).collect()
}

fn of_document(root: &Element) -> Columns {
    let mut columns = Columns::new();
    for table in root.descendants().iter().filter(|element| element.name == "table") {
        for column in table.all("column") {
            let kind = column.first("dataType").expect("a column has a type");
            let attribute = |name| kind.attribute(name).unwrap_or_default().to_owned();
            let text = |name| column.text_of(name).to_owned();
            let facts = vec![
                kind.text.clone(),
                attribute("arraysize"),
                attribute("extendedType"),
                text("unit"),
                text("ucd"),
                text("utype"),
                text("description"),
            ];
            columns.insert((table.text_of("name").to_owned(), text("name")), facts);
        }
    }
    columns
}

async fn of_schema(client: &Client, mount: &str) -> Columns {
    let adql = "SELECT table_name, column_name, datatype, arraysize, xtype, unit, ucd, utype, description \
                FROM TAP_SCHEMA.columns";
    let request = Request::new(Method::POST, &format!("{mount}/sync"));
    let request = request.with(&[("QUERY", adql), ("FORMAT", "csv"), ("MAXREC", "100000")]);
    let table = client.send(request).await.csv();
    let key = |row: &[String]| (row[0].clone(), row[1].clone());
    table.rows.iter().map(|row| (key(row), row[2..].to_vec())).collect()
}

#[tokio::test]
async fn tables_as_json_tell_what_those_as_xml_do_and_the_elements_of_arrays() {
    let client = Client::shared();
    let json = client.get("/tap/tables?RESPONSEFORMAT=json").await;
    assert_eq!((json.status, json.header("content-type")), (200, "application/json"));
    let json = json.json();
    let names = |schema: &serde_json::Value| {
        let tables = schema["tables"].as_array().unwrap().iter();
        tables.map(|table| table["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let told: Vec<String> = json["schemas"].as_array().unwrap().iter().flat_map(names).collect();
    let xml = client.get("/tap/tables").await.xml();
    let tables = xml.descendants().into_iter().filter(|element| element.name == "table");
    assert_eq!(told, tables.map(|table| table.text_of("name").to_owned()).collect::<Vec<_>>());
    let r = serde_json::json!({
        "name": "rSDSS", "index": 1, "wavelength_nm": 625.4, "width_nm": 138.8, "color": "#e4572e",
        "description": "Sloan r, the detection band",
    });
    assert_eq!(json["enumerations"]["jplus"][0], r);
    let one = client.get("/tap/tables/jplus.MagABDualObj?RESPONSEFORMAT=json").await;
    let one = one.json();
    let table = &one["schemas"][0]["tables"][0];
    let column = |name: &str| {
        let mut columns = table["columns"].as_array().unwrap().iter();
        columns.find(|column| column["name"].as_str().unwrap().eq_ignore_ascii_case(name)).unwrap()
    };
    assert_eq!(column("MAG_AUTO")["enumeration"], "jplus");
    assert_eq!(
        (&column("ALPHA_J2000")["unit"], column("ALPHA_J2000")["min"].is_number()),
        (&"deg".into(), true)
    );
    let small = client.get("/tap/tables?detail=min&RESPONSEFORMAT=json").await;
    assert!(!small.text().contains("\"columns\"") && small.text().contains("\"enumerations\":{}"));
    assert_eq!(client.get("/tap/tables?RESPONSEFORMAT=fits").await.status, 400);
}
