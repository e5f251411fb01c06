//! Batches that are not what they claim to be.

use catalogue::{Datatype, PgBase, PgType, ResultColumn};
use proptest::prelude::*;

use crate::pg::{self, Value, batch, doubles, text};
use crate::reader::read;
use crate::write::{array, column, raw_document, scalar};

const FORMATS: [&str; 8] = ["votable/td", "votable/b", "votable/b2", "csv", "tsv", "json", "html", "text"];

fn columns() -> Vec<ResultColumn> {
    let text = |base| column("text", Datatype::Char, "*", PgType::scalar(base));
    vec![
        scalar("boolean", Datatype::Boolean, PgBase::Bool),
        scalar("byte", Datatype::UnsignedByte, PgBase::Int4),
        scalar("double", Datatype::Double, PgBase::Float8),
        text(PgBase::Text),
        text(PgBase::Timestamp),
        text(PgBase::Date),
        array("texts", Datatype::Char, "4x*", PgBase::Text),
        array("json", Datatype::UnicodeChar, "*", PgBase::Timestamp),
        array("booleans", Datatype::Boolean, "*", PgBase::Bool),
        array("pair", Datatype::Double, "2", PgBase::Float8),
    ]
}

fn good_row() -> Vec<Value> {
    vec![
        Value::Bool(true),
        Value::Int4(200),
        Value::Float8(-1.5),
        text("Ångström"),
        Value::Timestamp(1),
        Value::Date(2),
        Value::Array(pg::TEXT, vec![text("ab"), Value::Null]),
        Value::Array(pg::TIMESTAMP, vec![Value::Timestamp(3)]),
        Value::Array(pg::BOOL, vec![Value::Bool(false), Value::Null]),
        doubles(&[1.0, 2.0]),
    ]
}

/// Writes a batch in every format; what comes out is a whole document, with or without an error.
fn survive(batch: &[u8]) {
    for format in FORMATS {
        let document = match raw_document(format, &columns(), &[batch]) {
            Ok(document) => document,
            Err((error, document)) => {
                assert!(error.for_client().starts_with("row "), "{error}");
                document
            }
        };
        match format {
            "json" => drop(serde_json::from_str::<serde_json::Value>(&document).unwrap()),
            "csv" | "tsv" | "html" | "text" => {}
            _ => drop(read(&document)),
        }
    }
}

#[test]
fn a_batch_cut_anywhere_is_an_error() {
    let whole = batch(&[good_row()]);
    for length in 1..whole.len() {
        survive(&whole[..length]);
        let (error, _) = raw_document("votable/b2", &columns(), &[&whole[..length]]).unwrap_err();
        assert_eq!(error.to_string(), "row 1: the batch of rows ends in the middle of it");
    }
    survive(&whole);
}

#[test]
fn an_empty_batch_has_no_rows() {
    for format in FORMATS {
        assert!(raw_document(format, &columns(), &[b"", b""]).is_ok());
    }
}

#[test]
fn a_count_that_wraps_is_an_error() {
    let mut value: Vec<u8> =
        [2_u32, 0, pg::FLOAT8, u32::MAX, 1, u32::MAX, 1].iter().flat_map(|n| n.to_be_bytes()).collect();
    value.extend([0; 16]);
    let column = array("a", Datatype::Double, "*", PgBase::Float8);
    let batch = batch(&[vec![Value::Bytea(value)]]);
    for format in FORMATS {
        let (error, _) = raw_document(format, std::slice::from_ref(&column), &[&batch]).unwrap_err();
        assert_eq!(error.to_string(), "row 1, column `a`: the array is not in the binary form of its type");
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        survive(&bytes);
    }

    #[test]
    fn random_values_in_a_good_frame_never_panic(values in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 10)) {
        survive(&batch(&[values.into_iter().map(Value::Bytea).collect()]));
    }

    #[test]
    fn a_changed_byte_never_panics(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = batch(&[good_row(), good_row()]);
        let place = place.index(bytes.len());
        bytes[place] = byte;
        survive(&bytes);
    }
}
