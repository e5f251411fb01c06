//! VOTables of the versions 1.0 to 1.6 in TABLEDATA, BINARY and BINARY2.
//!
//! Read is the first table with columns; elements are known by their name without prefix, in any namespace. Nothing is
//! fetched and no entity is expanded. The document is read to its end, which must be whole.
//!
//! Deviations and choices:
//! - An empty TD is NULL in every type, also of text. BINARY, which has no null flags, has NULL for arrays and texts
//!   without elements. NaN stays NaN; in a point, circle or polygon it makes the whole value NULL.
//! - A `timestamp` that is no date and time is an error. More than six digits of a fraction are rounded.
//! - Shapes in the text of TAP 1.0 (`adql:POINT`, `adql:CIRCLE`, `adql:POLYGON`) become arrays in ICRS; `adql:REGION`, which
//!   may be any shape, stays text.
//! - Complex numbers become pairs of floats, and are declared so later.
//! - `NxM` characters become M texts; one of blanks is NULL.
//! - An array of exactly one number is a number.

mod arraysize;
mod binary;
mod binary_value;
mod cell;
mod encoding;
mod field;
mod frames;
mod head;
mod number;
mod rows;
mod shape_text;
mod stream;
mod tabledata;
mod text_value;
mod watched;
mod window;
mod xml;

use catalogue::Column;

use super::names::column_names;
use super::source::{Gunzip, Stream};
use super::{Limits, ReadError, Rows, TableReader};
use binary::BinaryRows;
use cell::{Cell, Length};
use head::{Data, Head};
use rows::Counted;
use stream::{Base64, Bytes};
use tabledata::TextRows;
use xml::Xml;

/// Reads the columns.
pub(crate) fn open(stream: Stream, limits: &Limits) -> Result<TableReader, ReadError> {
    let mut xml = Xml::new(encoding::utf8(stream)?);
    let (head, data) = head::read(&mut xml, limits)?;
    let (columns, cells) = columns(&head, limits)?;
    let counted = Counted::new(&columns, limits);
    let rows: Box<dyn Rows> = match data {
        Data::None => Box::new(NoRows),
        Data::Text => Box::new(TextRows::new(xml, cells, counted)),
        Data::Binary { has_flags, is_gzip } => {
            if !has_flags && cells.iter().all(|cell| cell.length == Length::Fixed(0)) {
                return Err(xml.malformed("the rows have no bytes: each column has the arraysize 0"));
            }
            let base64 = Base64::new(xml);
            let bytes = match is_gzip {
                true => Bytes::Gzip(Box::new(Gunzip::new(base64, limits))),
                false => Bytes::Plain(Box::new(base64)),
            };
            Box::new(BinaryRows::new(cells, counted, bytes, has_flags))
        }
    };
    Ok(TableReader { columns, description: head.description, rows })
}

fn columns(head: &Head, limits: &Limits) -> Result<(Vec<Column>, Vec<Cell>), ReadError> {
    let names = column_names(head.fields.iter().map(|field| field.name.as_str()));
    let mut columns = Vec::with_capacity(head.fields.len());
    let mut cells = Vec::with_capacity(head.fields.len());
    for (place, (declared, name)) in head.fields.iter().zip(names).enumerate() {
        let mut read = declared.read().map_err(|what| ReadError::Malformed {
            place: format!("column {}, `{name}`", place + 1),
            what,
        })?;
        if let Length::Fixed(count) = read.cell.length
            && count * read.cell.content.element_bytes(true) > limits.cell_bytes_max
        {
            let limit = limits.cell_bytes_max as u64;
            return Err(ReadError::TooLarge { limit, what: "bytes in one value" });
        }
        read.field.name = name;
        columns.push(Column {
            field: read.field,
            pg_name: format!("c{}", place + 1),
            pg_type: read.pg_type,
            part: 0,
            indexed: false,
            principal: false,
            std: false,
            enumeration: None,
        });
        cells.push(read.cell);
    }
    Ok((columns, cells))
}

/// The rows of a table that has none.
struct NoRows;

impl Rows for NoRows {
    fn batch(&mut self, _out: &mut Vec<u8>) -> Result<u64, ReadError> {
        Ok(0)
    }
}
