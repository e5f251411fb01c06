//! Whether a client has a file already (RFC 9110 §8.8.3, §13.1.2).

use std::hash::{DefaultHasher, Hasher};

/// The tag of a content, with its quotes and the mark of a weak one.
pub(crate) fn tag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("W/\"{:x}-{:016x}\"", bytes.len(), hasher.finish())
}

/// Whether a list of tags has this one, weak or not; `*` is every tag.
pub(crate) fn lists(tags: &str, tag: &str) -> bool {
    let opaque = tag.trim_start_matches("W/");
    tags.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == opaque)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_those_of_contents() {
        assert_eq!(tag(b"a"), tag(b"a"));
        assert_ne!(tag(b"a"), tag(b"b"));
        assert!(tag(b"a").starts_with("W/\"1-") && tag(b"a").ends_with('"'));
    }

    #[test]
    fn a_tag_is_found_in_a_list_by_its_whole_name() {
        for (tags, expected) in [
            ("W/\"a\"", true),
            ("\"x\", \"a\"", true),
            ("*", true),
            ("\"aa\"", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(lists(tags, "W/\"a\""), expected, "{tags}");
        }
    }
}
