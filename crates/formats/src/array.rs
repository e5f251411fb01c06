//! Arrays in PostgreSQL's binary form.

use crate::Fault;
use crate::batch::take_value;

/// PostgreSQL's limit of dimensions (`MAXDIM`).
const DIMENSIONS_MAX: usize = 6;

/// The elements of an array in storage order; dimensions and lower bounds are dropped.
#[derive(Clone)]
pub(crate) struct Elements<'a> {
    count: usize,
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// Reads the head of an array; `oid` is the element type that it must have, if that is known.
    #[inline]
    pub fn read(value: &'a [u8], oid: Option<u32>) -> Result<Self, Fault> {
        let (dimensions, rest) = word(value)?;
        let (_has_nulls, rest) = word(rest)?;
        let (found, mut rest) = word(rest)?;
        match oid {
            Some(expected) if expected != found => return Err(Fault::ElementType { found, expected }),
            _ => {}
        }
        let dimensions = dimensions as usize;
        if dimensions > DIMENSIONS_MAX {
            return Err(Fault::Array);
        }
        let mut count = usize::from(dimensions > 0);
        for _ in 0..dimensions {
            let (length, tail) = word(rest)?;
            (_, rest) = word(tail)?;
            count = count.checked_mul(length as usize).ok_or(Fault::Array)?;
        }
        // Each element has at least its length in front, so that a false count is found before it costs memory.
        match count.checked_mul(4) {
            Some(least) if least <= rest.len() => Ok(Self { count, rest }),
            _ => Err(Fault::Array),
        }
    }

    /// The number of elements.
    #[inline]
    pub fn length(&self) -> usize {
        self.count
    }

    /// The elements as equal pieces, each a length and `W` bytes, if there can be no NULL among them. The caller still
    /// checks each length with [`Elements::element`].
    #[inline]
    pub fn plain<const W: usize>(&self) -> Option<std::slice::ChunksExact<'a, u8>> {
        let whole = self.count.checked_mul(4 + W) == Some(self.rest.len());
        whole.then(|| self.rest.chunks_exact(4 + W))
    }

    /// The `W` bytes of a piece of [`Elements::plain`].
    #[inline]
    pub fn element<const W: usize>(piece: &[u8]) -> Option<[u8; W]> {
        let (length, element) = piece.split_first_chunk::<4>()?;
        (u32::from_be_bytes(*length) as usize == W).then_some(element.try_into().ok()?)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<Option<&'a [u8]>, Fault>;

    /// The next element, NULL as `None`; bytes behind the last one are an error.
    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.count == 0 {
            return (!std::mem::take(&mut self.rest).is_empty()).then_some(Err(Fault::Array));
        }
        self.count -= 1;
        Some(take_value(&mut self.rest, Fault::Array))
    }
}

#[inline]
fn word(bytes: &[u8]) -> Result<(u32, &[u8]), Fault> {
    let (word, rest) = bytes.split_first_chunk::<4>().ok_or(Fault::Array)?;
    Ok((u32::from_be_bytes(*word), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INT2: u32 = 21;

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    /// `{7,NULL}::int2[]`
    fn seven_and_null() -> Vec<u8> {
        let mut value = words(&[1, 1, INT2, 2, 1, 2]);
        value.extend([0, 7, 0xff, 0xff, 0xff, 0xff]);
        value
    }

    #[test]
    fn elements_come_in_storage_order_with_nulls() {
        let value = seven_and_null();
        let elements = Elements::read(&value, Some(INT2)).unwrap();
        assert_eq!(elements.length(), 2);
        assert!(elements.plain::<2>().is_none());
        let values: Vec<_> = elements.collect::<Result<_, _>>().unwrap();
        assert_eq!(values, [Some([0, 7].as_slice()), None]);
    }

    #[test]
    fn two_dimensions_are_one_row_of_elements() {
        let value = words(&[2, 0, 23, 2, 1, 1, 1, 4, 10, 4, 20]);
        let elements = Elements::read(&value, Some(23)).unwrap();
        let pieces = elements.plain::<4>().unwrap();
        let values: Vec<_> = pieces.map(Elements::element::<4>).collect();
        assert_eq!(values, [Some([0, 0, 0, 10]), Some([0, 0, 0, 20])]);
    }

    #[test]
    fn an_empty_array_has_no_dimension() {
        let value = words(&[0, 0, INT2]);
        let mut elements = Elements::read(&value, Some(INT2)).unwrap();
        assert_eq!((elements.length(), elements.next()), (0, None));
    }

    #[test]
    fn another_element_type_is_found() {
        let fault = Elements::read(&seven_and_null(), Some(23)).err().unwrap();
        let expected = "the array has elements of the type with the oid 21 where the column has 23";
        assert_eq!(fault.to_string(), expected);
    }

    #[test]
    fn a_false_count_is_found_at_once() {
        for head in [[1, 0, INT2, u32::MAX, 1], [1, 0, INT2, 3, 1], [7, 0, INT2, 1, 1]] {
            let fault = Elements::read(&words(&head), None).err().unwrap();
            assert_eq!(fault.to_string(), "the array is not in the binary form of its type");
        }
        assert!(Elements::read(&words(&[3, 0, INT2, u32::MAX, 1, u32::MAX, 1, u32::MAX, 1]), None).is_err());
    }

    #[test]
    fn cuts_and_bytes_behind_the_last_element_are_found() {
        let value = seven_and_null();
        for length in 0..value.len() {
            let read =
                Elements::read(&value[..length], None).and_then(|mut all| all.try_for_each(|e| e.map(drop)));
            assert_eq!(read, Err(Fault::Array), "cut at {length}");
        }
        let longer = [value.as_slice(), &[0]].concat();
        assert!(Elements::read(&longer, None).unwrap().any(|element| element == Err(Fault::Array)));
    }

    #[test]
    fn a_false_length_among_plain_elements_is_found() {
        assert_eq!(Elements::element::<2>(&[0, 0, 0, 3, 1, 2]), None);
        assert_eq!(Elements::element::<2>(&[0, 0, 0, 2, 1, 2]), Some([1, 2]));
    }
}
