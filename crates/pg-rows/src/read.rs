//! Rows in PostgreSQL's binary form, taken apart: `[i16 columns][(i32 length, or -1 for NULL) bytes]*`.

/// The number of rows in a batch; `None` where it is not whole rows.
pub fn count(mut batch: &[u8]) -> Option<u64> {
    let mut rows = 0;
    while !batch.is_empty() {
        batch = &batch[length(batch)?..];
        rows += 1;
    }
    Some(rows)
}

/// The bytes that the first row takes; `None` where it breaks off.
pub fn length(rows: &[u8]) -> Option<usize> {
    let mut fields = Fields::of(rows)?;
    for _ in 0..fields.count {
        fields.next()?;
    }
    Some(rows.len() - fields.rest.len())
}

/// Takes the first of these rows off, and gives its values, NULL as `None`; `None` where it breaks off or has another
/// number of values. Rows never span the batches of a stream.
pub fn take<'r, const N: usize>(rows: &mut &'r [u8]) -> Option<[Option<&'r [u8]>; N]> {
    let mut fields = Fields::of(rows).filter(|fields| fields.count == N)?;
    let mut values = [None; N];
    for value in &mut values {
        if let Field::Value(bytes) = fields.next()? {
            *value = Some(bytes);
        }
    }
    *rows = fields.rest;
    Some(values)
}

/// The values of a row, one after the other.
pub struct Fields<'r> {
    /// How many there are in all.
    pub count: usize,
    rest: &'r [u8],
}

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'r> {
    /// NULL.
    Null,
    /// Its bytes.
    Value(&'r [u8]),
}

impl<'r> Fields<'r> {
    /// Those of the first row.
    pub fn of(rows: &'r [u8]) -> Option<Self> {
        let (columns, rest) = rows.split_first_chunk()?;
        Some(Self { count: usize::from(u16::from_be_bytes(*columns)), rest })
    }

    /// The next one; `None` where the row breaks off. Not to be called more often than [`Self::count`].
    #[expect(clippy::should_implement_trait, reason = "`None` is a broken row here, not the end")]
    pub fn next(&mut self) -> Option<Field<'r>> {
        let (length, rest) = self.rest.split_first_chunk()?;
        let length = i32::from_be_bytes(*length);
        if length == -1 {
            self.rest = rest;
            return Some(Field::Null);
        }
        let (value, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.rest = rest;
        Some(Field::Value(value))
    }

    /// What follows the values that were taken: after the last one of a row, the next row.
    pub fn rest(&self) -> &'r [u8] {
        self.rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: [u8; 12] = [0, 2, 255, 255, 255, 255, 0, 0, 0, 2, 7, 8];

    #[test]
    fn rows_are_counted() {
        assert_eq!(count(&[]), Some(0));
        assert_eq!(count(&[ROW, ROW, ROW].concat()), Some(3));
    }

    #[test]
    fn nulls_are_told_from_values() {
        let mut fields = Fields::of(&ROW).unwrap();
        assert_eq!(fields.count, 2);
        assert_eq!(fields.next(), Some(Field::Null));
        assert_eq!(fields.rest(), &ROW[6..]);
        assert_eq!(fields.next(), Some(Field::Value(&[7, 8])));
        assert_eq!(fields.rest(), &[]);
    }

    #[test]
    fn rows_are_taken_one_by_one() {
        let two = [ROW, ROW].concat();
        let mut rest = two.as_slice();
        assert_eq!(take(&mut rest), Some([None, Some([7, 8].as_slice())]));
        assert_eq!(rest, ROW);
        assert_eq!(take::<3>(&mut rest), None);
        assert_eq!(take::<2>(&mut &ROW[..11]), None);
    }

    #[test]
    fn broken_rows_are_noticed() {
        for broken in [&ROW[..11], &ROW[..5], &ROW[..1], &[0, 1, 255, 255, 255, 254], &[0, 1]] {
            assert_eq!(count(broken), None, "{broken:?}");
        }
    }
}
