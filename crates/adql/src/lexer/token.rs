//! The smallest pieces of a query that mean something.

use super::Keyword;
use crate::syntax::Span;

/// A token; what it says is read from the query text by its span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A regular identifier that is not reserved.
    Name,
    /// A delimited identifier, quotes included.
    Delimited,
    /// A reserved word.
    Keyword(Keyword),
    /// Digits only.
    Integer,
    /// A number with point or exponent.
    Decimal,
    /// A string literal, quotes included.
    String,
    Comma,
    Dot,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    Plus,
    Minus,
    Star,
    Slash,
    Concat,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    DoubleColon,
    Semicolon,
    /// Where the text stops making sense; see `Scanned::fault`.
    Fault,
    /// After the last token.
    End,
}
