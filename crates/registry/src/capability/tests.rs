//! Tests of capabilities documents.

use super::*;
use crate::{
    DataLimit, DataModel, DataUnit, Feature, FeatureKind, Language, LanguageFeatures, OutputFormat, TestCone,
    TimeLimit, UploadMethod,
};

const BASE: &str = "http://localhost:8080/tap/";

fn record() -> TableAccess {
    let has =
        Feature { description: Some("1 if so,\n  else 0".into()), ..Feature::new("has(a TEXT) -> INTEGER") };
    let features = vec![
        LanguageFeatures { kind: FeatureKind::Udf, features: vec![has] },
        LanguageFeatures::of(FeatureKind::Geometry, &["POINT", "CIRCLE"]),
        LanguageFeatures::of(FeatureKind::Sets, &[]),
    ];
    TableAccess {
        data_models: vec![DataModel {
            ivo_id: "ivo://ivoa.net/std/ObsCore#core-1.1".into(),
            label: "ObsCore-1.1".into(),
        }],
        languages: vec![Language {
            description: Some("ADQL over <PostgreSQL> & more".into()),
            ..Language::adql(features)
        }],
        output_formats: vec![OutputFormat {
            mime: "application/x-votable+xml".into(),
            aliases: vec!["votable".into()],
            ivo_id: Some("ivo://ivoa.net/std/TAPRegExt#output-votable-binary2".into()),
        }],
        upload_methods: vec![UploadMethod::Inline, UploadMethod::Http],
        retention_period: Some(TimeLimit { default_secs: Some(10), hard_secs: None }),
        execution_duration: Some(TimeLimit { default_secs: Some(600), hard_secs: Some(7200) }),
        output_limit: Some(DataLimit::rows(20_000, 10_000_000)),
        upload_limit: Some(DataLimit { default: None, hard: Some((64, DataUnit::Byte)) }),
    }
}

fn xml(capabilities: Vec<Capability>) -> String {
    String::from_utf8(Capabilities { capabilities }.xml().unwrap()).unwrap()
}

/// The lines between `<capability ...>` and `</capability>`, without indentation.
fn inner(capability: Capability) -> Vec<String> {
    let lines = xml(vec![capability]).lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    lines[2..lines.len() - 1].to_vec()
}

#[test]
fn the_record_of_a_cone_search_has_the_order_of_its_schema() {
    let test_query = Some(TestCone { ra_deg: 83.5, dec_deg: -5.25, radius_deg: 0.001 });
    let record = ConeSearch { radius_max_deg: Some(10.0), rows_max: Some(500), verbosity: true, test_query };
    let expected = [
        "<capability standardID=\"ivo://ivoa.net/std/ConeSearch\" xsi:type=\"cs:ConeSearch\">",
        "<interface xsi:type=\"vs:ParamHTTP\" role=\"std\">",
        "<accessURL use=\"base\">http://h/scs/jplus/stars?</accessURL>",
        "</interface>",
        "<maxSR>10</maxSR>",
        "<maxRecords>500</maxRecords>",
        "<verbosity>true</verbosity>",
        "<testQuery>",
        "<ra>83.5</ra>",
        "<dec>-5.25</dec>",
        "<sr>0.001</sr>",
        "</testQuery>",
        "</capability>",
    ];
    assert_eq!(inner(Capability::cone_search("http://h/scs/jplus/stars/", record)), expected);
}

#[test]
fn the_root_alone_has_a_namespace() {
    let document = xml(vec![]);
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <vosi:capabilities xmlns:vosi=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\" \
        xmlns:vr=\"http://www.ivoa.net/xml/VOResource/v1.0\" \
        xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\" \
        xmlns:tr=\"http://www.ivoa.net/xml/TAPRegExt/v1.0\" \
        xmlns:cs=\"http://www.ivoa.net/xml/ConeSearch/v1.0\" xmlns:sia=\"http://www.ivoa.net/xml/SIA/v1.1\" \
        xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n</vosi:capabilities>\n";
    assert_eq!(document, expected);
}

#[test]
fn the_tap_record_has_the_order_of_its_schema() {
    let document = xml(vec![Capability::tap(BASE, record())]);
    let names = [
        "<capability standardID=\"ivo://ivoa.net/std/TAP\" xsi:type=\"tr:TableAccess\">",
        "<interface xsi:type=\"vs:ParamHTTP\" role=\"std\" version=\"1.1\">",
        "<accessURL use=\"base\">http://localhost:8080/tap</accessURL>",
        "<dataModel ivo-id=\"ivo://ivoa.net/std/ObsCore#core-1.1\">ObsCore-1.1</dataModel>",
        "<name>ADQL</name>",
        "<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.0\">2.0</version>",
        "<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.1\">2.1</version>",
        "<description>ADQL over &lt;PostgreSQL&gt; &amp; more</description>",
        "<languageFeatures type=\"ivo://ivoa.net/std/TAPRegExt#features-udf\">",
        "<form>has(a TEXT) -&gt; INTEGER</form>",
        "<description>1 if so, else 0</description>",
        "<languageFeatures type=\"ivo://ivoa.net/std/TAPRegExt#features-adqlgeo\">",
        "<form>POINT</form>",
        "<form>CIRCLE</form>",
        "<outputFormat ivo-id=\"ivo://ivoa.net/std/TAPRegExt#output-votable-binary2\">",
        "<mime>application/x-votable+xml</mime>",
        "<alias>votable</alias>",
        "<uploadMethod ivo-id=\"ivo://ivoa.net/std/TAPRegExt#upload-inline\"/>",
        "<uploadMethod ivo-id=\"ivo://ivoa.net/std/TAPRegExt#upload-http\"/>",
        "<retentionPeriod>",
        "<default>10</default>",
        "<executionDuration>",
        "<default>600</default>",
        "<hard>7200</hard>",
        "<outputLimit>",
        "<default unit=\"row\">20000</default>",
        "<hard unit=\"row\">10000000</hard>",
        "<uploadLimit>",
        "<hard unit=\"byte\">64</hard>",
        "</vosi:capabilities>",
    ];
    let mut rest = document.as_str();
    for name in names {
        rest = rest
            .split_once(name)
            .unwrap_or_else(|| panic!("{name} is missing or too early in\n{document}"))
            .1;
    }
    assert!(!document.contains("features-adql-sets"), "an empty list is left out");
}

#[test]
fn vosi_capabilities_have_no_type_and_whole_addresses() {
    let lines = |id: &str, name: &str, version: &str| {
        vec![
            format!("<capability standardID=\"ivo://ivoa.net/std/VOSI#{id}\">"),
            format!("<interface xsi:type=\"vs:ParamHTTP\" role=\"std\"{version}>"),
            format!("<accessURL use=\"full\">http://localhost:8080/tap/{name}</accessURL>"),
            "</interface>".to_owned(),
            "</capability>".to_owned(),
        ]
    };
    assert_eq!(inner(Capability::vosi_capabilities(BASE)), lines("capabilities", "capabilities", ""));
    assert_eq!(inner(Capability::vosi_availability(BASE)), lines("availability", "availability", ""));
    assert_eq!(inner(Capability::vosi_tables(BASE)), lines("tables-1.1", "tables", " version=\"1.1\""));
}

#[test]
fn examples_are_a_page_for_people() {
    let expected = [
        "<capability standardID=\"ivo://ivoa.net/std/DALI#examples\">",
        "<interface xsi:type=\"vr:WebBrowser\">",
        "<accessURL use=\"full\">http://localhost:8080/tap/examples</accessURL>",
    ];
    assert_eq!(inner(Capability::dali_examples(BASE))[..3], expected);
}

#[test]
fn a_way_to_log_in_follows_the_address() {
    let mut capability = Capability::vosi_tables(BASE);
    capability.interfaces[0].security_methods.push("ivo://ivoa.net/sso#BasicAA".into());
    let expected = "<securityMethod standardID=\"ivo://ivoa.net/sso#BasicAA\"/>";
    assert_eq!(inner(capability)[3], expected);
}

#[test]
fn each_way_to_log_in_has_an_interface_after_that_of_the_anonymous() {
    let methods = ["BasicAA", "cookie"].map(|name| format!("ivo://ivoa.net/sso#{name}"));
    let element = |name: &str| format!("<securityMethod standardID=\"ivo://ivoa.net/sso#{name}\"/>");
    let url = "<accessURL use=\"full\">http://localhost:8080/tap/tables</accessURL>";
    let found = |is_required| {
        let lines = inner(Capability::vosi_tables(BASE).with_log_in(is_required, &methods));
        lines[1..lines.len() - 1]
            .iter()
            .filter(|line| !line.contains("interface"))
            .cloned()
            .collect::<Vec<_>>()
    };
    let [basic, cookie] = ["BasicAA", "cookie"].map(element);
    assert_eq!(found(true), [url, &basic, url, &cookie]);
    assert_eq!(found(false), [url, url, &basic, url, &cookie]);
    assert_eq!(Capability::vosi_tables(BASE).with_log_in(true, &[]), Capability::vosi_tables(BASE));
}

#[test]
fn two_tap_records_are_refused() {
    let capabilities = vec![Capability::tap(BASE, record()), Capability::tap(BASE, record())];
    let error = Capabilities { capabilities }.xml().unwrap_err();
    assert_eq!(error.to_string(), "the service has 2 capabilities for TAP; declare one");
}

#[test]
fn a_record_that_clients_misread_is_refused() {
    let bare = TableAccess { languages: vec![], ..record() };
    let error = Capabilities { capabilities: vec![Capability::tap(BASE, bare)] }.xml().unwrap_err();
    assert_eq!(error.to_string(), "the TAP record has no language; declare at least one");
}
