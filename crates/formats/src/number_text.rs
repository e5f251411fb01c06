//! Numbers as text, the same in TABLEDATA and CSV (VOTable 1.4 §6).
//!
//! A float has the fewest digits that read back to the same value. Without an exponent it has a point (`1.0`, `0.1`); very
//! large and very small ones have an exponent after `E`, without plus and without zeros in front (`1.5E-7`, `1E16`).

/// Appends an integer in decimal.
#[inline]
pub(crate) fn write_integer(value: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends a double.
#[inline]
pub(crate) fn write_double(value: f64, out: &mut Vec<u8>) {
    write_real(value, value.abs(), out);
}

/// Appends a float.
#[inline]
pub(crate) fn write_float(value: f32, out: &mut Vec<u8>) {
    write_real(value, f64::from(value).abs(), out);
}

#[inline]
fn write_real(value: impl zmij::Float, magnitude: f64, out: &mut Vec<u8>) {
    let mut buffer = zmij::Buffer::new();
    // In this range zmij writes no exponent; zero is outside and needs none either.
    if (1e-3..1e7).contains(&magnitude) {
        out.extend_from_slice(buffer.format_finite(value).as_bytes());
    } else {
        write_rare(buffer.format(value), out);
    }
}

#[inline(never)]
fn write_rare(text: &str, out: &mut Vec<u8>) {
    match text {
        "NaN" => out.extend_from_slice(b"NaN"),
        "inf" => out.extend_from_slice(b"+Inf"),
        "-inf" => out.extend_from_slice(b"-Inf"),
        _ => match text.split_once('e') {
            None => out.extend_from_slice(text.as_bytes()),
            Some((digits, exponent)) => {
                out.extend_from_slice(digits.as_bytes());
                out.push(b'E');
                out.extend_from_slice(exponent.trim_start_matches('+').as_bytes());
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn double(value: f64) -> String {
        let mut out = Vec::new();
        write_double(value, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn float(value: f32) -> String {
        let mut out = Vec::new();
        write_float(value, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_double_has_one_form() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (-10.5, "-10.5"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1E16"),
            (1.5e16, "1.5E16"),
            (1.5e-7, "1.5E-7"),
            (1.7976931348623157e308, "1.7976931348623157E308"),
            (5e-324, "5E-324"),
            (123_456_789.125, "123456789.125"),
            (f64::NAN, "NaN"),
            (-f64::NAN, "NaN"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ] {
            assert_eq!(double(value), text);
        }
    }

    #[test]
    fn a_float_has_the_digits_of_a_float() {
        for (value, text) in [
            (0.1_f32, "0.1"),
            (16_777_216.0, "16777216.0"),
            (3.402_823_5e38, "3.4028235E38"),
            (1e-45, "1E-45"),
            (f32::NAN, "NaN"),
            (f32::NEG_INFINITY, "-Inf"),
        ] {
            assert_eq!(float(value), text);
        }
    }

    #[test]
    fn integers_are_plain_decimals() {
        let mut out = Vec::new();
        write_integer(i64::MIN, &mut out);
        write_integer(-7_i16, &mut out);
        assert_eq!(out, b"-9223372036854775808-7");
    }

    proptest! {
        #[test]
        fn every_double_reads_back(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            let text = double(value);
            let back: f64 = text.parse().unwrap();
            prop_assert!(back == value || (back.is_nan() && value.is_nan()), "{}", text);
            prop_assert!(!text.contains(['e', '+']) || text == "+Inf", "{}", text);
        }

        #[test]
        fn every_float_reads_back(bits in any::<u32>()) {
            let value = f32::from_bits(bits);
            let text = float(value);
            let back: f32 = text.parse().unwrap();
            prop_assert!(back == value || (back.is_nan() && value.is_nan()), "{}", text);
            prop_assert!(!text.contains(['e', '+']) || text == "+Inf", "{}", text);
        }
    }
}
