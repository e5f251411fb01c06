//! Tab-separated values (IANA `text/tab-separated-values`): UTF-8, lines end in LF, NULL as an empty field.
//!
//! There is no quoting, so that a tab or a line end inside a text becomes a blank, and an empty text is as NULL.

use crate::notation::Notation;
use crate::separated::Dialect;

/// The dialect.
pub(crate) enum Tsv {}

impl Dialect for Tsv {
    const COMMA: u8 = b'\t';
    const LINE_END: &'static [u8] = b"\n";
    const LONE_NULL: &'static [u8] = b"";
}

impl Notation for Tsv {
    #[inline]
    fn text(text: &str, out: &mut Vec<u8>) {
        let blank = |&byte: &u8| if matches!(byte, b'\t' | b'\r' | b'\n') { b' ' } else { byte };
        out.extend(text.as_bytes().iter().map(blank));
    }
}
