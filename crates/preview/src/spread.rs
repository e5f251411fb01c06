//! How the values of an image of the sky are spread: the sky, its noise, what is bright.

use crate::{Limits, PreviewError};

/// How values are spread; all 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// The sky: the median.
    pub median: f64,
    /// Its noise: how far below the median a sixth of the values begins.
    pub noise: f64,
    /// What one in five hundred values exceeds.
    pub bright: f64,
    /// The extremes.
    pub range: [f64; 2],
}

/// White is at least so many times the noise above the sky: an empty field is not all white.
const WHITE_NOISE: f64 = 30.0;

impl Spread {
    /// The spread of finite values, which are sorted on the way; others are left out.
    pub fn of(mut values: Vec<f32>) -> Self {
        values.retain(|value| value.is_finite());
        values.sort_unstable_by(f32::total_cmp);
        let Some(last) = values.len().checked_sub(1) else { return Self::default() };
        let at = |part: f64| f64::from(values[(part * last as f64).round() as usize]);
        let median = at(0.5);
        let noise = median - at(0.1587);
        Self { median, noise, bright: at(0.998), range: [at(0.0), at(1.0)] }
    }

    /// Black a little below the sky, white at the bright, or at thirty times the noise if there is nothing bright.
    pub fn limits(&self) -> Result<Limits, PreviewError> {
        let low = self.median - self.noise;
        let least = self.median + WHITE_NOISE * self.noise;
        Limits::new(low, self.bright.max(least).max(low + f64::from(f32::EPSILON)))
    }

    /// With what the values are multiplied that come in units of the noise; 1 where there is none.
    pub fn per_noise(&self) -> f64 {
        if self.noise > 0.0 { 1.0 / self.noise } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_the_sky_and_its_brighter_part() {
        let blank = [f32::NAN, f32::INFINITY];
        let spread = Spread::of((0..=1000).map(|value| value as f32).chain(blank).collect());
        assert_eq!(
            (spread.median, spread.noise, spread.bright, spread.range),
            (500.0, 341.0, 998.0, [0.0, 1000.0])
        );
        assert_eq!(spread.limits().unwrap(), Limits::new(159.0, 10_730.0).unwrap());
        assert_eq!(spread.per_noise(), 1.0 / 341.0);
        assert_eq!(Spread::default().per_noise(), 1.0);
    }

    #[test]
    fn white_is_above_black_whatever_the_values() {
        for values in [vec![], vec![7.0; 9], vec![f32::NAN]] {
            let limits = Spread::of(values).limits().unwrap();
            assert!(limits.low() < limits.high());
        }
    }
}
