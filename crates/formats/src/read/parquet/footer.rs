//! The shape of a file's schema, looked at before the library builds it by recursion.

use ::parquet::file::reader::Length;

use super::damaged;
use super::file::File;
use super::thrift::{I32, LIST, Thrift};
use crate::read::{Limits, ReadError};

/// The largest footer; in memory it takes about twenty times as much.
const FOOTER_BYTES_MAX: u64 = 8 << 20;
/// A list has three levels.
const DEPTH_MAX: usize = 8;
const TAIL_BYTES: usize = 8;

/// Checks the size of the footer, and the number and depth of the elements of the schema.
pub(super) fn check(file: &File, limits: &Limits) -> Result<(), ReadError> {
    let tail_start = file.len().checked_sub(TAIL_BYTES as u64).ok_or_else(cut)?;
    let tail = file.bytes(tail_start, TAIL_BYTES).map_err(ReadError::from_io)?;
    let length = match tail.as_slice() {
        [a, b, c, d, b'P', b'A', b'R', b'1'] => u64::from(u32::from_le_bytes([*a, *b, *c, *d])),
        [.., b'P', b'A', b'R', b'E'] => return Err(damaged("it is encrypted, which is not read here")),
        _ => return Err(cut()),
    };
    if length > FOOTER_BYTES_MAX {
        return Err(ReadError::TooLarge { limit: FOOTER_BYTES_MAX, what: "bytes in the footer of Parquet" });
    }
    let start = tail_start.checked_sub(length).ok_or_else(cut)?;
    let footer = file.bytes(start, length as usize).map_err(ReadError::from_io)?;
    let children = children(&footer).ok_or_else(|| damaged("its footer is damaged"))?;
    // Each column is an element, and each list two more.
    if children.len() > limits.columns_max.saturating_mul(3) + 1 {
        return Err(ReadError::TooLarge { limit: limits.columns_max as u64, what: "columns" });
    }
    check_depth(&children)
}

fn cut() -> ReadError {
    damaged("its end is missing")
}

/// The number of children of each element of the schema, in order (FileMetaData.schema, SchemaElement.num_children).
fn children(footer: &[u8]) -> Option<Vec<i64>> {
    const SCHEMA: i16 = 2;
    let (mut thrift, mut last) = (Thrift::new(footer), 0);
    while let Some(field) = thrift.field(last)? {
        if field.id == SCHEMA && field.kind == LIST {
            let (count, _) = thrift.list()?;
            return (0..count).map(|_| children_of_element(&mut thrift)).collect();
        }
        thrift.skip(field.kind)?;
        last = field.id;
    }
    None
}

fn children_of_element(thrift: &mut Thrift<'_>) -> Option<i64> {
    const NUM_CHILDREN: i16 = 5;
    let (mut children, mut last) = (0, 0);
    while let Some(field) = thrift.field(last)? {
        match (field.id, field.kind) {
            (NUM_CHILDREN, I32) => children = thrift.signed()?,
            (_, kind) => thrift.skip(kind)?,
        }
        last = field.id;
    }
    Some(children)
}

fn check_depth(children: &[i64]) -> Result<(), ReadError> {
    // For each group that is open, the children that are still to come.
    let mut open: Vec<usize> = Vec::new();
    for (place, count) in children.iter().enumerate() {
        let count = usize::try_from(*count).ok().filter(|count| *count < children.len());
        let count = count.ok_or_else(|| damaged("its schema is damaged"))?;
        while open.last() == Some(&0) {
            open.pop();
        }
        match open.last_mut() {
            Some(left) => *left -= 1,
            None if place > 0 => return Err(damaged("its schema is damaged")),
            None => {}
        }
        open.push(count);
        if open.len() > DEPTH_MAX {
            return Err(damaged(
                "its columns are nested too deeply; only flat columns and lists are read here",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_schema_and_lists_pass() {
        assert_eq!(check_depth(&[2, 0, 1, 1, 0]), Ok(()));
    }

    #[test]
    fn deep_and_false_schemas_are_refused() {
        let deep = check_depth(&[1; 100]).unwrap_err().to_string();
        let expected = "the Parquet file: its columns are nested too deeply; only flat columns and lists are read here; \
                        write the file again";
        assert_eq!(deep, expected);
        for false_counts in [&[1, 0, 0][..], &[-1], &[i64::from(i32::MAX)]] {
            let expected = "the Parquet file: its schema is damaged; write the file again";
            assert_eq!(check_depth(false_counts).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn a_footer_that_is_none_is_found() {
        for footer in [&[][..], &[0x29, 0xfc], &[0x15, 0x02, 0x00], &[0xff; 40]] {
            assert_eq!(children(footer), None);
        }
    }
}
