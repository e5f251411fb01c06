//! JSON: one object with the metadata, the rows as arrays, and then how it ended.
//!
//! ```json
//! {"metadata":{"infos":[{"name":"QUERY","value":"…"}],"columns":[{"name":"ra","datatype":"double","unit":"deg"}]},
//! "data":[
//! [10.5],
//! [null]
//! ],
//! "rows":2,"status":"OK"}
//! ```
//!
//! `status` is `OK`, `OVERFLOW` or `ERROR`, the last with a `message`. NULL is `null`, also among the elements of an array;
//! NaN and the infinities are strings, integers are exact whatever their size, regions and other arrays of numbers are
//! flat arrays in storage order, arrays of texts are arrays of strings, and a column of the type json is one string.

use crate::batch::Batch;
use crate::column::{Column, TextArray, Written};
use crate::error::RowFault;
use crate::json_head::head;
use crate::json_text::{write_finite_double, write_finite_float, write_string};
use crate::notation::Notation;
use crate::number_text::write_integer;
use crate::rows::{Growth, Rows};
use crate::text_cell::TextCell;
use crate::writer::{End, Head, Writer};
use crate::{Fault, FormatError, WriteError, text_array};

/// The writer.
pub(crate) fn writer(about: &Head<'_>) -> Result<Box<dyn Writer>, FormatError> {
    let columns = Column::of_text(about.columns)?;
    Ok(Box::new(JsonWriter {
        head: head(about),
        cells: columns.iter().map(TextCell::new).collect(),
        rows: Rows::new(&columns),
        growth: Growth::default(),
        is_first: true,
    }))
}

struct JsonWriter {
    head: Vec<u8>,
    cells: Vec<TextCell>,
    rows: Rows,
    growth: Growth,
    is_first: bool,
}

/// The notation of JSON.
enum Json {}

impl Notation for Json {
    const OPEN: &'static [u8] = b"[";
    const SEPARATOR: u8 = b',';
    const CLOSE: &'static [u8] = b"]";
    const NULL_BOOLEAN: &'static [u8] = b"null";
    const NULL_NUMBER: Option<&'static [u8]> = Some(b"null");

    #[inline]
    fn text(text: &str, out: &mut Vec<u8>) {
        write_string(text, out);
    }

    fn instant(text: &str, out: &mut Vec<u8>) {
        write_string(text, out);
    }

    #[inline]
    fn float(value: f32, out: &mut Vec<u8>) {
        write_finite_float(value, out);
    }

    #[inline]
    fn double(value: f64, out: &mut Vec<u8>) {
        write_finite_double(value, out);
    }

    fn texts(array: &TextArray, value: &[u8], _joined: &mut Vec<u8>, out: &mut Vec<u8>) -> Result<(), Fault> {
        text_array::write_json(array, value, out)
    }
}

impl Writer for JsonWriter {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.head);
    }

    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError> {
        self.growth.reserve(batch.len(), out);
        let start = out.len();
        let (cells, is_first) = (&mut self.cells, &mut self.is_first);
        let result = self.rows.write(batch, out, |batch, out| write_row(cells, is_first, batch, out));
        self.growth.learn(batch.len(), out.len() - start);
        Ok(result?)
    }

    fn end(&mut self, end: &End, out: &mut Vec<u8>) -> Result<(), WriteError> {
        match (self.rows.gap(end), end.overflow) {
            (Some(gap), _) => self.close("ERROR", Some(&gap), out),
            (None, true) => self.close("OVERFLOW", None, out),
            (None, false) => self.close("OK", None, out),
        }
        Ok(())
    }

    fn fail(&mut self, message: &str, out: &mut Vec<u8>) {
        self.close("ERROR", Some(message), out);
    }
}

impl JsonWriter {
    fn close(&mut self, status: &str, message: Option<&str>, out: &mut Vec<u8>) {
        out.append(&mut self.head);
        out.extend_from_slice(b"\n],\n\"rows\":");
        write_integer(self.rows.count(), out);
        out.extend_from_slice(b",\"status\":");
        write_string(status, out);
        if let Some(message) = message {
            out.extend_from_slice(b",\"message\":");
            write_string(message, out);
        }
        out.extend_from_slice(b"}\n");
    }
}

#[inline]
fn write_row(
    cells: &mut [TextCell],
    is_first: &mut bool,
    batch: &mut Batch<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RowFault> {
    out.extend_from_slice(if *is_first { b"\n[" } else { b",\n[" });
    for (index, cell) in cells.iter_mut().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        let written = match batch.value()? {
            Some(value) => cell.write::<Json>(value, out).map_err(|fault| fault.in_column(index))?,
            None => Written::Null,
        };
        if written == Written::Null {
            out.extend_from_slice(b"null");
        }
    }
    out.push(b']');
    *is_first = false;
    Ok(())
}
