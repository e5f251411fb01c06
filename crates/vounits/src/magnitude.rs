//! Factors of units, exact as far as whole numbers, powers of ten and powers of pi reach.

use std::f64::consts::PI;

use crate::power::{Power, greatest_divisor};

/// Whole numbers up to here are exact in double precision.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The largest power of ten.
const TEN_MAX: i32 = 300;

/// `numerator / denominator * 10^ten * pi^pi`, positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Magnitude {
    numerator: f64,
    denominator: f64,
    ten: i32,
    pi: i32,
}

impl Magnitude {
    /// 1
    pub(crate) const ONE: Self = Self::new(1.0, 1.0, 0, 0);

    /// The factor of these parts.
    pub(crate) const fn new(numerator: f64, denominator: f64, ten: i32, pi: i32) -> Self {
        Self { numerator, denominator, ten, pi }
    }

    /// A power of ten.
    pub(crate) const fn ten(ten: i32) -> Self {
        Self::new(1.0, 1.0, ten, 0)
    }

    /// A decimal number, in `digits` times a power of ten; `None` if it is 0 or out of range.
    pub(crate) fn decimal(digits: &str, ten: i64) -> Option<Self> {
        let digits = digits.trim_start_matches('0');
        let short = digits.trim_end_matches('0');
        let ten = i32::try_from(ten + (digits.len() - short.len()) as i64).ok()?;
        let numerator = short.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0)?;
        Self::new(numerator, 1.0, ten, 0).checked()
    }

    /// The product; `None` out of range.
    pub(crate) fn times(self, other: Self) -> Option<Self> {
        // Reduced crosswise first, so that the products stay as small as they can.
        let (a, d) = reduced(self.numerator, other.denominator);
        let (c, b) = reduced(other.numerator, self.denominator);
        Self::new(a * c, b * d, self.ten + other.ten, self.pi + other.pi).checked()
    }

    /// The reciprocal.
    pub(crate) fn inverted(self) -> Self {
        Self::new(self.denominator, self.numerator, -self.ten, -self.pi)
    }

    /// The power; `None` out of range. Only whole powers are exact.
    pub(crate) fn raised(self, power: Power) -> Option<Self> {
        let whole = power.numerator().unsigned_abs() as i32;
        let base = if power.numerator() < 0 { self.inverted() } else { self };
        let (ten, pi) = (base.ten.checked_mul(whole)?, base.pi.checked_mul(whole)?);
        let numerator = base.numerator.powi(whole);
        let denominator = base.denominator.powi(whole);
        let root = power.denominator();
        if root == 1 {
            return Self::new(numerator, denominator, ten, pi).checked();
        }
        let rooted = |number: f64| if root == 2 { number.sqrt() } else { number.powf(1.0 / f64::from(root)) };
        let rest = 10_f64.powi(ten.rem_euclid(root)) * PI.powi(pi.rem_euclid(root));
        let (ten, pi) = (ten.div_euclid(root), pi.div_euclid(root));
        Self::new(rooted(numerator * rest), rooted(denominator), ten, pi).checked()
    }

    /// The factor as a number, the nearest if parts of it are exact.
    pub(crate) fn value(self) -> f64 {
        let shift = |number: f64, ten: i32| number * 10_f64.powi(ten.max(0));
        let quotient = shift(self.numerator, self.ten) / shift(self.denominator, -self.ten);
        if self.pi == 0 { quotient } else { quotient * PI.powi(self.pi) }
    }

    /// The exponent, if it is a power of ten.
    pub(crate) fn as_power_of_ten(self) -> Option<i32> {
        (self.numerator == self.denominator && self.pi == 0).then_some(self.ten)
    }

    /// The factor in lowest terms, if it can be computed with.
    fn checked(self) -> Option<Self> {
        let (numerator, denominator) = reduced(self.numerator, self.denominator);
        let usable = |number: f64| number.is_finite() && number > 0.0;
        let in_range = self.ten.abs() <= TEN_MAX && self.pi.abs() <= TEN_MAX;
        let magnitude = Self { numerator, denominator, ..self };
        (in_range && usable(numerator) && usable(denominator) && usable(magnitude.value()))
            .then_some(magnitude)
    }
}

/// Two numbers divided by what they have in common, if both are whole and exact.
fn reduced(one: f64, other: f64) -> (f64, f64) {
    let is_exact = |number: f64| number == number.trunc() && (1.0..EXACT).contains(&number);
    if !is_exact(one) || !is_exact(other) {
        return (one, other);
    }
    let divisor = greatest_divisor(one as u64, other as u64) as f64;
    (one / divisor, other / divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_of_angles_are_exact() {
        let (deg, arcsec) = (Magnitude::new(1.0, 180.0, 0, 1), Magnitude::new(1.0, 648_000.0, 0, 1));
        assert_eq!(deg.times(arcsec.inverted()).unwrap().value(), 3600.0);
        assert_eq!(deg.value(), 1_f64.to_radians());
    }

    #[test]
    fn roots_take_tens_along() {
        let tenth = Magnitude::ten(-1);
        assert_eq!(tenth.raised(Power::HALF).unwrap().value(), 0.1_f64.sqrt());
        assert_eq!(Magnitude::ten(4).raised(Power::HALF), Some(Magnitude::ten(2)));
    }

    #[test]
    fn what_is_no_number_is_none() {
        assert_eq!(Magnitude::decimal("000", 0), None);
        assert_eq!(Magnitude::decimal("1", 301), None);
        assert_eq!(Magnitude::ten(200).times(Magnitude::ten(200)), None);
    }
}
