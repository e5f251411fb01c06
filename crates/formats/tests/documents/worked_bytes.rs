//! The worked bytes: two rows of five columns as VOTable 1.4 §5.4 lays them out, by BINARY2 and by BINARY.

use catalogue::{Datatype, Frame, PgBase, PgType, ResultColumn};

use crate::pg::{Value, doubles, text};
use crate::reader::{Cell, read};
use crate::write::{array, column, document, scalar};

fn columns() -> Vec<ResultColumn> {
    let mut pos = array("pos", Datatype::Double, "2", PgBase::Float8);
    pos.field.value_type.xtype = Some("point".into());
    pos.field.unit = Some("deg".into());
    pos.field.frame = Some(Frame::Icrs);
    vec![
        scalar("id", Datatype::Int, PgBase::Int4),
        column("name", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
        scalar("x", Datatype::Double, PgBase::Float8),
        scalar("flag", Datatype::Boolean, PgBase::Bool),
        pos,
    ]
}

fn rows() -> Vec<Vec<Value>> {
    let values =
        vec![Value::Int4(258), text("Vega"), Value::Float8(1.5), Value::Bool(true), doubles(&[10.0, -2.0])];
    vec![values, vec![Value::Null; 5]]
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

#[test]
fn binary2_has_the_bytes_of_the_standard() {
    let document = document("votable/b2", &columns(), &rows());
    let row_1 = "00 | 00 00 01 02 | 00 00 00 04 56 65 67 61 | 3f f8 00 00 00 00 00 00 | 54 |
                 40 24 00 00 00 00 00 00  c0 00 00 00 00 00 00 00";
    let row_2 = "f8 | 00 00 00 00 | 00 00 00 00 | 7f f8 00 00 00 00 00 00 | 00 |
                 7f f8 00 00 00 00 00 00  7f f8 00 00 00 00 00 00";
    assert_eq!(read(&document).stream, hex(&[row_1, row_2].concat()));
    let base64 =
        "AAAAAQIAAAAEVmVnYT/4AAAAAAAAVEAkAAAAAAAAwAAAAAAAAAD4AAAAAAAAAAB/+AAAAAAAAAB/+AAAAAAAAH/4AAAAAAAA";
    assert!(document.replace('\n', "").contains(base64), "{document}");
}

#[test]
fn binary_has_the_bytes_of_the_standard() {
    let document = document("votable/b", &columns(), &rows());
    let base64 =
        "AAABAgAAAARWZWdhP/gAAAAAAABUQCQAAAAAAADAAAAAAAAAAIAAAAAAAAAAf/gAAAAAAAAAf/gAAAAAAAB/+AAAAAAAAA==";
    assert!(document.replace('\n', "").contains(base64), "{document}");
    let fields = read(&document).fields;
    assert_eq!(fields[0].null, Some(-2_147_483_648));
    assert!(fields[1..].iter().all(|field| field.null.is_none()));
}

#[test]
fn all_serializations_hold_the_same_values() {
    let first = vec![
        Cell::Integers(vec![258]),
        Cell::Text("Vega".into()),
        Cell::Reals(vec![1.5]),
        Cell::Booleans(vec![Some(true)]),
        Cell::Reals(vec![10.0, -2.0]),
    ];
    for format in ["votable/td", "votable/b2"] {
        let document = read(&document(format, &columns(), &rows()));
        assert_eq!(document.rows, [first.clone(), vec![Cell::Null; 5]], "{format}");
    }
    let nulls = vec![
        Cell::Null,
        Cell::Text(String::new()),
        Cell::Reals(vec![f64::NAN]),
        Cell::Booleans(vec![None]),
        Cell::Reals(vec![f64::NAN; 2]),
    ];
    assert_eq!(read(&document("votable/b", &columns(), &rows())).rows, [first, nulls]);
}

#[test]
fn the_head_declares_frame_type_and_unit() {
    let document = document("votable/b2", &columns(), &[]);
    let head = "<COOSYS ID=\"icrs\" system=\"ICRS\"/>\n<RESOURCE type=\"results\">\n<INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n<TABLE>\n\
        <FIELD name=\"id\" datatype=\"int\"/>\n\
        <FIELD name=\"name\" datatype=\"char\" arraysize=\"*\"/>\n\
        <FIELD name=\"x\" datatype=\"double\"/>\n\
        <FIELD name=\"flag\" datatype=\"boolean\"/>\n\
        <FIELD name=\"pos\" datatype=\"double\" arraysize=\"2\" xtype=\"point\" unit=\"deg\" ref=\"icrs\"/>\n\
        <DATA><BINARY2><STREAM encoding=\"base64\">\n</STREAM></BINARY2></DATA>\n</TABLE>\n</RESOURCE>\n</VOTABLE>\n";
    assert!(document.ends_with(head), "{document}");
}
