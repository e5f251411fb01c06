//! JSON as bytes, and read back by a library.

use catalogue::{Datatype, Frame, PgBase, PgType, ResultColumn};
use formats::{End, Format, Head, Info, Options, writer};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::pg::{self, Value, batch, doubles, text};
use crate::write::{array, column, document, raw_document, scalar};

fn read(document: &str) -> Json {
    serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}: {document}"))
}

/// The only value of an answer with one row and one column, as it is written.
fn written(column: ResultColumn, value: Value) -> String {
    let document = document("json", &[column], &[vec![value]]);
    read(&document);
    let (_, row) = document.split_once("\"data\":[\n[").unwrap();
    row.split_once("]\n],").unwrap().0.to_owned()
}

#[test]
fn the_document_has_metadata_rows_and_the_end() {
    let mut ra = scalar("ra", Datatype::Double, PgBase::Float8);
    ra.field.unit = Some("deg".into());
    ra.field.ucd = Some("pos.eq.ra;meta.main".into());
    ra.field.utype = Some("a:b".into());
    ra.field.frame = Some(Frame::Icrs);
    ra.field.description = Some("Right \"ascension\"".into());
    let mut shape = array("shape", Datatype::Double, "*", PgBase::Float8);
    shape.field.value_type.xtype = Some("polygon".into());
    let columns = [ra, shape];
    let infos = [Info::new("QUERY", "SELECT *\nFROM t"), Info::new("WARNING", "")];
    let about =
        Head { infos: &infos, name: Some("result"), description: Some("A & B"), ..Head::new(&columns) };
    let mut writer = writer(&Format::parse(Some("json")).unwrap(), &about, &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.begin(&mut out);
    let rows = batch(&[vec![Value::Float8(1.5), doubles(&[1.0, -2.0])], vec![Value::Null, Value::Null]]);
    let rows = writer.rows(&rows, &mut out).unwrap();
    writer.end(&End { rows, overflow: true }, &mut out).unwrap();
    let expected = "{\"metadata\":{\"name\":\"result\",\"description\":\"A & B\",\"infos\":[\n\
        {\"name\":\"QUERY\",\"value\":\"SELECT *\\nFROM t\"},\n{\"name\":\"WARNING\",\"value\":\"\"}],\"columns\":[\n\
        {\"name\":\"ra\",\"datatype\":\"double\",\"unit\":\"deg\",\"ucd\":\"pos.eq.ra;meta.main\",\"utype\":\"a:b\",\
        \"frame\":\"ICRS\",\"description\":\"Right \\\"ascension\\\"\"},\n\
        {\"name\":\"shape\",\"datatype\":\"double\",\"arraysize\":\"*\",\"xtype\":\"polygon\"}]},\n\
        \"data\":[\n[1.5,[1.0,-2.0]],\n[null,null]\n],\n\"rows\":2,\"status\":\"OVERFLOW\"}\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn each_type_has_its_form() {
    let scalar = |datatype, base| scalar("a", datatype, base);
    let text_of = |base| column("a", Datatype::Char, "*", PgType::scalar(base));
    for (column, value, expected) in [
        (scalar(Datatype::Boolean, PgBase::Bool), Value::Bool(true), "true"),
        (scalar(Datatype::UnsignedByte, PgBase::Int2), Value::Int2(255), "255"),
        (scalar(Datatype::Long, PgBase::Int8), Value::Int8(i64::MAX), "9223372036854775807"),
        (scalar(Datatype::Float, PgBase::Float4), Value::Float4(0.1), "0.1"),
        (scalar(Datatype::Float, PgBase::Float4), Value::Float4(f32::NAN), "\"NaN\""),
        (scalar(Datatype::Double, PgBase::Float8), Value::Float8(1e300), "1E300"),
        (scalar(Datatype::Double, PgBase::Float8), Value::Float8(f64::INFINITY), "\"Infinity\""),
        (scalar(Datatype::Double, PgBase::Float8), Value::Float8(f64::NEG_INFINITY), "\"-Infinity\""),
        (text_of(PgBase::Text), text(""), "\"\""),
        (text_of(PgBase::Text), text("{\"k\":\t1}"), "\"{\\\"k\\\":\\t1}\""),
        (text_of(PgBase::Text), text("星\u{1}"), "\"星\\u0001\""),
        (text_of(PgBase::Timestamp), Value::Timestamp(500_000), "\"2000-01-01T00:00:00.5\""),
        (text_of(PgBase::Timestamp), Value::Timestamp(i64::MAX), "null"),
        (
            column("a", Datatype::UnsignedByte, "*", PgType::scalar(PgBase::Bytea)),
            Value::Bytea(vec![0, 200]),
            "[0,200]",
        ),
    ] {
        assert_eq!(written(column, value), expected);
    }
}

#[test]
fn arrays_are_arrays_and_their_nulls_are_null() {
    let array = |datatype, size, base| array("a", datatype, size, base);
    for (column, value, expected) in [
        (array(Datatype::Double, "*", PgBase::Float8), doubles(&[1.0, f64::NAN]), "[1.0,\"NaN\"]"),
        (array(Datatype::Double, "*", PgBase::Float8), doubles(&[]), "[]"),
        (
            array(Datatype::Int, "2", PgBase::Int4),
            Value::Array(pg::INT4, vec![Value::Int4(3), Value::Null]),
            "[3,null]",
        ),
        (
            array(Datatype::Double, "*", PgBase::Int2),
            Value::Array(pg::INT2, vec![Value::Int2(3), Value::Null]),
            "[3.0,null]",
        ),
        (
            array(Datatype::Boolean, "*", PgBase::Bool),
            Value::Array(pg::BOOL, vec![Value::Bool(false), Value::Null]),
            "[false,null]",
        ),
        (
            array(Datatype::Char, "*", PgBase::Text),
            Value::Array(pg::TEXT, vec![text("x\""), Value::Null]),
            "[\"x\\\"\",null]",
        ),
        (array(Datatype::Char, "4x*", PgBase::Text), Value::Array(pg::TEXT, vec![text("x")]), "[\"x\"]"),
    ] {
        assert_eq!(written(column, value), expected);
    }
    let mut point = crate::write::array("p", Datatype::Double, "2", PgBase::Float8);
    point.field.value_type.xtype = Some("point".into());
    assert_eq!(written(point, doubles(&[1.0, f64::NAN])), "null");
}

#[test]
fn a_failure_is_told_after_the_rows() {
    let columns = [scalar("a", Datatype::Int, PgBase::Int4)];
    let mut rows = batch(&[vec![Value::Int4(1)]]);
    rows.extend([0, 1, 0]);
    let (_, document) = raw_document("json", &columns, &[&rows]).unwrap_err();
    let read = read(&document);
    assert_eq!(read["data"], json!([[1]]));
    assert_eq!((&read["rows"], &read["status"]), (&json!(1), &json!("ERROR")));
    assert_eq!(read["message"], "row 2: the batch of rows ends in the middle of it");
}

#[test]
fn an_end_that_names_other_rows_is_a_failure() {
    let columns = [scalar("a", Datatype::Int, PgBase::Int4)];
    let format = Format::parse(Some("application/json")).unwrap();
    let mut writer = writer(&format, &Head::new(&columns), &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.end(&End { rows: 2, overflow: false }, &mut out).unwrap();
    let read = read(std::str::from_utf8(&out).unwrap());
    assert_eq!(read["message"], "the answer is incomplete: it has 0 of 2 rows");
    assert_eq!((&read["status"], &read["data"]), (&json!("ERROR"), &json!([])));
}

proptest! {
    #[test]
    fn rows_come_back(rows in prop::collection::vec((any::<i64>(), any::<String>(), (any::<i32>().prop_map(|n| f64::from(n) / 8.0))), 0..5)) {
        let columns = [
            scalar("i", Datatype::Long, PgBase::Int8),
            column("t", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
            scalar("x", Datatype::Double, PgBase::Float8),
        ];
        let sent: Vec<_> = rows.iter().map(|(i, t, x)| vec![Value::Int8(*i), text(t), Value::Float8(*x)]).collect();
        let expected: Vec<_> = rows.iter().map(|(i, t, x)| json!([i, t, x])).collect();
        prop_assert_eq!(&read(&document("json", &columns, &sent))["data"], &json!(expected));
    }
}
