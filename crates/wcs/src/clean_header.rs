//! The small regular header that the library reads: two axes, degrees, and only values that were checked.

use crate::distortion::Distortion;
use crate::linear::Linear;

/// The cards as bytes, 80 for each.
pub(crate) struct CleanHeader {
    bytes: Vec<u8>,
}

impl CleanHeader {
    /// Writes longitude as the first axis and latitude as the second.
    pub(crate) fn new(linear: &Linear, distortion: &Distortion, poles_deg: [Option<f64>; 2]) -> Self {
        let mut header = Self { bytes: Vec::with_capacity(80 * 64) };
        header.card("WCSAXES", "2");
        let suffix = if distortion.sip.is_empty() { "" } else { "-SIP" };
        for (axis, name) in [(1, "RA--"), (2, "DEC-")] {
            header.text(&format!("CTYPE{axis}"), &format!("{name}-{}{suffix}", distortion.projection));
            header.text(&format!("CUNIT{axis}"), "deg");
            header.number(&format!("CRPIX{axis}"), linear.reference_pixel[axis - 1]);
            header.number(&format!("CRVAL{axis}"), linear.reference_deg[axis - 1]);
            for (column, element) in linear.matrix[axis - 1].into_iter().enumerate() {
                header.number(&format!("CD{axis}_{}", column + 1), element);
            }
        }
        for (name, value_deg) in ["LONPOLE", "LATPOLE"].into_iter().zip(poles_deg) {
            if let Some(value_deg) = value_deg {
                header.number(name, value_deg);
            }
        }
        for (axis, index, value) in &distortion.pv {
            header.number(&format!("PV{axis}_{index}"), *value);
        }
        for (name, value) in &distortion.sip {
            if name.ends_with("ORDER") {
                header.card(name, &format!("{}", *value as i64));
            } else {
                header.number(name, *value);
            }
        }
        if let Some(texts) = &distortion.wat {
            header.wat("WAT1", &texts[0]);
            header.wat("WAT2", &texts[1]);
        }
        header
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn number(&mut self, name: &str, value: f64) {
        // 17 digits are the number itself.
        self.card(name, &format!("{value:.16E}"));
    }

    fn text(&mut self, name: &str, value: &str) {
        self.card(name, &format!("'{value:8}'"));
    }

    fn card(&mut self, name: &str, value: &str) {
        self.bytes.extend(format!("{name:8}= {value:>20}").bytes().chain(std::iter::repeat(b' ')).take(80));
    }

    /// A long text in pieces of 68 characters that continue each other.
    fn wat(&mut self, name: &str, text: &str) {
        for (part, piece) in text.as_bytes().chunks(68).enumerate() {
            let piece = String::from_utf8_lossy(piece);
            self.card(&format!("{name}_{:03}", part + 1), &format!("'{piece:68}'"));
        }
    }
}
