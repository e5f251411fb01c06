//! Values of parameters in TABLEDATA form (DALI 1.1 §3.3, VOTable 1.4 §5.1).

/// A boolean: `1`, `0`, `true`, `false`, `T`, `F` in any case; `None` for anything else.
pub fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "t" | "true" => Some(true),
        "0" | "f" | "false" => Some(false),
        _ => None,
    }
}

/// A decimal integer with an optional sign, or `0x` and hexadecimal digits; `None` beyond 64 bits.
pub fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            i64::from_str_radix(digits, 16).ok()
        }
        Some(_) => None,
        None => text.parse().ok(),
    }
}

/// A floating-point number, `NaN`, or an infinity as `+Inf`, `-Inf`, `Inf`, `Infinity` in any case.
pub fn real(text: &str) -> Option<f64> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_are_read_in_any_case() {
        for text in ["1", "true", "TRUE", "T", "t", " True "] {
            assert_eq!(boolean(text), Some(true), "{text}");
        }
        for text in ["0", "false", "F", "f", "FALSE"] {
            assert_eq!(boolean(text), Some(false), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_booleans() {
        for text in ["", "yes", "?", "2", "tr"] {
            assert_eq!(boolean(text), None, "{text}");
        }
    }

    #[test]
    fn integers_are_decimal_or_hexadecimal() {
        assert_eq!(integer("-42"), Some(-42));
        assert_eq!(integer(" +7 "), Some(7));
        assert_eq!(integer("0xff"), Some(255));
        for text in ["", "1.0", "0x", "0x-1", "9223372036854775808", "1e3"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_may_be_infinite_or_nan() {
        assert_eq!(real("1.5E-3"), Some(0.0015));
        assert_eq!(real("+Inf"), Some(f64::INFINITY));
        assert_eq!(real("-Infinity"), Some(f64::NEG_INFINITY));
        assert!(real("NaN").is_some_and(f64::is_nan));
        for text in ["", "1,5", "ten", "1.5 2"] {
            assert_eq!(real(text), None, "{text}");
        }
    }
}
