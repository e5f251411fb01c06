//! How brightness grows between the limits.

/// A curve from 0 (black) to 1 (white). The stretches are those of DS9 and astropy, with their usual constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stretch {
    /// Even steps of the value are even steps of brightness.
    Linear,
    /// The inverse hyperbolic sine, linear below a tenth of the range and logarithmic above: asinh(10 x) / asinh(10).
    Asinh,
    /// The square root.
    Sqrt,
    /// The logarithm over three decades: ln(1000 x + 1) / ln(1001).
    Log,
}

/// Where [`Stretch::Asinh`] turns from linear to logarithmic, as inverse of a part of the range.
const ASINH_SOFTENING: f64 = 10.0;
/// How much of the range [`Stretch::Log`] resolves.
const LOG_SCALE: f64 = 1000.0;

impl Stretch {
    /// The brightness of a place between the limits; both are 0 to 1.
    pub(crate) fn apply(self, fraction: f64) -> f64 {
        match self {
            Self::Linear => fraction,
            Self::Asinh => libm::asinh(ASINH_SOFTENING * fraction) / libm::asinh(ASINH_SOFTENING),
            Self::Sqrt => fraction.sqrt(),
            Self::Log => libm::log1p(LOG_SCALE * fraction) / libm::log1p(LOG_SCALE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Stretch; 4] = [Stretch::Linear, Stretch::Asinh, Stretch::Sqrt, Stretch::Log];

    #[test]
    fn every_stretch_goes_from_black_to_white_and_only_up() {
        for stretch in ALL {
            let curve: Vec<f64> = (0..=100).map(|step| stretch.apply(f64::from(step) / 100.0)).collect();
            assert_eq!((curve[0], curve[100]), (0.0, 1.0), "{stretch:?}");
            assert!(curve.windows(2).all(|pair| pair[0] < pair[1]), "{stretch:?}");
        }
    }

    #[test]
    fn stretches_are_brighter_from_linear_to_log() {
        let at_a_hundredth = |stretch: Stretch| stretch.apply(0.01);
        assert_eq!(at_a_hundredth(Stretch::Linear), 0.01);
        assert_eq!(at_a_hundredth(Stretch::Sqrt), 0.1);
        // asinh(0.1) = ln(0.1 + sqrt(1.01)).
        let asinh = (0.1 + 1.01_f64.sqrt()).ln() / (10.0 + 101_f64.sqrt()).ln();
        assert!((at_a_hundredth(Stretch::Asinh) - asinh).abs() < 1e-15);
        assert!((at_a_hundredth(Stretch::Log) - 11_f64.ln() / 1001_f64.ln()).abs() < 1e-15);
    }
}
