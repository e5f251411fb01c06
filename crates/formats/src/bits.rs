//! Booleans in columns that VOTable declares as bit (VOTable 1.4 §2.1 and §6).

use crate::Fault;
use crate::array::Elements;
use crate::batch::fixed;
use crate::binary_cell::BOOLEAN_OID;
use crate::column::{Content, Length};

/// Appends a value as `0` and `1`, without blanks between them. A null among them is 0: bits have none.
pub(crate) fn write_digits(content: &Content, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    each(content, value, |_, bit| out.push(b'0' + bit)).map(drop)
}

/// Appends a value packed from the highest bit of its first byte on, with a count in front where it varies.
pub(crate) fn write_packed(content: &Content, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    let start = out.len();
    let is_variable = matches!(content, Content::BooleanArray(Length::Variable { .. }));
    if is_variable {
        out.extend_from_slice(&[0; 4]);
    }
    let count = each(content, value, |place, bit| match out.last_mut() {
        Some(byte) if place % 8 != 0 => *byte |= bit << (7 - place % 8),
        _ => out.push(bit << 7),
    })?;
    if is_variable {
        let count = i32::try_from(count).map_err(|_| Fault::TooLong)?;
        out[start..start + 4].copy_from_slice(&count.to_be_bytes());
    }
    Ok(())
}

/// Gives the place and the bit of each boolean to `take`, and returns their number.
fn each(content: &Content, value: &[u8], mut take: impl FnMut(usize, u8)) -> Result<usize, Fault> {
    let Content::BooleanArray(length) = content else {
        take(0, (fixed::<1>(value)? != [0]).into());
        return Ok(1);
    };
    let elements = Elements::read(value, Some(BOOLEAN_OID))?;
    let count = elements.length();
    length.check(count)?;
    for (place, element) in elements.enumerate() {
        let bit = element?.map_or(Ok([0]), fixed::<1>)?;
        take(place, (bit != [0]).into());
    }
    Ok(count)
}
