//! Uploaded Parquet: what the writer wrote, what other programs write, and what is refused.

use std::io::Cursor;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, UInt8Builder};
use arrow_array::types::{Float16Type, Int8Type};
use arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, FixedSizeBinaryArray, Int32Array, PrimitiveArray, RecordBatch,
    StringArray, StructArray, Time64MicrosecondArray, TimestampNanosecondArray, UInt16Array, UInt32Array,
    UInt64Array,
};
use arrow_schema::{DataType, Field};
use catalogue::{Arraysize, Column, Datatype, Frame, PgBase, PgType, ResultColumn};
use formats::read::{Hint, Limits, ReadError, open};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{WriterProperties, WriterVersion};
use proptest::prelude::*;

use crate::pg::{Value, batch, doubles, text};
use crate::round_trip;
use crate::write::{array, binary_document, column, scalar};

/// The columns and the rows of a document.
fn read(document: &[u8], limits: &Limits) -> Result<(Vec<Column>, Vec<u8>), ReadError> {
    let mut table = open(Box::new(Cursor::new(document.to_vec())), &Hint::default(), limits)?;
    let mut rows = Vec::new();
    while table.batch(&mut rows)? > 0 {}
    Ok((table.columns, rows))
}

fn read_all(document: &[u8]) -> (Vec<Column>, Vec<u8>) {
    read(document, &Limits::default()).unwrap()
}

fn error(document: &[u8], limits: &Limits) -> String {
    read(document, limits).unwrap_err().to_string()
}

/// A file as another program writes it.
fn file(columns: Vec<(&str, ArrayRef)>, properties: WriterProperties) -> Vec<u8> {
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, a)| (n, a, true))).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn plain_file(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    file(columns, WriterProperties::builder().build())
}

proptest! {
    #[test]
    fn what_was_written_comes_back_byte_by_byte(sent in prop::collection::vec(round_trip::row(), 1..40)) {
        let document = binary_document("parquet", &round_trip::columns(), &sent, false);
        prop_assert_eq!(read_all(&document).1, batch(&sent));
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        from_end in any::<bool>(),
    ) {
        let names = StringArray::from_iter((0..50).map(|n| (n % 3 > 0).then(|| format!("name {}", n % 7))));
        let numbers = Int32Array::from_iter((0..50).map(|n| (n % 5 > 0).then_some(n)));
        let mut bytes_list = ListBuilder::new(UInt8Builder::new());
        (0..50).for_each(|n| bytes_list.append_value((0..n).map(Some)));
        let mut document = plain_file(vec![
            ("name", Arc::new(names)),
            ("number", Arc::new(numbers)),
            ("list", Arc::new(bytes_list.finish())),
        ]);
        // Half of the cases only in the footer, where a byte says most.
        let length = document.len();
        for (index, byte) in damage {
            let at = if from_end { length - 1 - index.index(length / 2) } else { index.index(length) };
            document[at] = byte;
        }
        let limits = Limits { bytes_max: 1 << 20, rows_max: 10_000, ..Limits::default() };
        let _ = read(&document, &limits);
    }
}

#[test]
fn columns_come_back_with_their_metadata() {
    let mut ra = scalar("RA \"2\"", Datatype::Double, PgBase::Float8);
    ra.field.unit = Some("deg".to_owned());
    ra.field.ucd = Some("pos.eq.ra;meta.main".to_owned());
    ra.field.utype = Some("stc:ra".to_owned());
    ra.field.description = Some("Right ascension < 360".to_owned());
    ra.field.frame = Some(Frame::Icrs);
    let mut point = array("p", Datatype::Double, "2", PgBase::Float8);
    point.field.value_type.xtype = Some("point".to_owned());
    let mut time = column("t", Datatype::Char, "*", PgType::scalar(PgBase::Timestamp));
    time.field.value_type.xtype = Some("timestamp".to_owned());
    let columns = [ra, point, time, array("m", Datatype::Float, "3x*", PgBase::Float4)];
    let sent = vec![vec![Value::Float8(1.5), doubles(&[1.0, 2.0]), Value::Timestamp(1), Value::Null]];
    let (read, rows) = read_all(&binary_document("parquet", &columns, &sent, false));
    let read: Vec<_> = read
        .into_iter()
        .map(|column| ResultColumn { field: column.field, pg_type: column.pg_type })
        .collect();
    assert_eq!((read, rows), (columns.to_vec(), batch(&sent)));
}

#[test]
fn types_of_other_programs_become_the_next_ones() {
    let mut bytes = ListBuilder::new(UInt8Builder::new());
    bytes.append_value([Some(7_u8), Some(255)]);
    let half = Float16Type::default_value_of(1.5);
    let columns: Vec<(&str, ArrayRef, Value)> = vec![
        ("i8", Arc::new(PrimitiveArray::<Int8Type>::from(vec![-8])), Value::Int2(-8)),
        ("u16", Arc::new(UInt16Array::from(vec![65_535])), Value::Int4(65_535)),
        ("u32", Arc::new(UInt32Array::from(vec![u32::MAX])), Value::Int8(u32::MAX.into())),
        ("u64", Arc::new(UInt64Array::from(vec![7])), Value::Int8(7)),
        ("f16", half, Value::Float4(1.5)),
        (
            "dec",
            Arc::new(Decimal128Array::from(vec![-12_345]).with_precision_and_scale(20, 3).unwrap()),
            Value::Float8(-12.345),
        ),
        ("date", Arc::new(Date32Array::from(vec![10_957 + 59])), Value::Timestamp(59 * 86_400_000_000)),
        (
            "nanos",
            Arc::new(TimestampNanosecondArray::from(vec![946_684_800_000_001_999])),
            Value::Timestamp(1),
        ),
        (
            "fixed",
            Arc::new(FixedSizeBinaryArray::try_from_iter([[1_u8, 2]].into_iter()).unwrap()),
            Value::Bytea(vec![1, 2]),
        ),
        ("bytes", Arc::new(bytes.finish()), Value::Bytea(vec![7, 255])),
        ("text", Arc::new(StringArray::from(vec!["größe"])), text("größe")),
    ];
    let row: Vec<_> = columns.iter().map(|(_, _, value)| value.clone()).collect();
    let document = plain_file(columns.into_iter().map(|(name, array, _)| (name, array)).collect());
    let (columns, rows) = read_all(&document);
    assert_eq!(rows, batch(&[row]));
    let times: Vec<_> = columns.iter().filter(|c| c.pg_type.base == PgBase::Timestamp).collect();
    assert!(times.iter().all(|column| column.field.value_type.xtype.as_deref() == Some("timestamp")));
    assert_eq!(times.len(), 2);
    let text = &columns[10].field.value_type;
    assert_eq!((text.datatype, &text.arraysize), (Datatype::UnicodeChar, &Some(Arraysize::any())));
}

/// A half-precision column needs a type that only the library knows by name.
trait HalfValue {
    fn default_value_of(value: f32) -> ArrayRef;
}

impl HalfValue for Float16Type {
    fn default_value_of(value: f32) -> ArrayRef {
        let single = arrow_array::Float32Array::from(vec![value]);
        Arc::new(PrimitiveArray::<Self>::from_unary(&single, |value| {
            <Self as arrow_array::types::ArrowPrimitiveType>::Native::from_f32(value)
        }))
    }
}

#[test]
fn pages_of_every_compression_and_form_are_read() {
    let names =
        || -> ArrayRef { Arc::new(StringArray::from_iter((0..500).map(|n| Some(format!("{}", n % 9))))) };
    let expected = batch(&(0..500).map(|n| vec![text(&format!("{}", n % 9))]).collect::<Vec<_>>());
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::ZSTD(Default::default()),
        Compression::LZ4_RAW,
    ];
    for codec in codecs {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            let properties = WriterProperties::builder().set_compression(codec).set_writer_version(version);
            // In the second form texts are written by dictionary first.
            let document = file(vec![("n", names())], properties.build());
            assert_eq!(read_all(&document).1, expected, "{codec} {version:?}");
        }
    }
}

#[test]
fn compressions_and_encodings_without_a_limit_are_refused() {
    let names = || -> ArrayRef { Arc::new(StringArray::from(vec!["a", "ab"])) };
    let brotli = WriterProperties::builder().set_compression(Compression::BROTLI(Default::default())).build();
    assert_eq!(
        error(&file(vec![("n", names())], brotli), &Limits::default()),
        "column `n`: the compression BROTLI is not read here; write it with zstd, snappy, gzip, lz4_raw or none"
    );
    for encoding in [Encoding::DELTA_BYTE_ARRAY, Encoding::DELTA_LENGTH_BYTE_ARRAY] {
        let properties =
            WriterProperties::builder().set_dictionary_enabled(false).set_encoding(encoding).build();
        assert_eq!(
            error(&file(vec![("n", names())], properties), &Limits::default()),
            format!(
                "column `n`: the encoding {encoding} is not read here; write it as PLAIN or by dictionary"
            )
        );
    }
}

#[test]
fn what_has_no_column_type_is_refused_by_name() {
    let number: ArrayRef = Arc::new(Int32Array::from(vec![1]));
    let pair = StructArray::from(vec![(Arc::new(Field::new("x", DataType::Int32, true)), number)]);
    let mut texts = ListBuilder::new(StringBuilder::new());
    texts.append_value([Some("a")]);
    let columns: [(ArrayRef, &str); 3] = [
        (Arc::new(pair), "struct"),
        (Arc::new(texts.finish()), "list of text"),
        (Arc::new(Time64MicrosecondArray::from(vec![1])), "time of day"),
    ];
    for (array, name) in columns {
        let expected = format!(
            "column `c`: values of the type {name} are not read here; use numbers, booleans, texts, times, bytes, or \
             lists of numbers or booleans"
        );
        assert_eq!(error(&plain_file(vec![("c", array)]), &Limits::default()), expected);
    }
}

#[test]
fn a_value_that_does_not_fit_is_refused_with_its_place() {
    let numbers: ArrayRef = Arc::new(UInt64Array::from(vec![1, u64::MAX]));
    assert_eq!(
        error(&plain_file(vec![("c", numbers)]), &Limits::default()),
        "row 2, column `c`: the number 18446744073709551615 is larger than 9223372036854775807, the largest there is"
    );
    let days: ArrayRef = Arc::new(Date32Array::from(vec![i32::MAX]));
    assert_eq!(
        error(&plain_file(vec![("c", days)]), &Limits::default()),
        "row 1, column `c`: the time is outside the years 0001 to 9999"
    );
    let nul: ArrayRef = Arc::new(StringArray::from(vec!["a\0"]));
    assert_eq!(
        error(&plain_file(vec![("c", nul)]), &Limits::default()),
        "row 1, column `c`: the text has a NUL character, which the database refuses"
    );
}

#[test]
fn limits_hold_before_the_rows_are_unpacked() {
    let rows: ArrayRef = Arc::new(Int32Array::from(vec![1; 1001]));
    let limits = Limits { rows_max: 1000, ..Limits::default() };
    assert_eq!(error(&plain_file(vec![("c", rows.clone())]), &limits), "the table has more than 1000 rows");
    let many = (0..40).map(|_| ("c", rows.clone())).collect();
    let limits = Limits { columns_max: 10, ..Limits::default() };
    assert_eq!(error(&plain_file(many), &limits), "the table has more than 10 columns");
    // 8 MB of one value, which zstd makes a few hundred bytes of.
    let zeros: ArrayRef = Arc::new(arrow_array::Float64Array::from(vec![0.0; 1_000_000]));
    let properties = WriterProperties::builder().set_dictionary_enabled(false);
    let document =
        file(vec![("c", zeros)], properties.set_compression(Compression::ZSTD(Default::default())).build());
    assert!(document.len() < 20_000, "{}", document.len());
    let limits = Limits { bytes_max: 1 << 20, ..Limits::default() };
    assert_eq!(error(&document, &limits), "the table has more than 1048576 bytes");
}

#[test]
fn one_long_value_repeated_by_dictionary_meets_the_limit() {
    let long = "x".repeat(20_000);
    let texts: ArrayRef = Arc::new(StringArray::from(vec![long.as_str(); 5000]));
    let document = plain_file(vec![("c", texts)]);
    assert!(document.len() < 500_000, "{}", document.len());
    let limits = Limits { bytes_max: 10_000_000, ..Limits::default() };
    assert_eq!(error(&document, &limits), "the table has more than 10000000 bytes");
    let limits = Limits { cell_bytes_max: 19_999, ..Limits::default() };
    assert_eq!(error(&document, &limits), "the table has more than 19999 bytes in one value");
}

#[test]
fn a_cut_file_is_refused() {
    let document = plain_file(vec![("c", Arc::new(Int32Array::from(vec![1, 2, 3])))]);
    for length in 4..document.len() {
        let message = error(&document[..length], &Limits::default());
        assert_eq!(message, "the Parquet file: its end is missing; write the file again", "cut at {length}");
    }
}
