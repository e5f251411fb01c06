//! Names of messages: what is one, and which pattern covers which (SAMP 1.3 §2.6.1, §3.6).

/// Whether a text is an MType: atoms of letters, digits, `-` and `_`, with dots between them.
pub fn is_mtype(text: &str) -> bool {
    !text.is_empty() && text.split('.').all(is_atom)
}

/// Whether a text is an MType, or one whose last atom is the wildcard.
pub(crate) fn is_pattern(text: &str) -> bool {
    text == "*" || text.strip_suffix(".*").map_or_else(|| is_mtype(text), is_mtype)
}

/// Whether a pattern covers an MType. `table.*` covers `table.load.votable`, and not `table`.
pub(crate) fn covers(pattern: &str, mtype: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => mtype.starts_with(beginning),
        None => pattern == mtype,
    }
}

fn is_atom(atom: &str) -> bool {
    !atom.is_empty() && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_atoms() {
        for good in ["table.load.votable", "x-samp.a_b", "ping"] {
            assert!(is_mtype(good), "{good}");
        }
        for bad in ["", ".", "a.", "a..b", "a.*", "a b", "t\u{e4}ble"] {
            assert!(!is_mtype(bad), "{bad}");
        }
    }

    #[test]
    fn the_wildcard_is_a_last_whole_atom() {
        for good in ["*", "table.*", "table.load.votable"] {
            assert!(is_pattern(good), "{good}");
        }
        for bad in ["", "tab*", "*.load", "table.*.x", "**"] {
            assert!(!is_pattern(bad), "{bad}");
        }
        assert!(covers("*", "a.b") && covers("a.*", "a.b.c") && covers("a.b", "a.b"));
        assert!(!covers("a.*", "a") && !covers("a.*", "ab.c") && !covers("a.b", "a.b.c"));
    }
}
