//! Documents of our own that come back as uploads.

use catalogue::{Column, Datatype, Field, Frame, PgBase, PgType, ResultColumn};
use proptest::prelude::*;

use crate::pg::{self, Value, batch, doubles, text};
use crate::round_trip;
use crate::upload::upload;
use crate::write::{array, column, document, scalar};

const FORMATS: [&str; 3] = ["votable/td", "votable/b", "votable/b2"];

/// Columns that only uploads have, and those with more metadata than a type.
fn odd_columns() -> Vec<ResultColumn> {
    let text = |name: &str, datatype, size: &str| column(name, datatype, size, PgType::scalar(PgBase::Text));
    let mut columns = vec![
        scalar("bit", Datatype::Bit, PgBase::Bool),
        array("bits", Datatype::Bit, "11", PgBase::Bool),
        array("flags", Datatype::Bit, "*", PgBase::Bool),
        scalar("byte", Datatype::UnsignedByte, PgBase::Int2),
        text("character", Datatype::Char, ""),
        text("unicode", Datatype::UnicodeChar, "4"),
        column("time", Datatype::Char, "*", PgType::scalar(PgBase::Timestamp)),
        array("point", Datatype::Double, "2", PgBase::Float8),
        array("circle", Datatype::Float, "3", PgBase::Float8),
        array("texts", Datatype::Char, "3x*", PgBase::Text),
    ];
    for (place, xtype) in [(6, "timestamp"), (7, "point"), (8, "circle")] {
        columns[place].field.value_type.xtype = Some(xtype.into());
    }
    let point: &mut Field = &mut columns[7].field;
    (point.unit, point.ucd, point.utype) = (Some("deg".into()), Some("pos.eq".into()), Some("a:b".into()));
    (point.description, point.frame) = (Some("A <point>".into()), Some(Frame::Galactic));
    columns[3].field.null = Some(7);
    columns
}

fn odd_row() -> Vec<Value> {
    let bits = |bits: &[u8]| Value::Array(pg::BOOL, bits.iter().map(|bit| Value::Bool(*bit == 1)).collect());
    vec![
        Value::Bool(true),
        bits(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]),
        bits(&[1; 9]),
        Value::Int2(255),
        text("x"),
        text("a😀"),
        Value::Timestamp(1_500_000),
        doubles(&[10.0, -2.5]),
        doubles(&[1.0, 2.0, 0.5]),
        Value::Array(pg::TEXT, vec![text("ab"), Value::Null, text("abc")]),
    ]
}

fn results(columns: &[Column]) -> Vec<ResultColumn> {
    let result = |column: &Column| ResultColumn { field: column.field.clone(), pg_type: column.pg_type };
    columns.iter().map(result).collect()
}

#[test]
fn columns_come_back() {
    for format in FORMATS {
        for columns in [odd_columns(), round_trip::columns()] {
            let first = document(format, &columns, &[]);
            let again = document(format, &results(&upload(first.clone()).unwrap().columns), &[]);
            assert_eq!(again, first);
        }
    }
}

#[test]
fn values_that_only_uploads_have_come_back() {
    for format in ["votable/td", "votable/b2"] {
        let rows = [odd_row(), vec![Value::Null; 10]];
        let first = document(format, &odd_columns(), &rows);
        let read = upload(first.clone()).unwrap();
        assert_eq!(read.rows, batch(&rows), "{format}");
    }
    let columns: Vec<_> = odd_columns().into_iter().take(3).collect();
    let row: Vec<_> = odd_row().into_iter().take(3).collect();
    assert_eq!(
        upload(document("votable/b", &columns, std::slice::from_ref(&row))).unwrap().rows,
        batch(&[row])
    );
}

/// The value that a written value is read as.
fn read_back(value: &Value, column: usize, format: &str) -> Value {
    let nan = |value: &Value| match value {
        Value::Float4(float) if float.is_nan() => Value::Float4(f32::NAN),
        Value::Float8(double) if double.is_nan() => Value::Float8(f64::NAN),
        other => other.clone(),
    };
    match (value, column) {
        (Value::Null, 4) if format == "votable/b" => Value::Float4(f32::NAN),
        (Value::Null, 5) if format == "votable/b" => Value::Float8(f64::NAN),
        (Value::Null, 11) if format == "votable/b" => {
            Value::Array(pg::FLOAT4, vec![Value::Float4(f32::NAN); 3])
        }
        (Value::Text(text), _) if text.is_empty() && format != "votable/b2" => Value::Null,
        (Value::Bytea(bytes), _) if bytes.is_empty() && format != "votable/b2" => Value::Null,
        (Value::Array(_, elements), _) if elements.is_empty() && format != "votable/b2" => Value::Null,
        (Value::Array(pg::FLOAT4, elements), _) => Value::Array(
            pg::FLOAT4,
            elements
                .iter()
                .map(|one| if *one == Value::Null { Value::Float4(f32::NAN) } else { nan(one) })
                .collect(),
        ),
        (Value::Array(pg::FLOAT8, elements), _) => Value::Array(
            pg::FLOAT8,
            elements
                .iter()
                .map(|one| if *one == Value::Null { Value::Float8(f64::NAN) } else { nan(one) })
                .collect(),
        ),
        (value, _) => nan(value),
    }
}

proptest! {
    #[test]
    fn rows_come_back(rows in prop::collection::vec(round_trip::row(), 0..8)) {
        // NaN has many forms, of which texts keep one.
        let plain = |value: &Value| match value {
            Value::Float4(_) | Value::Float8(_) => read_back(value, 0, ""),
            other => other.clone(),
        };
        let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(plain).collect()).collect();
        for format in FORMATS {
            let expected: Vec<Vec<Value>> = rows
                .iter()
                .map(|row| row.iter().enumerate().map(|(place, value)| read_back(value, place, format)).collect())
                .collect();
            let read = upload(document(format, &round_trip::columns(), &rows)).unwrap();
            prop_assert_eq!(&read.rows, &batch(&expected), "{}", format);
            prop_assert_eq!(read.count, rows.len() as u64);
        }
    }
}
