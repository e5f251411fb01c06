//! Which values become black and which become white.

use crate::{PreviewError, zscale};

/// The value that becomes black and the one that becomes white; what is outside becomes the same as its nearer end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    low: f64,
    high: f64,
}

/// How limits are found. Blank values have no part in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Interval {
    /// The zscale of IRAF's `display`: a line through 1000 sorted values round the median, made steeper.
    ///
    /// The sky and what is a little brighter fill the scale.
    Zscale {
        /// By which number the slope is divided, more than 0 and at most 1; 0.25 is usual, and 1 leaves the slope.
        contrast: f64,
    },
    /// The limits that leave the same part of the values out at either end.
    Percentile {
        /// Percent of the values between the limits, 0 to 100.
        percent: f64,
    },
    /// These limits.
    Given(Limits),
}

impl Limits {
    /// Limits from `low` to `high`, both finite. Equal ones are possible: all at or below is black, all above is white.
    pub fn new(low: f64, high: f64) -> Result<Self, PreviewError> {
        for value in [low, high] {
            if !value.is_finite() {
                return Err(PreviewError::Parameter { name: "a limit", value, range: "a finite number" });
            }
        }
        if low > high { Err(PreviewError::LimitOrder { low, high }) } else { Ok(Self { low, high }) }
    }

    /// The value that becomes black.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The value that becomes white.
    pub fn high(&self) -> f64 {
        self.high
    }

    /// Where a value lies between the limits, 0 to 1; a NaN lies at 0.
    pub(crate) fn fraction(&self, value: f64) -> f64 {
        // Halves, since the difference of the largest numbers is infinite.
        let range = self.high / 2.0 - self.low / 2.0;
        if value > self.high {
            1.0
        } else if value > self.low && range > 0.0 {
            ((value / 2.0 - self.low / 2.0) / range).min(1.0)
        } else {
            0.0
        }
    }
}

impl Interval {
    /// The limits for these values, usually those of a [`Plane`](crate::Plane); 0 and 1 where all of them are blank.
    ///
    /// A percentile sorts a copy of the values, zscale of at most 1000 of them.
    pub fn limits(&self, values: &[f32]) -> Result<Limits, PreviewError> {
        let found = match *self {
            Self::Given(limits) => return Ok(limits),
            Self::Zscale { contrast } if contrast > 0.0 && contrast <= 1.0 => {
                zscale::limits(values, contrast)
            }
            Self::Zscale { contrast: value } => {
                let range = "a number of more than 0 and at most 1";
                return Err(PreviewError::Parameter { name: "a contrast", value, range });
            }
            Self::Percentile { percent } if (0.0..=100.0).contains(&percent) => percentiles(values, percent),
            Self::Percentile { percent: value } => {
                let range = "a number of 0 to 100";
                return Err(PreviewError::Parameter { name: "a percentage", value, range });
            }
        };
        let (low, high) = found.unwrap_or((0.0, 1.0));
        Limits::new(low, high.max(low))
    }
}

fn percentiles(values: &[f32], percent: f64) -> Option<(f64, f64)> {
    let mut good: Vec<f32> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let outside = (100.0 - percent) / 200.0;
    Some((quantile(&mut good, outside)?, quantile(&mut good, 1.0 - outside)?))
}

/// The value below which this part of the values lies, on the line between the two nearest.
fn quantile(values: &mut [f32], part: f64) -> Option<f64> {
    let place = part * values.len().checked_sub(1)? as f64;
    let rank = (place as usize).min(values.len() - 1);
    let (_, &mut below, above) = values.select_nth_unstable_by(rank, f32::total_cmp);
    let below = f64::from(below);
    let next = above.iter().copied().min_by(f32::total_cmp).map_or(below, f64::from);
    Some(below + (next - below) * (place - rank as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_the_nearest_values() {
        let values = [5.0, 1.0, f32::NAN, 3.0, 2.0, 4.0, f32::INFINITY];
        let limits = |percent| Interval::Percentile { percent }.limits(&values).unwrap();
        assert_eq!(limits(100.0), Limits { low: 1.0, high: 5.0 });
        assert_eq!(limits(50.0), Limits { low: 2.0, high: 4.0 });
        assert_eq!(limits(75.0), Limits { low: 1.5, high: 4.5 });
        assert_eq!(limits(0.0), Limits { low: 3.0, high: 3.0 });
    }

    #[test]
    fn values_that_are_all_blank_have_limits_of_0_and_1() {
        for interval in [Interval::Zscale { contrast: 0.25 }, Interval::Percentile { percent: 99.0 }] {
            for values in [&[][..], &[f32::NAN; 7], &[f32::INFINITY, f32::NEG_INFINITY]] {
                assert_eq!(interval.limits(values).unwrap(), Limits { low: 0.0, high: 1.0 });
            }
        }
    }

    #[test]
    fn one_value_is_both_limits() {
        for interval in [Interval::Zscale { contrast: 0.25 }, Interval::Percentile { percent: 99.0 }] {
            assert_eq!(interval.limits(&[7.5]).unwrap(), Limits { low: 7.5, high: 7.5 });
        }
    }

    #[test]
    fn fraction_is_that_of_the_range() {
        let limits = Limits::new(10.0, 30.0).unwrap();
        assert_eq!(
            [5.0, 10.0, 15.0, 30.0, 31.0].map(|value| limits.fraction(value)),
            [0.0, 0.0, 0.25, 1.0, 1.0]
        );
    }

    #[test]
    fn equal_limits_part_black_from_white() {
        let limits = Limits::new(2.0, 2.0).unwrap();
        assert_eq!([1.0, 2.0, 3.0, f64::NAN].map(|value| limits.fraction(value)), [0.0, 0.0, 1.0, 0.0]);
    }

    #[test]
    fn the_widest_limits_have_a_middle() {
        assert_eq!(Limits::new(f64::MIN, f64::MAX).unwrap().fraction(0.0), 0.5);
    }

    #[test]
    fn limits_in_the_wrong_order_are_refused() {
        assert_eq!(
            Limits::new(2.0, 1.0).unwrap_err().to_string(),
            "the limits 2 and 1 are in the wrong order; give the lower one first"
        );
    }

    #[test]
    fn numbers_outside_their_range_are_refused() {
        let refused = |interval: Interval| interval.limits(&[1.0]).unwrap_err().to_string();
        assert_eq!(
            refused(Interval::Zscale { contrast: 0.0 }),
            "a contrast of 0 is not possible: give a number of more than 0 and at most 1"
        );
        assert_eq!(
            refused(Interval::Percentile { percent: f64::NAN }),
            "a percentage of NaN is not possible: give a number of 0 to 100"
        );
        assert_eq!(
            Limits::new(0.0, f64::INFINITY).unwrap_err().to_string(),
            "a limit of inf is not possible: give a finite number"
        );
    }
}
