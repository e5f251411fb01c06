//! Exponents: small fractions.

use std::fmt;

/// The largest numerator and denominator.
const LARGEST: i32 = 1000;

/// An exponent as a fraction in lowest terms; numerator and denominator are at most 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Power {
    numerator: i32,
    denominator: i32,
}

impl Power {
    /// 1
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };
    /// 1/2
    pub const HALF: Self = Self { numerator: 1, denominator: 2 };

    /// The fraction; `None` if the denominator is 0 or a number of its lowest terms is beyond 1000.
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let divisor = greatest_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i64::try_from(divisor).ok()?;
        let (numerator, denominator) = (numerator / divisor, denominator / divisor);
        let sign = denominator.signum();
        let small = |number: i64| i32::try_from(number * sign).ok().filter(|number| number.abs() <= LARGEST);
        Some(Self { numerator: small(numerator)?, denominator: small(denominator)? })
    }

    /// The fraction that a number is; `None` if it has more than three decimals or is beyond 1000.
    pub fn from_f64(number: f64) -> Option<Self> {
        let thousands = number * 1000.0;
        let is_whole = thousands.is_finite() && thousands == thousands.round() && thousands.abs() <= 1e6;
        is_whole.then(|| Self::new(thousands as i64, 1000)).flatten()
    }

    /// The numerator, with the sign.
    pub fn numerator(self) -> i32 {
        self.numerator
    }

    /// The denominator, from 1 on.
    pub fn denominator(self) -> i32 {
        self.denominator
    }

    /// Whether it is 0.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// The exponent as a number.
    pub fn to_f64(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }

    /// The sum; `None` beyond the range.
    pub fn plus(self, other: Self) -> Option<Self> {
        let (n, d) = (i64::from(self.numerator), i64::from(self.denominator));
        let (m, e) = (i64::from(other.numerator), i64::from(other.denominator));
        Self::new(n * e + m * d, d * e)
    }

    /// The product; `None` beyond the range.
    pub fn times(self, other: Self) -> Option<Self> {
        let product = |one: i32, other: i32| i64::from(one) * i64::from(other);
        Self::new(product(self.numerator, other.numerator), product(self.denominator, other.denominator))
    }

    /// The exponent with the other sign.
    pub fn negated(self) -> Self {
        Self { numerator: -self.numerator, ..self }
    }
}

impl fmt::Display for Power {
    /// As VOUnits writes it behind `**`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(out, "{}", self.numerator),
            denominator => write!(out, "({}/{denominator})", self.numerator),
        }
    }
}

/// The greatest common divisor; that of 0 and 0 is 1.
pub(crate) fn greatest_divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_kept_in_lowest_terms() {
        let power = |numerator, denominator| Power::new(numerator, denominator).unwrap();
        assert_eq!(power(2, -4).to_string(), "(-1/2)");
        assert_eq!(power(1, 2).plus(power(3, 2)), Some(power(2, 1)));
        assert_eq!(Power::from_f64(0.5), Some(Power::HALF));
        assert_eq!(power(1, 3).times(power(3, 1)), Some(Power::ONE));
    }

    #[test]
    fn exponents_without_end_are_none() {
        assert_eq!(Power::new(1, 0), None);
        assert_eq!(Power::new(1001, 1), None);
        assert_eq!(Power::new(i64::MIN, i64::MIN), None);
        assert_eq!(Power::from_f64(1.0 / 3.0), None);
        assert_eq!(Power::from_f64(f64::NAN), None);
    }
}
