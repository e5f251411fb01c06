//! Changes of a text.

use crate::syntax::Span;

/// A part of a text and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The part; an empty one is a place to insert at.
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl Edit {
    /// Another text in place of a part.
    pub(super) fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// What makes `new` of `old` in one place, in whole words.
    pub(super) fn between(old: &str, new: &str) -> Self {
        let start = common(old.chars(), new.chars());
        let start = start - word(old[..start].chars().rev());
        let (before, after) = (&old[start..], &new[start..]);
        let behind = common(before.chars().rev(), after.chars().rev());
        let behind = behind - word(before[before.len() - behind..].chars());
        let end = old.len() - behind;
        Self::replace(Span::new(start, end), &after[..after.len() - behind])
    }

    /// Text in front of a part.
    pub(super) fn before(span: Span, text: impl Into<String>) -> Self {
        Self { span: Span { start: span.start, end: span.start }, text: text.into() }
    }

    /// Text behind a part.
    pub(super) fn after(span: Span, text: impl Into<String>) -> Self {
        Self { span: Span { start: span.end, end: span.end }, text: text.into() }
    }

    /// Nothing in place of a part.
    pub(super) fn remove(span: Span) -> Self {
        Self { span, text: String::new() }
    }
}

/// The bytes that two texts have in common from where they start.
fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
}

/// The bytes of the word with which a text starts.
fn word(text: impl Iterator<Item = char>) -> usize {
    text.take_while(|&c| c.is_alphanumeric() || c == '_').map(char::len_utf8).sum()
}

/// The text with all edits, which do not overlap; blanks that only a removed part needed go too.
pub(super) fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span.start);
    let mut new = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for Edit { span, text: instead } in edits {
        let (start, mut end) = (span.start as usize, span.end as usize);
        let Some(kept) = text.get(done..start) else { continue };
        new.push_str(kept);
        new.push_str(&instead);
        let removed = instead.is_empty() && end > start;
        if removed && new.ends_with([' ', '(']) && text[end..].starts_with(' ') {
            end += 1;
        }
        done = end;
    }
    new.push_str(text.get(done..).unwrap_or_default());
    new.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_of_two_texts_is_in_whole_words() {
        for (old, new, start, end, text) in [
            ("SELCT a", "SELECT a", 0, 5, "SELECT"),
            ("a == b", "a = b", 3, 4, ""),
            ("x FORM é.t", "x FROM é.t", 2, 6, "FROM"),
            ("a LIMIT 5", "TOP 5 a", 0, 9, "TOP 5 a"),
            ("same", "same", 0, 4, "same"),
            ("é", "è", 0, 2, "è"),
        ] {
            let Edit { span, text: found } = Edit::between(old, new);
            assert_eq!((span.start, span.end, found.as_str()), (start, end, text), "{old}");
        }
    }
}
