//! TSV as bytes.

use catalogue::{Datatype, PgBase, PgType};

use crate::pg::{Value, doubles, text};
use crate::write::{array, column, document, raw_document, scalar};

#[test]
fn a_tab_or_line_end_in_a_text_is_a_blank() {
    let columns = [
        column("a\tname", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
        scalar("n", Datatype::Int, PgBase::Int4),
        array("p", Datatype::Double, "2", PgBase::Float8),
    ];
    let rows = [
        vec![text("a\tb\r\nc\n"), Value::Int4(1), doubles(&[1.0, f64::NAN])],
        vec![text("é, \"quoted\""), Value::Null, Value::Null],
        vec![text(""), Value::Int4(3), doubles(&[0.5, -2.0])],
    ];
    let expected = "a name\tn\tp\na b  c \t1\t1.0 NaN\né, \"quoted\"\t\t\n\t3\t0.5 -2.0\n";
    assert_eq!(document("tsv", &columns, &rows), expected);
}

#[test]
fn a_null_alone_in_its_row_is_an_empty_line() {
    let columns = [scalar("a", Datatype::Int, PgBase::Int4)];
    let rows = [vec![Value::Null], vec![Value::Int4(1)]];
    assert_eq!(document("text/tab-separated-values", &columns, &rows), "a\n\n1\n");
}

#[test]
fn a_row_that_cannot_be_written_leaves_the_whole_rows_before_it() {
    let columns = [column("t", Datatype::Char, "2", PgType::scalar(PgBase::Text))];
    let rows = crate::pg::batch(&[vec![text("ab")], vec![text("abc")]]);
    let (error, document) = raw_document("tsv", &columns, &[&rows]).unwrap_err();
    assert_eq!(error.to_string(), "row 2, column `t`: the text has 3 characters where the column declares 2");
    assert_eq!(document, "t\nab\n");
}
