//! What offers become, and for whom.

use catalogue::{Access, Collection, ScopedSchema};

use super::*;

const JPLUS: &str =
    r#"{"name": "jplus", "elements": [{"name": "gSDSS", "index": 2}, {"name": "rSDSS", "index": 1}]}"#;
const TWICE: &str = r#"{"name": "twice", "returns": "INTEGER", "arguments": [{"name": "x", "type": "INTEGER"}],
    "sql": "2 * $1"}"#;

fn offer(point: &str, instance: &str, data: &str) -> Offer {
    Offer { instance: instance.to_owned(), ..Offer::data(point, "name", data) }
}

/// A scope of collections with these identifiers.
fn scope(ids: &[&str]) -> Scope {
    let schema = |id: &&str| ScopedSchema {
        name: (*id).to_owned(),
        collection: Arc::new(Collection {
            id: (*id).to_owned(),
            title: String::new(),
            description: String::new(),
            creators: Vec::new(),
            released: None,
            access: Access::public(),
            announced: false,
            schema: (*id).to_owned(),
            tables: Vec::new(),
            images: None,
        }),
    };
    Scope::new(ids.join("+"), "tap", ids.iter().map(schema).collect())
}

fn names(extensions: &adql::Extensions) -> Vec<String> {
    let enumerations = extensions.enumerations.iter().map(|one| {
        let elements: Vec<&str> = one.elements.iter().map(|element| element.name.as_str()).collect();
        format!("{}: {}", one.name, elements.join(" "))
    });
    enumerations.chain(extensions.functions.iter().map(|one| one.name.clone())).collect()
}

#[test]
fn offers_become_enumerations_in_the_order_of_their_indexes_and_functions() {
    let offers = vec![offer(ENUMERATIONS, "filters", JPLUS), offer(FUNCTIONS, "third", TWICE)];
    let found = Extensions::default().among(offers, &scope(&[]));
    assert_eq!(names(&found), ["jplus: rSDSS gSDSS", "twice"]);
    assert_eq!(found.functions[0].arguments, [("x".to_owned(), "INTEGER".to_owned())]);
}

#[test]
fn what_belongs_to_a_hidden_collection_does_not_exist() {
    let mine = offer(ENUMERATIONS, "filters", JPLUS).for_collection("sim-idr2");
    let extensions = Extensions::default();
    assert_eq!(names(&extensions.among(vec![mine.clone()], &scope(&["sim-dr1"]))), [""; 0]);
    let seen = extensions.among(vec![mine], &scope(&["sim-dr1", "sim-idr2"]));
    assert_eq!(seen.enumerations[0].collection.as_deref(), Some("sim-idr2"));
}

#[test]
fn an_enumeration_cannot_name_another_collection_than_it_is_offered_for() {
    let data = JPLUS.replacen('{', r#"{"collection": "sim-idr2", "#, 1);
    let found = Extensions::default().among(vec![offer(ENUMERATIONS, "filters", &data)], &scope(&[]));
    assert_eq!(found.enumerations[0].collection, None);
}

#[test]
fn unchanged_offers_are_read_once_and_changed_ones_again() {
    let extensions = Extensions::default();
    let of = |data: &str| extensions.among(vec![offer(ENUMERATIONS, "filters", data)], &scope(&[]));
    let first = of(JPLUS);
    assert!(Arc::ptr_eq(&first, &of(JPLUS)));
    assert_eq!(names(&of(&JPLUS.replace("gSDSS", "J0660"))), ["jplus: rSDSS J0660"]);
}

#[test]
fn offers_that_cannot_be_used_are_left_out() {
    let broken = [
        (ENUMERATIONS, "{"),
        (ENUMERATIONS, r#"{"name": "none", "elements": []}"#),
        (FUNCTIONS, r#"{"name": "f"}"#),
        (FUNCTIONS, r#"{"name": "f", "returns": "INTEGER", "sql": "1", "volatile": true}"#),
    ];
    let mut offers: Vec<Offer> = broken.iter().map(|(point, data)| offer(point, "third", data)).collect();
    offers.push(offer(ENUMERATIONS, "filters", JPLUS));
    assert_eq!(names(&Extensions::default().among(offers, &scope(&[]))), ["jplus: rSDSS gSDSS"]);
}

#[test]
fn of_two_offers_with_one_name_the_first_is_taken() {
    let second = JPLUS.replace("gSDSS", "J0660").replace("jplus", "JPLUS");
    let offers = vec![offer(ENUMERATIONS, "filters", JPLUS), offer(ENUMERATIONS, "other", &second)];
    assert_eq!(names(&Extensions::default().among(offers, &scope(&[]))), ["jplus: rSDSS gSDSS"]);
}

#[test]
fn a_fault_of_an_offer_says_what_is_wrong() {
    let source = |data: &str| Source::of(offer(ENUMERATIONS, "third", data));
    let fault = enumeration(&source(r#"{"name": "x", "elements": [{"name": "a", "index": 0}]}"#));
    assert_eq!(
        fault,
        Err("the index of `a` is 0; indexes are 1 to 100000, that of the first element is 1".to_owned())
    );
    let fault = function(&source(r#"{"name": "f", "returns": "INTEGER", "sql": "$1"}"#));
    assert_eq!(fault, Err("the SQL has $1, but there are 0 arguments".to_owned()));
    let fault = function(&source(r#"{"name": "f", "returns": "INTEGER"}"#));
    assert_eq!(fault, Err("no JSON of a function: missing field `sql` at line 1 column 35".to_owned()));
}

const FILTERED: &str = r#"
title = "T"
description = "D"
access = { groups = ["staff"] }
schema = "s"
[[table]]
name = "stars"
rows_for = [{ access = "public", where = "FLUX[jplus::rSDSS] < 5" }]
[table.columns]
ID = { type = "long" }
FLUX = { type = "float[2]", enumeration = "jplus", access = { groups = ["staff"] } }
"#;

#[test]
fn the_enumeration_of_a_hidden_column_is_for_row_filters_only() {
    let collection = catalogue::parse("sim-dr1.toml", FILTERED).unwrap();
    let whole = catalogue::Published::new(vec![collection]).scope("tap", None).unwrap();
    let viewer = catalogue::Audience::default().viewer(None, &[], jiff::Timestamp::UNIX_EPOCH);
    let scope = whole.visible_to(&viewer);
    let offered = |data: &str| offer(ENUMERATIONS, "filters", data).for_collection("sim-dr1");
    let found = Extensions::default().among(vec![offered(JPLUS)], &scope);
    assert_eq!((names(&found), found.hidden_enumerations.len()), (vec![], 1));
    assert_eq!(unusable_filters(&scope, &found), [""; 0]);
    let other = Extensions::default().among(vec![offered(&JPLUS.replace("rSDSS", "J0660"))], &scope);
    assert_eq!(
        unusable_filters(&scope, &other),
        [
            "rows of table `stars` of collection `sim-dr1` cannot be read by those who see a part of them: key `where`: \
          enumeration `jplus` has no element `rSDSS`"
        ]
    );
    let host = plugin_api::test_kit::TestHost::default().into_host();
    let translate = |adql: &str, extensions: &Arc<adql::Extensions>| {
        let options = adql::Options { extensions: extensions.clone(), ..adql::Options::default() };
        adql::translate(adql, &scope, &crate::HostCoverage(&host), &options).map_err(|error| error.message())
    };
    assert!(translate("SELECT ID FROM s.stars", &found).is_ok());
    let unknown = translate("SELECT jplus::rSDSS AS n FROM s.stars", &found).unwrap_err();
    assert_eq!(unknown, "unknown enumeration `jplus`");
    assert!(translate("SELECT ID FROM s.stars", &other).is_err());
}
