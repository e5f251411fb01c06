//! Tables in ECSV 1.0 (Astropy Proposal for Enhancement 6): a header of YAML in comments, then separated values.
//!
//! An empty value is NULL, also in a column of texts. Arrays of numbers are JSON in one value; other JSON stays text.

mod cell;
mod header;

use std::io::{BufRead, BufReader, Read};

use catalogue::{Column, Field};

use super::csv::values::Values;
use super::csv::{BATCH_BYTES, malformed, utf8};
use super::row::begin_row;
use super::{Limits, ReadError, Rows, Source, TableReader, names};
use cell::Cell;
use header::Header;

/// The longest header; one line for each column is far less.
const HEADER_BYTES_MAX: u64 = 8 << 20;

/// Reads the header; values are read with the rows.
pub(crate) fn open(source: Box<dyn Source>, limits: &Limits) -> Result<TableReader, ReadError> {
    let mut source = BufReader::new(source);
    let (text, lines) = comments(&mut source)?;
    let header = Header::parse(&text)?;
    if header.columns.len() > limits.columns_max {
        return Err(ReadError::TooLarge { limit: limits.columns_max as u64, what: "columns" });
    }
    // Two characters stand before each line of the header: `# `.
    let bytes = text.len() as u64 + 2 * lines;
    let mut values = Values::new(source.into_inner(), header.delimiter, limits.cell_bytes_max);
    values.go_to(bytes, lines + 1)?;
    first_line(&mut values, &header)?;
    let names = names::column_names(header.columns.iter().map(|column| column.name.as_str()));
    let cells: Vec<Cell> = header.columns.iter().map(Cell::of).collect::<Result<_, _>>()?;
    let columns = header.columns.iter().zip(&cells).zip(names);
    let columns = columns.map(|((declared, cell), name)| Column {
        field: Field {
            unit: declared.unit.clone(),
            description: declared.description.clone(),
            ..Field::new(name.clone(), cell.value_type.clone())
        },
        pg_name: name,
        pg_type: cell.pg_type,
        part: 0,
        indexed: false,
        principal: false,
        std: false,
        enumeration: None,
    });
    let rows_max = limits.rows_max;
    Ok(TableReader {
        columns: columns.collect(),
        description: None,
        rows: Box::new(EcsvRows { values, cells, read: 0, rows_max }),
    })
}

/// The lines that begin with `# `, without that, and their number.
fn comments(source: &mut BufReader<Box<dyn Source>>) -> Result<(String, u64), ReadError> {
    let mut text = String::new();
    let mut lines = 0;
    let mut limited = source.take(HEADER_BYTES_MAX);
    loop {
        if limited.fill_buf().map_err(ReadError::from_io)?.first() != Some(&b'#') {
            if limited.limit() == 0 {
                return Err(ReadError::TooLarge { limit: HEADER_BYTES_MAX, what: "bytes of the header" });
            }
            return Ok((text, lines));
        }
        let mut line = Vec::new();
        limited.read_until(b'\n', &mut line).map_err(ReadError::from_io)?;
        lines += 1;
        let rest = utf8(&line, lines)?.strip_prefix("# ");
        text.push_str(rest.ok_or_else(|| malformed(lines, "a line of the header begins with `# `"))?);
    }
}

/// The names above the values, which must be those of the header.
fn first_line(values: &mut Values, header: &Header) -> Result<(), ReadError> {
    let count = values.row(|place, name| {
        let known = header.columns.get(place.index).map(|column| column.name.as_str());
        match known == Some(utf8(name, place.line)?) {
            true => Ok(()),
            false => Err(malformed(place.line, "the names of the columns are not those of the header")),
        }
    })?;
    match count {
        Some(count) if count == header.columns.len() => Ok(()),
        _ => Err(malformed(values.row_line(), "the names of the columns are not those of the header")),
    }
}

struct EcsvRows {
    values: Values,
    cells: Vec<Cell>,
    read: u64,
    rows_max: u64,
}

impl Rows for EcsvRows {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError> {
        let mut rows = 0;
        let start = out.len();
        while out.len() - start < BATCH_BYTES {
            let row = out.len();
            begin_row(self.cells.len(), out);
            let found = self.values.row(|place, value| match self.cells.get(place.index) {
                Some(cell) => cell.write(utf8(value, place.line)?, place.line, out),
                None => Ok(()),
            })?;
            match found {
                None => {
                    out.truncate(row);
                    break;
                }
                Some(count) if count != self.cells.len() => {
                    let what =
                        format!("it has {count} values, and the header has {} columns", self.cells.len());
                    return Err(malformed(self.values.row_line(), what));
                }
                Some(_) if self.read == self.rows_max => {
                    return Err(ReadError::TooLarge { limit: self.rows_max, what: "rows" });
                }
                Some(_) => (rows, self.read) = (rows + 1, self.read + 1),
            }
        }
        Ok(rows)
    }
}
