//! Medians and other quantiles of measured times.

/// The value below which this share of the values lies, nearest rank; 0 for no values.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

/// The value in the middle.
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// Median, smallest and largest as text, e.g. `2.12 s [2.10-2.45]`.
pub fn spread(values: &[f64], unit: &str) -> String {
    format!("{:.2} {unit} [{:.2}-{:.2}]", median(values), quantile(values, 0.0), quantile(values, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let values = [3.0, 1.0, 2.0, 5.0, 4.0];
        assert_eq!((quantile(&values, 0.0), median(&values), quantile(&values, 1.0)), (1.0, 3.0, 5.0));
        assert_eq!(median(&[]), 0.0);
        assert_eq!(spread(&values, "s"), "3.00 s [1.00-5.00]");
    }
}
