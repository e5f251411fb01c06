//! Texts and reals in JSON (RFC 8259 §6, §7).

use crate::number_text::{write_double, write_float};

/// Appends a string in quotes.
#[inline]
pub(crate) fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    // Without an early exit the scan becomes vector instructions.
    let special = |found, &byte: &u8| found | (byte < b' ') | (byte == b'"') | (byte == b'\\');
    if text.as_bytes().iter().fold(false, special) {
        escape(text, out);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
}

/// Appends a float; NaN and the infinities, for which JSON has no number, as the strings that JavaScript and Python read
/// as numbers: `"NaN"`, `"Infinity"`, `"-Infinity"`.
#[inline]
pub(crate) fn write_finite_float(value: f32, out: &mut Vec<u8>) {
    if value.is_finite() { write_float(value, out) } else { write_not_finite(value.into(), out) }
}

/// Appends a double, as [`write_finite_float`].
#[inline]
pub(crate) fn write_finite_double(value: f64, out: &mut Vec<u8>) {
    if value.is_finite() { write_double(value, out) } else { write_not_finite(value, out) }
}

#[cold]
fn write_not_finite(value: f64, out: &mut Vec<u8>) {
    out.extend_from_slice(match value {
        f64::INFINITY => b"\"Infinity\"".as_slice(),
        f64::NEG_INFINITY => b"\"-Infinity\"",
        _ => b"\"NaN\"",
    });
}

fn escape(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    for &byte in text.as_bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..b' ' => {
                out.extend_from_slice(b"\\u00");
                out.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            }
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_reads_back(text in any::<String>()) {
            let mut out = Vec::new();
            write_string(&text, &mut out);
            let back: String = serde_json::from_slice(&out).unwrap();
            prop_assert_eq!(back, text);
        }

        #[test]
        fn every_double_is_a_number_or_one_of_three_strings(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            let mut out = Vec::new();
            write_finite_double(value, &mut out);
            let back: serde_json::Value = serde_json::from_slice(&out).unwrap();
            // The library reads a number to the last bit but one.
            let digits: f64 = String::from_utf8(out).unwrap().trim_matches('"').parse().unwrap();
            match back.is_number() {
                true => prop_assert_eq!(digits.to_bits(), bits),
                false => prop_assert!(matches!(back.as_str(), Some("NaN" | "Infinity" | "-Infinity"))),
            }
        }
    }
}
