//! Tables in CSV and TSV.
//!
//! The first line holds the names of the columns; a comma, a tab or a semicolon stands between values. CSV has quotes as
//! RFC 4180 says, TSV has none. Types are what all values of a column have in common; an empty field is null, but a quoted
//! one in a column of texts is an empty text. Blank lines are skipped.

mod given;
mod guess;
pub(super) mod values;

use catalogue::{Column, Datatype, Field, PgBase, PgType, ValueType};

use super::row::{begin_row, write_null, write_value, write_with};
use super::source::head;
use super::{Given, Limits, ReadError, Rows, Source, TableReader, names, timestamp};
use guess::{Guess, Guessed};
use values::Values;

/// The longest name of a column.
const NAME_BYTES_MAX: usize = 1024;
/// Rows are handed on when they have so many bytes.
pub(super) const BATCH_BYTES: usize = 256 * 1024;
const SNIFFED_BYTES: usize = 4096;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads the columns, and every value once to find their types.
pub(crate) fn open(
    mut source: Box<dyn Source>,
    separator: u8,
    given: &[Given],
    limits: &Limits,
) -> Result<TableReader, ReadError> {
    let start = head(&mut source, SNIFFED_BYTES)?;
    let first = if start.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    if start.starts_with(b"\xfe\xff") || start.starts_with(b"\xff\xfe") {
        return Err(malformed(1, "the text is in UTF-16; save it as UTF-8"));
    }
    let separator = sniffed(separator, &start);
    let mut values = Values::new(source, separator, limits.cell_bytes_max);
    values.rewind(first as u64)?;
    let names = header(&mut values, limits.columns_max)?;
    let types = given::types(&names, &guesses(&mut values, &names, limits.rows_max)?, given)?;
    let columns: Vec<Column> = names.iter().zip(&types).map(|(name, guess)| column(name, *guess)).collect();
    values.rewind(first as u64)?;
    values.row(|_, _| Ok(()))?;
    let rows = CsvRows { values, types, names, goes_on: false, waiting: None };
    Ok(TableReader { columns, description: None, rows: Box::new(rows) })
}

/// A semicolon, if the first line has more of them than of the separator; spreadsheets write so where the comma is that
/// of decimals.
fn sniffed(separator: u8, start: &[u8]) -> u8 {
    let line = start.split(|byte| matches!(byte, b'\r' | b'\n')).find(|line| !line.trim_ascii().is_empty());
    let count = |wanted| line.unwrap_or_default().iter().filter(|&&byte| byte == wanted).count();
    if separator == b',' && count(b';') > count(b',') { b';' } else { separator }
}

fn header(values: &mut Values, columns_max: usize) -> Result<Vec<String>, ReadError> {
    let mut names = Vec::new();
    let mut numbers = 0;
    let found = values.row(|place, value| {
        if place.index >= columns_max {
            return Err(ReadError::TooLarge { limit: columns_max as u64, what: "columns" });
        }
        if value.len() > NAME_BYTES_MAX {
            let what = format!("the name of column {} has more than {NAME_BYTES_MAX} bytes", place.index + 1);
            return Err(malformed(place.line, what));
        }
        let name = utf8(value, place.line)?;
        numbers += usize::from(Guess::of(name).is_number());
        names.push(name.to_owned());
        Ok(())
    })?;
    match found {
        None => Err(malformed(1, "there is no line with the names of the columns")),
        Some(count) if numbers == count => {
            Err(malformed(1, "the first line must hold the names of the columns, and it holds numbers"))
        }
        Some(_) => Ok(names::column_names(names.iter().map(String::as_str))),
    }
}

fn guesses(values: &mut Values, names: &[String], rows_max: u64) -> Result<Vec<Guess>, ReadError> {
    let mut guesses = vec![Guess::default(); names.len()];
    let mut rows = 0;
    loop {
        let found = values.row(|place, value| {
            // A value too many is told with the whole row.
            if let Some(guess) = guesses.get_mut(place.index) {
                guess.learn(utf8(value, place.line)?);
            }
            Ok(())
        })?;
        match found {
            None => return Ok(guesses),
            Some(count) if count != names.len() => {
                let what = format!("it has {count} values, and the first line has {} names", names.len());
                return Err(malformed(values.row_line(), what));
            }
            Some(_) if rows == rows_max => return Err(ReadError::TooLarge { limit: rows_max, what: "rows" }),
            Some(_) => rows += 1,
        }
    }
}

pub(super) fn utf8(value: &[u8], line: u64) -> Result<&str, ReadError> {
    std::str::from_utf8(value).map_err(|_| malformed(line, "the text is not UTF-8; save the file as UTF-8"))
}

fn column(name: &str, guess: Guessed) -> Column {
    let (value_type, base) = match guess {
        Guessed::Boolean => (ValueType::scalar(Datatype::Boolean), PgBase::Bool),
        Guessed::Int => (ValueType::scalar(Datatype::Int), PgBase::Int4),
        Guessed::Long => (ValueType::scalar(Datatype::Long), PgBase::Int8),
        Guessed::Double => (ValueType::scalar(Datatype::Double), PgBase::Float8),
        Guessed::Timestamp => {
            (ValueType { xtype: Some("timestamp".into()), ..ValueType::text() }, PgBase::Timestamp)
        }
        Guessed::Text { is_ascii: true } => (ValueType::text(), PgBase::Text),
        // So that no character is lost when the column is written back in a binary serialization.
        Guessed::Text { is_ascii: false } => {
            (ValueType { datatype: Datatype::UnicodeChar, ..ValueType::text() }, PgBase::Text)
        }
    };
    Column {
        field: Field::new(name, value_type),
        pg_name: name.to_owned(),
        pg_type: PgType::scalar(base),
        part: 0,
        indexed: false,
        principal: false,
        std: false,
        enumeration: None,
    }
}

struct CsvRows {
    values: Values,
    types: Vec<Guessed>,
    names: Vec<String>,
    /// Whether the last error was of one row.
    goes_on: bool,
    /// The error of a row whose predecessors are given away first.
    waiting: Option<ReadError>,
}

impl Rows for CsvRows {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError> {
        if let Some(error) = self.waiting.take() {
            self.goes_on = true;
            return Err(error);
        }
        self.goes_on = false;
        let mut rows = 0;
        let start = out.len();
        while out.len() - start < BATCH_BYTES {
            let row = out.len();
            begin_row(self.types.len(), out);
            let mut wrong = None;
            let found = self.values.row(|place, value| {
                let Some(to) = self.types.get(place.index) else { return Ok(()) };
                if write(*to, value, place.is_quoted, out).is_none() && wrong.is_none() {
                    wrong = Some(not_of_type(place.line, &self.names[place.index], *to, value));
                }
                Ok(())
            })?;
            match (found, wrong) {
                (None, _) => {
                    out.truncate(row);
                    break;
                }
                (Some(_), None) => rows += 1,
                (Some(_), Some(error)) => {
                    // A row that is wrong is an error of its own call, so that a caller can go on behind it.
                    out.truncate(row);
                    self.waiting = Some(error);
                    break;
                }
            }
        }
        match self.waiting.take() {
            Some(error) if rows == 0 => {
                self.goes_on = true;
                Err(error)
            }
            waiting => {
                self.waiting = waiting;
                Ok(rows)
            }
        }
    }

    fn goes_on(&self) -> bool {
        self.goes_on
    }
}

fn not_of_type(line: u64, name: &str, to: Guessed, value: &[u8]) -> ReadError {
    const SHOWN_MAX: usize = 40;
    let value = String::from_utf8_lossy(value);
    let shown: String = value.chars().take(SHOWN_MAX).collect();
    malformed(line, format!("column `{name}`: `{}` is no {}", shown.escape_debug(), to.name()))
}

/// Appends a value; `None` if it is not of the type, which happens where the type was given.
fn write(guessed: Guessed, value: &[u8], is_quoted: bool, out: &mut Vec<u8>) -> Option<()> {
    if let Guessed::Text { .. } = guessed {
        match value.is_empty() && !is_quoted {
            true => write_null(out),
            false => write_text(value, out)?,
        }
        return Some(());
    }
    let text = std::str::from_utf8(value).ok()?.trim();
    match guessed {
        _ if text.is_empty() => write_null(out),
        Guessed::Boolean if text.eq_ignore_ascii_case("true") => write_value(&[1], out),
        Guessed::Boolean if text.eq_ignore_ascii_case("false") => write_value(&[0], out),
        Guessed::Boolean => return None,
        Guessed::Int => write_value(&text.parse::<i32>().ok()?.to_be_bytes(), out),
        Guessed::Long => write_value(&text.parse::<i64>().ok()?.to_be_bytes(), out),
        Guessed::Double => write_value(&text.parse::<f64>().ok()?.to_be_bytes(), out),
        Guessed::Timestamp => write_value(&timestamp::parse(text.as_bytes())?.to_be_bytes(), out),
        Guessed::Text { .. } => {}
    }
    Some(())
}

/// Appends a text without the zero bytes, which PostgreSQL cannot hold.
pub(super) fn write_text(value: &[u8], out: &mut Vec<u8>) -> Option<()> {
    if !value.contains(&0) {
        write_value(value, out);
        return Some(());
    }
    let write = |out: &mut Vec<u8>| {
        out.extend(value.iter().filter(|&&byte| byte != 0));
        Ok::<(), ()>(())
    };
    write_with(out, write).ok()
}

pub(super) fn malformed(line: u64, what: impl Into<String>) -> ReadError {
    ReadError::Malformed { place: format!("line {line}"), what: what.into() }
}
