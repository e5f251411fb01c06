//! Tests of VOSI tables documents.

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::*;
use crate::Published;
use crate::sample::{STARS, anonymous, collection, counted, scope};

/// Element names in the order of their start, indented by depth; the reader checks that the text is well-formed.
fn outline(document: &str) -> Vec<String> {
    let mut reader = Reader::from_str(document);
    let mut depth = 0;
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                names.push(format!("{}{}", " ".repeat(depth), start.name().as_ref()));
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Eof => return names,
            _ => {}
        }
    }
}

#[test]
fn one_table_is_written_whole() {
    let scope = scope();
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<vosi:table type="view" xmlns:vosi="http://www.ivoa.net/xml/VOSITables/v1.0" xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <name>demo.Stars</name>
  <title>All stars</title>
  <nrows>9110</nrows>
  <column std="false">
    <name>RA</name>
    <unit>deg</unit>
    <ucd>pos.eq.ra;meta.main</ucd>
    <dataType xsi:type="vs:VOTableType">double</dataType>
  </column>
  <column std="false">
    <name>DEC</name>
    <unit>deg</unit>
    <ucd>pos.eq.dec;meta.main</ucd>
    <dataType xsi:type="vs:VOTableType">double</dataType>
  </column>
  <column std="false">
    <name>TILE_ID</name>
    <dataType xsi:type="vs:VOTableType">int</dataType>
  </column>
  <column std="false">
    <name>MAG</name>
    <unit>mag</unit>
    <dataType xsi:type="vs:VOTableType" arraysize="12">float</dataType>
  </column>
  <column std="true">
    <name>NAME</name>
    <utype>obs:name</utype>
    <dataType xsi:type="vs:VOTableType" arraysize="*">char</dataType>
  </column>
  <column std="false">
    <name>"size"</name>
    <description>Angular size</description>
    <dataType xsi:type="vs:VOTableType">float</dataType>
  </column>
  <column std="false">
    <name>OBSERVED</name>
    <dataType xsi:type="vs:VOTableType" arraysize="*" extendedType="timestamp">char</dataType>
  </column>
  <foreignKey>
    <targetTable>demo.Tile</targetTable>
    <fkColumn>
      <fromColumn>TILE_ID</fromColumn>
      <targetColumn>TILE_ID</targetColumn>
    </fkColumn>
    <description>The star's tile</description>
  </foreignKey>
</vosi:table>
"#;
    let document = table(scope.find_listed("demo.stars").unwrap());
    // Quotes in texts may be written as entities.
    assert_eq!(document.replace("&quot;", "\"").replace("&apos;", "'"), expected);
}

#[test]
fn min_detail_leaves_columns_and_keys_out() {
    let names = outline(&tableset(&scope(), Detail::Min));
    let expected = [
        "vosi:tableset",
        " schema",
        "  name",
        "  title",
        "  description",
        "  table",
        "   name",
        "   description",
        "  table",
        "   name",
        "   title",
        "   nrows",
        " schema",
    ];
    assert_eq!(names[..expected.len()], expected);
    assert!(!names.iter().any(|name| name.ends_with("column") || name.ends_with("foreignKey")));
}

#[test]
fn max_detail_holds_all_tables_and_ends_with_tap_schema() {
    let document = tableset(&scope(), Detail::Max);
    let names = outline(&document);
    assert_eq!(names.iter().filter(|name| *name == " schema").count(), 3);
    assert_eq!(names.iter().filter(|name| *name == "  table").count(), 9);
    assert_eq!(names.iter().filter(|name| *name == "   foreignKey").count(), 6);
    assert!(document.contains("<name>TAP_SCHEMA.columns</name>"));
    assert!(document.find("<name>TAP_SCHEMA</name>") > document.find("<name>secret</name>"));
}

#[test]
fn texts_are_escaped_and_collapsed() {
    let mut stars = collection("stars-1", STARS);
    stars.tables[0].columns[0].field.description = Some("a < b &\u{1} c\n\n  d".to_owned());
    let scope = Published::new(vec![stars]).scope("tap", None).unwrap();
    let document = tableset(&scope, Detail::Max);
    assert!(document.contains("<description>First line, second &lt;line&gt;</description>"));
    assert!(document.contains("<title>Stars &amp; tiles</title>"));
    assert!(document.contains("<description>a &lt; b &amp; c d</description>"));
}

#[test]
fn hidden_collections_are_in_no_document() {
    let document = tableset(&scope().visible_to(&anonymous()), Detail::Max);
    assert!(!document.contains("secret") && !document.contains("apart-1") && !document.contains("Secret"));
}

#[test]
fn large_services_send_few_details_unless_asked() {
    assert_eq!(Detail::usual(&scope()), Detail::Max);
    let mut stars = collection("stars-1", STARS);
    let column = stars.tables[0].columns[0].clone();
    stars.tables[0].columns = vec![column; 10_000];
    let scope = Published::new(vec![stars]).scope("tap", None).unwrap();
    assert_eq!(Detail::usual(&scope), Detail::Min);
}

fn filters() -> crate::Enumeration {
    let text = r##"{"name": "filters", "elements": [{"name": "r", "index": 1, "width_nm": 10, "colour": "#e4572e"}]}"##;
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_json_has_statistics_and_enumerations() {
    let scope = counted();
    let document: serde_json::Value =
        serde_json::from_str(&json::tableset(&scope, Detail::Max, [&filters()])).unwrap();
    let stars = &document["schemas"][0]["tables"]
        .as_array()
        .unwrap()
        .iter()
        .find(|table| table["rows"] == 9110)
        .unwrap();
    assert_eq!((&stars["name"], &stars["type"]), (&"demo.Stars".into(), &"view".into()));
    let mag = stars["columns"].as_array().unwrap().iter().find(|column| column["name"] == "MAG").unwrap();
    let expected = serde_json::json!({
        "name": "MAG", "datatype": "float", "arraysize": "12", "unit": "mag", "ucd": null, "utype": null,
        "xtype": null, "description": null, "indexed": false, "principal": false, "std": false,
        "enumeration": "filters", "min": 12.5, "max": "+Inf", "null_fraction": 0.25,
    });
    assert_eq!(mag, &expected);
    let r = serde_json::json!({
        "name": "r", "index": 1, "wavelength_nm": null, "width_nm": 10.0, "color": "#e4572e", "description": null,
    });
    assert_eq!(document["enumerations"]["filters"], serde_json::json!([r]));
}

#[test]
fn the_minimal_json_has_neither_columns_nor_enumerations() {
    let text = json::tableset(&scope(), Detail::Min, [&filters()]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["enumerations"], serde_json::json!({}));
    assert!(document["schemas"][0]["tables"][0].get("columns").is_none());
    let stars = scope().find_listed("demo.Stars").map(|table| json::table(table, [&filters()])).unwrap();
    let document: serde_json::Value = serde_json::from_str(&stars).unwrap();
    assert!(document["enumerations"]["filters"].is_array(), "a column has it");
    assert_eq!(document["schemas"][0]["tables"][0]["columns"][0]["name"], "RA");
    let tile = scope().find_listed("demo.Tile").map(|table| json::table(table, [&filters()])).unwrap();
    let document: serde_json::Value = serde_json::from_str(&tile).unwrap();
    assert_eq!(document["enumerations"], serde_json::json!({}), "no column has one");
}
