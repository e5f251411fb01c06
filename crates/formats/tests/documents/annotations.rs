//! Parameters and services that a VOTable says beside its table.

use catalogue::{Arraysize, Datatype, Frame, PgBase, ResultColumn, ValueType};
use formats::{Annotations, End, Format, Head, Options, Param, ServiceDescriptor, writer};

use crate::pg::{Value, batch};
use crate::write::{column, scalar};

fn text_column(name: &str) -> ResultColumn {
    column(name, Datatype::Char, "*", catalogue::PgType::scalar(PgBase::Text))
}

fn document(format: &str, columns: &[ResultColumn], annotations: &Annotations) -> String {
    let head = Head { annotations: Some(annotations), ..Head::new(columns) };
    let mut writer = writer(&Format::parse(Some(format)).unwrap(), &head, &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.begin(&mut out);
    let row = columns.iter().map(|_| Value::Text("x".to_owned())).collect();
    let rows = writer.rows(&batch(&[row]), &mut out).unwrap();
    writer.end(&End { rows, overflow: true }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn cutouts(column: &str) -> ServiceDescriptor {
    let id = Param { column: Some(column.to_owned()), ..Param::text("ID", "") };
    let circle = ValueType {
        datatype: Datatype::Double,
        arraysize: Some(Arraysize::exactly(3)),
        xtype: Some("circle".into()),
    };
    let circle = Param {
        unit: Some("deg".into()),
        ucd: Some("pos.outline;obs".into()),
        description: Some("Where & how far".into()),
        max: Some("1 2 3".into()),
        ..Param::new("CIRCLE", circle, "")
    };
    let state = Param { options: vec!["I".into(), "<Q>".into()], ..Param::text("POL", "") };
    ServiceDescriptor {
        id: Some("cut".into()),
        name: Some("cutouts".into()),
        description: Some("Boxes of pixels".into()),
        inputs: vec![id, circle, state],
        ..ServiceDescriptor::new("ivo://ivoa.net/std/SODA#sync-1.0", "http://h/sync?a=1&b")
    }
}

#[test]
fn a_service_stands_behind_the_results_and_refers_to_its_column() {
    let annotations = Annotations { services: vec![cutouts("did")], ..Annotations::default() };
    let service = "</RESOURCE>\n\
        <RESOURCE type=\"meta\" utype=\"adhoc:service\" ID=\"cut\" name=\"cutouts\">\n\
        <DESCRIPTION>Boxes of pixels</DESCRIPTION>\n\
        <PARAM name=\"standardID\" datatype=\"char\" arraysize=\"*\" value=\"ivo://ivoa.net/std/SODA#sync-1.0\"/>\n\
        <PARAM name=\"accessURL\" datatype=\"char\" arraysize=\"*\" value=\"http://h/sync?a=1&amp;b\"/>\n\
        <GROUP name=\"inputParams\">\n\
        <PARAM name=\"ID\" datatype=\"char\" arraysize=\"*\" ref=\"did\" value=\"\"/>\n\
        <PARAM name=\"CIRCLE\" datatype=\"double\" arraysize=\"3\" xtype=\"circle\" unit=\"deg\" ucd=\"pos.outline;obs\" value=\"\">\n\
        <DESCRIPTION>Where &amp; how far</DESCRIPTION>\n\
        <VALUES><MAX value=\"1 2 3\"/></VALUES>\n\
        </PARAM>\n\
        <PARAM name=\"POL\" datatype=\"char\" arraysize=\"*\" value=\"\">\n\
        <VALUES><OPTION value=\"I\"/><OPTION value=\"&lt;Q&gt;\"/></VALUES>\n\
        </PARAM>\n\
        </GROUP>\n</RESOURCE>\n</VOTABLE>\n";
    for format in ["votable/td", "votable/b", "votable/b2"] {
        let columns = [text_column("a"), text_column("did"), text_column("did")];
        let document = document(format, &columns, &annotations);
        assert!(document.ends_with(&format!("<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>\n{service}")));
        assert_eq!(document.matches("<FIELD name=\"did\" ID=\"did\" datatype").count(), 1, "{document}");
        assert_eq!(document.matches("<FIELD name=\"did\" datatype").count(), 1, "{document}");
    }
}

#[test]
fn a_service_whose_column_is_not_there_is_left_out() {
    let this = ServiceDescriptor { is_this: true, ..ServiceDescriptor::new("ivo://x", "http://h") };
    let annotations = Annotations { services: vec![cutouts("did"), this], ..Annotations::default() };
    let document = document("votable/td", &[text_column("DID")], &annotations);
    assert!(!document.contains("adhoc:service") && !document.contains(" ID="), "{document}");
    assert!(document.contains("<RESOURCE type=\"meta\" utype=\"adhoc:this\">\n"), "{document}");
}

#[test]
fn no_two_things_have_one_xml_id() {
    let mut framed = text_column("icrs");
    framed.field.frame = Some(Frame::Icrs);
    let columns = [text_column("cut"), framed, text_column("2 mass"), text_column("_2_mass")];
    let services = columns.iter().map(|column| cutouts(&column.field.name)).collect();
    let document = document("votable/td", &columns, &Annotations { services, ..Annotations::default() });
    for field in ["name=\"cut\" ID=\"cut_\"", "name=\"icrs\" ID=\"icrs_\"", "name=\"2 mass\" ID=\"_2_mass\""]
    {
        assert!(document.contains(&format!("<FIELD {field} ")), "{document}");
    }
    assert!(document.contains("<FIELD name=\"_2_mass\" ID=\"_2_mass_\" "), "{document}");
}

#[test]
fn parameters_stand_before_the_table() {
    let size = Param {
        unit: Some("deg".into()),
        min: Some("0".into()),
        ..Param::new("INPUT:SIZE", ValueType::scalar(Datatype::Double), "0.2")
    };
    let annotations = Annotations { params: vec![size], ..Annotations::default() };
    let expected = "<INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n\
        <PARAM name=\"INPUT:SIZE\" datatype=\"double\" unit=\"deg\" value=\"0.2\">\n\
        <VALUES><MIN value=\"0\"/></VALUES>\n</PARAM>\n<TABLE>\n";
    let document = document("votable/td", &[text_column("a")], &annotations);
    assert!(document.contains(expected), "{document}");
}

#[test]
fn other_formats_have_no_place_for_them() {
    let columns = [scalar("a", Datatype::Int, PgBase::Int4)];
    let annotations = Annotations { services: vec![cutouts("a")], ..Annotations::default() };
    let head = Head { annotations: Some(&annotations), ..Head::new(&columns) };
    for (format, expected) in [("csv", "a\r\n"), ("tsv", "a\n")] {
        let mut writer = writer(&Format::parse(Some(format)).unwrap(), &head, &Options::default()).unwrap();
        let mut out = Vec::new();
        writer.begin(&mut out);
        writer.end(&End { rows: 0, overflow: false }, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
