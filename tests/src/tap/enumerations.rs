//! Elements of arrays by the names of filters: against numbers, against the arrays themselves, by real clients.

use crate::client::{Client, Csv, Request};
use crate::clients::{pyvo_search, stilts_query};
use crate::harness::shared;
use reqwest::Method;

/// The filters in the order of the arrays.
const FILTERS: [&str; 12] = [
    "rSDSS", "gSDSS", "iSDSS", "zSDSS", "uJAVA", "J0378", "J0395", "J0410", "J0430", "J0515", "J0660",
    "J0861",
];

/// A position at which there is an object.
async fn place(client: &Client) -> (String, String) {
    let place = client.rows("SELECT TOP 1 alpha_j2000, delta_j2000 FROM jplus.MagABDualObj").await;
    (place.rows[0][0].clone(), place.rows[0][1].clone())
}

/// The query that a real user's script sends, for all filters at once.
async fn script(client: &Client, element: impl Fn(usize) -> String) -> String {
    let (ra, dec) = place(client).await;
    let columns: Vec<String> = (0..12)
        .map(|filter| {
            let (element, name) = (element(filter), FILTERS[filter]);
            format!("mag_psfcor[{element}] AS mag_{name}, flags[{element}] AS flags_{name}")
        })
        .collect();
    format!(
        "SELECT alpha_j2000, delta_j2000, tile_id, number, {} FROM jplus.MagABDualObj \
         WHERE 1=CONTAINS(POINT('ICRS', alpha_j2000, delta_j2000), CIRCLE('ICRS', {ra}, {dec}, 0.05)) \
         ORDER BY tile_id, number",
        columns.join(", ")
    )
}

#[tokio::test]
async fn script_of_a_user_finds_all_filters_by_name_as_by_number() {
    let client = Client::shared();
    let by_name = script(&client, |filter| format!("jplus::{}", FILTERS[filter])).await;
    let by_number = script(&client, |filter| (filter + 1).to_string()).await;
    let (named, numbered) = (client.rows(&by_name).await, client.rows(&by_number).await);
    assert!(named.rows.len() > 1, "a cone with several objects is needed");
    assert_eq!(named, numbered);
    let request = Request::new(Method::POST, "/vo/tap/sim-dr1/sync");
    let request = request.with(&[("lang", "ADQL"), ("format", "csv"), ("query", &by_name)]);
    assert_eq!(client.send(request).await.csv(), named);
    assert_eq!(
        stilts_query(shared(), &by_name).column("mag_J0660"),
        stilts_query(shared(), &by_number).column("mag_J0660")
    );
    assert_eq!(pyvo_search(shared(), &by_name).column("flags_J0861"), named.column("flags_J0861"));
}

/// The arrays of all rows.
async fn arrays(client: &Client, array: &str) -> Vec<(String, Vec<f32>)> {
    let adql = format!("SELECT object_id, {array} FROM jplus.MagABDualObj");
    let answer = client.query(&adql, &[("RESPONSEFORMAT", "votable/td"), ("MAXREC", "10000000")]).await;
    let rows = answer.votable();
    let numbers = |text: &String| text.split(' ').map(|number| number.parse().unwrap()).collect();
    rows.rows().iter().map(|row| (row[0].clone(), numbers(&row[1]))).collect()
}

fn sorted(table: &Csv, column: &str) -> Vec<String> {
    let mut values: Vec<String> = table.column(column).into_iter().map(str::to_owned).collect();
    values.sort();
    values
}

#[tokio::test]
async fn difference_of_two_filters_selects_what_the_arrays_say() {
    let client = Client::shared();
    let found = client
        .rows(
            "SELECT m.object_id FROM jplus.MagABDualObj AS m \
             WHERE m.MAG_APER_3_0[jplus::rSDSS] - m.MAG_APER_3_0[jplus::J0660] > 0",
        )
        .await;
    let arrays = arrays(&client, "mag_aper_3_0").await;
    let brighter = arrays.iter().filter(|(_, mags)| f64::from(mags[0]) - f64::from(mags[10]) > 0.0);
    let mut expected: Vec<String> = brighter.map(|(id, _)| id.clone()).collect();
    expected.sort();
    assert!(expected.len() > 100 && expected.len() < arrays.len(), "{} of {}", expected.len(), arrays.len());
    assert_eq!(sorted(&found, "OBJECT_ID"), expected);
}

#[tokio::test]
async fn groups_by_the_flag_of_a_filter_have_the_counts_of_the_arrays() {
    let client = Client::shared();
    let found = client
        .rows(
            "SELECT flags[jplus::J0660], COUNT(*) AS n FROM jplus.MagABDualObj GROUP BY flags[jplus::J0660] \
             ORDER BY FLAGS[JPLUS::j0660]",
        )
        .await;
    let mut counts = std::collections::BTreeMap::new();
    for (_, flags) in arrays(&client, "flags").await {
        *counts.entry(flags[10] as i32).or_insert(0) += 1;
    }
    let expected: Vec<[String; 2]> =
        counts.iter().map(|(flag, count)| [flag.to_string(), count.to_string()]).collect();
    assert_eq!(found.head, ["flags_j0660", "n"]);
    assert_eq!(found.rows, expected);
}

#[tokio::test]
async fn elements_join_tables_and_stand_in_functions() {
    let client = Client::shared();
    let named = "SELECT TOP 20 a.object_id, ABS(a.mag_auto[jplus::gSDSS]) AS g, f.name FROM jplus.MagABDualObj AS a \
                 JOIN jplus.Filter AS f ON f.filter_id = jplus::J0378 AND a.flags[jplus::J0378] >= 0 \
                 ORDER BY a.mag_auto[jplus::rSDSS], a.object_id";
    let numbered =
        named.replace("[jplus::gSDSS]", "[2]").replace("jplus::J0378", "6").replace("[jplus::rSDSS]", "[1]");
    let rows = client.rows(named).await;
    assert_eq!(rows, client.rows(&numbered).await);
    assert_eq!(rows.column("NAME"), ["J0378"; 20]);
}

#[tokio::test]
async fn column_of_an_element_says_which_filter_it_is() {
    let client = Client::shared();
    let answer = client
        .query(
            "SELECT TOP 1 MAG_APER_3_0[jplus::rSDSS], flags[12] FROM jplus.MagABDualObj",
            &[("RESPONSEFORMAT", "votable/td")],
        )
        .await;
    let table = answer.votable();
    assert_eq!(table.names(), ["mag_aper_3_0_rsdss", "flags_12"]);
    let root = answer.xml();
    let elements = root.descendants();
    let fields: Vec<_> = elements.iter().filter(|element| element.name == "FIELD").collect();
    assert_eq!(fields[0].attribute("unit"), Some("mag"));
    assert_eq!(fields[0].attribute("arraysize"), None);
    assert!(fields[0].text_of("DESCRIPTION").ends_with(", rSDSS (625.4 nm)"), "{:?}", fields[0]);
    assert!(fields[1].text_of("DESCRIPTION").ends_with(", J0861 (861 nm)"), "{:?}", fields[1]);
}

#[tokio::test]
async fn wrong_names_are_answered_with_the_right_ones() {
    let client = Client::shared();
    let all: Vec<String> = FILTERS.iter().map(|filter| format!("jplus::{filter}")).collect();
    for (element, said) in [
        ("jpas::J0378", format!("hint: write one of {}", all.join(", "))),
        ("jplus::J1007", format!("the elements of jplus are {}", FILTERS.join(", "))),
        ("13", "subscript 13 is outside the array, whose elements are numbered 1 to 12".to_owned()),
    ] {
        let answer = client.query(&format!("SELECT mag_auto[{element}] FROM jplus.MagABDualObj"), &[]).await;
        assert_eq!(answer.status, 400);
        assert!(answer.votable().error().contains(&said), "{}", answer.text());
    }
}

#[tokio::test]
async fn enumerations_are_published_in_tap_schema_and_in_the_capabilities() {
    let client = Client::shared();
    let rows = client
        .rows("SELECT element_name, element_index, wavelength, width, colour FROM TAP_SCHEMA.enumerations WHERE enumeration_name = 'jplus' ORDER BY element_index")
        .await;
    assert_eq!(rows.column("element_name"), FILTERS);
    assert_eq!(rows.rows[0], ["rSDSS", "1", "625.4", "138.8", "#e4572e"]);
    let columns = client
        .rows("SELECT column_name, enumeration FROM TAP_SCHEMA.columns WHERE table_name = 'jplus.MagABDualObj' AND arraysize = '12'")
        .await;
    assert!(columns.rows.len() > 5 && columns.rows.iter().all(|row| row[1] == "jplus"), "{columns:?}");
    let root = client.get("/tap/capabilities").await.xml();
    let elements = root.descendants();
    let language = elements.iter().find(|element| element.name == "language").expect("there is a language");
    let description = language.text_of("description");
    assert!(description.contains("jplus: rSDSS (1), gSDSS (2)"), "{description}");
}

#[tokio::test]
async fn examples_run_and_find_something() {
    let client = Client::shared();
    for mount in ["/tap", "/vo/tap/sim-dr1"] {
        let answer = client.get(&format!("{mount}/examples")).await;
        assert_eq!(answer.status, 200);
        let page = crate::client::Element::parse(answer.text()).unwrap();
        let all = page.descendants();
        let with = |name: &str, value: &str| {
            all.iter().filter(|element| element.attribute(name) == Some(value)).count()
        };
        let ids: Vec<&str> = all.iter().filter_map(|example| example.attribute("id")).collect();
        assert_eq!(ids, ["tables", "columns", "enumerations", "cone", "element", "join"]);
        // The parsers of clients do not know names for elements, so that example is for people only.
        assert_eq!(
            (with("typeof", "example"), with("property", "name"), with("property", "query")),
            (5, 5, 5)
        );
        for query in all.iter().filter(|element| element.name == "pre") {
            let request = Request::new(Method::POST, &format!("{mount}/sync"));
            let parameters = [("LANG", "ADQL"), ("FORMAT", "csv"), ("QUERY", query.text.as_str())];
            let answer = client.send(request.with(&parameters)).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert!(!answer.csv().rows.is_empty(), "{} found nothing", query.text);
        }
    }
}
