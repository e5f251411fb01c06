//! Rows and names as PostgreSQL has them.

use pg_rows::{Field, Fields};

/// The place of a row in the table: its HEALPix cell, or behind all cells.
pub(crate) type Key = i64;

/// The key of rows without a position.
pub(crate) const NOWHERE: Key = Key::MAX;

/// The name between double quotes, which any name may have.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Appends a row with one more value: its HEALPix cell, NULL for [`NOWHERE`].
pub(crate) fn append_with_cell(row: &[u8], cell: Key, out: &mut Vec<u8>) {
    let Some((count, values)) = row.split_first_chunk() else { return };
    out.extend_from_slice(&(u16::from_be_bytes(*count) + 1).to_be_bytes());
    out.extend_from_slice(values);
    if cell == NOWHERE {
        out.extend_from_slice(&(-1_i32).to_be_bytes());
    } else {
        out.extend_from_slice(&8_i32.to_be_bytes());
        out.extend_from_slice(&cell.to_be_bytes());
    }
}

/// The length of the first row and its key, which is its last value; `None` where it breaks off.
pub(crate) fn length_and_key(rows: &[u8]) -> Option<(usize, Key)> {
    let mut fields = Fields::of(rows)?;
    let mut last = Field::Null;
    let mut length = 2;
    for _ in 0..fields.count {
        last = fields.next()?;
        length += 4 + match last {
            Field::Null => 0,
            Field::Value(value) => value.len(),
        };
    }
    match last {
        Field::Value(value) => value.try_into().ok().map(|cell| (length, Key::from_be_bytes(cell))),
        Field::Null => Some((length, NOWHERE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_is_the_last_value_and_is_read_back() {
        let row = [0, 1, 0, 0, 0, 2, 7, 8];
        for cell in [0, 5, 0xffff_ffff, NOWHERE - 1, NOWHERE] {
            let mut rows = Vec::new();
            append_with_cell(&row, cell, &mut rows);
            let length = rows.len();
            append_with_cell(&row, 1, &mut rows);
            assert_eq!(length_and_key(&rows), Some((length, cell)));
            assert_eq!(length_and_key(&rows[..length - 1]), None);
        }
    }

    #[test]
    fn quotes_in_names_are_doubled() {
        assert_eq!(quoted("a\"; DROP TABLE b"), "\"a\"\"; DROP TABLE b\"");
    }
}
