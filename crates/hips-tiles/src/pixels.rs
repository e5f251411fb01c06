//! A part of an image in memory, as the values that its header means.

use images::{FitsFile, Hdu, ImageError, Pixel, PixelBox};

use crate::Input;

/// Pixels of a rectangle of an image.
pub(crate) struct Pixels {
    /// The first pixel of each axis, from 1.
    first: [i64; 2],
    width: usize,
    height: usize,
    values: Vec<f32>,
}

/// What a stored number means (FITS 4.0 §4.4.2.5): `BSCALE`, `BZERO`, `BLANK`, and what the input says of sky and factor.
struct Scaling {
    scale: f64,
    zero: f64,
    blank: Option<i64>,
}

impl Pixels {
    /// Reads a rectangle, both ends within it, as the input wants its values. Of a cube it is the first plane.
    pub(crate) fn read(
        file: &FitsFile,
        input: &Input,
        [first, last]: [[i64; 2]; 2],
    ) -> Result<Self, ImageError> {
        let part = file.hdu(input.hdu)?;
        let axes = part.image()?.map_or(0, |image| image.axes.len());
        let plane = PixelBox::new((first[0], last[0]), (first[1], last[1]));
        let plane = (3..=axes).fold(plane, |plane, axis| plane.with_axis(axis, (1, 1)));
        let mut section = file.section(input.hdu, &plane)?;
        let scaling = Scaling::of(part, input)?;
        let [width, height] = [0, 1].map(|axis| (last[axis] - first[axis] + 1) as usize);
        let mut values = Vec::with_capacity(width * height);
        let mut bytes = Vec::new();
        while section.read(&mut bytes)? {
            scaling.convert(section.pixel(), &bytes, &mut values);
            bytes.clear();
        }
        Ok(Self { first, width, height, values })
    }

    /// The value at a place between four pixels, mixed of those that have one; none where they have less than half of the
    /// weight. A place beyond the middles of the outer pixels counts as that of their middle.
    pub(crate) fn at(&self, [x, y]: [f64; 2]) -> Option<f32> {
        let (left, right_part) = nearest_two(x - self.first[0] as f64, self.width);
        let (low, high_part) = nearest_two(y - self.first[1] as f64, self.height);
        let (mut sum, mut weight) = (0.0, 0.0);
        for (row, row_weight) in [(low, 1.0 - high_part), (low + 1, high_part)] {
            for (column, column_weight) in [(left, 1.0 - right_part), (left + 1, right_part)] {
                let share = row_weight * column_weight;
                if share > 0.0 {
                    let value = self.values[row * self.width + column];
                    if value.is_finite() {
                        sum += share * f64::from(value);
                        weight += share;
                    }
                }
            }
        }
        (weight >= 0.5).then_some((sum / weight) as f32)
    }
}

/// The nearest pixel below, from 0, and the part of the way to the next.
fn nearest_two(place: f64, length: usize) -> (usize, f64) {
    let place = place.clamp(0.0, (length - 1) as f64);
    let below = (place as usize).min(length - 1);
    (below, place - below as f64)
}

impl Scaling {
    fn of(hdu: &Hdu, input: &Input) -> Result<Self, ImageError> {
        let number = |keyword: &str| hdu.header.real(keyword).ok().flatten();
        let (scale, zero) = (number("BSCALE").unwrap_or(1.0), number("BZERO").unwrap_or(0.0));
        let blank = hdu.header.integer("BLANK").ok().flatten();
        Ok(Self { scale: scale * input.factor, zero: (zero - input.sky) * input.factor, blank })
    }

    fn convert(&self, pixel: Pixel, bytes: &[u8], values: &mut Vec<f32>) {
        match pixel {
            Pixel::Byte => values.extend(bytes.iter().map(|&byte| self.integer(i64::from(byte)))),
            Pixel::Short => self.each(bytes, values, |bytes| self.integer(i16::from_be_bytes(bytes).into())),
            Pixel::Int => self.each(bytes, values, |bytes| self.integer(i32::from_be_bytes(bytes).into())),
            Pixel::Long => self.each(bytes, values, |bytes| self.integer(i64::from_be_bytes(bytes))),
            Pixel::Float => self.each(bytes, values, |bytes| self.real(f32::from_be_bytes(bytes).into())),
            Pixel::Double => self.each(bytes, values, |bytes| self.real(f64::from_be_bytes(bytes))),
        }
    }

    fn each<const BYTES: usize>(
        &self,
        bytes: &[u8],
        values: &mut Vec<f32>,
        value: impl Fn([u8; BYTES]) -> f32,
    ) {
        values.extend(bytes.as_chunks::<BYTES>().0.iter().map(|&bytes| value(bytes)));
    }

    fn integer(&self, stored: i64) -> f32 {
        if self.blank == Some(stored) { f32::NAN } else { self.real(stored as f64) }
    }

    fn real(&self, stored: f64) -> f32 {
        (stored * self.scale + self.zero) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn four() -> Pixels {
        Pixels { first: [3, 5], width: 2, height: 2, values: vec![1.0, 2.0, 3.0, f32::NAN] }
    }

    #[test]
    fn a_place_between_pixels_is_mixed_of_them() {
        assert_eq!(four().at([3.0, 5.0]), Some(1.0));
        assert_eq!(four().at([3.25, 5.0]), Some(1.25));
        assert_eq!(four().at([3.0, 5.5]), Some(2.0));
        // A half beyond the middle of the outer pixel is still that pixel.
        assert_eq!(four().at([2.5, 4.5]), Some(1.0));
    }

    #[test]
    fn a_place_that_is_mostly_blank_has_no_value() {
        assert_eq!(four().at([4.0, 6.0]), None);
        assert_eq!(four().at([3.5, 5.5]), Some(2.0));
    }

    #[test]
    fn stored_numbers_become_what_the_header_means() {
        let scaling = Scaling { scale: 2.0, zero: 10.0, blank: Some(-1) };
        let mut values = Vec::new();
        scaling.convert(Pixel::Short, &[0, 3, 255, 255], &mut values);
        scaling.convert(Pixel::Float, &1.5_f32.to_be_bytes(), &mut values);
        assert_eq!((values[0], values[2]), (16.0, 13.0));
        assert!(values[1].is_nan());
    }
}
