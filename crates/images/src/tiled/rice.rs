//! Tiles in Rice coding: RICE_1 (FITS 4.0 §10.4.1).

use super::bits::{Bits, Ended};
use super::codec::Wanted;

/// Pixels that a byte is expected to hold; a tile with more costs some copies.
const PIXELS_PER_BYTE: usize = 8;

/// The numbers of a word size: bits of the code of a block, its largest value, bits of a word.
#[derive(Clone, Copy)]
struct Words {
    code_bits: u32,
    code_max: u32,
    bits: u32,
}

/// Unpacks integers of 1, 2 or 4 bytes, of which those of one byte are unsigned.
pub(crate) fn unpack(
    data: &[u8],
    element_bytes: usize,
    block_pixels: usize,
    wanted: Wanted,
) -> Result<Vec<i32>, String> {
    let words = match element_bytes {
        1 => Words { code_bits: 3, code_max: 6, bits: 8 },
        2 => Words { code_bits: 4, code_max: 14, bits: 16 },
        _ => Words { code_bits: 5, code_max: 25, bits: 32 },
    };
    let mut pixels = Vec::with_capacity(wanted.needed.min(data.len().saturating_mul(PIXELS_PER_BYTE)));
    match words.unpack(data, block_pixels, wanted, &mut pixels) {
        Ok(()) => Ok(pixels),
        Err(Ended) => Err(format!("its data end after {} of {} pixels", pixels.len(), wanted.pixels)),
    }
}

impl Words {
    fn unpack(
        self,
        data: &[u8],
        block_pixels: usize,
        wanted: Wanted,
        pixels: &mut Vec<i32>,
    ) -> Result<(), Ended> {
        let mut bits = Bits::new(data);
        let mut last = bits.take(self.bits)?;
        while pixels.len() < wanted.needed {
            let block = block_pixels.min(wanted.pixels - pixels.len());
            let code = bits.take(self.code_bits)?;
            if code == 0 {
                pixels.resize(pixels.len() + block, self.signed(last));
            } else if code > self.code_max {
                for _ in 0..block {
                    last = last.wrapping_add(unfolded(bits.take(self.bits)?));
                    pixels.push(self.signed(last));
                }
            } else {
                for _ in 0..block {
                    let high = bits.zeros()?;
                    let folded = high.wrapping_shl(code - 1) | bits.take(code - 1)?;
                    last = last.wrapping_add(unfolded(folded));
                    pixels.push(self.signed(last));
                }
            }
        }
        Ok(())
    }

    /// A word as the number that it is: those of 8 bits have no sign.
    #[inline]
    fn signed(self, word: u32) -> i32 {
        match self.bits {
            8 => i32::from(word as u8),
            16 => i32::from(word as i16),
            _ => word as i32,
        }
    }
}

/// Differences are stored as 0, -1, 1, -2, 2 ...
#[inline]
fn unfolded(folded: u32) -> u32 {
    (folded >> 1) ^ (folded & 1).wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(data: &[u8], element_bytes: usize, pixels: usize) -> Result<Vec<i32>, String> {
        unpack(data, element_bytes, 32, Wanted { pixels, needed: pixels })
    }

    #[test]
    fn a_constant_block_is_one_code() {
        assert_eq!(unpacked(&[0xff, 0xfe, 0], 2, 32).unwrap(), [-2; 32]);
        assert_eq!(unpacked(&[200, 0], 1, 3).unwrap(), [200; 3]);
    }

    #[test]
    fn differences_follow_the_first_value() {
        // First value 10, code 1 (no low bits): 1 = 0, 01 = -1, 001 = +1, 0001 = -2.
        let bits = ["001", "1", "01", "001", "0001", "000"].concat();
        let data = [&[10], &u16::from_str_radix(&bits, 2).unwrap().to_be_bytes()[..]].concat();
        assert_eq!(unpacked(&data, 1, 4).unwrap(), [10, 9, 10, 8]);
    }

    #[test]
    fn data_that_end_too_early_are_told() {
        assert_eq!(unpacked(&[0, 0, 0], 4, 7).unwrap_err(), "its data end after 0 of 7 pixels");
        assert_eq!(unpacked(&[9, 0b0010_0000], 1, 7).unwrap_err(), "its data end after 0 of 7 pixels");
    }
}
