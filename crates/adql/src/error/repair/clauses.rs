//! Words and clauses that stand in the wrong place, are missing, or are misspelt.

use catalogue::nearest;

use super::super::ErrorKind;
use super::{Broken, Edit};
use crate::lexer::{Keyword, TokenKind};
use crate::syntax::Span;

/// What to change for a fault of a clause.
pub(super) fn edits(kind: &ErrorKind, broken: &Broken<'_>) -> Option<Vec<Edit>> {
    match kind {
        ErrorKind::TextAfterEnd => {
            let end = broken.text[..broken.span.start as usize].rfind(';')?;
            Some(vec![Edit::remove(Span::new(end, broken.text.len()))])
        }
        ErrorKind::Limit => limit(broken),
        ErrorKind::NoAlias => {
            let close = broken.tokens.iter().find(|token| token.span.start >= broken.span.end)?;
            let name = ["q", "q2", "q3", "q4"].into_iter().find(|name| !has_word(broken, name))?;
            Some(vec![Edit::after(close.span, format!(" AS {name}"))])
        }
        ErrorKind::AloneInParentheses => {
            let open = broken.token(-1)?.span;
            let close = broken.tokens.iter().find(|token| token.span.start >= broken.span.end)?.span;
            Some(vec![Edit::remove(open), Edit::remove(close)])
        }
        ErrorKind::NotAdql { what: "CROSS JOIN", .. } => Some(vec![Edit::remove(broken.token(0)?.span)]),
        ErrorKind::NotAdql { what: "NULLS FIRST or LAST", .. } => {
            let nulls = broken.tokens.iter().position(|token| is_word(broken, token.span, "NULLS"))?;
            let last = broken.tokens.get(nulls + 1)?;
            Some(vec![Edit::remove(broken.tokens[nulls].span.to(last.span))])
        }
        ErrorKind::NotAdql { what: "ESCAPE", .. } => {
            Some(vec![Edit::remove(broken.token(0)?.span.to(broken.token(1)?.span))])
        }
        ErrorKind::NotAdql { what: "DISTINCT in this place", .. } => {
            let (top, rows) = (broken.token(-2)?, broken.token(-1)?);
            (top.kind == TokenKind::Keyword(Keyword::Top)).then(|| {
                let rows = rows.span.of(broken.text);
                vec![Edit::replace(top.span.to(broken.span), format!("DISTINCT TOP {rows}"))]
            })
        }
        ErrorKind::NaturalCondition => {
            let before = &broken.tokens[..broken.at];
            let natural = before.iter().rfind(|token| token.kind == TokenKind::Keyword(Keyword::Natural))?;
            Some(vec![Edit::remove(natural.span)])
        }
        ErrorKind::Expected { expected, .. } => misspelt_keyword(expected, broken),
        _ => None,
    }
}

/// `LIMIT n` as TOP of the SELECT that it belongs to, if that has no TOP and is not an operand of a set operator.
fn limit(broken: &Broken<'_>) -> Option<Vec<Edit>> {
    let place = broken.tokens[..=broken.at].iter().rposition(|token| is_word(broken, token.span, "LIMIT"))?;
    let rows = broken.tokens.get(place + 1).filter(|token| token.kind == TokenKind::Integer)?;
    let mut depth = 0;
    for (at, token) in broken.tokens[..place].iter().enumerate().rev() {
        match token.kind {
            TokenKind::RightParenthesis => depth += 1,
            TokenKind::LeftParenthesis if depth == 0 => return None,
            TokenKind::LeftParenthesis => depth -= 1,
            TokenKind::Keyword(Keyword::Select)
                if depth == 0 && at > 0 && is_operand(broken.tokens[at - 1].kind) =>
            {
                return None;
            }
            TokenKind::Keyword(Keyword::Select) if depth == 0 => {
                let next = broken.tokens.get(at + 1)?;
                let behind = match next.kind {
                    TokenKind::Keyword(Keyword::Top) => return None,
                    TokenKind::Keyword(Keyword::Distinct | Keyword::All) => next.span,
                    _ => token.span,
                };
                let top = format!(" TOP {}", rows.span.of(broken.text));
                let clause = broken.tokens[place].span.to(rows.span);
                return Some(vec![Edit::after(behind, top), Edit::remove(clause)]);
            }
            _ => {}
        }
    }
    None
}

/// Whether a SELECT behind such a token is the right operand of a set operator.
fn is_operand(before: TokenKind) -> bool {
    use Keyword::{All, Except, Intersect, Union};
    matches!(before, TokenKind::Keyword(All | Except | Intersect | Union))
}

/// The word in front of the fault, or the one that it is about, as the keyword that was meant.
fn misspelt_keyword(expected: &str, broken: &Broken<'_>) -> Option<Vec<Edit>> {
    let distance = if expected == "SELECT" { 0 } else { -1 };
    let keyword = misspelt(broken, distance)?;
    Some(vec![Edit::replace(broken.token(distance)?.span, keyword)])
}

/// The keyword that a name was meant to be: one that starts a clause.
pub(super) fn misspelt(broken: &Broken<'_>, distance: isize) -> Option<&'static str> {
    const KEYWORDS: &[&str] = &[
        "SELECT", "DISTINCT", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "UNION", "JOIN", "OFFSET",
        "BETWEEN",
    ];
    let token = broken.token(distance).filter(|token| token.kind == TokenKind::Name)?;
    let word = token.span.of(broken.text).to_ascii_uppercase();
    // Names of one or two letters are near to everything.
    (word.len() >= 4).then(|| nearest(&word, KEYWORDS.iter().copied(), 1).first().copied()).flatten()
}

fn is_word(broken: &Broken<'_>, span: Span, word: &str) -> bool {
    span.of(broken.text).eq_ignore_ascii_case(word)
}

fn has_word(broken: &Broken<'_>, word: &str) -> bool {
    broken.tokens.iter().any(|token| is_word(broken, token.span, word))
}
