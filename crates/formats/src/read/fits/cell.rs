//! Cells of a binary table to values in PostgreSQL's binary form.

use catalogue::PgBase;
use fits_header::Element;

use crate::read::row::{ArrayValue, write_null, write_value, write_with};
use crate::read::timestamp;

/// How the elements of a column become values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Way {
    /// Truth values.
    Logical,
    /// Bits, the highest of a byte first.
    Bits,
    /// Bytes as they are.
    Bytes,
    /// Text.
    Text,
    /// Texts of equal width, one behind the other.
    Texts,
    /// Dates and times as text.
    Instant,
    /// Integers, to which so much is added; the null marker is compared before.
    Integers { add: i128, null: Option<i64> },
    /// Floats; NaN alone is null, NaN among others is a value.
    Floats,
    /// Numbers that are scaled to doubles.
    Scaled { scale: f64, zero: f64, null: Option<i64> },
}

/// What a cell becomes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// The elements.
    pub element: Element,
    /// Their way.
    pub way: Way,
    /// The type in PostgreSQL, of the value or of its elements.
    pub base: PgBase,
    /// Whether values are arrays.
    pub is_array: bool,
}

/// A value that has no place in its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misfit(pub String);

impl Cell {
    /// Bytes of a value of so many elements in PostgreSQL's form, at most.
    pub fn value_bytes(&self, count: u64) -> u64 {
        let per_element = match self.way {
            Way::Bytes => 1,
            // Bytes that are no UTF-8 become two.
            Way::Text | Way::Texts | Way::Instant => 2,
            // Each number has its length in front, and a complex one is two.
            _ if matches!(self.element, Element::Complex | Element::DoubleComplex) => 24,
            _ => 12,
        };
        count.saturating_mul(per_element).saturating_add(24)
    }

    /// Appends the value of a cell of `count` elements.
    pub fn write(&self, cell: &[u8], count: u64, out: &mut Vec<u8>) -> Result<(), Misfit> {
        match self.way {
            _ if cell.is_empty() => write_null(out),
            Way::Text | Way::Texts | Way::Instant => self.write_text(cell, out)?,
            Way::Bytes => write_value(cell, out),
            Way::Bits => self.write_bits(cell, count, out),
            Way::Logical => self.write_all(cell, 1, out, |byte, place| Ok(truth(byte, place)))?,
            Way::Floats | Way::Integers { .. } | Way::Scaled { .. } => {
                let bytes = match self.element {
                    Element::Byte => 1,
                    Element::Short => 2,
                    Element::Int | Element::Float | Element::Complex => 4,
                    _ => 8,
                };
                self.write_all(cell, bytes, out, |number, place| self.number(number, place))?;
            }
        }
        Ok(())
    }

    /// Appends a value, or an array of all, made of pieces of `bytes` bytes.
    fn write_all(
        &self,
        cell: &[u8],
        bytes: usize,
        out: &mut Vec<u8>,
        read: impl Fn(&[u8], &mut [u8; 8]) -> Result<usize, Misfit>,
    ) -> Result<(), Misfit> {
        let mut place = [0; 8];
        if !self.is_array {
            match read(cell, &mut place)? {
                0 => write_null(out),
                length => write_value(place.get(..length).unwrap_or_default(), out),
            }
            return Ok(());
        }
        let mut array = ArrayValue::begin(self.base, out);
        for piece in cell.chunks_exact(bytes) {
            match read(piece, &mut place)? {
                0 => array.null(out),
                length => array.element(place.get(..length).unwrap_or_default(), out),
            }
        }
        array.end(out);
        Ok(())
    }

    fn write_bits(&self, cell: &[u8], count: u64, out: &mut Vec<u8>) {
        let bits = cell.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
        let mut bits = bits.take(usize::try_from(count).unwrap_or(usize::MAX));
        if self.is_array {
            let mut array = ArrayValue::begin(self.base, out);
            bits.for_each(|bit| array.element(&[bit], out));
            array.end(out);
        } else {
            match bits.next() {
                Some(bit) => write_value(&[bit], out),
                None => write_null(out),
            }
        }
    }

    /// Puts a number into the front of `place` and gives its length, 0 for null.
    fn number(&self, bytes: &[u8], place: &mut [u8; 8]) -> Result<usize, Misfit> {
        match self.way {
            Way::Integers { add, null } => {
                let number = integer(bytes, self.element);
                if Some(number) == null { Ok(0) } else { self.put_integer(i128::from(number) + add, place) }
            }
            Way::Scaled { scale, zero, null } => {
                let number = match self.element {
                    Element::Float | Element::Complex | Element::Double | Element::DoubleComplex => {
                        real(bytes)
                    }
                    _ => Some(integer(bytes, self.element))
                        .filter(|number| Some(*number) != null)
                        .map(|n| n as f64),
                };
                let number = number.map(|number| number * scale + zero);
                Ok(put(
                    number.filter(|number| self.is_array || !number.is_nan()).map(f64::to_be_bytes),
                    place,
                ))
            }
            _ => {
                let is_null = !self.is_array && real(bytes).is_none_or(f64::is_nan);
                Ok(match (is_null, bytes.len()) {
                    (true, _) => 0,
                    (false, 4) => put(bytes.first_chunk::<4>().copied(), place),
                    (false, _) => put(bytes.first_chunk::<8>().copied(), place),
                })
            }
        }
    }

    fn put_integer(&self, number: i128, place: &mut [u8; 8]) -> Result<usize, Misfit> {
        let length = match self.base {
            PgBase::Int2 => put(i16::try_from(number).ok().map(i16::to_be_bytes), place),
            PgBase::Int4 => put(i32::try_from(number).ok().map(i32::to_be_bytes), place),
            _ => put(i64::try_from(number).ok().map(i64::to_be_bytes), place),
        };
        match length {
            0 => Err(Misfit(format!(
                "the number {number} is larger than {}, the largest that is kept",
                i64::MAX
            ))),
            length => Ok(length),
        }
    }

    fn write_text(&self, cell: &[u8], out: &mut Vec<u8>) -> Result<(), Misfit> {
        let ended = cell.split(|&byte| byte == 0).next().unwrap_or_default();
        // NUL in the first place means null; among several texts it fills up the shorter ones.
        let is_null =
            if self.way == Way::Texts { cell.iter().all(|&byte| byte == 0) } else { ended.is_empty() };
        if is_null {
            write_null(out);
            return Ok(());
        }
        match self.way {
            Way::Instant => match ended.trim_ascii() {
                b"" => write_null(out),
                text => {
                    let micros = timestamp::parse(text)
                        .ok_or_else(|| Misfit(format!("expected {}", timestamp::EXPECTED)))?;
                    write_value(&micros.to_be_bytes(), out);
                }
            },
            Way::Texts => write_letters(cell, out),
            _ => write_letters(ended, out),
        }
        Ok(())
    }
}

/// Appends text without the blanks behind it; bytes that are no UTF-8 are read as Latin-1.
fn write_letters(text: &[u8], out: &mut Vec<u8>) {
    let blanks = text.iter().rev().take_while(|&&byte| byte == b' ' || byte == 0).count();
    let text = text.get(..text.len() - blanks).unwrap_or_default();
    let is_plain = std::str::from_utf8(text).is_ok() && !text.contains(&0);
    if is_plain {
        write_value(text, out);
        return;
    }
    let letters = |out: &mut Vec<u8>| {
        let mut buffer = [0; 4];
        for &byte in text {
            let letter = if byte == 0 { ' ' } else { char::from(byte) };
            out.extend_from_slice(letter.encode_utf8(&mut buffer).as_bytes());
        }
        Ok::<(), std::convert::Infallible>(())
    };
    let Ok(()) = write_with(out, letters);
}

fn truth(byte: &[u8], place: &mut [u8; 8]) -> usize {
    put(
        match byte {
            b"T" => Some([1]),
            b"F" => Some([0]),
            _ => None,
        },
        place,
    )
}

fn put<const N: usize>(bytes: Option<[u8; N]>, place: &mut [u8; 8]) -> usize {
    match (bytes, place.get_mut(..N)) {
        (Some(bytes), Some(place)) => {
            place.copy_from_slice(&bytes);
            N
        }
        _ => 0,
    }
}

/// A big-endian integer; bytes have no sign.
fn integer(bytes: &[u8], element: Element) -> i64 {
    let negative = element != Element::Byte && bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, &byte| number << 8 | i64::from(byte))
}

fn real(bytes: &[u8]) -> Option<f64> {
    match bytes.len() {
        4 => bytes.try_into().ok().map(f32::from_be_bytes).map(f64::from),
        _ => bytes.try_into().ok().map(f64::from_be_bytes),
    }
}
