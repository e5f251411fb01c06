//! The place in the tokens that the parser has reached.

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::lexer::{Keyword, Token, TokenKind};
use crate::options::Options;
use crate::syntax::Span;
use crate::version::Version;

use super::refuse;

/// Tokens and the place reached in them.
pub(super) struct Cursor<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    place: usize,
    depth: usize,
    options: &'a Options,
}

impl<'a> Cursor<'a> {
    /// The tokens of `text`, of which there is at least one, from the first on.
    pub(super) fn new(text: &'a str, tokens: Vec<Token>, options: &'a Options) -> Self {
        Self { text, tokens, place: 0, depth: 0, options }
    }

    /// The next token; behind the last one the last one again.
    pub(super) fn token(&self) -> Token {
        self.token_after(0)
    }

    /// The token `distance` behind the next one.
    pub(super) fn token_after(&self, distance: usize) -> Token {
        let last = self.tokens.len() - 1;
        self.tokens[(self.place + distance).min(last)]
    }

    /// The kind of the next token.
    pub(super) fn kind(&self) -> TokenKind {
        self.token().kind
    }

    /// The kind of the token `distance` behind the next one.
    pub(super) fn kind_after(&self, distance: usize) -> TokenKind {
        self.token_after(distance).kind
    }

    /// Where the next token stands.
    pub(super) fn span(&self) -> Span {
        self.token().span
    }

    /// Where the token before the next one stands.
    pub(super) fn span_before(&self) -> Span {
        self.previous().map_or(Span::default(), |token| token.span)
    }

    /// The token before the next one.
    pub(super) fn previous(&self) -> Option<Token> {
        self.place.checked_sub(1).map(|place| self.tokens[place])
    }

    /// What a token says.
    pub(super) fn text_of(&self, token: Token) -> &'a str {
        token.span.of(self.text)
    }

    /// From `start` to the end of the token before the next one.
    pub(super) fn span_from(&self, start: Span) -> Span {
        start.to(self.span_before())
    }

    /// Whether extensions are refused.
    pub(super) fn strict(&self) -> bool {
        self.options.strict
    }

    /// The version of the language that the query is written in.
    pub(super) fn version(&self) -> Version {
        self.options.version
    }

    /// The character that a place of the text starts with.
    pub(super) fn byte_at(&self, span: Span) -> Option<u8> {
        self.text.as_bytes().get(span.start as usize).copied()
    }

    /// Steps over the next token.
    pub(super) fn advance(&mut self) -> Token {
        let token = self.token();
        if self.place + 1 < self.tokens.len() {
            self.place += 1;
        }
        token
    }

    /// Whether the next token is `kind`.
    pub(super) fn at(&self, kind: TokenKind) -> bool {
        self.kind() == kind
    }

    /// Whether the next token is the reserved word.
    pub(super) fn at_keyword(&self, keyword: Keyword) -> bool {
        self.at(TokenKind::Keyword(keyword))
    }

    /// Steps over the next token if it is `kind`; says whether it was.
    pub(super) fn take(&mut self, kind: TokenKind) -> bool {
        let there = self.at(kind);
        if there {
            self.advance();
        }
        there
    }

    /// Steps over the next token if it is the reserved word; says whether it was.
    pub(super) fn take_keyword(&mut self, keyword: Keyword) -> bool {
        self.take(TokenKind::Keyword(keyword))
    }

    /// Whether the next token is this word, reserved or not, in any case.
    pub(super) fn at_word(&self, word: &str) -> bool {
        let token = self.token();
        matches!(token.kind, TokenKind::Name | TokenKind::Keyword(_))
            && self.text_of(token).eq_ignore_ascii_case(word)
    }

    /// Steps over the next token if it is this word; says whether it was.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let there = self.at_word(word);
        if there {
            self.advance();
        }
        there
    }

    /// Steps over a token that must be there.
    pub(super) fn expect(&mut self, kind: TokenKind, expected: &'static str) -> Outcome<Token> {
        if self.at(kind) { Ok(self.advance()) } else { self.unexpected(expected) }
    }

    /// Steps over a reserved word that must be there.
    pub(super) fn expect_keyword(&mut self, keyword: Keyword, expected: &'static str) -> Outcome<Token> {
        self.expect(TokenKind::Keyword(keyword), expected)
    }

    /// The fault that the next token is, where `expected` should stand.
    pub(super) fn unexpected<T>(&self, expected: &'static str) -> Outcome<T> {
        refuse::foreign(self)?;
        let token = self.token();
        let found = match token.kind {
            TokenKind::End => "the end of the query".to_owned(),
            _ => format!("`{}`", clipped(self.text_of(token))),
        };
        let kind = match token.kind {
            TokenKind::Keyword(keyword) if !keyword.is_structural() => {
                ErrorKind::Reserved { expected, word: clipped(self.text_of(token)) }
            }
            _ => ErrorKind::Expected { expected, found },
        };
        fault(kind, token.span)
    }

    /// Refuses the next token if it belongs to SQL but not to ADQL.
    pub(super) fn refuse_foreign(&self) -> Outcome<()> {
        refuse::foreign(self)
    }

    /// Runs a part of the grammar one level deeper.
    pub(super) fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        let limit = self.options.depth_limit;
        if self.depth >= limit {
            return fault(ErrorKind::TooDeep { limit }, self.span());
        }
        self.depth += 1;
        let outcome = part(self);
        self.depth -= 1;
        outcome
    }
}
