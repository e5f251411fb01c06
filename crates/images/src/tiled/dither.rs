//! Quantised floats and the random numbers that were added to them (FITS 4.0 §10.2 and appendix I).

use std::sync::LazyLock;

use super::columns::Scaling;
use crate::{Hdu, ImageError};

/// Numbers in the random sequence.
const NUMBERS: usize = 10_000;
/// The integer that stands for exactly 0 with `SUBTRACTIVE_DITHER_2`.
const EXACT_ZERO: i32 = -2_147_483_646;

/// How floats were quantised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dither {
    None,
    /// A random number was added; `seed` is 1 to 10000.
    Subtractive {
        seed: u64,
        keeps_zero: bool,
    },
}

/// A place in the random sequence.
#[derive(Clone, Copy)]
struct Place {
    /// Where the next run through the sequence begins.
    start: usize,
    next: usize,
}

/// The sequence of appendix I.
static SEQUENCE: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let (multiplier, modulus) = (16_807.0_f64, 2_147_483_647.0_f64);
    let mut seed = 1.0;
    let mut number = || {
        let product: f64 = multiplier * seed;
        seed = product - modulus * (product / modulus).floor();
        (seed / modulus) as f32
    };
    (0..NUMBERS).map(|_| number()).collect()
});

impl Dither {
    /// Reads `ZQUANTIZ` and `ZDITHER0`.
    pub fn of(hdu: &Hdu) -> Result<Self, ImageError> {
        let keeps_zero = match hdu.header.text("ZQUANTIZ") {
            None | Some("NO_DITHER" | "NONE") => return Ok(Self::None),
            Some("SUBTRACTIVE_DITHER_1") => false,
            Some("SUBTRACTIVE_DITHER_2") => true,
            Some(other) => {
                let what = format!(
                    "the quantisation `{}` is not known; known are NO_DITHER, SUBTRACTIVE_DITHER_1 and SUBTRACTIVE_DITHER_2",
                    fits_header::shown(other)
                );
                return Err(ImageError::Unsupported { hdu: hdu.number, what });
            }
        };
        let seed = hdu.says(|header| header.count("ZDITHER0"))?.unwrap_or(1);
        match seed {
            1..=10_000 => Ok(Self::Subtractive { seed, keeps_zero }),
            _ => Err(hdu.fault("ZDITHER0", "it must be 1 to 10000")),
        }
    }

    /// Calls `pixel` with the value of each integer; these begin at a place of a tile. Tiles are counted from 0.
    #[inline]
    pub fn restore(
        self,
        integers: &[i32],
        tile: u64,
        place: usize,
        scaling: &Scaling,
        mut pixel: impl FnMut(f64),
    ) {
        let blank = scaling.blank.and_then(|blank| i32::try_from(blank).ok());
        let is_blank = |integer: i32| Some(integer) == blank;
        let Self::Subtractive { seed, keeps_zero } = self else {
            for &integer in integers {
                let value = f64::from(integer) * scaling.scale + scaling.zero;
                pixel(if is_blank(integer) { f64::NAN } else { value });
            }
            return;
        };
        let sequence = SEQUENCE.as_slice();
        let mut random = Place::of(tile, seed).ahead(place);
        for &integer in integers {
            let noise = f64::from(random.number(sequence));
            let value = (f64::from(integer) - noise + 0.5) * scaling.scale + scaling.zero;
            pixel(match integer {
                _ if is_blank(integer) => f64::NAN,
                EXACT_ZERO if keeps_zero => 0.0,
                _ => value,
            });
        }
    }
}

/// The random numbers of a tile, which is counted from 0; `seed` is 1 to 10000.
pub(crate) fn noise(tile: u64, seed: u64) -> impl Iterator<Item = f32> {
    let mut place = Place::of(tile, seed);
    std::iter::repeat_with(move || place.number(&SEQUENCE))
}

impl Place {
    /// Where a tile begins.
    fn of(tile: u64, seed: u64) -> Self {
        Self::at_start((tile % NUMBERS as u64 + seed - 1) as usize % NUMBERS)
    }

    fn at_start(start: usize) -> Self {
        let number = SEQUENCE.get(start).copied().unwrap_or_default();
        Self { start, next: (number * 500.0) as usize }
    }

    /// The place so many numbers later.
    fn ahead(mut self, mut count: usize) -> Self {
        while count >= NUMBERS - self.next {
            count -= NUMBERS - self.next;
            self = Self::at_start((self.start + 1) % NUMBERS);
        }
        self.next += count;
        self
    }

    #[inline]
    fn number(&mut self, sequence: &[f32]) -> f32 {
        let number = sequence.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        if self.next == NUMBERS {
            *self = Self::at_start((self.start + 1) % NUMBERS);
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_ends_as_the_standard_says() {
        // Appendix I: the last seed is 1043618065.
        let last = 1_043_618_065.0 / 2_147_483_647.0;
        assert_eq!(SEQUENCE[NUMBERS - 1], last as f32);
    }

    #[test]
    fn a_place_is_reached_in_one_step_or_in_many() {
        for count in [0, 1, 9_499, 9_999, 25_000] {
            let mut slow = Place::of(17, 9_990);
            for _ in 0..count {
                slow.number(&SEQUENCE);
            }
            let fast = Place::of(17, 9_990).ahead(count);
            assert_eq!((fast.start, fast.next), (slow.start, slow.next), "{count}");
        }
    }
}
