//! CSV as bytes.

use catalogue::{Datatype, PgBase, PgType};

use crate::pg::{self, Value, doubles, text};
use crate::write::{array, column, document, scalar};

#[test]
fn the_head_keeps_the_case_of_names() {
    let columns = [
        scalar("ALPHA_J2000", Datatype::Double, PgBase::Float8),
        scalar("mag, \"r\"", Datatype::Float, PgBase::Float4),
    ];
    let rows = [vec![Value::Float8(10.5), Value::Float4(0.1)], vec![Value::Float8(1e16), Value::Null]];
    let expected = "ALPHA_J2000,\"mag, \"\"r\"\"\"\r\n10.5,0.1\r\n1E16,\r\n";
    assert_eq!(document("csv", &columns, &rows), expected);
    let headless = document("text/csv;header=absent", &columns, &rows);
    assert_eq!(headless, "10.5,0.1\r\n1E16,\r\n");
}

#[test]
fn text_is_quoted_where_it_must_be() {
    let columns = [
        column("t", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
        scalar("n", Datatype::Int, PgBase::Int4),
    ];
    for (value, field) in [
        ("plain text", "plain text"),
        ("é<&>;\t'", "é<&>;\t'"),
        ("a,b", "\"a,b\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("\"", "\"\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        ("cr\r", "\"cr\r\""),
        ("", "\"\""),
    ] {
        let document = document("csv", &columns, &[vec![text(value), Value::Int4(1)]]);
        assert_eq!(document, format!("t,n\r\n{field},1\r\n"));
    }
}

#[test]
fn each_type_has_its_text() {
    let scalar = |base, datatype| scalar("a", datatype, base);
    let text = |base| column("a", Datatype::Char, "*", PgType::scalar(base));
    for (column, value, field) in [
        (scalar(PgBase::Bool, Datatype::Boolean), Value::Bool(true), "true"),
        (scalar(PgBase::Bool, Datatype::Boolean), Value::Bool(false), "false"),
        (scalar(PgBase::Int8, Datatype::Long), Value::Int8(i64::MIN), "-9223372036854775808"),
        (scalar(PgBase::Float4, Datatype::Float), Value::Float4(f32::NAN), "NaN"),
        (scalar(PgBase::Float8, Datatype::Double), Value::Float8(f64::NEG_INFINITY), "-Inf"),
        (text(PgBase::TimestampTz), Value::Timestamp(500_000), "2000-01-01T00:00:00.5"),
        (text(PgBase::Date), Value::Date(-1), "1999-12-31"),
        (array("a", Datatype::Double, "*", PgBase::Float8), doubles(&[1.0, -2.5, 1e-7]), "1.0 -2.5 1E-7"),
        (
            array("a", Datatype::Int, "*", PgBase::Int4),
            Value::Array(pg::INT4, vec![Value::Int4(3), Value::Null]),
            "3 -2147483648",
        ),
        (
            array("a", Datatype::Char, "*", PgBase::Text),
            Value::Array(pg::TEXT, vec![crate::pg::text("x"), Value::Null]),
            "\"[\"\"x\"\",null]\"",
        ),
    ] {
        assert_eq!(document("csv", &[column], &[vec![value]]), format!("a\r\n{field}\r\n"));
    }
}

#[test]
fn a_null_alone_in_its_row_leaves_no_empty_line() {
    let columns = [scalar("a", Datatype::Int, PgBase::Int4)];
    let rows = [vec![Value::Null], vec![Value::Int4(1)]];
    assert_eq!(document("csv", &columns, &rows), "a\r\n\"\"\r\n1\r\n");
}
