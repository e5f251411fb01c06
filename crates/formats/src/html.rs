//! A page for people: the query, where to get the answer in other formats, and the first rows.

use crate::batch::Batch;
use crate::column::{Column, Content, Written};
use crate::error::RowFault;
use crate::html_head::head;
use crate::notation::Xml;
use crate::rows::Rows;
use crate::text_cell::TextCell;
use crate::writer::{End, Head, Writer};
use crate::{FormatError, WriteError};

/// Rows on the page; a browser gets slow with more. The others are only counted.
const ROWS_MAX: u64 = 1000;

/// The writer.
pub(crate) fn writer(about: &Head<'_>) -> Result<Box<dyn Writer>, FormatError> {
    let columns = Column::of_text(about.columns)?;
    let cells = columns.iter().map(|column| {
        let is_number = matches!(column.content, Content::Number(_));
        (TextCell::new(column), if is_number { b"<td class=\"n\">".as_slice() } else { b"<td>" })
    });
    Ok(Box::new(HtmlWriter {
        head: head(about),
        cells: cells.collect(),
        rows: Rows::new(&columns),
        has_links: !about.links.is_empty(),
    }))
}

struct HtmlWriter {
    head: Vec<u8>,
    /// The cells, each with its opening tag.
    cells: Vec<(TextCell, &'static [u8])>,
    rows: Rows,
    has_links: bool,
}

impl Writer for HtmlWriter {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.head);
    }

    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError> {
        let cells = &mut self.cells;
        let mut shown = self.rows.count();
        let count = self.rows.write(batch, out, |batch, out| {
            shown += 1;
            if shown <= ROWS_MAX { write_row(cells, batch, out) } else { skip_row(cells.len(), batch) }
        });
        Ok(count?)
    }

    fn end(&mut self, end: &End, out: &mut Vec<u8>) -> Result<(), WriteError> {
        match self.rows.gap(end) {
            Some(gap) => self.fail(&gap, out),
            None => self.close(end.overflow, None, out),
        }
        Ok(())
    }

    fn fail(&mut self, message: &str, out: &mut Vec<u8>) {
        self.close(false, Some(message), out);
    }
}

impl HtmlWriter {
    fn close(&mut self, overflow: bool, failure: Option<&str>, out: &mut Vec<u8>) {
        out.append(&mut self.head);
        out.extend_from_slice(b"</tbody></table></div>\n<p>");
        out.extend_from_slice(self.summary().as_bytes());
        out.extend_from_slice(b"</p>\n");
        if overflow {
            out.extend_from_slice(
                b"<p class=\"note\">There are more rows than the limit (MAXREC) lets through.</p>\n",
            );
        }
        if let Some(message) = failure {
            out.extend_from_slice(b"<p class=\"note\">The answer broke off here: ");
            dali::escape_text(message, out);
            out.extend_from_slice(b"</p>\n");
        }
        out.extend_from_slice(b"</body></html>\n");
    }

    fn summary(&self) -> String {
        let count = self.rows.count();
        let what = if count == 1 { "row" } else { "rows" };
        match (count > ROWS_MAX, self.has_links) {
            (false, _) => format!("{} {what}", grouped(count)),
            (true, false) => format!("The first {} of {} rows", grouped(ROWS_MAX), grouped(count)),
            (true, true) => {
                format!("… and {} more: the downloads above have all rows", grouped(count - ROWS_MAX))
            }
        }
    }
}

fn write_row(
    cells: &mut [(TextCell, &'static [u8])],
    batch: &mut Batch<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RowFault> {
    out.extend_from_slice(b"<tr>");
    for (index, (cell, tag)) in cells.iter_mut().enumerate() {
        let start = out.len();
        out.extend_from_slice(tag);
        let written = match batch.value()? {
            Some(value) => cell.write::<Xml>(value, out).map_err(|fault| fault.in_column(index))?,
            None => Written::Null,
        };
        if written == Written::Null {
            out.truncate(start);
            out.extend_from_slice(b"<td class=\"null\">");
        }
        out.extend_from_slice(b"</td>");
    }
    out.extend_from_slice(b"</tr>\n");
    Ok(())
}

fn skip_row(columns: usize, batch: &mut Batch<'_>) -> Result<(), RowFault> {
    for _ in 0..columns {
        batch.value()?;
    }
    Ok(())
}

/// A count with commas between the thousands.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (count, text) in cases {
            assert_eq!(grouped(count), text);
        }
    }
}
