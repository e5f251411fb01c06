//! The rectangle that holds all points seen so far.

/// A rectangle in pixel coordinates, empty at first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) min: [f64; 2],
    pub(crate) max: [f64; 2],
}

impl Bounds {
    pub(crate) const EMPTY: Self = Self { min: [f64::INFINITY; 2], max: [f64::NEG_INFINITY; 2] };

    /// An image of these lengths, with its outer edges.
    pub(crate) fn of_image(lengths: [u64; 2]) -> Self {
        Self { min: [0.5; 2], max: lengths.map(|length| length as f64 + 0.5) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.min[0] > self.max[0]
    }

    pub(crate) fn include(&mut self, point: [f64; 2]) {
        for (axis, coordinate) in point.into_iter().enumerate() {
            self.min[axis] = self.min[axis].min(coordinate);
            self.max[axis] = self.max[axis].max(coordinate);
        }
    }

    /// Larger by a margin on each side.
    pub(crate) fn grown(&self, margin: [f64; 2]) -> Self {
        let along = |axis: usize| (self.min[axis] - margin[axis], self.max[axis] + margin[axis]);
        let ((left, right), (bottom, top)) = (along(0), along(1));
        Self { min: [left, bottom], max: [right, top] }
    }

    pub(crate) fn holds(&self, point: [f64; 2]) -> bool {
        (0..2).all(|axis| (self.min[axis]..=self.max[axis]).contains(&point[axis]))
    }

    pub(crate) fn common(&self, other: &Self) -> Option<Self> {
        let min = [self.min[0].max(other.min[0]), self.min[1].max(other.min[1])];
        let max = [self.max[0].min(other.max[0]), self.max[1].min(other.max[1])];
        (min[0] <= max[0] && min[1] <= max[1]).then_some(Self { min, max })
    }

    /// Whether it holds all of another one.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.holds(other.min) && self.holds(other.max)
    }

    /// The part of a straight line that lies inside (Liang and Barsky 1984).
    pub(crate) fn clip(&self, from: [f64; 2], to: [f64; 2]) -> Option<[[f64; 2]; 2]> {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for axis in 0..2 {
            let step = to[axis] - from[axis];
            let (low, high) = (self.min[axis] - from[axis], self.max[axis] - from[axis]);
            if step == 0.0 {
                if low > 0.0 || high < 0.0 {
                    return None;
                }
                continue;
            }
            let (first, second) =
                if step > 0.0 { (low / step, high / step) } else { (high / step, low / step) };
            enter = enter.max(first);
            leave = leave.min(second);
        }
        let at = |part: f64| [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
        // A cut end lies on the border itself, whatever the rounding.
        let inside = |point: [f64; 2]| [0, 1].map(|axis| point[axis].clamp(self.min[axis], self.max[axis]));
        (enter <= leave).then(|| [inside(at(enter)), inside(at(leave))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_the_border() {
        let image = Bounds::of_image([10, 20]);
        assert_eq!(image.clip([-9.5, 10.0], [20.5, 10.0]), Some([[0.5, 10.0], [10.5, 10.0]]));
        assert_eq!(image.clip([5.0, 5.0], [5.0, 30.0]), Some([[5.0, 5.0], [5.0, 20.5]]));
        assert_eq!(image.clip([5.0, 5.0], [5.0, 5.0]), Some([[5.0, 5.0], [5.0, 5.0]]));
    }

    #[test]
    fn a_line_past_a_corner_is_outside_though_its_rectangle_is_not() {
        let image = Bounds::of_image([10, 10]);
        assert_eq!(image.clip([9.5, 12.0], [12.0, 9.5]), None);
        assert_eq!(image.clip([20.0, 0.0], [20.0, 9.0]), None);
    }
}
