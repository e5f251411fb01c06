//! FITS files as uploads: what the writer wrote, what others write, and what nobody should.

use std::io::Cursor;

use catalogue::{Datatype, PgBase, PgType, ResultColumn};
use formats::read::{Hint, Limits, ReadError, TableReader, open};
use formats::{End, Format, Head, Options, writer};
use proptest::prelude::*;

use crate::pg::{self, Value, batch, doubles, text};
use crate::write::{array, column, scalar};

const BLOCK: usize = 2880;

/// A file of one table: the cards of its header behind `XTENSION`, and its data.
fn file(cards: &[&str], data: &[u8]) -> Vec<u8> {
    let mut bytes = header(&["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 0"]);
    let structure = ["XTENSION= 'BINTABLE'", "BITPIX  = 8", "NAXIS   = 2", "GCOUNT  = 1"];
    bytes.extend(header(&[&structure, cards].concat()));
    bytes.extend(data);
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    bytes
}

fn header(cards: &[&str]) -> Vec<u8> {
    let cards = cards.iter().chain(&["END"]).map(|card| format!("{card:80}"));
    let mut text: String = cards.collect();
    text.extend(std::iter::repeat_n(' ', text.len().next_multiple_of(BLOCK) - text.len()));
    text.into_bytes()
}

fn opened(bytes: Vec<u8>, limits: &Limits) -> Result<TableReader, ReadError> {
    open(Box::new(Cursor::new(bytes)), &Hint::default(), limits)
}

fn rows(mut table: TableReader) -> Result<Vec<u8>, ReadError> {
    let mut out = Vec::new();
    while table.batch(&mut out)? > 0 {}
    Ok(out)
}

fn read(bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    opened(bytes, &Limits::default()).and_then(rows)
}

/// Checks the one column of a table of one row.
fn check(tform: &str, others: &[&str], cell: &[u8], datatype: &str, pg_type: PgType, expected: Value) {
    let (form, width) = (format!("TFORM1  = '{tform}'"), format!("NAXIS1  = {}", cell.len()));
    let cards = [&["NAXIS2  = 1", "PCOUNT  = 0", "TFIELDS = 1", &form, &width], others].concat();
    check_file(file(&cards, cell), datatype, pg_type, expected);
}

fn check_file(file: Vec<u8>, datatype: &str, pg_type: PgType, expected: Value) {
    let table = opened(file, &Limits::default()).unwrap();
    let column = &table.columns[0];
    let value_type = &column.field.value_type;
    let arraysize = value_type.arraysize.as_ref().map(|size| format!("[{size}]")).unwrap_or_default();
    assert_eq!(
        (format!("{}{arraysize}", value_type.datatype.name()).as_str(), column.pg_type),
        (datatype, pg_type)
    );
    assert_eq!(rows(table).unwrap(), batch(&[vec![expected]]), "{datatype}");
}

fn array_of(oid: u32, values: &[Value]) -> Value {
    Value::Array(oid, values.to_vec())
}

const fn one(base: PgBase) -> PgType {
    PgType::scalar(base)
}

const fn many(base: PgBase) -> PgType {
    PgType::array(base)
}

#[test]
fn each_form_has_its_type() {
    check("L", &[], b"T", "boolean", one(PgBase::Bool), Value::Bool(true));
    check("L", &[], b"\0", "boolean", one(PgBase::Bool), Value::Null);
    check("B", &[], &[200], "unsignedByte", one(PgBase::Int2), Value::Int2(200));
    check("2B", &[], &[1, 255], "unsignedByte[2]", one(PgBase::Bytea), Value::Bytea(vec![1, 255]));
    check("I", &[], &[0xff, 0xfe], "short", one(PgBase::Int2), Value::Int2(-2));
    check("J", &[], &[0, 0, 1, 0], "int", one(PgBase::Int4), Value::Int4(256));
    check("K", &[], &(-7_i64).to_be_bytes(), "long", one(PgBase::Int8), Value::Int8(-7));
    check("E", &[], &1.5_f32.to_be_bytes(), "float", one(PgBase::Float4), Value::Float4(1.5));
    check("D", &[], &0.1_f64.to_be_bytes(), "double", one(PgBase::Float8), Value::Float8(0.1));
    check("D", &[], &f64::NAN.to_be_bytes(), "double", one(PgBase::Float8), Value::Null);
    let bits = [true, false, true].map(Value::Bool);
    check("3X", &[], &[0b1010_0000], "bit[3]", many(PgBase::Bool), array_of(pg::BOOL, &bits));
    let complex = [1.5_f32.to_be_bytes(), 2.5_f32.to_be_bytes()].concat();
    let pair = [1.5, 2.5].map(Value::Float4);
    check("C", &[], &complex, "float[2]", many(PgBase::Float4), array_of(pg::FLOAT4, &pair));
    let shorts = [1, 2, 3, 4].map(Value::Int2);
    let cell = [0, 1, 0, 2, 0, 3, 0, 4];
    check("4I", &["TDIM1   = '(2,2)'"], &cell, "short[2x2]", many(PgBase::Int2), array_of(pg::INT2, &shorts));
}

#[test]
fn text_ends_at_nul_and_before_blanks() {
    let string = one(PgBase::Text);
    for (cell, expected) in [
        (b"ab\0c".as_slice(), text("ab")),
        (b"ab  ", text("ab")),
        (b"    ", text("")),
        (b"\0   ", Value::Null),
        ("5 µm".as_bytes(), text("5 µm")),
        (b"5 \xb5m", text("5 µm")),
    ] {
        check(&format!("{}A", cell.len()), &[], cell, "char[*]", string, expected);
    }
    check("6A3", &[], b"ab\0cde", "char[3x2]", string, text("ab cde"));
    check("6A", &["TDIM1   = '(3,2)'"], b"ab cd ", "char[3x2]", string, text("ab cd"));
}

#[test]
fn scaled_and_shifted_numbers_have_room() {
    check("B", &["TZERO1  = -128"], &[0], "short", one(PgBase::Int2), Value::Int2(-128));
    check("I", &["TZERO1  = 32768"], &[0x7f, 0xff], "int", one(PgBase::Int4), Value::Int4(65_535));
    check("J", &["TZERO1  = 2147483648"], &[0xff; 4], "long", one(PgBase::Int8), Value::Int8(2_147_483_647));
    check(
        "K",
        &["TZERO1  = 9223372036854775808"],
        &i64::MIN.to_be_bytes(),
        "long",
        one(PgBase::Int8),
        Value::Int8(0),
    );
    let scaled = ["TSCAL1  = 0.5", "TZERO1  = 1D1", "TNULL1  = -1"];
    check("I", &scaled, &[0, 3], "double", one(PgBase::Float8), Value::Float8(11.5));
    check("I", &scaled, &[0xff, 0xff], "double", one(PgBase::Float8), Value::Null);
    let point = ["TXTYP1  = 'point'"];
    let cell = [1.5_f32.to_be_bytes(), 2.5_f32.to_be_bytes()].concat();
    check("2E", &point, &cell, "double[2]", many(PgBase::Float8), doubles(&[1.5, 2.5]));
}

#[test]
fn markers_and_instants_are_values_of_their_types() {
    check("J", &["TNULL1  = -99"], &(-99_i32).to_be_bytes(), "int", one(PgBase::Int4), Value::Null);
    let expected = array_of(pg::INT2, &[Value::Int2(1), Value::Null]);
    check("2I", &["TNULL1  = 0"], &[0, 1, 0, 0], "short[2]", many(PgBase::Int2), expected);
    let instant = ["TXTYP1  = 'timestamp'"];
    let second = b"2000-01-01T00:00:01";
    check("19A", &instant, second, "char[*]", one(PgBase::Timestamp), Value::Timestamp(1_000_000));
}

#[test]
fn variable_arrays_come_from_the_heap() {
    let cards =
        ["NAXIS1  = 8", "NAXIS2  = 1", "PCOUNT  = 6", "THEAP   = 10", "TFIELDS = 1", "TFORM1  = '1PI(2)'"];
    let data = [0, 0, 0, 2, 0, 0, 0, 0, 9, 9, 0, 5, 0, 6];
    check_file(
        file(&cards, &data),
        "short[*]",
        many(PgBase::Int2),
        array_of(pg::INT2, &[5, 6].map(Value::Int2)),
    );
}

#[test]
fn the_first_table_is_found_behind_images() {
    let mut bytes = header(&["SIMPLE  = T", "BITPIX  = -32", "NAXIS   = 2", "NAXIS1  = 30", "NAXIS2  = 30"]);
    bytes.resize(bytes.len() + 2 * BLOCK, 7);
    let compressed = file(&["NAXIS1  = 1", "NAXIS2  = 1", "PCOUNT  = 0", "ZIMAGE  = T"], b"x");
    bytes.extend(&compressed[BLOCK..]);
    let cards =
        ["NAXIS1  = 2", "NAXIS2  = 1", "PCOUNT  = 0", "TFIELDS = 1", "TFORM1  = 'I'", "TTYPE1  = 'n'"];
    bytes.extend(&file(&cards, &[0, 7])[BLOCK..]);
    check_file(bytes, "short", one(PgBase::Int2), Value::Int2(7));
}

#[test]
fn metadata_and_long_texts_are_kept() {
    let cards = [
        "NAXIS1  = 8",
        "NAXIS2  = 0",
        "TFIELDS = 1",
        "RADESYS = 'ICRS'",
        "TTYPE1  = 'RA'  / the name",
        "TFORM1  = 'D'",
        "TUNIT1  = 'deg'",
        "TUCD1   = 'pos.eq.ra'",
        "TCOMM1  = 'the observer''s &'",
        "CONTINUE  'right ascension'",
    ];
    let table = opened(file(&cards, &[]), &Limits::default()).unwrap();
    let field = &table.columns[0].field;
    assert_eq!((field.name.as_str(), field.unit.as_deref()), ("RA", Some("deg")));
    assert_eq!((field.ucd.as_deref(), field.frame), (Some("pos.eq.ra"), Some(catalogue::Frame::Icrs)));
    assert_eq!(field.description.as_deref(), Some("the observer's right ascension"));
}

#[test]
fn ascii_tables_are_read() {
    let mut bytes = header(&["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 0"]);
    let mut cards =
        vec!["XTENSION= 'TABLE'", "BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 18", "NAXIS2  = 2", "TFIELDS = 3"];
    cards.extend(["TBCOL1  = 1", "TFORM1  = 'A4'", "TBCOL2  = 6", "TFORM2  = 'I5'", "TNULL2  = '-'"]);
    cards.extend(["TBCOL3  = 12", "TFORM3  = 'F7.2'"]);
    bytes.extend(header(&cards));
    bytes.extend(b"M31     42    -1.5");
    bytes.extend(b"NGC      -   2.5D1");
    bytes.resize(bytes.len().next_multiple_of(BLOCK), b' ');
    let expected = [
        vec![text("M31"), Value::Int8(42), Value::Float8(-1.5)],
        vec![text("NGC"), Value::Null, Value::Float8(25.0)],
    ];
    assert_eq!(read(bytes).unwrap(), batch(&expected));
}

/// What each card of a small table may be changed to, and what is said then.
#[test]
fn false_headers_are_refused_with_their_place() {
    let good = ["NAXIS1  = 8", "NAXIS2  = 1", "PCOUNT  = 2", "TFIELDS = 1", "TFORM1  = '1PI(2)'"];
    let data = [0, 0, 0, 1, 0, 0, 0, 0, 0, 5];
    assert!(read(file(&good, &data)).is_ok());
    for (place, card, message) in [
        (
            0,
            "NAXIS1  = 99999999999999999999",
            "keyword `NAXIS1`: it is `99999999999999999999` and should be an integer, 0 or more",
        ),
        (0, "NAXIS1  = 9000000000000000000", "the table has more than 16777216 bytes in one row"),
        (0, "NAXIS1  = 8000000", "byte 8640: the file ends too early; send the whole file"),
        (0, "NAXIS1  = 4", "keyword `TFORM1`: the column ends beyond the 4 bytes that a row has by `NAXIS1`"),
        (
            1,
            "NAXIS2  = 9000000000000000000",
            "keyword `NAXIS`: the lengths of the axes make more bytes than any file has",
        ),
        (1, "NAXIS2  = 900000000", "the table has more than 1000000 rows"),
        (2, "PCOUNT  = -1", "keyword `PCOUNT`: it is `-1` and should be an integer, 0 or more"),
        (2, "PCOUNT  = 1", "row 1, column `col1`: its place in the heap is behind the end of the table"),
        (2, "THEAP   = 7", "keyword `THEAP`: the heap does not begin between the rows and the end"),
        (3, "TFIELDS = 0", "keyword `TFIELDS`: the table has no columns"),
        (3, "TFIELDS = 1001", "the table has more than 1000 columns"),
        (3, "TFIELDS = 2", "keyword `TFORM2`: it is missing"),
        (
            4,
            "TFORM1  = '1000000000D'",
            "keyword `TFORM1`: the column ends beyond the 8 bytes that a row has by `NAXIS1`",
        ),
        (
            4,
            "ZTABLE  = T",
            "keyword `ZTABLE`: the table is compressed by tiles; send it as it was before, e.g. after funpack",
        ),
    ] {
        let mut cards = good;
        cards[place] = card;
        assert_eq!(read(file(&cards, &data)).unwrap_err().to_string(), message, "{card}");
    }
}

#[test]
fn values_outside_their_bounds_are_refused() {
    let cards = ["NAXIS1  = 8", "NAXIS2  = 1", "PCOUNT  = 2", "TFIELDS = 1", "TFORM1  = '1PI(2)'"];
    for (descriptor, message) in [
        ([255, 255, 255, 255, 0, 0, 0, 0], "row 1, column `col1`: its place in the heap is negative"),
        (
            [127, 255, 255, 255, 0, 0, 0, 0],
            "row 1, column `col1`: its place in the heap is behind the end of the table",
        ),
        (
            [0, 0, 0, 1, 0, 0, 0, 1],
            "row 1, column `col1`: its place in the heap is behind the end of the table",
        ),
    ] {
        assert_eq!(read(file(&cards, &descriptor)).unwrap_err().to_string(), message);
    }
    let cards =
        ["NAXIS1  = 8", "NAXIS2  = 1", "TFIELDS = 1", "TFORM1  = 'K'", "TZERO1  = 9223372036854775808"];
    let message = "row 1, column `col1`: the number 9223372036854775808 is larger than 9223372036854775807, the largest that is kept";
    assert_eq!(read(file(&cards, &[0; 8])).unwrap_err().to_string(), message);
    let cards = ["NAXIS1  = 3", "NAXIS2  = 1", "TFIELDS = 1", "TFORM1  = '3A'", "TXTYP1  = 'timestamp'"];
    let message = "row 1, column `col1`: expected a date and time as YYYY-MM-DDThh:mm:ss";
    assert_eq!(read(file(&cards, b"now")).unwrap_err().to_string(), message);
}

#[test]
fn rows_that_share_a_place_in_the_heap_are_counted_each() {
    let cards = ["NAXIS1  = 8", "NAXIS2  = 100", "PCOUNT  = 5000", "TFIELDS = 1", "TFORM1  = '1PB(5000)'"];
    let data = [[0, 0, 0x13, 0x88, 0, 0, 0, 0].repeat(100), vec![1; 5000]].concat();
    let limits = Limits { bytes_max: 100_000, ..Limits::default() };
    let error = opened(file(&cards, &data), &limits).and_then(rows).unwrap_err();
    assert_eq!((error.to_string().as_str(), error.status()), ("the table has more than 100000 bytes", 413));
}

#[test]
fn files_without_a_table_say_so() {
    let image = header(&["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 0"]);
    let message = "file: it has no table: a BINTABLE extension is needed";
    assert_eq!(read(image.clone()).unwrap_err().to_string(), message);
    let endless = [image[..80].to_vec(), b" ".repeat(BLOCK * 3 - 80)].concat();
    assert_eq!(read(endless).unwrap_err().to_string(), "header: the file ends inside it");
    let endless = [image[..80].to_vec(), b" ".repeat(BLOCK * 2001)].concat();
    assert_eq!(read(endless).unwrap_err().to_string(), "header: it has no END card");
}

/// One column of each kind that FITS keeps whole.
fn columns() -> Vec<ResultColumn> {
    let text = |name: &str, size: &str| column(name, Datatype::Char, size, one(PgBase::Text));
    let mut columns = vec![
        scalar("boolean", Datatype::Boolean, PgBase::Bool),
        scalar("short", Datatype::Short, PgBase::Int2),
        scalar("int", Datatype::Int, PgBase::Int4),
        scalar("long", Datatype::Long, PgBase::Int8),
        scalar("float", Datatype::Float, PgBase::Float4),
        scalar("double", Datatype::Double, PgBase::Float8),
        scalar("byte", Datatype::UnsignedByte, PgBase::Int2),
        text("text", "*"),
        text("narrow", "8"),
        column("instant", Datatype::Char, "*", one(PgBase::Timestamp)),
        column("bytes", Datatype::UnsignedByte, "*", one(PgBase::Bytea)),
        array("longs", Datatype::Long, "*", PgBase::Int8),
        array("floats", Datatype::Float, "3", PgBase::Float4),
        array("booleans", Datatype::Boolean, "2", PgBase::Bool),
    ];
    columns[9].field.value_type.xtype = Some("timestamp".into());
    columns
}

fn any_row() -> impl Strategy<Value = Vec<Value>> {
    let or_null = |value: BoxedStrategy<Value>| prop_oneof![4 => value, 1 => Just(Value::Null)].boxed();
    let text = |pattern: &'static str| pattern.prop_map(Value::Text).boxed();
    // The smallest integers are the null markers, NaN is null, and an empty array is null.
    vec![
        or_null(any::<bool>().prop_map(Value::Bool).boxed()),
        or_null((i16::MIN + 1..=i16::MAX).prop_map(Value::Int2).boxed()),
        or_null((i32::MIN + 1..=i32::MAX).prop_map(Value::Int4).boxed()),
        or_null((i64::MIN + 1..=i64::MAX).prop_map(Value::Int8).boxed()),
        or_null(any::<f32>().prop_filter("NaN", |n| !n.is_nan()).prop_map(Value::Float4).boxed()),
        or_null(any::<f64>().prop_filter("NaN", |n| !n.is_nan()).prop_map(Value::Float8).boxed()),
        or_null((0..256_i16).prop_map(Value::Int2).boxed()),
        or_null(text("([ -~]{0,19}[!-~])?")),
        or_null(text("([ -~]{0,7}[!-~])?")),
        or_null((0..900_000_000_000_i64).prop_map(|n| Value::Timestamp(n * 1000)).boxed()),
        or_null(prop::collection::vec(any::<u8>(), 1..9).prop_map(Value::Bytea).boxed()),
        or_null(prop::collection::vec(any::<i64>(), 1..9).prop_map(|n| longs(&n)).boxed()),
        or_null(any::<[u32; 3]>().prop_map(|n| floats(&n)).boxed()),
        any::<[bool; 2]>().prop_map(|n| Value::Array(pg::BOOL, n.map(Value::Bool).to_vec())).boxed(),
    ]
}

fn longs(values: &[i64]) -> Value {
    Value::Array(pg::INT8, values.iter().copied().map(Value::Int8).collect())
}

fn floats(bits: &[u32; 3]) -> Value {
    Value::Array(pg::FLOAT4, bits.map(f32::from_bits).map(Value::Float4).to_vec())
}

fn written(columns: &[ResultColumn], rows: &[Vec<Value>]) -> Vec<u8> {
    let format = Format::parse(Some("fits")).unwrap();
    let mut writer = writer(&format, &Head::new(columns), &Options::default()).unwrap();
    let mut out = Vec::new();
    let count = writer.rows(&batch(rows), &mut out).unwrap();
    writer.end(&End { rows: count, overflow: false }, &mut out).unwrap();
    while writer.rest(&mut out).unwrap() {}
    out
}

/// What the file cannot tell apart from the value.
fn as_read(row: &[Value]) -> Vec<Value> {
    let mut row = row.to_vec();
    if row[12] == Value::Null {
        row[12] = floats(&[f32::NAN.to_bits(); 3]);
    }
    row
}

proptest! {
    #[test]
    fn rows_come_back_as_they_were_written(rows in prop::collection::vec(any_row(), 0..8)) {
        let table = opened(written(&columns(), &rows), &Limits::default()).unwrap();
        let names: Vec<_> = table.columns.iter().map(|column| column.field.name.clone()).collect();
        let expected: Vec<_> = columns().iter().map(|column| column.field.name.clone()).collect();
        prop_assert_eq!(names, expected);
        let types: Vec<_> = table.columns.iter().map(|column| column.pg_type).collect();
        let expected: Vec<_> = columns().iter().map(|column| column.pg_type).collect();
        prop_assert_eq!(types, expected);
        let expected: Vec<_> = rows.iter().map(|row| as_read(row)).collect();
        prop_assert_eq!(self::rows(table).unwrap(), batch(&expected));
    }

    #[test]
    fn a_changed_byte_never_panics(place in any::<prop::sample::Index>(), byte in any::<u8>(), rows in prop::collection::vec(any_row(), 1..3)) {
        let mut bytes = written(&columns(), &rows);
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let limits = Limits { bytes_max: 1 << 20, cell_bytes_max: 1 << 16, ..Limits::default() };
        if let Err(error) = opened(bytes, &limits).and_then(self::rows) {
            prop_assert!(error.status() < 500, "{}", error);
        }
    }

    #[test]
    fn a_file_cut_anywhere_never_panics(place in any::<prop::sample::Index>(), rows in prop::collection::vec(any_row(), 1..3)) {
        let whole = written(&columns(), &rows);
        let mut bytes = whole.clone();
        // Shorter beginnings are no FITS any more: one or two letters are the head of a CSV without rows.
        bytes.truncate(b"SIMPLE  =".len() + place.index(bytes.len() - b"SIMPLE  =".len()));
        match read(bytes) {
            // Only what fills the last block may be missing.
            Ok(rows) => prop_assert_eq!(rows, read(whole).unwrap()),
            Err(error) => prop_assert_eq!(error.status(), 400),
        }
    }
}
