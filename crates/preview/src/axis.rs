//! Which pixels of an image make one pixel of the picture, along one axis.

/// One axis of a scaling. Weights are whole numbers, so that no pixel is counted a little more than its part.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    source: u64,
    target: u64,
}

/// Neighbouring pixels of the image with the weights that they have in one pixel of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first pixel, from 0.
    pub first: usize,
    /// The last pixel; it may be the first.
    pub last: usize,
    /// The weight of the first pixel.
    pub first_weight: u64,
    /// The weight of each pixel between the first and the last.
    pub inner_weight: u64,
    /// The weight of the last pixel, if it is not the first too.
    pub last_weight: u64,
}

impl Axis {
    /// An axis of `source` pixels that becomes one of `target` pixels; both at least 1.
    pub fn new(source: usize, target: usize) -> Self {
        Self { source: source as u64, target: target as u64 }
    }

    /// Whether the picture has more pixels than the image.
    pub fn enlarges(&self) -> bool {
        self.target > self.source
    }

    /// The sum of the weights of each span.
    pub fn total_weight(&self) -> u64 {
        if self.enlarges() { 2 * self.target } else { self.source }
    }

    /// What makes pixel `index` of the picture: the part of the image below it, or when the picture is larger, the
    /// two pixels with the nearest centres.
    pub fn span(&self, index: usize) -> Span {
        if self.enlarges() { self.nearest(index as u64) } else { self.below(index as u64) }
    }

    /// An image pixel is `target` units long, and a picture's pixel `source` units.
    fn below(&self, index: u64) -> Span {
        let (start, end) = (index * self.source, (index + 1) * self.source);
        let (first, last) = (start / self.target, (end - 1) / self.target);
        Span {
            first: first as usize,
            last: last as usize,
            first_weight: end.min((first + 1) * self.target) - start,
            inner_weight: self.target,
            last_weight: end - last * self.target,
        }
    }

    /// The distance between the centres of two image pixels is `2 * target` units.
    fn nearest(&self, index: u64) -> Span {
        let unit = 2 * self.target;
        let centre = ((2 * index + 1) * self.source).saturating_sub(self.target);
        let (first, beyond) = (centre / unit, centre % unit);
        let last = if beyond == 0 { first } else { (first + 1).min(self.source - 1) };
        let first_weight = if last == first { unit } else { unit - beyond };
        Span {
            first: first as usize,
            last: last as usize,
            first_weight,
            inner_weight: 0,
            last_weight: beyond,
        }
    }
}

impl Span {
    /// The weight of a pixel of the span.
    pub fn weight_of(&self, index: usize) -> u64 {
        match index {
            index if index == self.first => self.first_weight,
            index if index == self.last => self.last_weight,
            _ => self.inner_weight,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_pixels_in_two_share_the_middle_one() {
        let axis = Axis::new(3, 2);
        let weights = |index| (0..3).map(|pixel| weight(&axis.span(index), pixel)).collect::<Vec<_>>();
        assert_eq!((weights(0), weights(1)), (vec![2, 1, 0], vec![0, 1, 2]));
    }

    #[test]
    fn two_pixels_in_four_are_mixed_by_the_distance_of_their_centres() {
        let axis = Axis::new(2, 4);
        let weights = |index| (0..2).map(|pixel| weight(&axis.span(index), pixel)).collect::<Vec<_>>();
        // Centres at -0.25, 0.25, 0.75 and 1.25 pixels from that of the first; eighths.
        assert_eq!([0, 1, 2, 3].map(weights), [vec![8, 0], vec![6, 2], vec![2, 6], vec![0, 8]]);
    }

    proptest! {
        #[test]
        fn weights_of_a_span_sum_up_to_the_total(source in 1_usize..200, target in 1_usize..200) {
            let axis = Axis::new(source, target);
            for index in 0..target {
                let span = axis.span(index);
                prop_assert!(span.first <= span.last && span.last < source);
                let sum: u64 = (span.first..=span.last).map(|pixel| span.weight_of(pixel)).sum();
                prop_assert_eq!(sum, axis.total_weight());
            }
        }

        #[test]
        fn every_pixel_of_a_reduced_image_counts_the_same(source in 1_usize..200, target in 1_usize..200) {
            prop_assume!(target <= source);
            let axis = Axis::new(source, target);
            for pixel in 0..source {
                let sum: u64 = (0..target).map(|index| weight(&axis.span(index), pixel)).sum();
                prop_assert_eq!(sum, target as u64);
            }
        }
    }

    fn weight(span: &Span, pixel: usize) -> u64 {
        if (span.first..=span.last).contains(&pixel) { span.weight_of(pixel) } else { 0 }
    }
}
