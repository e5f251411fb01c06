//! The zscale algorithm of IRAF's task `display`, as its help page describes it.
//!
//! A sorted sample of the image is nearly a straight line round its median, with the sky's noise as slope. The line is
//! fitted, values far from it are left out, and the limits are where the line, made steeper, meets the ends of the sample.

/// How many values are looked at.
const SAMPLES: usize = 1000;
/// The fewest values that a line is fitted to.
const GOOD_MIN: usize = 5;
/// How many values may be left out: one in this many.
const REJECTED_MAX: usize = 2;
/// Values further from the line than this many standard deviations are left out.
const SIGMAS: f64 = 2.5;
/// How often values are left out.
const ITERATIONS: usize = 5;
/// One in this many of the sample is left out together with each value that is.
const GROWTH: usize = 100;

/// The limits, or none where all values are blank.
pub fn limits(values: &[f32], contrast: f64) -> Option<(f64, f64)> {
    let sample = sample(values);
    let (&low, &high) = (sample.first()?, sample.last()?);
    let Some(slope) = slope(&sample) else { return Some((low, high)) };
    let slope = slope / contrast;
    let count = sample.len();
    let centre = ((count - 1) / 2) as f64;
    let median = (sample[(count - 1) / 2] + sample[count / 2]) / 2.0;
    let below = median - (centre - 1.0) * slope;
    let above = median + (count as f64 - centre) * slope;
    Some((low.max(below), high.min(above)))
}

/// Values at equal distances among those that are not blank, sorted.
fn sample(values: &[f32]) -> Vec<f64> {
    let good = || values.iter().filter(|value| value.is_finite());
    let step = (good().count() / SAMPLES).max(1);
    let mut sample: Vec<f64> = good().step_by(step).take(SAMPLES).map(|value| f64::from(*value)).collect();
    sample.sort_unstable_by(f64::total_cmp);
    sample
}

/// The slope of the line through the sample, or none if too many values lie far from every line.
fn slope(sample: &[f64]) -> Option<f64> {
    let good_min = GOOD_MIN.max(sample.len() / REJECTED_MAX);
    let mut is_bad = vec![false; sample.len()];
    let mut good = sample.len();
    let mut last_good = good + 1;
    let mut slope = None;
    for _ in 0..ITERATIONS {
        if good >= last_good || good < good_min {
            break;
        }
        let line = Line::through(sample, &is_bad);
        is_bad = far_from(&line, sample, &is_bad);
        last_good = good;
        good = is_bad.iter().filter(|bad| !**bad).count();
        slope = Some(line.slope);
    }
    slope.filter(|_| good >= good_min)
}

/// Which values are bad: those that were, those far from the line, and their neighbours.
fn far_from(line: &Line, sample: &[f64], was_bad: &[bool]) -> Vec<bool> {
    let distances: Vec<f64> =
        sample.iter().enumerate().map(|(rank, value)| value - line.value(rank)).collect();
    let good = || distances.iter().zip(was_bad).filter(|(_, bad)| !**bad).map(|(distance, _)| *distance);
    let count = good().count() as f64;
    let mean = good().sum::<f64>() / count;
    let variance = good().map(|distance| (distance - mean) * (distance - mean)).sum::<f64>() / count;
    let threshold = SIGMAS * variance.sqrt();
    let growth = (sample.len() / GROWTH).max(1);
    let mut is_bad = vec![false; sample.len()];
    for (rank, distance) in distances.iter().enumerate() {
        if was_bad[rank] || distance.abs() > threshold {
            let first = rank.saturating_sub((growth - 1) / 2);
            let end = (rank + growth / 2 + 1).min(sample.len());
            is_bad[first..end].fill(true);
        }
    }
    is_bad
}

/// A straight line over the ranks of a sample.
struct Line {
    slope: f64,
    mean_rank: f64,
    mean_value: f64,
}

impl Line {
    /// The line of least squares through the values that are not bad; there must be at least one.
    fn through(sample: &[f64], is_bad: &[bool]) -> Self {
        let good = || {
            let points = sample.iter().zip(is_bad).enumerate();
            points.filter(|(_, (_, bad))| !**bad).map(|(rank, (value, _))| (rank as f64, *value))
        };
        let count = good().count() as f64;
        let mean_rank = good().map(|(rank, _)| rank).sum::<f64>() / count;
        let mean_value = good().map(|(_, value)| value).sum::<f64>() / count;
        let (mut products, mut squares) = (0.0, 0.0);
        for (rank, value) in good() {
            products += (rank - mean_rank) * (value - mean_value);
            squares += (rank - mean_rank) * (rank - mean_rank);
        }
        let slope = if squares > 0.0 { products / squares } else { 0.0 };
        Self { slope, mean_rank, mean_value }
    }

    fn value(&self, rank: usize) -> f64 {
        self.mean_value + (rank as f64 - self.mean_rank) * self.slope
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_ramp_keeps_its_slope_round_the_median() {
        // 100 values on one line, slope 1, median 49.5, centre 49; a contrast of 1 leaves the slope.
        let ramp: Vec<f32> = (0..100).rev().map(|value| value as f32).collect();
        assert_eq!(limits(&ramp, 1.0), Some((49.5 - 48.0, 99.0)));
    }

    #[test]
    fn a_steeper_line_ends_at_the_extremes() {
        let ramp: Vec<f32> = (0..100).map(|value| value as f32).collect();
        assert_eq!(limits(&ramp, 0.25), Some((0.0, 99.0)));
    }

    #[test]
    fn a_few_bright_stars_do_not_move_the_limits_of_the_sky() {
        let mut sky: Vec<f32> = (0..1000).map(|value| value as f32).collect();
        sky[990..].fill(1e6);
        // The slope is 1 without them, made 4; 501 values lie from the centre to the end.
        assert_eq!(limits(&sky, 0.25), Some((0.0, 499.5 + 501.0 * 4.0)));
    }

    #[test]
    fn a_constant_image_has_equal_limits() {
        assert_eq!(limits(&[0.1; 500], 0.25), Some((f64::from(0.1_f32), f64::from(0.1_f32))));
    }

    #[test]
    fn four_values_are_too_few_for_a_line() {
        assert_eq!(limits(&[4.0, f32::NAN, 1.0, 3.0, 2.0], 0.25), Some((1.0, 4.0)));
    }

    #[test]
    fn the_sample_is_taken_at_equal_distances() {
        let values: Vec<f32> = (0..2500).map(|value| value as f32).collect();
        let sample = sample(&values);
        assert_eq!((sample.len(), sample[1], sample[999]), (1000, 2.0, 1998.0));
    }
}
