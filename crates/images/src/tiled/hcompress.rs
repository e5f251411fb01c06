//! Tiles as quadtrees of an H-transform: HCOMPRESS_1 (FITS 4.0 §10.4.4).

mod inverse;

use super::bits::{Bits, Ended};
use super::codec::Wanted;

const MAGIC: [u8; 2] = [0xdd, 0x99];
/// A tile is held whole, with 8 bytes for each pixel, whatever few bytes it is packed to.
const PIXELS_MAX: usize = 4 << 20;
/// Bits of a coefficient.
const PLANES_MAX: u8 = 62;

/// What stands before the bits.
struct Head {
    rows: usize,
    columns: usize,
    scale: i64,
    sum: i64,
    /// Bits of the coefficients in the first quadrant, in the two beside it, and in the last.
    planes: [u8; 3],
}

/// A part of the coefficients.
#[derive(Clone, Copy)]
struct Quadrant {
    begin: usize,
    rows: usize,
    columns: usize,
}

/// Coefficients under way.
struct Coefficients<'d> {
    bits: Bits<'d>,
    values: Vec<i64>,
    /// Coefficients of a row of all quadrants.
    stride: usize,
}

/// Unpacks a tile.
pub(crate) fn unpack(data: &[u8], wanted: Wanted) -> Result<Vec<i32>, String> {
    let (head, bits) = Head::read(data).ok_or("it is not packed by HCOMPRESS_1")?;
    if head.rows.checked_mul(head.columns) != Some(wanted.pixels) {
        return Err(format!("it has {} x {} of {} pixels", head.columns, head.rows, wanted.pixels));
    }
    if wanted.pixels > PIXELS_MAX {
        return Err(format!("it has more than {PIXELS_MAX} pixels; compress with smaller tiles"));
    }
    if head.planes.iter().any(|&planes| planes > PLANES_MAX) {
        return Err("its coefficients have more bits than there are".to_owned());
    }
    let mut coefficients =
        Coefficients { bits: Bits::new(bits), values: vec![0; wanted.pixels], stride: head.columns };
    coefficients.read(&head).map_err(|Ended| "its data end too early or are damaged")?;
    let mut values = coefficients.values;
    if let Some(first) = values.first_mut() {
        *first = head.sum;
    }
    if head.scale > 1 {
        values.iter_mut().for_each(|value| *value = value.wrapping_mul(head.scale));
    }
    inverse::transform(&mut values, head.rows, head.columns);
    Ok(values.into_iter().map(|value| value as i32).collect())
}

impl Head {
    fn read(data: &[u8]) -> Option<(Self, &[u8])> {
        let rest = data.strip_prefix(&MAGIC)?;
        let (lengths, rest) = rest.split_first_chunk::<12>()?;
        let (sum, rest) = rest.split_first_chunk()?;
        let (&planes, rest) = rest.split_first_chunk()?;
        let mut lengths = lengths.as_chunks().0.iter().map(|&four| i32::from_be_bytes(four));
        let rows = usize::try_from(lengths.next()?).ok()?;
        let columns = usize::try_from(lengths.next()?).ok()?;
        let scale = lengths.next()?.into();
        Some((Self { rows, columns, scale, sum: i64::from_be_bytes(*sum), planes }, rest))
    }
}

impl Coefficients<'_> {
    /// Reads all quadrants, and then the signs of all that are not 0.
    fn read(&mut self, head: &Head) -> Result<(), Ended> {
        let (top, left) = (head.rows.div_ceil(2), head.columns.div_ceil(2));
        let (bottom, right) = (head.rows / 2, head.columns / 2);
        let below = top * self.stride;
        let [first, beside, last] = head.planes;
        for (begin, rows, columns, planes) in [
            (0, top, left, first),
            (left, top, right, beside),
            (below, bottom, left, beside),
            (below + left, bottom, right, last),
        ] {
            self.quadrant(Quadrant { begin, rows, columns }, planes)?;
        }
        if self.bits.take(4)? != 0 {
            return Err(Ended);
        }
        self.bits.align();
        for value in self.values.iter_mut().filter(|value| **value != 0) {
            if self.bits.take(1)? == 1 {
                *value = value.wrapping_neg();
            }
        }
        Ok(())
    }

    /// Reads a quadrant from its highest bits to its lowest.
    fn quadrant(&mut self, quadrant: Quadrant, planes: u8) -> Result<(), Ended> {
        for plane in (0..planes).rev() {
            let codes = match self.bits.take(4)? {
                0 => self.direct(quadrant)?,
                0xf => self.tree(quadrant)?,
                _ => return Err(Ended),
            };
            let width = quadrant.columns.div_ceil(2);
            let (values, stride) = (&mut self.values, self.stride);
            spread(&codes, width, quadrant.rows, quadrant.columns, |row, column, bit| {
                if let Some(value) = values.get_mut(quadrant.begin + row * stride + column) {
                    *value |= i64::from(bit) << plane;
                }
            });
        }
        Ok(())
    }

    /// Codes of 2 x 2 coefficients, one after the other.
    fn direct(&mut self, quadrant: Quadrant) -> Result<Vec<u8>, Ended> {
        let count = quadrant.rows.div_ceil(2) * quadrant.columns.div_ceil(2);
        (0..count).map(|_| self.bits.take(4).map(|code| code as u8)).collect()
    }

    /// Codes of 2 x 2 coefficients as a tree: each bit that is set has a code of its own on the next level.
    fn tree(&mut self, quadrant: Quadrant) -> Result<Vec<u8>, Ended> {
        let levels = levels(quadrant.rows.max(quadrant.columns));
        let mut codes = vec![self.code()?];
        let mut width = 1;
        for level in (1..levels).rev() {
            let (rows, columns) = (quadrant.rows.div_ceil(1 << level), quadrant.columns.div_ceil(1 << level));
            let mut next = vec![0; rows * columns];
            spread(&codes, width, rows, columns, |row, column, bit| {
                if let Some(code) = next.get_mut(row * columns + column) {
                    *code = bit;
                }
            });
            for code in next.iter_mut().rev().filter(|code| **code != 0) {
                *code = self.code()?;
            }
            (codes, width) = (next, columns);
        }
        Ok(codes)
    }

    /// One code of 4 bits, frequent ones in fewer.
    fn code(&mut self) -> Result<u8, Ended> {
        let short = self.bits.take(3)?;
        if short < 4 {
            return Ok(1 << short);
        }
        let five = (short << 1) | self.bits.take(1)?;
        if let Some(code) = [3, 5, 10, 12, 15].get((five - 8) as usize) {
            return Ok(*code);
        }
        let six = (five << 1) | self.bits.take(1)?;
        if let Some(code) = [6, 7, 9, 11, 13].get((six - 26) as usize) {
            return Ok(*code);
        }
        Ok(if (six << 1) | self.bits.take(1)? == 62 { 0 } else { 14 })
    }
}

/// How often a length is halved until it is 1.
fn levels(length: usize) -> u32 {
    length.next_power_of_two().trailing_zeros()
}

/// Calls `each` with row, column and bit of all that codes of 2 x 2 bits describe.
fn spread(codes: &[u8], width: usize, rows: usize, columns: usize, mut each: impl FnMut(usize, usize, u8)) {
    for (index, &code) in codes.iter().enumerate().filter(|(_, code)| **code != 0) {
        let (row, column) = (index / width.max(1) * 2, index % width.max(1) * 2);
        for place in 0..4_usize {
            let (row, column) = (row + place / 2, column + place % 2);
            if row < rows && column < columns {
                each(row, column, (code >> (3 - place)) & 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4 x 4 pixels of which only the sum is not 0.
    fn constant(sum: i64) -> Vec<u8> {
        let lengths = [4_i32, 4, 0].map(i32::to_be_bytes).concat();
        [&MAGIC[..], &lengths, &sum.to_be_bytes(), &[0, 0, 0], &[0]].concat()
    }

    fn unpacked(data: &[u8], pixels: usize) -> Result<Vec<i32>, String> {
        unpack(data, Wanted { pixels, needed: pixels })
    }

    #[test]
    fn a_sum_alone_is_a_constant_tile() {
        // Each of two levels adds four and the second halves: 16 pixels of 10 have the sum 80.
        assert_eq!(unpacked(&constant(80), 16).unwrap(), [10; 16]);
        assert_eq!(unpacked(&constant(-80), 16).unwrap(), [-10; 16]);
    }

    #[test]
    fn damaged_tiles_are_told() {
        let whole = constant(80);
        assert_eq!(unpacked(&whole[1..], 16).unwrap_err(), "it is not packed by HCOMPRESS_1");
        assert_eq!(unpacked(&whole, 15).unwrap_err(), "it has 4 x 4 of 15 pixels");
        let cut = &whole[..whole.len() - 1];
        assert_eq!(unpacked(cut, 16).unwrap_err(), "its data end too early or are damaged");
    }
}
