//! How the parts of a value are written as text: what differs between TABLEDATA, CSV, TSV, JSON and plain text.

use crate::Fault;
use crate::column::TextArray;
use crate::number_text::{write_double, write_float};
use crate::text_array;

/// The notation of one format; by default that of TABLEDATA (VOTable 1.4 §5.1, §6), which knows no marks round values.
pub(crate) trait Notation {
    /// What stands before the first element of an array.
    const OPEN: &'static [u8] = b"";
    /// What stands between two elements.
    const SEPARATOR: u8 = b' ';
    /// What stands behind the last element.
    const CLOSE: &'static [u8] = b"";
    /// What stands for a NULL among booleans.
    const NULL_BOOLEAN: &'static [u8] = b"?";
    /// What stands for a NULL among numbers; without it NaN, or the null marker of an integer column.
    const NULL_NUMBER: Option<&'static [u8]> = None;

    /// Appends a text that may hold any character.
    fn text(text: &str, out: &mut Vec<u8>);

    /// Appends a date or time, which holds nothing that needs an escape.
    fn instant(text: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(text.as_bytes());
    }

    /// Appends a float.
    #[inline]
    fn float(value: f32, out: &mut Vec<u8>) {
        write_float(value, out);
    }

    /// Appends a double.
    #[inline]
    fn double(value: f64, out: &mut Vec<u8>) {
        write_double(value, out);
    }

    /// Appends an array of texts; `joined` is room to put it together.
    fn texts(array: &TextArray, value: &[u8], joined: &mut Vec<u8>, out: &mut Vec<u8>) -> Result<(), Fault> {
        text_array::join(array, value, joined)?;
        Self::text(array.size.text(joined)?, out);
        Ok(())
    }
}

/// The notation of XML and HTML.
pub(crate) enum Xml {}

impl Notation for Xml {
    #[inline]
    fn text(text: &str, out: &mut Vec<u8>) {
        dali::escape_text(text, out);
    }
}
