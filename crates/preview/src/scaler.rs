//! Scales the rows of an image to a small picture as they come.

use crate::axis::{Axis, Span};
use crate::{Plane, PreviewError, Size};

/// Makes a small plane of an image whose rows are passed one by one, from the first of FITS.
///
/// A pixel of a smaller picture is the mean of the part of the image below it, pixels at its border by their share. In a
/// larger one it is mixed of the two nearest pixels along each axis (bilinear). Either is done along each axis by itself.
/// Blank pixels have no part in a mean; where less than half of the weight has values, the picture is blank.
///
/// It holds the picture and three rows of it, whatever the size of the image.
#[derive(Debug)]
pub struct Scaler {
    source: Size,
    target: Size,
    columns: Axis,
    rows: Axis,
    /// The next row of the image.
    row: usize,
    current: Vec<Sum>,
    previous: Vec<Sum>,
    open: Vec<Sum>,
    values: Vec<f32>,
}

/// A sum of values, and the weight that they had in it.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    sum: f64,
    weight: f64,
}

impl Scaler {
    /// A scaler from one size to another; the target has sides of 1 to [`SIDE_MAX`](crate::SIDE_MAX) pixels, the source
    /// of 1 to [`SOURCE_SIDE_MAX`](crate::SOURCE_SIDE_MAX).
    pub fn new(source: Size, target: Size) -> Result<Self, PreviewError> {
        source.check_source()?;
        target.check_picture()?;
        let row = vec![Sum::default(); target.width];
        Ok(Self {
            source,
            target,
            columns: Axis::new(source.width, target.width),
            rows: Axis::new(source.height, target.height),
            row: 0,
            current: row.clone(),
            previous: row.clone(),
            open: row,
            values: Vec::with_capacity(target.area()),
        })
    }

    /// Takes the next row of the image; NaN and infinite values are blank.
    pub fn push_row(&mut self, pixels: &[f32]) -> Result<(), PreviewError> {
        let (row, width) = (self.row, self.source.width);
        if row == self.source.height {
            return Err(PreviewError::TooManyRows { height: row });
        }
        if pixels.len() != width {
            return Err(PreviewError::RowLength { row, found: pixels.len(), width });
        }
        std::mem::swap(&mut self.current, &mut self.previous);
        for (index, sum) in self.current.iter_mut().enumerate() {
            *sum = Sum::of(pixels, &self.columns.span(index));
        }
        self.add_current();
        self.row += 1;
        Ok(())
    }

    /// The picture, once all rows have been passed.
    pub fn finish(self) -> Result<Plane, PreviewError> {
        if self.row < self.source.height {
            return Err(PreviewError::MissingRows { found: self.row, height: self.source.height });
        }
        Plane::new(self.target, self.values)
    }

    /// Adds the current row to each row of the picture that it is part of, and writes those that end with it.
    fn add_current(&mut self) {
        let mut next = self.values.len() / self.target.width;
        while next < self.target.height {
            let span = self.rows.span(next);
            if span.first > self.row || (self.rows.enlarges() && span.last > self.row) {
                return;
            }
            if self.rows.enlarges() && span.first < span.last {
                Sum::add(&mut self.open, &self.previous, span.first_weight);
            }
            Sum::add(&mut self.open, &self.current, span.weight_of(self.row));
            if span.last > self.row {
                return;
            }
            self.write_open();
            next += 1;
        }
    }

    fn write_open(&mut self) {
        let half = self.columns.total_weight() as f64 * self.rows.total_weight() as f64 / 2.0;
        let value_of = |sum: &Sum| if sum.weight >= half { (sum.sum / sum.weight) as f32 } else { f32::NAN };
        self.values.extend(self.open.iter().map(value_of));
        self.open.fill(Sum::default());
    }
}

impl Sum {
    /// The weighted sum of the pixels of a span.
    fn of(pixels: &[f32], span: &Span) -> Self {
        let mut sum = Self::default();
        sum.add_pixel(pixels[span.first], span.first_weight);
        if span.last > span.first {
            let mut inner = Self::default();
            for &pixel in &pixels[span.first + 1..span.last] {
                inner.add_pixel(pixel, 1);
            }
            sum.add_sum(&inner, span.inner_weight);
            sum.add_pixel(pixels[span.last], span.last_weight);
        }
        sum
    }

    fn add(all: &mut [Self], others: &[Self], weight: u64) {
        for (sum, other) in all.iter_mut().zip(others) {
            sum.add_sum(other, weight);
        }
    }

    fn add_sum(&mut self, other: &Self, weight: u64) {
        self.sum += other.sum * weight as f64;
        self.weight += other.weight * weight as f64;
    }

    fn add_pixel(&mut self, pixel: f32, weight: u64) {
        let is_good = pixel.is_finite();
        self.sum += if is_good { f64::from(pixel) * weight as f64 } else { 0.0 };
        self.weight += if is_good { weight as f64 } else { 0.0 };
    }
}

#[cfg(test)]
mod tests;
