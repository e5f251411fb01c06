//! Single values of every type, in every VOTable serialization.

use catalogue::{Datatype, PgBase, PgType, ResultColumn};

use crate::pg::{self, Value, doubles, text};
use crate::reader::{Cell, read};
use crate::write::{array, column, document, scalar};

const VOTABLES: [&str; 3] = ["votable/td", "votable/b", "votable/b2"];

/// Checks the cell that a value becomes; the same in all serializations.
fn check(column: &ResultColumn, value: Value, expected: &Cell) {
    for format in VOTABLES {
        check_in(format, column, value.clone(), expected);
    }
}

fn check_in(format: &str, column: &ResultColumn, value: Value, expected: &Cell) {
    let columns = std::slice::from_ref(column);
    let seen = read(&document(format, columns, &[vec![value]]));
    assert_eq!(seen.rows, [[expected.clone()]], "{format}");
}

fn letters(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn instants_are_texts_without_a_zone() {
    let column = |base| column("t", Datatype::Char, "*", PgType::scalar(base));
    for base in [PgBase::Timestamp, PgBase::TimestampTz] {
        check(&column(base), Value::Timestamp(1_500_000), &letters("2000-01-01T00:00:01.5"));
        check_in("votable/b2", &column(base), Value::Timestamp(i64::MAX), &Cell::Null);
        check_in("votable/td", &column(base), Value::Timestamp(i64::MIN), &Cell::Null);
        check_in("votable/b", &column(base), Value::Timestamp(i64::MIN), &letters(""));
    }
    check(&column(PgBase::Date), Value::Date(59), &letters("2000-02-29"));
}

#[test]
fn text_beyond_ascii_is_kept_by_unicode_char() {
    let column = column("t", Datatype::UnicodeChar, "*", PgType::scalar(PgBase::Text));
    check(&column, text("Ångström 星 \u{1F52D}"), &letters("Ångström 星 \u{1F52D}"));
}

#[test]
fn text_beyond_ascii_in_char_has_question_marks_in_binary_only() {
    let column = column("t", Datatype::Char, "*", PgType::scalar(PgBase::Text));
    check_in("votable/td", &column, text("5 µm 星"), &letters("5 µm 星"));
    check_in("votable/b", &column, text("5 µm 星"), &letters("5 ?m ?"));
    check_in("votable/b2", &column, text("5 µm 星"), &letters("5 ?m ?"));
}

#[test]
fn a_fixed_text_is_padded_and_never_splits_a_character() {
    let narrow = column("t", Datatype::Char, "4", PgType::scalar(PgBase::Text));
    check(&narrow, text("ab"), &letters("ab"));
    let seen = read(&document("votable/b", &[narrow], &[vec![text("aµ")]]));
    assert_eq!(seen.stream, b"a?\0\0");
    let wide = column("t", Datatype::UnicodeChar, "4", PgType::scalar(PgBase::Text));
    let seen = read(&document("votable/b", &[wide], &[vec![text("a\u{1F52D}")]]));
    assert_eq!(seen.stream, [0, b'a', 0xd8, 0x3d, 0xdd, 0x2d, 0, 0]);
}

#[test]
fn one_character_needs_no_arraysize() {
    let column = scalar("c", Datatype::Char, PgBase::Text);
    check(&column, text("x"), &letters("x"));
    assert_eq!(read(&document("votable/b", &[column], &[vec![text("")], vec![Value::Null]])).stream, [0, 0]);
}

#[test]
fn markup_and_control_characters_survive_or_are_replaced() {
    let column = column("t", Datatype::Char, "*", PgType::scalar(PgBase::Text));
    check(&column, text(" a<b>&\"c\"\r\n\td]]> "), &letters(" a<b>&\"c\"\r\n\td]]> "));
    check_in("votable/td", &column, text("a\u{1}\u{ffff}b"), &letters("a\u{fffd}\u{fffd}b"));
    check_in("votable/b2", &column, text("a\u{1}b"), &letters("a\u{1}b"));
}

#[test]
fn an_empty_text_is_no_null() {
    let column = column("t", Datatype::Char, "*", PgType::scalar(PgBase::Text));
    check(&column, text(""), &letters(""));
    check_in("votable/td", &column, Value::Null, &Cell::Null);
    check_in("votable/b2", &column, Value::Null, &Cell::Null);
}

#[test]
fn null_elements_are_nan_marker_or_unknown() {
    let floats = Value::Array(pg::FLOAT4, vec![Value::Float4(1.5), Value::Null]);
    check(&array("a", Datatype::Float, "*", PgBase::Float4), floats, &Cell::Reals(vec![1.5, f64::NAN]));
    let longs = Value::Array(pg::INT8, vec![Value::Null, Value::Int8(-7)]);
    check(&array("a", Datatype::Long, "2", PgBase::Int8), longs, &Cell::Integers(vec![i64::MIN, -7]));
    let booleans = Value::Array(pg::BOOL, vec![Value::Bool(true), Value::Null, Value::Bool(false)]);
    let expected = Cell::Booleans(vec![Some(true), None, Some(false)]);
    check(&array("a", Datatype::Boolean, "3", PgBase::Bool), booleans, &expected);
    let mut marked = array("a", Datatype::Int, "*", PgBase::Int4);
    marked.field.null = Some(-1);
    check(&marked, Value::Array(pg::INT4, vec![Value::Null]), &Cell::Integers(vec![-1]));
}

#[test]
fn a_null_array_of_integers_in_binary_is_all_markers() {
    let column = array("a", Datatype::Int, "2", PgBase::Int4);
    check_in("votable/b", &column, Value::Null, &Cell::Integers(vec![i32::MIN.into(); 2]));
    check_in("votable/b2", &column, Value::Null, &Cell::Null);
    let seen = read(&document("votable/b2", &[column], &[vec![Value::Null]]));
    assert_eq!(seen.stream, [0x80, 0, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn a_point_with_a_gap_is_null() {
    let mut point = array("p", Datatype::Double, "2", PgBase::Float8);
    let gap = Value::Array(pg::FLOAT8, vec![Value::Float8(1.0), Value::Null]);
    check_in("votable/b2", &point, gap.clone(), &Cell::Reals(vec![1.0, f64::NAN]));
    point.field.value_type.xtype = Some("point".into());
    for value in [gap, doubles(&[f64::NAN, 1.0])] {
        check_in("votable/b2", &point, value.clone(), &Cell::Null);
        check_in("votable/td", &point, value.clone(), &Cell::Null);
        check_in("votable/b", &point, value, &Cell::Reals(vec![f64::NAN; 2]));
    }
    check(&point, doubles(&[359.5, -2.0]), &Cell::Reals(vec![359.5, -2.0]));
}

#[test]
fn numbers_change_to_the_declared_type() {
    check(&scalar("a", Datatype::UnsignedByte, PgBase::Int2), Value::Int2(255), &Cell::Integers(vec![255]));
    check(&scalar("a", Datatype::Long, PgBase::Int4), Value::Int4(-5), &Cell::Integers(vec![-5]));
    check(
        &scalar("a", Datatype::Float, PgBase::Float8),
        Value::Float8(0.1),
        &Cell::Reals(vec![0.1_f32.into()]),
    );
    check(&scalar("a", Datatype::Double, PgBase::Float4), Value::Float4(0.5), &Cell::Reals(vec![0.5]));
    let shorts = Value::Array(pg::INT2, vec![Value::Int2(3), Value::Null]);
    check(&array("a", Datatype::Double, "*", PgBase::Int2), shorts, &Cell::Reals(vec![3.0, f64::NAN]));
}

#[test]
fn bytes_are_unsigned() {
    let column = |size: &str| column("b", Datatype::UnsignedByte, size, PgType::scalar(PgBase::Bytea));
    check(&column("*"), Value::Bytea(vec![0, 200, 255]), &Cell::Integers(vec![0, 200, 255]));
    check(&column("2"), Value::Bytea(vec![7, 255]), &Cell::Integers(vec![7, 255]));
    check_in("votable/b", &column("2"), Value::Null, &Cell::Integers(vec![]));
    check_in("votable/b2", &column("2"), Value::Null, &Cell::Null);
}

#[test]
fn texts_in_an_array_become_json_or_equal_strings() {
    let value = Value::Array(pg::TEXT, vec![text("a\"b"), Value::Null, text("c")]);
    check(&array("t", Datatype::Char, "*", PgBase::Text), value.clone(), &letters(r#"["a\"b",null,"c"]"#));
    check(&array("t", Datatype::Char, "3x*", PgBase::Text), value.clone(), &letters("a\"b   c  "));
    check(&array("t", Datatype::UnicodeChar, "3x3", PgBase::Text), value, &letters("a\"b   c  "));
    let instants = Value::Array(pg::TIMESTAMP, vec![Value::Timestamp(0), Value::Timestamp(i64::MAX)]);
    let column = array("t", Datatype::Char, "*", PgBase::Timestamp);
    check(&column, instants, &letters(r#"["2000-01-01T00:00:00",null]"#));
}

#[test]
fn infinities_and_nan_are_values() {
    let column = scalar("x", Datatype::Double, PgBase::Float8);
    for value in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -0.0, f64::MIN_POSITIVE] {
        check(&column, Value::Float8(value), &Cell::Reals(vec![value]));
    }
    let written = document("votable/td", &[column], &[vec![Value::Float8(f64::INFINITY)], vec![Value::Null]]);
    assert!(written.contains("<TR><TD>+Inf</TD></TR>\n<TR><TD/></TR>\n"), "{written}");
}

#[test]
fn the_ninth_column_is_flagged_in_the_second_byte() {
    let columns: Vec<_> = (0..9).map(|n| scalar(&format!("c{n}"), Datatype::Short, PgBase::Int2)).collect();
    let mut row = vec![Value::Int2(1); 9];
    row[0] = Value::Null;
    row[8] = Value::Null;
    let stream = read(&document("votable/b2", &columns, &[row])).stream;
    assert_eq!(stream[..4], [0b1000_0000, 0b1000_0000, 0, 0]);
    assert_eq!(stream.len(), 2 + 9 * 2);
}
