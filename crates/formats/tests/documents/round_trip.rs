//! Random batches, written and read back.

use catalogue::{Datatype, PgBase, PgType, ResultColumn};
use proptest::prelude::*;

use crate::pg::{self, Value};
use crate::reader::{Cell, read};
use crate::write::{array, column, document, scalar};

/// One column of each kind; the values of a row follow this order.
pub fn columns() -> Vec<ResultColumn> {
    let text = |name: &str, datatype, size: &str| column(name, datatype, size, PgType::scalar(PgBase::Text));
    vec![
        scalar("boolean", Datatype::Boolean, PgBase::Bool),
        scalar("short", Datatype::Short, PgBase::Int2),
        scalar("int", Datatype::Int, PgBase::Int4),
        scalar("long", Datatype::Long, PgBase::Int8),
        scalar("float", Datatype::Float, PgBase::Float4),
        scalar("double", Datatype::Double, PgBase::Float8),
        text("char", Datatype::Char, "*"),
        text("unicode", Datatype::UnicodeChar, "*"),
        text("narrow", Datatype::Char, "8"),
        column("bytes", Datatype::UnsignedByte, "*", PgType::scalar(PgBase::Bytea)),
        array("shorts", Datatype::Short, "*", PgBase::Int2),
        array("floats", Datatype::Float, "3", PgBase::Float4),
        array("doubles", Datatype::Double, "2x*", PgBase::Float8),
        array("booleans", Datatype::Boolean, "*", PgBase::Bool),
    ]
}

/// A random row of [`columns`].
pub fn row() -> impl Strategy<Value = Vec<Value>> {
    // The smallest integers are the null markers, and so no values.
    let short = || (i16::MIN + 1..=i16::MAX).prop_map(Value::Int2);
    let first = (
        or_null(any::<bool>().prop_map(Value::Bool)),
        or_null(short()),
        or_null((i32::MIN + 1..=i32::MAX).prop_map(Value::Int4)),
        or_null((i64::MIN + 1..=i64::MAX).prop_map(Value::Int8)),
        or_null(any::<u32>().prop_map(|bits| Value::Float4(f32::from_bits(bits)))),
        or_null(any::<u64>().prop_map(|bits| Value::Float8(f64::from_bits(bits)))),
        or_null("[ -~\n\r\t]{0,20}".prop_map(Value::Text)),
    );
    let second = (
        or_null("[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\u{fffe}\\u{ffff}]{0,20}".prop_map(Value::Text)),
        or_null("[ -~]{0,8}".prop_map(Value::Text)),
        or_null(prop::collection::vec(any::<u8>(), 0..20).prop_map(Value::Bytea)),
        or_null(list(pg::INT2, short(), 0..=9, 1)),
        or_null(list(pg::FLOAT4, any::<f32>().prop_map(Value::Float4), 3..=3, 1)),
        or_null(list(pg::FLOAT8, any::<f64>().prop_map(Value::Float8), 0..=4, 2)),
        or_null(list(pg::BOOL, any::<bool>().prop_map(Value::Bool), 0..=9, 1)),
    );
    (first, second).prop_map(|((a, b, c, d, e, f, g), (h, i, j, k, l, m, n))| {
        vec![a, b, c, d, e, f, g, h, i, j, k, l, m, n]
    })
}

fn or_null(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop_oneof![4 => value, 1 => Just(Value::Null)]
}

/// An array of so many groups of `group` elements, some of them NULL.
fn list(
    oid: u32,
    element: impl Strategy<Value = Value> + Clone,
    groups: std::ops::RangeInclusive<usize>,
    group: usize,
) -> impl Strategy<Value = Value> {
    groups.prop_flat_map(move |count| {
        let element = prop_oneof![6 => element.clone(), 1 => Just(Value::Null)];
        prop::collection::vec(element, count * group).prop_map(move |elements| Value::Array(oid, elements))
    })
}

/// The cell that a value must become.
fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(value) => Cell::Booleans(vec![Some(*value)]),
        Value::Int2(_) | Value::Int4(_) | Value::Int8(_) => Cell::Integers(vec![integer(value)]),
        Value::Float4(_) | Value::Float8(_) => Cell::Reals(vec![real(value)]),
        Value::Text(text) => Cell::Text(text.clone()),
        Value::Bytea(bytes) => Cell::Integers(bytes.iter().map(|byte| i64::from(*byte)).collect()),
        Value::Array(pg::INT2, elements) => Cell::Integers(elements.iter().map(integer).collect()),
        Value::Array(pg::BOOL, elements) => Cell::Booleans(elements.iter().map(boolean).collect()),
        Value::Array(_, elements) => Cell::Reals(elements.iter().map(real).collect()),
        other => panic!("{other:?}"),
    }
}

fn integer(value: &Value) -> i64 {
    match value {
        Value::Null => i16::MIN.into(),
        Value::Int2(value) => (*value).into(),
        Value::Int4(value) => (*value).into(),
        Value::Int8(value) => *value,
        other => panic!("{other:?}"),
    }
}

fn real(value: &Value) -> f64 {
    match value {
        Value::Null => f64::NAN,
        Value::Float4(value) => (*value).into(),
        Value::Float8(value) => *value,
        other => panic!("{other:?}"),
    }
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        _ => None,
    }
}

/// BINARY has no null of its own for anything but integers.
fn without_flags(cell: Cell, column: usize) -> Cell {
    match (cell, column) {
        (Cell::Null, 0) => Cell::Booleans(vec![None]),
        (Cell::Null, 4 | 5) => Cell::Reals(vec![f64::NAN]),
        (Cell::Null, 6..=8) => Cell::Text(String::new()),
        (Cell::Null, 9 | 10) => Cell::Integers(vec![]),
        (Cell::Null, 11) => Cell::Reals(vec![f64::NAN; 3]),
        (Cell::Null, 12) => Cell::Reals(vec![]),
        (Cell::Null, 13) => Cell::Booleans(vec![]),
        (cell, _) => cell,
    }
}

proptest! {
    #[test]
    fn rows_come_back_from_every_serialization(rows in prop::collection::vec(row(), 0..8)) {
        let expected: Vec<Vec<Cell>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        for format in ["votable/b2", "votable/td"] {
            prop_assert_eq!(&read(&document(format, &columns(), &rows)).rows, &expected, "{}", format);
        }
        let unflagged = |row: Vec<Cell>| -> Vec<Cell> {
            row.into_iter().enumerate().map(|(index, cell)| without_flags(cell, index)).collect()
        };
        let expected: Vec<Vec<Cell>> = expected.into_iter().map(unflagged).collect();
        prop_assert_eq!(read(&document("votable/b", &columns(), &rows)).rows, expected);
    }
}
