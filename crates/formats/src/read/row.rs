//! Rows in PostgreSQL's binary form, appended value by value.

use catalogue::PgBase;

/// Appends the head of a row; as many values must follow.
#[inline]
pub(super) fn begin_row(columns: usize, out: &mut Vec<u8>) {
    // Readers refuse more than 1600 columns before the first row.
    out.extend_from_slice(&(columns as u16).to_be_bytes());
}

/// Appends NULL.
#[inline]
pub(super) fn write_null(out: &mut Vec<u8>) {
    out.extend_from_slice(&[0xff; 4]);
}

/// Appends a value.
#[inline]
pub(super) fn write_value(value: &[u8], out: &mut Vec<u8>) {
    // Readers refuse a value that is larger than `Limits::cell_bytes_max`.
    out.extend_from_slice(&(value.len() as u32).to_be_bytes());
    out.extend_from_slice(value);
}

/// Lets `write` append the bytes of a value whose length is not known before.
#[inline]
pub(super) fn write_with<E>(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out)?;
    let length = out.len() - start - 4;
    patch(out, start, length);
    Ok(())
}

/// An array of one dimension under way: [`ArrayValue::begin`], its elements, [`ArrayValue::end`].
pub(super) struct ArrayValue {
    start: usize,
    count: usize,
    has_nulls: bool,
}

impl ArrayValue {
    /// Appends the head of an array of `base`.
    #[inline]
    pub fn begin(base: PgBase, out: &mut Vec<u8>) -> Self {
        let start = out.len();
        out.extend_from_slice(&[0; 12]);
        out.extend_from_slice(&base.oid().to_be_bytes());
        out.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 1]);
        Self { start, count: 0, has_nulls: false }
    }

    /// Appends an element.
    #[inline]
    pub fn element(&mut self, element: &[u8], out: &mut Vec<u8>) {
        self.count += 1;
        write_value(element, out);
    }

    /// Appends a NULL among the elements.
    #[inline]
    pub fn null(&mut self, out: &mut Vec<u8>) {
        self.count += 1;
        self.has_nulls = true;
        write_null(out);
    }

    /// The number of elements so far.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Writes into the head what is known now. An array without elements has no dimension.
    #[inline]
    pub fn end(self, out: &mut Vec<u8>) {
        let Self { start, count, has_nulls } = self;
        if count == 0 {
            out.truncate(start + 16);
        } else {
            patch(out, start + 4, 1);
            patch(out, start + 8, has_nulls.into());
            patch(out, start + 16, count);
        }
        let length = out.len() - start - 4;
        patch(out, start, length);
    }
}

#[inline]
fn patch(out: &mut [u8], place: usize, word: usize) {
    if let Some(bytes) = out.get_mut(place..place + 4) {
        bytes.copy_from_slice(&(word as u32).to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::array::Elements;
    use crate::batch::Batch;

    #[test]
    fn values_are_read_back() {
        let mut out = Vec::new();
        begin_row(3, &mut out);
        write_value(b"ab", &mut out);
        write_null(&mut out);
        write_with(&mut out, |out| {
            out.extend_from_slice(b"cde");
            Ok::<(), ()>(())
        })
        .unwrap();
        let mut batch = Batch::new(&out);
        batch.open_row(3).unwrap();
        assert_eq!(batch.value(), Ok(Some(b"ab".as_slice())));
        assert_eq!(batch.value(), Ok(None));
        assert_eq!(batch.value(), Ok(Some(b"cde".as_slice())));
        assert!(batch.is_empty());
    }

    #[test]
    fn arrays_are_read_back() {
        for elements in [&[][..], &[Some(7_i16)], &[Some(1), None, Some(-3)]] {
            let mut out = b"before".to_vec();
            let mut array = ArrayValue::begin(PgBase::Int2, &mut out);
            for element in elements {
                match element {
                    Some(element) => array.element(&element.to_be_bytes(), &mut out),
                    None => array.null(&mut out),
                }
            }
            assert_eq!(array.count(), elements.len());
            array.end(&mut out);
            let mut rest = &out[6..];
            let value = crate::batch::take_value(&mut rest, crate::Fault::Truncated).unwrap().unwrap();
            let read: Result<Vec<_>, _> = Elements::read(value, Some(21)).unwrap().collect();
            let expected: Vec<Option<[u8; 2]>> =
                elements.iter().map(|element| element.map(i16::to_be_bytes)).collect();
            let expected: Vec<Option<&[u8]>> =
                expected.iter().map(|bytes| bytes.as_ref().map(<[u8; 2]>::as_slice)).collect();
            assert_eq!((read, rest), (Ok(expected), [].as_slice()));
        }
    }
}
