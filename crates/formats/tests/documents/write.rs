//! Short ways to columns and documents.

use catalogue::{Arraysize, Datatype, Field, PgBase, PgType, ResultColumn, ValueType};
use formats::{End, Format, Head, Options, WriteError, writer};

use crate::pg::{Value, batch};

/// A column with the arraysize as VOTable writes it: empty for a scalar, `*`, `3`, `3x*`, `3x2`.
pub fn column(name: &str, datatype: Datatype, arraysize: &str, pg_type: PgType) -> ResultColumn {
    let value_type = ValueType { arraysize: arraysize_of(arraysize), ..ValueType::scalar(datatype) };
    ResultColumn { field: Field::new(name, value_type), pg_type }
}

/// A scalar column.
pub fn scalar(name: &str, datatype: Datatype, base: PgBase) -> ResultColumn {
    column(name, datatype, "", PgType::scalar(base))
}

/// An array column.
pub fn array(name: &str, datatype: Datatype, arraysize: &str, base: PgBase) -> ResultColumn {
    column(name, datatype, arraysize, PgType::array(base))
}

fn arraysize_of(text: &str) -> Option<Arraysize> {
    let fixed = text.trim_end_matches('*').split('x').filter(|part| !part.is_empty());
    let fixed = fixed.map(|part| part.parse().unwrap()).collect();
    (!text.is_empty()).then_some(Arraysize { fixed, variable: text.ends_with('*') })
}

/// A whole document of one batch.
pub fn document(format: &str, columns: &[ResultColumn], rows: &[Vec<Value>]) -> String {
    try_document(format, columns, rows).unwrap_or_else(|(error, _)| panic!("{error}"))
}

/// A whole document of one batch, or the error and the document that `fail` ended.
pub fn try_document(
    format: &str,
    columns: &[ResultColumn],
    rows: &[Vec<Value>],
) -> Result<String, (WriteError, String)> {
    raw_document(format, columns, &[&batch(rows)])
}

/// A whole document of batches as they are.
pub fn raw_document(
    format: &str,
    columns: &[ResultColumn],
    batches: &[&[u8]],
) -> Result<String, (WriteError, String)> {
    let mut writer =
        writer(&Format::parse(Some(format)).unwrap(), &Head::new(columns), &Options::default()).unwrap();
    let (mut out, mut rows) = (Vec::new(), 0);
    writer.begin(&mut out);
    for batch in batches {
        match writer.rows(batch, &mut out) {
            Ok(count) => rows += count,
            Err(error) => {
                writer.fail(&error.for_client(), &mut out);
                return Err((error, String::from_utf8(out).unwrap()));
            }
        }
    }
    writer.end(&End { rows, overflow: false }, &mut out).unwrap();
    Ok(String::from_utf8(out).unwrap())
}

/// The text of the error for a row that cannot be written.
pub fn row_error(format: &str, column: ResultColumn, value: Value) -> String {
    try_document(format, &[column], &[vec![value]]).unwrap_err().0.to_string()
}

/// A whole document in a format that is no text, of one batch.
pub fn binary_document(
    format: &str,
    columns: &[ResultColumn],
    rows: &[Vec<Value>],
    overflow: bool,
) -> Vec<u8> {
    let format = Format::parse(Some(format)).unwrap();
    let mut writer = writer(&format, &Head::new(columns), &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.begin(&mut out);
    let rows = writer.rows(&batch(rows), &mut out).unwrap();
    writer.end(&End { rows, overflow }, &mut out).unwrap();
    while writer.rest(&mut out).unwrap() {}
    out
}
