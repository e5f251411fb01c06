//! FITS files as cards and bytes.

use catalogue::{Datatype, Frame, PgBase, PgType, ResultColumn};
use formats::{End, Format, Head, Info, Options, WriteError, writer};

use crate::pg::{self, Value, batch, text};
use crate::write::{array, column, row_error, scalar};

const BLOCK: usize = 2880;

/// A file in its parts.
struct File {
    primary: Vec<String>,
    table: Vec<String>,
    data: Vec<u8>,
}

impl File {
    /// The text of a card, without its keyword and its comment.
    fn value(&self, keyword: &str) -> Option<&str> {
        let card = self.table.iter().find(|card| card[..8].trim_end() == keyword)?;
        card[10..].split(" / ").next().map(|value| value.trim().trim_matches('\'').trim_end())
    }

    fn number(&self, keyword: &str) -> usize {
        self.value(keyword).unwrap().parse().unwrap()
    }

    /// The bytes of the rows, and of the heap.
    fn rows_and_heap(&self) -> (&[u8], &[u8]) {
        let (rows, rest) = self.data.split_at(self.number("NAXIS1") * self.number("NAXIS2"));
        (rows, &rest[..self.number("PCOUNT")])
    }
}

fn write(head: &Head<'_>, options: &Options, rows: &[Vec<Value>]) -> Result<Vec<u8>, WriteError> {
    let mut writer = writer(&Format::parse(Some("fits")).unwrap(), head, options).unwrap();
    let mut out = Vec::new();
    writer.begin(&mut out);
    let mut count = 0;
    for rows in rows.chunks(2) {
        count += writer.rows(&batch(rows), &mut out)?;
    }
    assert!(out.is_empty(), "nothing is sent before the last row");
    writer.end(&End { rows: count, overflow: false }, &mut out)?;
    let whole = out.len() as u64 + writer.rest_bytes().unwrap();
    while writer.rest(&mut out)? {}
    assert_eq!((out.len() as u64, writer.rest_bytes()), (whole, Some(0)));
    Ok(out)
}

fn file(columns: &[ResultColumn], rows: &[Vec<Value>]) -> File {
    read(&write(&Head::new(columns), &Options::default(), rows).unwrap())
}

fn read(bytes: &[u8]) -> File {
    assert!(bytes.len().is_multiple_of(BLOCK));
    let (primary, rest) = header(bytes);
    let (table, data) = header(rest);
    File { primary, table, data: data.to_vec() }
}

fn header(bytes: &[u8]) -> (Vec<String>, &[u8]) {
    let cards = bytes.chunks(80).map(|card| String::from_utf8(card.to_vec()).unwrap());
    let cards: Vec<String> = cards.take_while(|card| card.trim_end() != "END").collect();
    (cards.clone(), &bytes[((cards.len() + 1) * 80).next_multiple_of(BLOCK)..])
}

fn texts(size: &str) -> ResultColumn {
    column("t", Datatype::Char, size, PgType::scalar(PgBase::Text))
}

#[test]
fn the_table_is_the_first_extension_and_says_its_size() {
    let columns = [scalar("id", Datatype::Int, PgBase::Int4), scalar("x", Datatype::Double, PgBase::Float8)];
    let rows: Vec<_> = (1..=3).map(|n| vec![Value::Int4(n), Value::Float8(0.5)]).collect();
    let file = file(&columns, &rows);
    assert_eq!(file.primary.len(), 4);
    let structure: Vec<&str> = file.table[..8].iter().map(|card| card[..30].trim_end()).collect();
    let expected = [
        "XTENSION= 'BINTABLE'",
        "BITPIX  =                    8",
        "NAXIS   =                    2",
        "NAXIS1  =                   12",
        "NAXIS2  =                    3",
        "PCOUNT  =                    0",
        "GCOUNT  =                    1",
        "TFIELDS =                    2",
    ];
    assert_eq!(structure, expected);
    assert_eq!((file.value("TFORM1"), file.value("TFORM2")), (Some("J"), Some("D")));
    let first = [&[0, 0, 0, 1], 0.5_f64.to_be_bytes().as_slice()].concat();
    assert_eq!(file.data[..12], first);
    assert_eq!(file.data[36..], [0; BLOCK - 36]);
}

#[test]
fn metadata_of_columns_and_table_are_cards() {
    let mut ra = scalar("RA", Datatype::Double, PgBase::Float8);
    let field = &mut ra.field;
    (field.unit, field.ucd) = (Some("deg".into()), Some("pos.eq.ra".into()));
    (field.utype, field.value_type.xtype) = (Some("a:b.c".into()), Some("x".into()));
    (field.description, field.frame) = (Some("Right ascension".into()), Some(Frame::Icrs));
    let infos = [Info::new("QUERY", "SELECT\n1")];
    let head = Head { name: Some("stars"), infos: &infos, ..Head::new(std::slice::from_ref(&ra)) };
    let file = read(&write(&head, &Options::default(), &[]).unwrap());
    for (keyword, value) in [
        ("EXTNAME", "stars"),
        ("QSTATUS", "OK"),
        ("RADESYS", "ICRS"),
        ("TTYPE1", "RA"),
        ("TUNIT1", "deg"),
        ("TUCD1", "pos.eq.ra"),
        ("TUTYP1", "a:b.c"),
        ("TXTYP1", "x"),
        ("TCOMM1", "Right ascension"),
        ("NAXIS2", "0"),
    ] {
        assert_eq!(file.value(keyword), Some(value), "{keyword}");
    }
    assert!(file.table.iter().any(|card| card.trim_end() == "COMMENT QUERY: SELECT 1"));
}

#[test]
fn rows_that_were_cut_are_told_in_the_header() {
    let columns = [scalar("id", Datatype::Short, PgBase::Int2)];
    let mut writer =
        writer(&Format::parse(Some("fits")).unwrap(), &Head::new(&columns), &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.end(&End { rows: 0, overflow: true }, &mut out).unwrap();
    assert_eq!(read(&out).value("QSTATUS"), Some("OVERFLOW"));
}

#[test]
fn a_null_marker_is_declared_where_a_null_came() {
    let columns = [scalar("a", Datatype::Short, PgBase::Int2), scalar("b", Datatype::Long, PgBase::Int8)];
    let file = file(&columns, &[vec![Value::Int2(1), Value::Int8(2)], vec![Value::Null, Value::Int8(3)]]);
    assert_eq!((file.value("TNULL1"), file.value("TNULL2")), (Some("-32768"), None));
    assert_eq!(file.data[..20], [0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
}

#[test]
fn bytes_grow_only_where_a_null_came() {
    let columns = [
        scalar("a", Datatype::UnsignedByte, PgBase::Int2),
        scalar("b", Datatype::UnsignedByte, PgBase::Int2),
        array("c", Datatype::UnsignedByte, "2", PgBase::Int2),
    ];
    let pair = || Value::Array(pg::INT2, vec![Value::Int2(0), Value::Int2(255)]);
    let rows = [vec![Value::Int2(255), Value::Int2(7), pair()], vec![Value::Int2(0), Value::Null, pair()]];
    let file = file(&columns, &rows);
    let forms = ["TFORM1", "TFORM2", "TFORM3", "TNULL1", "TNULL2", "TNULL3"].map(|key| file.value(key));
    assert_eq!(forms, [Some("B"), Some("I"), Some("2B"), None, Some("-32768"), None]);
    assert_eq!(file.rows_and_heap().0, [255, 0, 7, 0, 255, 0, 0x80, 0, 0, 255]);
}

#[test]
fn text_is_as_wide_as_the_longest_and_null_is_not_empty() {
    let rows = ["ab", "", "abc", "µ\n"].map(|value| vec![text(value)]);
    let file = file(&[texts("*")], &[rows.as_slice(), &[vec![Value::Null]]].concat());
    assert_eq!(file.value("TFORM1"), Some("3A"));
    assert_eq!(file.rows_and_heap().0, b"ab\0   abc? \0\0\0\0");
}

#[test]
fn a_text_of_a_fixed_width_keeps_it() {
    let file = file(&[texts("4")], &[vec![text("ab")], vec![text("")], vec![Value::Null]]);
    assert_eq!(file.value("TFORM1"), Some("4A"));
    assert_eq!(file.rows_and_heap().0, b"ab\0\0    \0\0\0\0");
}

#[test]
fn text_that_would_be_mostly_padding_goes_to_the_heap() {
    let long = "x".repeat(5000);
    let mut rows = vec![vec![text("a")]; 20];
    rows.push(vec![text(&long)]);
    rows.push(vec![Value::Null]);
    let file = file(&[texts("*")], &rows);
    assert_eq!(file.value("TFORM1"), Some("1PA(5000)"));
    let (rows, heap) = file.rows_and_heap();
    assert_eq!(rows[8..16], [0, 0, 0, 1, 0, 0, 0, 1]);
    assert_eq!(rows[160..], [0, 0, 0x13, 0x88, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0x13, 0x9c]);
    assert_eq!(heap, ["a".repeat(20), long].concat().as_bytes());
}

#[test]
fn variable_arrays_are_in_the_heap_and_shapes_are_told() {
    let columns =
        [array("v", Datatype::Short, "*", PgBase::Int2), array("grid", Datatype::Short, "2x2", PgBase::Int2)];
    let shorts = |values: &[i16]| Value::Array(pg::INT2, values.iter().copied().map(Value::Int2).collect());
    let grid = || shorts(&[1, 2, 3, 4]);
    let file = file(
        &columns,
        &[vec![shorts(&[7]), grid()], vec![Value::Null, grid()], vec![shorts(&[8, 9]), grid()]],
    );
    assert_eq!((file.value("TFORM1"), file.value("TFORM2")), (Some("1PI(2)"), Some("4I")));
    assert_eq!((file.value("TDIM1"), file.value("TDIM2")), (None, Some("(2,2)")));
    assert_eq!((file.number("THEAP"), file.number("PCOUNT")), (48, 6));
    let (rows, heap) = file.rows_and_heap();
    assert_eq!(rows[..16], [0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4]);
    assert_eq!(rows[32..40], [0, 0, 0, 2, 0, 0, 0, 2]);
    assert_eq!(heap, [0, 7, 0, 8, 0, 9]);
}

#[test]
fn a_full_spool_is_an_error_before_the_first_byte() {
    let columns = [scalar("id", Datatype::Long, PgBase::Int8)];
    let options = Options { spool_bytes_max: 100 };
    let error = write(&Head::new(&columns), &options, &vec![vec![Value::Int8(1)]; 20]).unwrap_err();
    assert_eq!(error, WriteError::SpoolFull { limit_bytes: 100 });
}

#[test]
fn more_columns_than_the_header_can_number_are_refused() {
    let columns: Vec<_> =
        (0..1000).map(|n| scalar(&format!("c{n}"), Datatype::Short, PgBase::Int2)).collect();
    let format = Format::parse(Some("fits")).unwrap();
    let error = writer(&format, &Head::new(&columns), &Options::default()).err().unwrap();
    let expected = "fits holds at most 999 columns, and the answer has 1000; select fewer of them";
    assert_eq!((error.to_string().as_str(), error.status()), (expected, 400));
}

#[test]
fn rows_that_are_missing_at_the_end_are_an_error() {
    let columns = [scalar("id", Datatype::Short, PgBase::Int2)];
    let mut writer =
        writer(&Format::parse(Some("fits")).unwrap(), &Head::new(&columns), &Options::default()).unwrap();
    let error = writer.end(&End { rows: 2, overflow: false }, &mut Vec::new()).unwrap_err();
    assert_eq!(
        error.for_log(),
        "the answer cannot be put together: the answer is incomplete: it has 0 of 2 rows"
    );
    assert_eq!(error.for_client(), "the answer cannot be put together");
}

#[test]
fn a_faulty_row_names_its_column() {
    let message = row_error("fits", array("mag", Datatype::Float, "3", PgBase::Float4), pg::doubles(&[1.0]));
    let expected =
        "row 1, column `mag`: the array has elements of the type with the oid 701 where the column has 700";
    assert_eq!(message, expected);
}
