//! The line of the query that an error is about, with a caret below it.

use crate::syntax::Span;

/// The characters of a line that are shown at most.
const SHOWN: usize = 100;
/// The characters that are shown in front of a place in a long line.
const LEAD: usize = 30;

/// Line and column of a byte offset, both from 1; the column counts characters.
pub(crate) fn place(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line as u32, before[start..].chars().count() as u32 + 1)
}

/// The line that `span` starts in, and a second line with carets below the span; long lines are cut round it.
pub(super) fn excerpt(text: &str, span: Span, line: u32) -> String {
    let offset = (span.start as usize).min(text.len());
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let whole = text[start..].lines().next().unwrap_or_default();
    let lead = before[start..].chars().count();
    let marked = span.of(text).lines().next().unwrap_or_default().chars().count();

    let length = whole.chars().count();
    let skipped = if length > SHOWN { lead.saturating_sub(LEAD) } else { 0 };
    let head = if skipped > 0 { "\u{2026}" } else { "" };
    let tail = if length > skipped + SHOWN { "\u{2026}" } else { "" };
    let shown: String = whole.chars().skip(skipped).take(SHOWN).map(visible).collect();

    let indent: String = whole.chars().skip(skipped).take(lead - skipped).map(below).collect();
    let carets = "^".repeat(marked.clamp(1, SHOWN - (lead - skipped).min(SHOWN - 1)));
    let gutter = " ".repeat(line.to_string().len());
    let shift = " ".repeat(head.chars().count());
    format!("{gutter} |\n{line} | {head}{shown}{tail}\n{gutter} | {shift}{indent}{carets}")
}

/// Control characters would move the carets or worse.
fn visible(character: char) -> char {
    if character.is_control() && character != '\t' { '\u{fffd}' } else { character }
}

/// A tab stays one, so that the carets stay below their place.
fn below(character: char) -> char {
    if character == '\t' { '\t' } else { ' ' }
}

/// The text, cut to what fits into a message.
pub(crate) fn clipped(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().nth(LONGEST).is_none() {
        return text.chars().map(visible).collect();
    }
    text.chars().take(LONGEST - 1).map(visible).chain(['\u{2026}']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt_of(text: &str, start: usize, end: usize) -> String {
        excerpt(text, Span::new(start, end), place(text, start).0)
    }

    #[test]
    fn carets_stand_below_the_span() {
        let text = "SELECT a\nFROM nowhere";
        assert_eq!(place(text, 14), (2, 6));
        assert_eq!(excerpt_of(text, 14, 21), "  |\n2 | FROM nowhere\n  |      ^^^^^^^");
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        assert_eq!(place("'é' x", 5), (1, 5));
        assert_eq!(excerpt_of("'é' x", 5, 6), "  |\n1 | 'é' x\n  |     ^");
    }

    #[test]
    fn the_end_of_the_text_has_a_caret_too() {
        assert_eq!(excerpt_of("SELECT", 6, 6), "  |\n1 | SELECT\n  |       ^");
        assert_eq!(excerpt_of("", 0, 0), "  |\n1 | \n  | ^");
    }

    #[test]
    fn a_long_line_is_cut_round_the_place() {
        let text = format!("{}!{}", "a".repeat(500), "b".repeat(500));
        let excerpt = excerpt_of(&text, 500, 501);
        let lines: Vec<&str> = excerpt.lines().collect();
        assert_eq!(lines[1], format!("1 | \u{2026}{}!{}\u{2026}", "a".repeat(30), "b".repeat(69)));
        assert_eq!(lines[2], format!("  | {}^", " ".repeat(31)));
    }
}
