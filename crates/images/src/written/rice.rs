//! Integers of 32 bits in Rice coding: RICE_1 (FITS 4.0 §10.4.1).

/// Bits of a pixel as it is.
const WORD_BITS: u32 = 32;
/// Bits of the code before each block.
const CODE_BITS: u32 = 5;
/// The code of a block whose differences are stored as they are.
const CODE_PLAIN: u32 = 26;

/// Packs the pixels of a tile: the first one as it is, then differences in blocks.
pub(super) fn pack(pixels: &[i32], block_pixels: usize) -> Vec<u8> {
    let mut bits = Bits { out: Vec::with_capacity(pixels.len()), window: 0, count: 0 };
    let Some(&first) = pixels.first() else { return Vec::new() };
    bits.put(first as u32, WORD_BITS);
    let mut last = first;
    for block in pixels.chunks(block_pixels) {
        let folded: Vec<u32> = block
            .iter()
            .map(|&pixel| {
                let difference = pixel.wrapping_sub(last);
                last = pixel;
                ((difference << 1) ^ (difference >> 31)) as u32
            })
            .collect();
        pack_block(&folded, &mut bits);
    }
    bits.end()
}

fn pack_block(folded: &[u32], bits: &mut Bits) {
    let sum: u64 = folded.iter().map(|&value| u64::from(value)).sum();
    if sum == 0 {
        bits.put(0, CODE_BITS);
        return;
    }
    let code = best_code(sum, folded.len() as u64);
    bits.put(code, CODE_BITS);
    if code == CODE_PLAIN {
        folded.iter().for_each(|&value| bits.put(value, WORD_BITS));
        return;
    }
    let low_bits = code - 1;
    for &value in folded {
        bits.zeros_and_one(value >> low_bits);
        bits.put(value & ((1 << low_bits) - 1), low_bits);
    }
}

/// The code under which a block is about the shortest: one more than the bits that are stored as they are.
fn best_code(sum: u64, count: u64) -> u32 {
    let typical = sum.saturating_sub(count / 2 + 1) / count;
    let low_bits = u64::BITS - (typical >> 1).leading_zeros();
    (low_bits + 1).min(CODE_PLAIN)
}

/// Bits under way, from the highest of the first byte on.
struct Bits {
    out: Vec<u8>,
    window: u64,
    count: u32,
}

impl Bits {
    /// Appends the low bits of a value, at most 32.
    fn put(&mut self, value: u32, bits: u32) {
        self.window = (self.window << bits) | u64::from(value);
        self.count += bits;
        while self.count >= 8 {
            self.count -= 8;
            self.out.push((self.window >> self.count) as u8);
        }
    }

    fn zeros_and_one(&mut self, mut zeros: u32) {
        while zeros >= 31 {
            self.put(0, 31);
            zeros -= 31;
        }
        self.put(1, zeros + 1);
    }

    fn end(mut self) -> Vec<u8> {
        let rest = (8 - self.count % 8) % 8;
        self.put(0, rest);
        self.out
    }
}
