//! A number or an interval, and the conditions that it makes (SIA 2.0 §2.1, DALI 1.1 §3.3.3).

use dali::Error;

/// All numbers between two, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    /// `None` without a least number.
    low: Option<f64>,
    /// `None` without a largest number.
    high: Option<f64>,
}

/// What a value must be.
const EXPECTED: &str = "a number, or two with a blank between and the lesser first; -Inf and +Inf leave an end open, e.g. `0.5 +Inf`";

impl Interval {
    /// One number is the interval with nothing else in it.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Error> {
        let refused = || Error::invalid(name, text, EXPECTED);
        let numbers: Option<Vec<f64>> = text.split_whitespace().take(3).map(dali::real).collect();
        let numbers = numbers.ok_or_else(refused)?;
        let (low, high) = match numbers.as_slice() {
            [only] if only.is_finite() => (Some(*only), Some(*only)),
            [low, high] if low <= high && *low < f64::INFINITY && *high > f64::NEG_INFINITY => {
                (Some(*low).filter(|low| low.is_finite()), Some(*high).filter(|high| high.is_finite()))
            }
            _ => return Err(refused()),
        };
        Ok(Self { low, high })
    }

    /// The same, where only numbers above 0 mean something.
    pub(crate) fn positive(name: &str, text: &str) -> Result<Self, Error> {
        let interval = Self::read(name, text)?;
        let is_positive = |bound: Option<f64>| bound.is_none_or(|bound| bound > 0.0);
        match is_positive(interval.low) && is_positive(interval.high) {
            true => Ok(interval),
            false => {
                Err(Error::invalid(name, text, "above 0; -Inf leaves the lower end open, e.g. `-Inf 5e-7`"))
            }
        }
    }

    /// The condition that a column is in it. NULL never is.
    pub(crate) fn holds(&self, column: &str) -> String {
        match (self.low, self.high) {
            (None, None) => format!("{column} IS NOT NULL"),
            (Some(low), None) => format!("{column} >= {low:e}"),
            (None, Some(high)) => format!("{column} <= {high:e}"),
            (Some(low), Some(high)) if low == high => format!("{column} = {low:e}"),
            (Some(low), Some(high)) => format!("{column} BETWEEN {low:e} AND {high:e}"),
        }
    }

    /// The condition that it has a number in common with those between two columns. With NULL it has none.
    pub(crate) fn meets(&self, least: &str, largest: &str) -> String {
        let from =
            self.low.map_or_else(|| format!("{largest} IS NOT NULL"), |low| format!("{largest} >= {low:e}"));
        let to =
            self.high.map_or_else(|| format!("{least} IS NOT NULL"), |high| format!("{least} <= {high:e}"));
        format!("({least_to} AND {largest_from})", least_to = to, largest_from = from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(text: &str) -> String {
        Interval::read("TIME", text).unwrap().meets("t_min", "t_max")
    }

    fn holds(text: &str) -> String {
        Interval::read("FOV", text).unwrap().holds("s_fov")
    }

    #[test]
    fn an_interval_meets_what_it_shares_a_number_with() {
        assert_eq!(meets("58000 58001.5"), "(t_min <= 5.80015e4 AND t_max >= 5.8e4)");
        assert_eq!(meets("58000"), "(t_min <= 5.8e4 AND t_max >= 5.8e4)");
        assert_eq!(meets("58000  Inf"), "(t_min IS NOT NULL AND t_max >= 5.8e4)");
        assert_eq!(meets("-inf +58000"), "(t_min <= 5.8e4 AND t_max IS NOT NULL)");
        assert_eq!(meets("-Inf +Inf"), "(t_min IS NOT NULL AND t_max IS NOT NULL)");
    }

    #[test]
    fn a_value_is_held_with_both_bounds() {
        assert_eq!(holds("0.5 1"), "s_fov BETWEEN 5e-1 AND 1e0");
        assert_eq!(holds("0.5 0.5"), "s_fov = 5e-1");
        assert_eq!(holds("0.5"), "s_fov = 5e-1");
        assert_eq!(holds("0.5 +Inf"), "s_fov >= 5e-1");
        assert_eq!(holds("-INF .5"), "s_fov <= 5e-1");
        assert_eq!(holds("-Inf Inf"), "s_fov IS NOT NULL");
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for wrong in
            ["2018-01-01", "2 1", "1 2 3", "NaN", "1 NaN", "Inf", "Inf Inf", "-Inf -Inf", "1,2", "1 m"]
        {
            let expected = format!(
                "parameter TIME has the value `{wrong}`; it must be a number, or two with a blank between and the \
                 lesser first; -Inf and +Inf leave an end open, e.g. `0.5 +Inf`"
            );
            assert_eq!(Interval::read("TIME", wrong).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn a_wavelength_is_above_zero() {
        assert!(Interval::positive("BAND", "-Inf 4e-7").is_ok());
        for wrong in ["0 4e-7", "-1", "-5 -1", "0"] {
            let expected = format!(
                "parameter BAND has the value `{wrong}`; it must be above 0; -Inf leaves the lower end open, e.g. \
                 `-Inf 5e-7`"
            );
            assert_eq!(Interval::positive("BAND", wrong).unwrap_err().to_string(), expected);
        }
    }
}
