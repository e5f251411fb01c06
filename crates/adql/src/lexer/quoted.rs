//! Strings and delimited identifiers: where they end and what they hold.

/// The length of the quoted piece that `text` starts with, both quotes included; `None` if it never ends.
pub(super) fn quoted_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first()?;
    let mut place = 1;
    loop {
        place += bytes[place..].iter().position(|&byte| byte == quote)? + 1;
        if bytes.get(place) != Some(&quote) {
            return Some(place);
        }
        place += 1;
    }
}

/// What a quoted piece holds: without its quotes, doubled quotes undone.
pub(crate) fn unquoted(piece: &str) -> String {
    let inner = piece.get(1..piece.len().saturating_sub(1)).unwrap_or_default();
    match piece.chars().next() {
        Some('"') => inner.replace("\"\"", "\""),
        _ => inner.replace("''", "'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_quotes_belong_to_the_piece() {
        assert_eq!(quoted_length("'it''s' x"), Some(7));
        assert_eq!(quoted_length("''"), Some(2));
        assert_eq!(quoted_length("''''"), Some(4));
        assert_eq!(quoted_length("'''"), None);
        assert_eq!(quoted_length("'open"), None);
        assert_eq!(unquoted("'it''s \"x\"'"), "it's \"x\"");
        assert_eq!(unquoted("\"a\"\"b\""), "a\"b");
    }
}
