//! Changes of a text.

use crate::syntax::Span;

/// A part of a text and what stands there instead.
pub(super) struct Edit {
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
