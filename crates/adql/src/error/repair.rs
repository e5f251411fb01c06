//! The whole query with what is wrong put right, where it is plain what was meant.

mod clauses;
mod edit;
mod names;
mod symbols;

use super::{ErrorKind, Fault};
use crate::lexer::{Token, TokenKind, scan};
use crate::options::Options;
use crate::parser::tree;
use crate::syntax::Span;

pub use edit::Edit;

/// Longer texts are not repaired: nobody reads them, and trying takes time.
const LENGTH_LIMIT_BYTES: usize = 20_000;
/// How many mistakes of one query are repaired at most.
const ROUNDS: usize = 8;

/// A text put right.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Repaired {
    /// The whole text.
    pub text: String,
    /// The ways to it and to others, the likeliest first; each changes one part and is enough.
    pub ways: Vec<Edit>,
}

/// The text with the fault put right, if it can be parsed then; further faults of the grammar are put right as well.
pub(super) fn repaired(kind: &ErrorKind, span: Span, text: &str, options: &Options) -> Option<Repaired> {
    if text.len() > LENGTH_LIMIT_BYTES {
        return None;
    }
    let mut candidate = fixed(kind, span, text)?;
    for round in 0..ROUNDS {
        match tree(&candidate, options) {
            Ok(_) => {
                // Another name leaves what else was put right as wrong as it was.
                let names = if round == 0 { names::proposed(kind) } else { &[] };
                let ways = match names {
                    [] => vec![Edit::between(text.trim_end(), &candidate)],
                    names => names.iter().map(|name| Edit::replace(span, name.as_str())).collect(),
                };
                return Some(Repaired { ways, text: candidate });
            }
            Err(Fault { kind, span }) => candidate = fixed(&kind, span, &candidate)?,
        }
    }
    None
}

/// The text with one fault put right.
fn fixed(kind: &ErrorKind, span: Span, text: &str) -> Option<String> {
    let broken = Broken::new(text, span);
    let edits = names::edits(kind, &broken)
        .or_else(|| symbols::edits(kind, &broken))
        .or_else(|| clauses::edits(kind, &broken))?;
    let fixed = edit::applied(text, edits);
    (fixed != text).then_some(fixed)
}

/// A text with the place where it is wrong, and its tokens up to the first that is none.
struct Broken<'t> {
    text: &'t str,
    span: Span,
    tokens: Vec<Token>,
    /// The first token that does not end before the span.
    at: usize,
}

impl<'t> Broken<'t> {
    fn new(text: &'t str, span: Span) -> Self {
        let tokens = scan(text).tokens;
        let at = tokens.iter().position(|token| token.span.start >= span.start).unwrap_or(tokens.len() - 1);
        Self { text, span, tokens, at }
    }

    /// The token so many places from the fault.
    fn token(&self, distance: isize) -> Option<Token> {
        self.at.checked_add_signed(distance).and_then(|place| self.tokens.get(place)).copied()
    }

    fn kind(&self, distance: isize) -> Option<TokenKind> {
        self.token(distance).map(|token| token.kind)
    }

    /// What the fault is about.
    fn wrong(&self) -> &'t str {
        self.span.of(self.text)
    }
}
