//! A batch of rows in PostgreSQL's binary form, read value by value.

use crate::Fault;

/// Rows that follow each other without a header: `[i16 columns][i32 length, or -1 for NULL; bytes]*`, big-endian.
pub(crate) struct Batch<'a> {
    rest: &'a [u8],
}

impl<'a> Batch<'a> {
    /// The rows of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether all rows are read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Opens the next row, which must have `expected` values.
    #[inline]
    pub fn open_row(&mut self, expected: usize) -> Result<(), Fault> {
        let (head, rest) = self.rest.split_first_chunk::<2>().ok_or(Fault::Truncated)?;
        self.rest = rest;
        match i16::from_be_bytes(*head) {
            found if usize::try_from(found) == Ok(expected) => Ok(()),
            found => Err(Fault::ColumnCount { found, expected }),
        }
    }

    /// The next value of the row; `None` is NULL.
    #[inline]
    pub fn value(&mut self) -> Result<Option<&'a [u8]>, Fault> {
        take_value(&mut self.rest, Fault::Truncated)
    }
}

/// Takes a value with its length in front off `rest`; `fault` is the error if it is not whole.
#[inline]
pub(crate) fn take_value<'a>(rest: &mut &'a [u8], fault: Fault) -> Result<Option<&'a [u8]>, Fault> {
    let (head, tail) = rest.split_first_chunk::<4>().ok_or(fault)?;
    let length = i32::from_be_bytes(*head);
    if length == -1 {
        *rest = tail;
        return Ok(None);
    }
    let length = usize::try_from(length).map_err(|_| Fault::NegativeLength)?;
    let (value, tail) = tail.split_at_checked(length).ok_or(fault)?;
    *rest = tail;
    Ok(Some(value))
}

/// A value of exactly `W` bytes.
#[inline]
pub(crate) fn fixed<const W: usize>(value: &[u8]) -> Result<[u8; W], Fault> {
    value.try_into().map_err(|_| Fault::Width { found: value.len(), expected: W })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_VALUES: &[u8] = &[0, 2, 0, 0, 0, 1, 7, 0xff, 0xff, 0xff, 0xff];

    #[test]
    fn values_and_nulls_are_read_in_order() {
        let mut batch = Batch::new(TWO_VALUES);
        assert_eq!(batch.open_row(2), Ok(()));
        assert_eq!(batch.value(), Ok(Some([7].as_slice())));
        assert_eq!(batch.value(), Ok(None));
        assert!(batch.is_empty());
    }

    #[test]
    fn every_cut_is_found() {
        for length in 0..TWO_VALUES.len() {
            let mut batch = Batch::new(&TWO_VALUES[..length]);
            let result = batch.open_row(2).and_then(|()| batch.value()).and_then(|_| batch.value());
            assert_eq!(result, Err(Fault::Truncated), "cut at {length}");
        }
    }

    #[test]
    fn another_number_of_values_is_found() {
        let fault = Batch::new(TWO_VALUES).open_row(3).unwrap_err();
        assert_eq!(fault.to_string(), "it has 2 values where the answer has 3 columns");
        let fault = Batch::new(&[0xff, 0xff]).open_row(3).unwrap_err();
        assert_eq!(fault.to_string(), "it has -1 values where the answer has 3 columns");
    }

    #[test]
    fn a_negative_length_is_found() {
        let fault = Batch::new(&[0xff, 0xff, 0xff, 0xfe]).value().unwrap_err();
        assert_eq!(fault.to_string(), "a value has a negative length");
    }

    #[test]
    fn a_value_of_another_width_is_found() {
        assert_eq!(fixed::<2>(&[1, 2]), Ok([1, 2]));
        let fault = fixed::<4>(&[1, 2]).unwrap_err();
        assert_eq!(fault.to_string(), "the value has 2 bytes where its type has 4");
    }
}
