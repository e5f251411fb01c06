//! Answers that fail while they are written.

use catalogue::{Datatype, PgBase, PgType, ResultColumn};
use formats::{End, Format, Head, Options, writer};

use crate::pg::{self, Value, batch, text};
use crate::reader::read;
use crate::write::{array, column, raw_document, row_error, scalar};

const VOTABLES: [&str; 3] = ["votable/td", "votable/b", "votable/b2"];

fn two_columns() -> Vec<ResultColumn> {
    vec![
        scalar("id", Datatype::Int, PgBase::Int4),
        column("name", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
    ]
}

#[test]
fn a_failure_keeps_the_rows_before_it_and_says_so_after_the_table() {
    for format in VOTABLES {
        let mut rows = batch(&[vec![Value::Int4(1), text("a")], vec![Value::Int4(2), text("b")]]);
        rows.extend([0, 2, 0, 0, 0, 4, 0, 0]);
        let (error, document) = raw_document(format, &two_columns(), &[&rows]).unwrap_err();
        let message = "row 3: the batch of rows ends in the middle of it";
        assert_eq!(error.for_client(), message);
        let seen = read(&document);
        assert_eq!(seen.rows.len(), 2, "{format}");
        let status = |value: &str, text: &str| ("QUERY_STATUS".to_owned(), value.to_owned(), text.to_owned());
        assert_eq!(seen.infos, [status("OK", ""), status("ERROR", message)], "{format}");
    }
}

#[test]
fn a_failure_before_the_first_row_is_a_whole_document() {
    for format in VOTABLES {
        let mut writer =
            writer(&Format::parse(Some(format)).unwrap(), &Head::new(&two_columns()), &Options::default())
                .unwrap();
        let mut out = Vec::new();
        writer.fail("the database went away <now>", &mut out);
        let seen = read(std::str::from_utf8(&out).unwrap());
        assert_eq!(seen.infos[1].2, "the database went away <now>");
        assert_eq!((seen.fields.len(), seen.rows.len()), (2, 0));
    }
}

#[test]
fn an_end_that_names_other_rows_is_a_failure() {
    for format in VOTABLES {
        let mut writer =
            writer(&Format::parse(Some(format)).unwrap(), &Head::new(&two_columns()), &Options::default())
                .unwrap();
        let mut out = Vec::new();
        writer.begin(&mut out);
        writer.rows(&batch(&[vec![Value::Int4(1), Value::Null]]), &mut out).unwrap();
        writer.end(&End { rows: 2, overflow: false }, &mut out).unwrap();
        let seen = read(std::str::from_utf8(&out).unwrap());
        assert_eq!(seen.infos[1].1, "ERROR");
        assert_eq!(seen.infos[1].2, "the answer is incomplete: it has 1 of 2 rows");
    }
}

#[test]
fn a_csv_that_fails_ends_after_a_whole_row() {
    let mut rows = batch(&[vec![Value::Int4(1), text("a")]]);
    rows.push(0);
    let (_, document) = raw_document("csv", &two_columns(), &[&rows]).unwrap_err();
    assert_eq!(document, "id,name\r\n1,a\r\n");
}

#[test]
fn an_array_of_another_length_is_refused() {
    for format in ["votable/td", "votable/b", "votable/b2", "csv"] {
        let column = array("mag", Datatype::Float, "3", PgBase::Float4);
        let value = Value::Array(pg::FLOAT4, vec![Value::Float4(1.0); 2]);
        let expected = "row 1, column `mag`: the array has 2 elements where the column declares 3";
        assert_eq!(row_error(format, column, value), expected);
    }
    let column = array("mag", Datatype::Float, "3x*", PgBase::Float4);
    let value = Value::Array(pg::FLOAT4, vec![Value::Float4(1.0); 4]);
    let expected = "row 1, column `mag`: the array has 4 elements where the column declares 3";
    assert_eq!(row_error("votable/b2", column, value), expected);
}

#[test]
fn a_text_longer_than_declared_is_refused() {
    for format in ["votable/td", "votable/b", "votable/b2", "csv"] {
        let column = column("code", Datatype::Char, "3", PgType::scalar(PgBase::Text));
        let expected = "row 1, column `code`: the text has 4 characters where the column declares 3";
        assert_eq!(row_error(format, column, text("äöüß")), expected);
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    for format in ["votable/td", "votable/b", "votable/b2", "csv"] {
        let column = column("t", Datatype::Char, "*", PgType::scalar(PgBase::Text));
        let message = row_error(format, column, Value::Bytea(vec![b'a', 0xe9]));
        assert_eq!(message, "row 1, column `t`: the text is not UTF-8");
    }
}

#[test]
fn a_null_element_without_a_marker_is_refused() {
    let column = array("u", Datatype::UnsignedByte, "*", PgBase::Int2);
    let message = row_error("votable/b2", column, Value::Array(pg::INT2, vec![Value::Null]));
    let expected =
        "row 1, column `u`: the array holds a null element, for which the column declares no null marker";
    assert_eq!(message, expected);
}

#[test]
fn values_of_another_type_are_refused() {
    let message = row_error("votable/b2", scalar("i", Datatype::Int, PgBase::Int4), Value::Int8(1));
    assert_eq!(message, "row 1, column `i`: the value has 8 bytes where its type has 4");
    let column = array("a", Datatype::Int, "*", PgBase::Int4);
    let message = row_error("csv", column, Value::Array(pg::FLOAT4, vec![Value::Float4(1.0)]));
    let expected =
        "row 1, column `a`: the array has elements of the type with the oid 700 where the column has 23";
    assert_eq!(message, expected);
}
