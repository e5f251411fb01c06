//! Uploads in CSV and TSV.

use std::io::Cursor;

use formats::read::{Given, Hint, Limits, ReadError, TableReader, open};

use crate::pg::{Value, batch, text};

const LIMITS: Limits =
    Limits { bytes_max: 100_000_000, rows_max: 1000, columns_max: 100, cell_bytes_max: 100_000 };

fn opened(document: impl Into<Vec<u8>>) -> Result<TableReader, ReadError> {
    open(Box::new(Cursor::new(document.into())), &Hint::default(), &LIMITS)
}

/// The columns, each as `name datatype`, and the rows.
fn read(document: impl Into<Vec<u8>>) -> (Vec<String>, Vec<u8>) {
    let mut table = opened(document).unwrap();
    let columns = table.columns.iter();
    let columns =
        columns.map(|column| format!("{} {}", column.field.name, column.field.value_type.datatype.name()));
    let (columns, mut rows) = (columns.collect(), Vec::new());
    while table.batch(&mut rows).unwrap() > 0 {}
    (columns, rows)
}

fn refused(document: impl Into<Vec<u8>>) -> String {
    opened(document).err().unwrap().to_string()
}

#[test]
fn types_come_from_all_values() {
    let document = "id,n,x,ok,at,name\r\n\
        1,3000000000,1.5,true,2000-01-01T00:00:01,\"a, \"\"b\"\"\"\r\n\
        -2,,,,,\r\n\
        \r\n\
        3,1,NaN,FALSE,2000-01-02,\"\"";
    let (columns, rows) = read(document);
    assert_eq!(columns, ["id int", "n long", "x double", "ok boolean", "at char", "name char"]);
    let day = 86_400_000_000;
    let expected = [
        vec![
            Value::Int4(1),
            Value::Int8(3_000_000_000),
            Value::Float8(1.5),
            Value::Bool(true),
            Value::Timestamp(1_000_000),
            text("a, \"b\""),
        ],
        vec![Value::Int4(-2), Value::Null, Value::Null, Value::Null, Value::Null, Value::Null],
        vec![
            Value::Int4(3),
            Value::Int8(1),
            Value::Float8(f64::NAN),
            Value::Bool(false),
            Value::Timestamp(day),
            text(""),
        ],
    ];
    assert_eq!(rows, batch(&expected));
}

#[test]
fn tabs_semicolons_and_all_line_ends_are_read() {
    let expected = batch(&[vec![Value::Int4(1), text("µ\"")], vec![Value::Int4(2), text("b")]]);
    let columns = ["a int".to_owned(), "b unicodeChar".to_owned()];
    for document in [
        "a\tb\n1\tµ\"\n2\tb\n",
        "a;b\r1;µ\"\r2;b",
        "\u{feff}a,b\r\n1,\"µ\"\"\"\r\n2,b\r\n\r\n",
        "\n\na,b\n1,µ\"\n\n2,\"b\"",
    ] {
        assert_eq!(read(document), (columns.to_vec(), expected.clone()), "{document:?}");
    }
    assert_eq!(read("a\tb\n\"x\t1\n").1, batch(&[vec![text("\"x"), Value::Int4(1)]]));
    assert_eq!(read("a,b\n\"x\ny\",1\n").1, batch(&[vec![text("x\ny"), Value::Int4(1)]]));
    // Zero bytes in the first bytes would be those of another format.
    let long = "z".repeat(5000);
    let expected = batch(&[vec![text(&long), Value::Int4(1)], vec![text("xy"), Value::Int4(2)]]);
    assert_eq!(read(format!("a,b\n{long},1\nx\0y,2\n")).1, expected);
}

#[test]
fn names_are_made_unique_and_a_table_may_be_empty() {
    let (columns, rows) = read("ra,,ra\n");
    assert_eq!(columns, ["ra char", "col2 char", "ra_2 char"]);
    assert!(rows.is_empty());
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (document, expected) in [
        (b"a,b\n1,2\n3\n".to_vec(), "line 3: it has 1 values, and the first line has 2 names"),
        (b"a,b\n\n\"x\ny\",2\n3,4,5\n".to_vec(), "line 5: it has 3 values, and the first line has 2 names"),
        (b"a,b\n1,2\n\"x,2\n3,4\n".to_vec(), "line 3: the quote that opens a value here is never closed"),
        (
            b"a,b\n\"x\"y,2\n".to_vec(),
            "line 2: behind a closing quote stands neither a separator nor the end of the line; \
             a quote inside a value is written twice",
        ),
        (b"a,b\n1,\xe9\n".to_vec(), "line 2: the text is not UTF-8; save the file as UTF-8"),
        (b"\xff\xfea\0,\0b\0\n\0".to_vec(), "line 1: the text is in UTF-16; save it as UTF-8"),
        (
            b"1,2.5\n3,4\n".to_vec(),
            "line 1: the first line must hold the names of the columns, and it holds numbers",
        ),
    ] {
        assert_eq!(refused(document), expected);
    }
}

#[test]
fn limits_hold_while_reading() {
    let columns = "c,".repeat(1_000_000);
    assert_eq!(refused(columns), "the table has more than 100 columns");
    assert_eq!(refused(format!("a\n{}", "1\n".repeat(1001))), "the table has more than 1000 rows");
    let long = format!("a,b\n1,\"{}", "x\n".repeat(32 << 20));
    let expected = "line 2: a value that begins here has more than 100000 bytes; is a closing quote missing?";
    assert_eq!(refused(long), expected);
    let name = "n".repeat(1025);
    assert_eq!(refused(format!("a,{name}\n")), "line 1: the name of column 2 has more than 1024 bytes");
}

#[test]
fn what_is_written_as_csv_is_read_back() {
    use catalogue::{Datatype, PgBase, PgType};
    let columns = [
        crate::write::scalar("i", Datatype::Int, PgBase::Int4),
        crate::write::scalar("x", Datatype::Double, PgBase::Float8),
        crate::write::column("t", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
    ];
    let rows = [
        vec![Value::Int4(1), Value::Float8(1e-300), text("a\r\n\"b\",")],
        vec![Value::Null, Value::Float8(f64::NEG_INFINITY), text("")],
        vec![Value::Int4(i32::MIN), Value::Null, Value::Null],
    ];
    let document = crate::write::document("csv", &columns, &rows);
    assert_eq!(read(document).1, batch(&rows));
}

fn opened_as(document: &str, types: &str) -> Result<TableReader, ReadError> {
    let types: Vec<Given> = types.split(',').map(|given| given.parse().unwrap()).collect();
    let hint = Hint { types: &types, ..Hint::default() };
    open(Box::new(Cursor::new(document.as_bytes().to_vec())), &hint, &LIMITS)
}

#[test]
fn a_given_type_comes_before_what_the_values_have_in_common() {
    let mut table = opened_as("id,N,x\n007,1,2\n8,,\n", "id=text,n=long,x=double").unwrap();
    let mut rows = Vec::new();
    while table.batch(&mut rows).unwrap() > 0 {}
    let expected = batch(&[
        vec![text("007"), Value::Int8(1), Value::Float8(2.0)],
        vec![text("8"), Value::Null, Value::Null],
    ]);
    assert_eq!(rows, expected);
    let missing = opened_as("a,b\n1,2\n", "c=int").err().unwrap();
    assert_eq!(missing.to_string(), "line 1: a type is given for the column `c`, which is not there");
    let votable = opened_as("<VOTABLE/>", "c=int").err().unwrap();
    let expected = "the table: it says its types itself; only CSV and TSV take one as for column `c`";
    assert_eq!(votable.to_string(), expected);
}

#[test]
fn a_value_that_is_not_of_its_given_type_costs_its_row_and_no_other() {
    let mut table = opened_as("n,ok\n1,true\nx,true\n3,yes\n4,false\n", "n=int,ok=boolean").unwrap();
    let (mut rows, mut told) = (Vec::new(), Vec::new());
    loop {
        match table.batch(&mut rows) {
            Ok(0) => break,
            Ok(_) => assert!(!table.goes_on()),
            Err(error) => {
                assert!(table.goes_on());
                told.push(error.to_string());
            }
        }
    }
    assert_eq!(told, ["line 3: column `n`: `x` is no int", "line 4: column `ok`: `yes` is no boolean"]);
    let expected = [vec![Value::Int4(1), Value::Bool(true)], vec![Value::Int4(4), Value::Bool(false)]];
    assert_eq!(rows, batch(&expected));
}
