//! The extent of unsigned numbers (ADQL 2.1 §2.1).

use super::TokenKind;

/// The kind and the length of the number that `text` starts with; `None` if it does not start with one.
pub(super) fn number(text: &[u8]) -> Option<(TokenKind, usize)> {
    let whole = digits(text, 0);
    let mut kind = TokenKind::Integer;
    let mut length = whole;
    if text.get(whole) == Some(&b'.') {
        let fraction = digits(text, whole + 1);
        if whole == 0 && fraction == 0 {
            return None;
        }
        kind = TokenKind::Decimal;
        length = whole + 1 + fraction;
    }
    if length == 0 {
        return None;
    }
    match exponent(text, length) {
        0 => Some((kind, length)),
        more => Some((TokenKind::Decimal, length + more)),
    }
}

/// The number of digits from `start` on.
fn digits(text: &[u8], start: usize) -> usize {
    text.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count()
}

/// The length of the exponent that starts at `start`, 0 if there is none.
fn exponent(text: &[u8], start: usize) -> usize {
    if !matches!(text.get(start), Some(b'e' | b'E')) {
        return 0;
    }
    let sign = usize::from(matches!(text.get(start + 1), Some(b'+' | b'-')));
    match digits(text, start + 1 + sign) {
        0 => 0,
        count => 1 + sign + count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_the_standard_says() {
        let integer = |length| Some((TokenKind::Integer, length));
        let decimal = |length| Some((TokenKind::Decimal, length));
        for (text, expected) in [
            ("12", integer(2)),
            ("12.", decimal(3)),
            ("12.5)", decimal(4)),
            (".5", decimal(2)),
            ("1e5", decimal(3)),
            ("1.E-05x", decimal(6)),
            ("1e+", integer(1)),
            ("1.2.3", decimal(3)),
            (".", None),
            ("x", None),
        ] {
            assert_eq!(number(text.as_bytes()), expected, "{text}");
        }
    }
}
