//! CSV per RFC 4180: UTF-8, lines end in CRLF, arrays as TABLEDATA text, NULL as an empty field.

use crate::notation::Notation;
use crate::separated::Dialect;

/// The dialect.
pub(crate) enum Csv {}

impl Dialect for Csv {
    const COMMA: u8 = b',';
    const LINE_END: &'static [u8] = b"\r\n";
    const LONE_NULL: &'static [u8] = b"\"\"";
}

impl Notation for Csv {
    /// In quotes if it has a comma, a quote or a line end, or if it is empty and so no NULL.
    #[inline]
    fn text(text: &str, out: &mut Vec<u8>) {
        let bytes = text.as_bytes();
        // Without an early exit the scan becomes vector instructions.
        let special = |found, &byte| found | matches!(byte, b',' | b'"' | b'\r' | b'\n');
        if !bytes.is_empty() && !bytes.iter().fold(false, special) {
            out.extend_from_slice(bytes);
            return;
        }
        out.push(b'"');
        for piece in bytes.split_inclusive(|&byte| byte == b'"') {
            out.extend_from_slice(piece);
            if piece.ends_with(b"\"") {
                out.push(b'"');
            }
        }
        out.push(b'"');
    }
}
