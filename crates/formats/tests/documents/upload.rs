//! Short ways to tables that are read.

use std::io::Cursor;

use catalogue::Column;
use formats::read::{Hint, Limits, open};

/// What was read of a table.
#[derive(Debug)]
pub struct Upload {
    pub columns: Vec<Column>,
    pub description: Option<String>,
    /// All rows in PostgreSQL's binary form.
    pub rows: Vec<u8>,
    pub count: u64,
}

/// Reads a whole table, or gives the text of the error.
pub fn upload(bytes: impl Into<Vec<u8>>) -> Result<Upload, String> {
    upload_within(bytes, &Limits::default())
}

/// Reads a whole table within limits, or gives the text of the error.
pub fn upload_within(bytes: impl Into<Vec<u8>>, limits: &Limits) -> Result<Upload, String> {
    let source = Box::new(Cursor::new(bytes.into()));
    let mut reader = open(source, &Hint::default(), limits).map_err(|error| error.to_string())?;
    let (mut rows, mut count) = (Vec::new(), 0);
    loop {
        match reader.batch(&mut rows).map_err(|error| error.to_string())? {
            0 => break,
            more => count += more,
        }
    }
    Ok(Upload { columns: reader.columns, description: reader.description, rows, count })
}

/// A VOTable with these FIELDs and this DATA content.
pub fn votable(fields: &str, data: &str) -> String {
    format!(
        "<VOTABLE version=\"1.4\"><RESOURCE><TABLE>\n{fields}\n<DATA>{data}</DATA></TABLE></RESOURCE></VOTABLE>"
    )
}

/// A VOTable of one column and one row in TABLEDATA.
pub fn cell(attributes: &str, text: &str) -> String {
    let field = format!("<FIELD name=\"a\" {attributes}/>");
    votable(&field, &format!("<TABLEDATA><TR><TD>{text}</TD></TR></TABLEDATA>"))
}
