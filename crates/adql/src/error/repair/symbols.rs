//! Characters, quotes, operators, commas and parentheses.

use super::super::ErrorKind;
use super::{Broken, Edit};
use crate::lexer::TokenKind;
use crate::syntax::Span;

/// What to change for a fault of a single sign.
pub(super) fn edits(kind: &ErrorKind, broken: &Broken<'_>) -> Option<Vec<Edit>> {
    match kind {
        ErrorKind::Character('&') if broken.text[broken.span.start as usize..].starts_with("&&") => {
            let both = Span { start: broken.span.start, end: broken.span.start + 2 };
            Some(vec![Edit::replace(both, "AND")])
        }
        ErrorKind::Character(_) => typeset(broken),
        ErrorKind::OpenString => Some(vec![Edit::replace(end(broken), "'")]),
        ErrorKind::BlockComment => {
            let start = broken.span.start as usize;
            let length = broken.text[start..].find("*/")? + 2;
            Some(vec![Edit::replace(Span::new(start, start + length), " ")])
        }
        ErrorKind::NotAdql { what: "`==`", .. } => Some(vec![Edit::replace(broken.span, "=")]),
        ErrorKind::NotCondition { flag: Some(_) } => Some(vec![Edit::before(broken.span, "1 = ")]),
        ErrorKind::NotLiteral { what: "the coordinate system", .. } => {
            Some(vec![Edit::replace(broken.span, "'ICRS'")])
        }
        ErrorKind::Mismatch { left, right, .. } => literal(left, right, broken),
        ErrorKind::Expected { expected, .. } => expected_sign(expected, broken),
        _ => None,
    }
}

/// Quotes and signs of typeset text, which come with a query out of a PDF: all of them, for one is seldom alone.
fn typeset(broken: &Broken<'_>) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut open = None;
    for (place, letter) in broken.text.char_indices() {
        match (open, letter) {
            (Some(quote), letter) if letter == quote => open = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => open = Some(letter),
            (None, letter) => {
                if let Some(plain) = plain(letter) {
                    edits.push(Edit::replace(Span::new(place, place + letter.len_utf8()), plain));
                }
            }
        }
    }
    (!edits.is_empty()).then_some(edits)
}

/// The sign of a keyboard that a typeset sign stands for.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' | '\u{00b4}' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' | '\u{00ab}' | '\u{00bb}' | '`' => "\"",
        '\u{2013}' | '\u{2014}' | '\u{2212}' => "-",
        '\u{2264}' => "<=",
        '\u{2265}' => ">=",
        '\u{2260}' => "<>",
        '\u{00d7}' => "*",
        _ => return None,
    })
}

/// A literal beside a value of the other kind: quotes are added to a number, or taken off a string that is one.
fn literal(left: &str, right: &str, broken: &Broken<'_>) -> Option<Vec<Edit>> {
    let is_number = |noun: &str| matches!(noun, "an integer" | "a number");
    let inside = broken
        .tokens
        .iter()
        .filter(|token| token.span.start >= broken.span.start && token.span.end <= broken.span.end);
    let mut literals = inside
        .filter(|token| matches!(token.kind, TokenKind::Integer | TokenKind::Decimal | TokenKind::String));
    let (Some(only), None) = (literals.next(), literals.next()) else { return None };
    let written = only.span.of(broken.text);
    let string_wanted = match only.kind {
        TokenKind::String => false,
        _ if (is_number(right) && left == "a string") || (is_number(left) && right == "a string") => true,
        _ => return None,
    };
    match string_wanted {
        true => Some(vec![Edit::replace(only.span, format!("'{written}'"))]),
        false => {
            let number = written.trim_matches('\'').trim();
            number.parse::<f64>().ok().filter(|number| number.is_finite())?;
            Some(vec![Edit::replace(only.span, number)])
        }
    }
}

/// A comma or a parenthesis that is missing, or one too many.
fn expected_sign(expected: &str, broken: &Broken<'_>) -> Option<Vec<Edit>> {
    let before = broken.token(-1);
    let found = broken.kind(0)?;
    match (before.map(|token| token.kind), found) {
        (Some(TokenKind::Comma), TokenKind::Keyword(_) | TokenKind::RightParenthesis) => {
            return Some(vec![Edit::remove(before?.span)]);
        }
        (_, TokenKind::End) if expected.contains("`)`") => {
            return Some(vec![Edit::replace(end(broken), ")")]);
        }
        (_, TokenKind::RightParenthesis) if expected == "the end of the query" => {
            return Some(vec![Edit::remove(broken.span)]);
        }
        _ => {}
    }
    let starts_value = matches!(
        found,
        TokenKind::Name
            | TokenKind::Delimited
            | TokenKind::Integer
            | TokenKind::Decimal
            | TokenKind::String
            | TokenKind::Keyword(crate::lexer::Keyword::Function(_) | crate::lexer::Keyword::Aggregate(_))
    );
    let no_keyword = super::clauses::misspelt(broken, -1).is_none();
    (expected.starts_with("`,`") && starts_value && no_keyword)
        .then(|| vec![Edit::after(before.map_or(broken.span, |token| token.span), ",")])
}

/// Behind the last character that is no blank.
fn end(broken: &Broken<'_>) -> Span {
    let length = broken.text.trim_end().len();
    Span::new(length, length)
}
