//! One pass over the text that cuts it into tokens.

use super::{Keyword, Token, TokenKind, number::number, quoted::quoted_length};
use crate::error::{ErrorKind, Fault};
use crate::syntax::Span;

/// The tokens of a text.
#[derive(Debug)]
pub(crate) struct Scanned {
    /// The tokens; the last is `End`, or `Fault` if the text stops making sense.
    pub tokens: Vec<Token>,
    /// What is wrong at the `Fault` token.
    pub fault: Option<Fault>,
}

/// Cuts `text` into tokens, up to the end or to the first fault.
pub(crate) fn scan(text: &str) -> Scanned {
    let mut tokens = Vec::with_capacity(text.len() / 6 + 2);
    let mut place = 0;
    loop {
        place += blank_length(&text[place..]);
        let rest = &text[place..];
        if rest.is_empty() {
            tokens.push(Token { kind: TokenKind::End, span: Span::new(place, place) });
            return Scanned { tokens, fault: None };
        }
        match token(rest) {
            Ok((kind, length)) => {
                tokens.push(Token { kind, span: Span::new(place, place + length) });
                place += length;
            }
            Err((kind, length)) => {
                let span = Span::new(place, place + length);
                tokens.push(Token { kind: TokenKind::Fault, span });
                return Scanned { tokens, fault: Some(Fault { kind, span }) };
            }
        }
    }
}

/// The length of the blanks and comments that `text` starts with.
fn blank_length(text: &str) -> usize {
    let mut place = 0;
    loop {
        let rest = &text[place..];
        let Some(first) = rest.chars().next() else { return place };
        if first.is_whitespace() || first == '\u{feff}' {
            place += first.len_utf8();
        } else if rest.starts_with("--") {
            place += rest.find(['\n', '\r']).unwrap_or(rest.len());
        } else {
            return place;
        }
    }
}

/// The kind and the length of the token that `text`, which is not empty, starts with; or of what is no token.
fn token(text: &str) -> Result<(TokenKind, usize), (ErrorKind, usize)> {
    let bytes = text.as_bytes();
    match bytes[0] {
        first if first.is_ascii_alphabetic() => Ok(word(text)),
        b'_' => {
            let name = &text[..word_length(text)];
            Err((ErrorKind::LeadingUnderscore { name: name.into() }, name.len()))
        }
        b'\'' => match quoted_length(text) {
            Some(length) => Ok((TokenKind::String, length)),
            None => Err((ErrorKind::OpenString, 1)),
        },
        b'"' => match quoted_length(text) {
            Some(2) => Err((ErrorKind::EmptyName, 2)),
            Some(length) => Ok((TokenKind::Delimited, length)),
            None => Err((ErrorKind::OpenName, 1)),
        },
        _ => match number(bytes) {
            Some((kind, length)) => number_end(text, kind, length),
            None => symbol(text),
        },
    }
}

fn word(text: &str) -> (TokenKind, usize) {
    let length = word_length(text);
    let kind = Keyword::of(&text[..length]).map_or(TokenKind::Name, TokenKind::Keyword);
    (kind, length)
}

fn word_length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

/// A number must not run into a word: `12abc` is a typing error, not a number with an alias.
fn number_end(text: &str, kind: TokenKind, length: usize) -> Result<(TokenKind, usize), (ErrorKind, usize)> {
    match word_length(&text[length..]) {
        0 => Ok((kind, length)),
        more => Err((ErrorKind::NumberTouchesWord { text: text[..length + more].into() }, length + more)),
    }
}

fn symbol(text: &str) -> Result<(TokenKind, usize), (ErrorKind, usize)> {
    let two = text.get(..2).and_then(|two| match two {
        "||" => Some(TokenKind::Concat),
        "<>" | "!=" => Some(TokenKind::NotEqual),
        "<=" => Some(TokenKind::LessOrEqual),
        ">=" => Some(TokenKind::GreaterOrEqual),
        "::" => Some(TokenKind::DoubleColon),
        _ => None,
    });
    if let Some(kind) = two {
        return Ok((kind, 2));
    }
    if text.starts_with("/*") {
        return Err((ErrorKind::BlockComment, 2));
    }
    let kind = match text.as_bytes()[0] {
        b',' => TokenKind::Comma,
        b'.' => TokenKind::Dot,
        b'(' => TokenKind::LeftParenthesis,
        b')' => TokenKind::RightParenthesis,
        b'[' => TokenKind::LeftBracket,
        b']' => TokenKind::RightBracket,
        b'+' => TokenKind::Plus,
        b'-' => TokenKind::Minus,
        b'*' => TokenKind::Star,
        b'/' => TokenKind::Slash,
        b'=' => TokenKind::Equal,
        b'<' => TokenKind::Less,
        b'>' => TokenKind::Greater,
        b';' => TokenKind::Semicolon,
        _ => {
            let character = text.chars().next().unwrap_or_default();
            return Err((ErrorKind::Character(character), character.len_utf8()));
        }
    };
    Ok((kind, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        scan(text).tokens.into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn operators_need_no_blanks() {
        use TokenKind::{Decimal, End, Integer, Minus, Name, NotEqual, Slash};
        assert_eq!(kinds("c!=0"), [Name, NotEqual, Integer, End]);
        assert_eq!(kinds("1/3600."), [Integer, Slash, Decimal, End]);
        assert_eq!(kinds("2-3"), [Integer, Minus, Integer, End]);
    }

    #[test]
    fn two_minus_signs_start_a_comment() {
        assert_eq!(kinds("2--3"), [TokenKind::Integer, TokenKind::End]);
        assert_eq!(kinds("2--3\n4"), [TokenKind::Integer, TokenKind::Integer, TokenKind::End]);
    }

    #[test]
    fn unicode_blanks_separate_words() {
        assert_eq!(kinds("\u{feff}a\u{a0}b"), [TokenKind::Name, TokenKind::Name, TokenKind::End]);
    }

    #[test]
    fn scanning_stops_at_the_first_fault() {
        let scanned = scan("a # b");
        assert_eq!(scanned.tokens.len(), 2);
        let fault = scanned.fault.unwrap();
        assert_eq!(fault.kind, ErrorKind::Character('#'));
        assert_eq!((fault.span.start, fault.span.end), (2, 3));
    }
}
