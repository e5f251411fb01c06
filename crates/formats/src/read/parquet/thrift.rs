//! The little of Thrift's compact protocol that it takes to look at a file before the library does.

/// How deep structures may nest in what is skipped.
const DEPTH_MAX: u32 = 16;

/// The types of fields (Thrift compact protocol, "struct encoding").
pub(super) const I32: u8 = 5;
pub(super) const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
pub(super) const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
pub(super) const STRUCT: u8 = 12;

/// A reader of encoded bytes; `None` is their end, or that they are no such encoding.
#[derive(Clone, Copy)]
pub(super) struct Thrift<'a> {
    rest: &'a [u8],
}

/// A field whose value follows.
pub(super) struct Field {
    /// Its number.
    pub id: i16,
    /// The type of its value.
    pub kind: u8,
}

impl<'a> Thrift<'a> {
    /// The values in `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The bytes that are left.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// The head of the next field of a structure, after the one with the number `last`; `Some(None)` is its end.
    pub fn field(&mut self, last: i16) -> Option<Option<Field>> {
        let head = self.byte()?;
        let kind = head & 0x0f;
        if head == 0 {
            return Some(None);
        }
        let id = match head >> 4 {
            0 => i16::try_from(self.signed()?).ok()?,
            step => last.checked_add(step.into())?,
        };
        Some(Some(Field { id, kind }))
    }

    /// A signed number.
    pub fn signed(&mut self) -> Option<i64> {
        let raw = self.unsigned()?;
        Some((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }

    /// The head of a list: the number of its elements, each of which takes at least a byte, and their type.
    pub fn list(&mut self) -> Option<(usize, u8)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => usize::try_from(self.unsigned()?).ok()?,
            count => count.into(),
        };
        (count <= self.left()).then_some((count, head & 0x0f))
    }

    /// Skips a value.
    pub fn skip(&mut self, kind: u8) -> Option<()> {
        self.skip_to(kind, DEPTH_MAX)
    }

    fn skip_to(&mut self, kind: u8, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            // A boolean field has its value in the type.
            1 | FALSE => Some(()),
            BYTE => self.take(1),
            I16 | I32 | I64 => self.unsigned().map(drop),
            DOUBLE => self.take(8),
            BINARY => {
                let length = usize::try_from(self.unsigned()?).ok()?;
                self.take(length)
            }
            LIST | SET => {
                let (count, kind) = self.list()?;
                (0..count).try_for_each(|_| self.skip_element(kind, depth))
            }
            MAP => self.skip_map(depth),
            STRUCT => {
                let mut last = 0;
                while let Some(field) = self.field(last)? {
                    self.skip_to(field.kind, depth)?;
                    last = field.id;
                }
                Some(())
            }
            _ => None,
        }
    }

    fn skip_map(&mut self, depth: u32) -> Option<()> {
        let count = usize::try_from(self.unsigned()?).ok()?;
        if count == 0 {
            return Some(());
        }
        let kinds = self.byte()?;
        if count > self.left() {
            return None;
        }
        (0..count).try_for_each(|_| {
            self.skip_element(kinds >> 4, depth)?;
            self.skip_element(kinds & 0x0f, depth)
        })
    }

    /// Among elements a boolean takes a byte.
    fn skip_element(&mut self, kind: u8, depth: u32) -> Option<()> {
        match kind {
            1 | FALSE => self.take(1),
            kind => self.skip_to(kind, depth),
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn take(&mut self, count: usize) -> Option<()> {
        self.rest = self.rest.get(count..)?;
        Some(())
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_fields_are_read() {
        let mut thrift = Thrift::new(&[0x15, 0x03, 0x25, 0xac, 0x04, 0x00]);
        let first = thrift.field(0).unwrap().unwrap();
        assert_eq!((first.id, first.kind, thrift.signed()), (1, I32, Some(-2)));
        let second = thrift.field(1).unwrap().unwrap();
        assert_eq!((second.id, second.kind, thrift.signed()), (3, I32, Some(278)));
        assert!(thrift.field(3).unwrap().is_none());
    }

    #[test]
    fn false_lengths_and_deep_nesting_are_found() {
        assert_eq!(Thrift::new(&[0xff, 0xff, 0xff, 0xff, 0x0f]).skip(BINARY), None);
        assert_eq!(Thrift::new(&[0xfc, 0xff, 0xff, 0xff, 0x0f]).list(), None);
        assert_eq!(Thrift::new(&[0x1c; 100]).skip(STRUCT), None);
        assert_eq!(Thrift::new(&[0x80; 20]).signed(), None);
    }

    #[test]
    fn every_kind_of_value_is_skipped() {
        let list = [0x25, 2, 4];
        let map = [1, 0x85, 1, b'a', 2];
        for (kind, bytes) in
            [(LIST, list.as_slice()), (MAP, &map), (BINARY, &[1, 7]), (DOUBLE, &[0; 8]), (2, &[])]
        {
            let mut thrift = Thrift::new(bytes);
            assert_eq!((thrift.skip(kind), thrift.left()), (Some(()), 0), "kind {kind}");
        }
    }
}
