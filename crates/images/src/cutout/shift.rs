//! Where reference pixels lie in a part of an image (FITS 4.0 §8.1; `LTVn` of IRAF).

use fits_header::Header;

use crate::pixel_box::Range;

/// How many pixels are cut off before the first, on each axis.
pub(super) struct Shift {
    pixels: Vec<u64>,
}

impl Shift {
    /// The shift of these ranges.
    pub fn new(ranges: &[Range]) -> Self {
        Self { pixels: ranges.iter().map(|range| range.first).collect() }
    }

    /// What must be taken from the value of a keyword; `None` if it stays as it is.
    pub fn of(&self, keyword: &str) -> Option<f64> {
        let axis = match keyword.strip_prefix("CRPIX") {
            // Another description of the same pixels has a letter behind.
            Some(axis) => axis.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(axis),
            None => keyword.strip_prefix("LTV")?,
        };
        let index = axis.parse::<usize>().ok()?.checked_sub(1)?;
        // Far fewer pixels than a double can count.
        self.pixels.get(index).filter(|&&pixels| pixels > 0).map(|&pixels| pixels as f64)
    }

    /// Calls `write` with keywords that the header leaves at 0, and with what they are now.
    pub fn missing(&self, header: &Header, mut write: impl FnMut(&str, f64)) {
        let mut add = |keyword: String| {
            if let Some(shift) = self.of(&keyword)
                && header.text(&keyword).is_none()
            {
                write(&keyword, -shift);
            }
        };
        let axes = 1..=self.pixels.len();
        for letter in [String::new()].into_iter().chain(('A'..='Z').map(String::from)) {
            let has =
                |key: &str| axes.clone().any(|axis| header.text(&format!("{key}{axis}{letter}")).is_some());
            if has("CTYPE") || has("CRVAL") {
                axes.clone().for_each(|axis| add(format!("CRPIX{axis}{letter}")));
            }
        }
        let is_physical = |keyword: &str| keyword.starts_with("LTM") || keyword.starts_with("LTV");
        if header.cards().any(|card| is_physical(card.keyword())) {
            axes.for_each(|axis| add(format!("LTV{axis}")));
        }
    }
}
