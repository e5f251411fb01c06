//! A box of pixels.

use crate::ImageError;

/// The first and the last pixel on each axis, both within the box, counted from 1 as FITS does (FITS 4.0 §3.3.2).
/// An axis that is not given is whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PixelBox {
    ranges: Vec<Option<(i64, i64)>>,
}

impl PixelBox {
    /// The whole image.
    pub fn whole() -> Self {
        Self::default()
    }

    /// Pixels `x` of axis 1 and `y` of axis 2, each from the first to the last.
    pub fn new(x: (i64, i64), y: (i64, i64)) -> Self {
        Self::whole().with_axis(1, x).with_axis(2, y)
    }

    /// The same with other pixels of an axis, counted from 1; the axis 0 does not exist and changes nothing.
    pub fn with_axis(mut self, axis: usize, range: (i64, i64)) -> Self {
        if let Some(index) = axis.checked_sub(1) {
            self.ranges.resize(self.ranges.len().max(axis), None);
            self.ranges[index] = Some(range);
        }
        self
    }

    /// The first pixel on an axis, counted from 1.
    pub fn first_of(&self, axis: usize) -> i64 {
        axis.checked_sub(1).and_then(|index| self.range(index)).map_or(1, |(first, _)| first)
    }

    /// The part of the box within an image; `None` if it has no pixel of it.
    pub fn clipped(&self, axes: &[u64]) -> Option<Self> {
        let mut ranges = Vec::new();
        for (index, &length) in axes.iter().enumerate() {
            let length = i64::try_from(length).ok()?;
            let (first, last) = self.range(index).unwrap_or((1, length));
            let (first, last) = (first.max(1), last.min(length));
            if first > last {
                return None;
            }
            ranges.push(Some((first, last)));
        }
        let has_further =
            self.ranges.iter().skip(axes.len()).flatten().all(|&(first, last)| first <= 1 && last >= 1);
        has_further.then_some(Self { ranges })
    }

    /// The first pixels, from 0, and the number of pixels on each axis of an image.
    pub(crate) fn within(&self, axes: &[u64]) -> Result<Vec<Range>, ImageError> {
        let beyond = self.ranges.len().max(axes.len());
        let mut ranges = Vec::with_capacity(axes.len());
        for index in 0..beyond {
            // An axis that the image has not is one of one pixel.
            let length = axes.get(index).copied().unwrap_or(1);
            let (first, last) = self.range(index).unwrap_or((1, length as i64));
            let is_within = 1 <= first && first <= last && last as u64 <= length;
            if !is_within {
                return Err(ImageError::Outside { axis: index + 1, first, last, length });
            }
            if index < axes.len() {
                ranges.push(Range { first: first as u64 - 1, count: (last - first) as u64 + 1 });
            }
        }
        Ok(ranges)
    }

    fn range(&self, index: usize) -> Option<(i64, i64)> {
        self.ranges.get(index).copied().flatten()
    }
}

/// Pixels of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// The first, from 0.
    pub first: u64,
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_clipped_to_its_image() {
        let clipped = |x, y| PixelBox::new(x, y).clipped(&[10, 20]);
        assert_eq!(clipped((-3, 4), (15, 99)), Some(PixelBox::new((1, 4), (15, 20))));
        assert_eq!(clipped((11, 12), (1, 2)), None);
        assert_eq!(clipped((-5, 0), (1, 2)), None);
        assert_eq!(PixelBox::whole().clipped(&[10, 20]), Some(PixelBox::new((1, 10), (1, 20))));
        let deep = PixelBox::whole().with_axis(3, (2, 2));
        assert_eq!(deep.clipped(&[10, 20]), None);
        assert_eq!(deep.clipped(&[10, 20, 2]), Some(PixelBox::new((1, 10), (1, 20)).with_axis(3, (2, 2))));
    }

    #[test]
    fn a_box_with_other_pixels_is_refused() {
        let refused = |x, y| PixelBox::new(x, y).within(&[10, 20]).unwrap_err().to_string();
        assert_eq!(refused((0, 4), (1, 2)), "axis 1: pixels 0 to 4 are not within 1 to 10");
        assert_eq!(refused((1, 4), (1, 21)), "axis 2: pixels 1 to 21 are not within 1 to 20");
        assert_eq!(refused((5, 4), (1, 2)), "axis 1: pixels 5 to 4 are not within 1 to 10");
        let deep = PixelBox::whole().with_axis(3, (1, 2)).within(&[10, 20]).unwrap_err().to_string();
        assert_eq!(deep, "axis 3: pixels 1 to 2 are not within 1 to 1");
    }
}
