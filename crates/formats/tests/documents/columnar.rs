//! Values and metadata of Parquet and of Arrow streams.

use arrow_array::RecordBatch;
use catalogue::{Datatype, PgBase, PgType, ResultColumn};
use parquet::file::reader::{FileReader, SerializedFileReader};
use proptest::prelude::*;

use crate::columnar_reader::{batches, rows};
use crate::pg::{self, Value, doubles, text};
use crate::reader::read;
use crate::round_trip;
use crate::write::{array, binary_document, column, scalar};

pub const COLUMNAR: [&str; 2] = ["parquet", "arrow"];

proptest! {
    #[test]
    fn rows_come_back_with_nulls_and_nan_apart(sent in prop::collection::vec(round_trip::row(), 0..40)) {
        for format in COLUMNAR {
            let document = binary_document(format, &round_trip::columns(), &sent, false);
            // NaN has no equal, but always the same text.
            prop_assert_eq!(format!("{:?}", rows(format, &document)), format!("{:?}", &sent), "{}", format);
        }
    }
}

/// The one value of a column.
fn written(column: ResultColumn, value: Value) -> [Value; 2] {
    COLUMNAR.map(|format| {
        let document = binary_document(format, std::slice::from_ref(&column), &[vec![value.clone()]], false);
        rows(format, &document).remove(0).remove(0)
    })
}

fn check(column: ResultColumn, value: Value, expected: Value) {
    assert_eq!(written(column.clone(), value), [expected.clone(), expected], "{}", column.field.name);
}

#[test]
fn times_are_the_texts_of_other_formats() {
    let time = || column("t", Datatype::Char, "*", PgType::scalar(PgBase::Timestamp));
    check(time(), Value::Timestamp(1), text("2000-01-01T00:00:00.000001"));
    check(time(), Value::Timestamp(i64::MAX), Value::Null);
    let date = || column("d", Datatype::Char, "*", PgType::scalar(PgBase::Date));
    check(date(), Value::Date(59), text("2000-02-29"));
    check(date(), Value::Date(i32::MIN), Value::Null);
}

#[test]
fn values_become_the_declared_type() {
    check(scalar("u", Datatype::UnsignedByte, PgBase::Int2), Value::Int2(255), Value::Int2(255));
    check(scalar("l", Datatype::Long, PgBase::Int4), Value::Int4(-7), Value::Int8(-7));
    check(scalar("f", Datatype::Float, PgBase::Float8), Value::Float8(0.5), Value::Float4(0.5));
    let shorts = array("s", Datatype::Short, "*", PgBase::Int4);
    let value = Value::Array(pg::INT4, vec![Value::Int4(3), Value::Null]);
    check(shorts, value, Value::Array(pg::INT2, vec![Value::Int2(3), Value::Null]));
}

#[test]
fn texts_of_an_array_are_one_text() {
    let names = array("names", Datatype::Char, "*", PgBase::Text);
    check(names, Value::Array(pg::TEXT, vec![text("a"), Value::Null]), text(r#"["a",null]"#));
}

#[test]
fn a_region_with_a_gap_is_null() {
    for size in ["2", "*"] {
        let mut point = array("p", Datatype::Double, size, PgBase::Float8);
        point.field.value_type.xtype = Some("point".to_owned());
        check(point.clone(), doubles(&[1.0, f64::NAN]), Value::Null);
        check(point, doubles(&[1.0, -1.0]), doubles(&[1.0, -1.0]));
    }
}

#[test]
fn a_value_out_of_range_is_refused() {
    for format in COLUMNAR {
        let format = formats::Format::parse(Some(format)).unwrap();
        let columns = [scalar("u", Datatype::UnsignedByte, PgBase::Int2)];
        let head = formats::Head::new(&columns);
        let mut writer = formats::writer(&format, &head, &formats::Options::default()).unwrap();
        let batch = pg::batch(&[vec![Value::Int2(1)], vec![Value::Int2(256)]]);
        let error = writer.rows(&batch, &mut Vec::new()).unwrap_err();
        let expected = "row 2, column `u`: the number 256 is out of the range of unsignedByte";
        assert_eq!(error.to_string(), expected);
    }
}

/// A column with everything that a FIELD can say.
fn described() -> ResultColumn {
    let mut column = array("ra \"of\" <date>", Datatype::Double, "2x*", PgBase::Float8);
    let field = &mut column.field;
    field.value_type.xtype = Some("polygon".to_owned());
    field.unit = Some("deg".to_owned());
    field.ucd = Some("pos.eq.ra;meta.main".to_owned());
    field.utype = Some("stc:x".to_owned());
    field.description = Some("Right ascension & more".to_owned());
    column
}

#[test]
fn fields_say_what_the_catalogue_says() {
    for format in COLUMNAR {
        let document = binary_document(format, &[described()], &[vec![Value::Null]], false);
        let schema = batches(format, &document)[0].schema();
        let field = schema.field(0);
        assert_eq!(field.name(), "ra \"of\" <date>");
        let expected = [
            ("arraysize", "2x*"),
            ("datatype", "double"),
            ("description", "Right ascension & more"),
            ("ucd", "pos.eq.ra;meta.main"),
            ("unit", "deg"),
            ("utype", "stc:x"),
            ("xtype", "polygon"),
        ];
        // Parquet adds the number of the column.
        let metadata = field.metadata().iter().filter(|(key, _)| !key.starts_with("PARQUET:"));
        let metadata: Vec<_> = metadata.map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(metadata, expected, "{format}");
    }
}

/// The version and the VOTable in the footer of a Parquet document.
pub fn footer(document: &[u8]) -> (String, String) {
    let reader = SerializedFileReader::new(bytes::Bytes::from(document.to_vec())).unwrap();
    let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
    let value = |key: &str| pairs.iter().find(|pair| pair.key == key).unwrap().value.clone().unwrap();
    (value("IVOA.VOTable-Parquet.version"), value("IVOA.VOTable-Parquet.content"))
}

#[test]
fn parquet_has_the_votable_in_its_footer() {
    let columns = [described(), scalar("n", Datatype::Long, PgBase::Int8)];
    let (version, votable) = footer(&binary_document("parquet", &columns, &[], false));
    assert_eq!(version, "1.0");
    let seen = read(&votable);
    assert_eq!(seen.fields.len(), 2);
    assert!(!seen.elements.contains(&"DATA".to_owned()), "{votable}");
    assert!(votable.contains("ucd=\"pos.eq.ra;meta.main\""), "{votable}");
}

#[test]
fn arrow_has_the_votable_in_its_schema() {
    let document = binary_document("arrow", &[described()], &[], false);
    let schema = batches("arrow", &document)[0].schema();
    assert_eq!(schema.metadata()["IVOA.VOTable-Parquet.version"], "1.0");
    assert_eq!(read(&schema.metadata()["IVOA.VOTable-Parquet.content"]).fields.len(), 1);
}

/// A null of a fixed array takes as much room as a value, in rows of a few bytes.
#[test]
fn many_nulls_of_long_arrays_do_not_fill_the_memory() {
    let columns = [array("a", Datatype::Double, "2048", PgBase::Float8)];
    let sent = vec![vec![Value::Null]; 1000];
    for format in COLUMNAR {
        let batches = batches(format, &binary_document(format, &columns, &sent, false));
        assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 1000);
        if format == "arrow" {
            assert!(batches.iter().all(|batch| batch.num_rows() <= 64), "a MiB at once at most");
        }
    }
}
