//! The writer of VOTable 1.4 and 1.5.

use dali::QueryStatus;

use crate::base64_stream;
use crate::batch::Batch;
use crate::binary_cell::BinaryCell;
use crate::column::{Column, Written};
use crate::error::RowFault;
use crate::notation::Xml;
use crate::rows::{Growth, Rows};
use crate::text_cell::TextCell;
use crate::votable_head::{frame, table_end};
use crate::writer::{End, Head, Writer};
use crate::{FormatError, Serialization, VoTableVersion, WriteError};

/// The writer of a VOTable in one of its serializations.
pub(crate) struct VoTableWriter {
    serialization: Serialization,
    head: Vec<u8>,
    tail: Vec<u8>,
    rows: Rows,
    growth: Growth,
    data: Data,
}

/// The cells, and for the binary serializations the bytes that wait to be encoded.
enum Data {
    Text(Vec<TextCell>),
    Binary { cells: Vec<BinaryCell>, flag_bytes: usize, pending: Vec<u8> },
}

/// The raw bytes that are collected before they are encoded, so that they stay in the processor's cache.
const ENCODED_AT_ONCE_BYTES: usize = 48 * 1024;

impl VoTableWriter {
    /// Checks the columns and prepares the head.
    pub fn new(
        about: &Head<'_>,
        serialization: Serialization,
        version: VoTableVersion,
    ) -> Result<Self, FormatError> {
        let columns = about.columns.iter().map(|column| Column::new(column, Some(serialization)));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let data = match serialization {
            Serialization::Tabledata => {
                Data::Text(columns.iter().map(|column| TextCell::new(column).with_bits(column)).collect())
            }
            Serialization::Binary => Data::binary(&columns, 0),
            Serialization::Binary2 => Data::binary(&columns, columns.len().div_ceil(8)),
        };
        let [head, tail] = frame(about, &columns, serialization, version);
        Ok(Self { serialization, head, tail, rows: Rows::new(&columns), growth: Growth::default(), data })
    }

    fn close(&mut self, status: Option<QueryStatus<'_>>, out: &mut Vec<u8>) {
        out.append(&mut self.head);
        if let Data::Binary { pending, .. } = &mut self.data {
            base64_stream::finish(pending, out);
        }
        out.extend_from_slice(table_end(self.serialization));
        if let Some(status) = status {
            status.write(out);
        }
        out.append(&mut self.tail);
    }
}

impl Writer for VoTableWriter {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.head);
    }

    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError> {
        self.growth.reserve(batch.len(), out);
        let start = out.len();
        let result = match &mut self.data {
            Data::Text(cells) => self.rows.write(batch, out, |batch, out| write_text_row(cells, batch, out)),
            Data::Binary { cells, flag_bytes, pending } => {
                let result = self.rows.write(batch, pending, |batch, pending| {
                    write_binary_row(cells, *flag_bytes, batch, pending)?;
                    if pending.len() >= ENCODED_AT_ONCE_BYTES {
                        base64_stream::flush(pending, out);
                    }
                    Ok(())
                });
                base64_stream::flush(pending, out);
                result
            }
        };
        self.growth.learn(batch.len(), out.len() - start);
        Ok(result?)
    }

    fn end(&mut self, end: &End, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let gap = self.rows.gap(end);
        let status = match (&gap, end.overflow) {
            (Some(gap), _) => Some(QueryStatus::Error(gap)),
            (None, true) => Some(QueryStatus::Overflow),
            (None, false) => None,
        };
        self.close(status, out);
        Ok(())
    }

    fn fail(&mut self, message: &str, out: &mut Vec<u8>) {
        self.close(Some(QueryStatus::Error(message)), out);
    }
}

impl Data {
    fn binary(columns: &[Column], flag_bytes: usize) -> Self {
        let cells =
            columns.iter().map(|column| BinaryCell::new(column, flag_bytes > 0).with_bits(column)).collect();
        Self::Binary { cells, flag_bytes, pending: Vec::new() }
    }
}

/// Appends a row of TABLEDATA; `<TD/>` is null, `<TD></TD>` an empty text.
///
/// Deviation: `char` cells may hold characters beyond ASCII, in UTF-8, as the draft of VOTable 1.6 has it; readers of
/// TABLEDATA take them, and `?` would lose them. In the binary serializations such a character is `?` in `char`, since a
/// byte is a character there; a column that needs more is to be declared as `unicodeChar`.
fn write_text_row(cells: &mut [TextCell], batch: &mut Batch<'_>, out: &mut Vec<u8>) -> Result<(), RowFault> {
    out.extend_from_slice(b"<TR>");
    for (index, cell) in cells.iter_mut().enumerate() {
        let start = out.len();
        out.extend_from_slice(b"<TD>");
        let written = match batch.value()? {
            Some(value) => cell.write::<Xml>(value, out).map_err(|fault| fault.in_column(index))?,
            None => Written::Null,
        };
        match written {
            Written::Value => out.extend_from_slice(b"</TD>"),
            Written::Null => {
                out.truncate(start);
                out.extend_from_slice(b"<TD/>");
            }
        }
    }
    out.extend_from_slice(b"</TR>\n");
    Ok(())
}

/// Appends the null flags, from the highest bit of the first byte on, and the cells.
fn write_binary_row(
    cells: &mut [BinaryCell],
    flag_bytes: usize,
    batch: &mut Batch<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RowFault> {
    let flags = out.len();
    out.resize(flags + flag_bytes, 0);
    for (index, cell) in cells.iter_mut().enumerate() {
        let written = match batch.value()? {
            Some(value) => cell.write(value, out).map_err(|fault| fault.in_column(index))?,
            None => {
                cell.write_null(out);
                Written::Null
            }
        };
        if written == Written::Null && flag_bytes > 0 {
            out[flags + index / 8] |= 0x80 >> (index % 8);
        }
    }
    Ok(())
}
