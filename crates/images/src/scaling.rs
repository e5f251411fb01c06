//! What stored pixels mean.

use crate::{Hdu, Pixel};

/// From stored numbers to values (FITS 4.0 §4.4.2.5): `BSCALE`, `BZERO` and `BLANK`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaling {
    scale: f64,
    zero: f64,
    blank: Option<i64>,
}

impl Scaling {
    /// That of the image of a part; what its header says wrongly counts as not said.
    pub fn of(hdu: &Hdu) -> Self {
        let real = |keyword| hdu.header.real(keyword).ok().flatten();
        let integer = |keyword| hdu.header.integer(keyword).ok().flatten();
        Self {
            scale: real("BSCALE").unwrap_or(1.0),
            zero: real("BZERO").unwrap_or(0.0),
            blank: integer("BLANK").or_else(|| integer("ZBLANK")),
        }
    }

    /// The same with each value multiplied by a factor.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { scale: self.scale * factor, zero: self.zero * factor, ..self }
    }

    /// Appends the values of whole pixels as a file stores them, big-endian; NaN for blank ones.
    pub fn convert(&self, pixel: Pixel, bytes: &[u8], values: &mut Vec<f32>) {
        match pixel {
            Pixel::Byte => values.extend(bytes.iter().map(|&byte| self.integer(byte.into()))),
            Pixel::Short => each(bytes, values, |bytes| self.integer(i16::from_be_bytes(bytes).into())),
            Pixel::Int => each(bytes, values, |bytes| self.integer(i32::from_be_bytes(bytes).into())),
            Pixel::Long => each(bytes, values, |bytes| self.integer(i64::from_be_bytes(bytes))),
            Pixel::Float => each(bytes, values, |bytes| self.real(f32::from_be_bytes(bytes).into())),
            Pixel::Double => each(bytes, values, |bytes| self.real(f64::from_be_bytes(bytes))),
        }
    }

    fn integer(&self, stored: i64) -> f32 {
        if self.blank == Some(stored) { f32::NAN } else { self.real(stored as f64) }
    }

    fn real(&self, stored: f64) -> f32 {
        (stored * self.scale + self.zero) as f32
    }
}

fn each<const BYTES: usize>(bytes: &[u8], values: &mut Vec<f32>, value: impl Fn([u8; BYTES]) -> f32) {
    values.extend(bytes.as_chunks::<BYTES>().0.iter().map(|&bytes| value(bytes)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_numbers_become_what_the_header_means() {
        let scaling = Scaling { scale: 2.0, zero: 10.0, blank: Some(-1) };
        let mut values = Vec::new();
        scaling.convert(Pixel::Short, &[0, 3, 255, 255], &mut values);
        scaling.times(10.0).convert(Pixel::Float, &1.5_f32.to_be_bytes(), &mut values);
        assert_eq!((values[0], values[2]), (16.0, 130.0));
        assert!(values[1].is_nan());
    }

    #[test]
    fn unsigned_numbers_have_their_zero_in_the_header() {
        let scaling = Scaling { scale: 1.0, zero: 32768.0, blank: None };
        let mut values = Vec::new();
        scaling.convert(Pixel::Short, &[0x80, 0, 0x7f, 0xff], &mut values);
        assert_eq!(values, [0.0, 65535.0]);
    }
}
