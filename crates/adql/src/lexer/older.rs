//! Words that ADQL 2.1 reserves and 2.0 does not (ADQL 2.1 §2.1.3).

use super::{Keyword, Token, TokenKind};
use crate::syntax::Function;

/// Makes names of the words that only ADQL 2.1 reserves, where their neighbours do not show that the word is meant.
pub(crate) fn unreserve(tokens: &mut [Token]) {
    for place in 0..tokens.len() {
        let before = place.checked_sub(1).map(|before| tokens[before].kind);
        let after = tokens.get(place + 1).map(|token| token.kind);
        let meant = match tokens[place].kind {
            TokenKind::Keyword(Keyword::BigInt) => {
                before == Some(TokenKind::Keyword(Keyword::As)) && after == Some(TokenKind::RightParenthesis)
            }
            TokenKind::Keyword(Keyword::Function(Function::Cot | Function::InUnit)) => {
                after == Some(TokenKind::LeftParenthesis)
            }
            TokenKind::Keyword(Keyword::ILike) => {
                before.is_some_and(ends_value) && after.is_some_and(starts_value)
            }
            TokenKind::Keyword(Keyword::Offset) => after == Some(TokenKind::Integer),
            _ => continue,
        };
        if !meant {
            tokens[place].kind = TokenKind::Name;
        }
    }
}

fn ends_value(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Delimited
            | TokenKind::String
            | TokenKind::RightParenthesis
            | TokenKind::RightBracket
            | TokenKind::Keyword(Keyword::Not)
    )
}

fn starts_value(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Delimited
            | TokenKind::String
            | TokenKind::LeftParenthesis
            | TokenKind::Keyword(Keyword::Function(_))
    )
}

#[cfg(test)]
mod tests {
    use super::super::scan;
    use super::*;

    fn is_name(text: &str, word: &str) -> bool {
        let mut tokens = scan(text).tokens;
        unreserve(&mut tokens);
        let token = tokens.iter().find(|token| token.span.of(text) == word);
        token.is_some_and(|token| token.kind == TokenKind::Name)
    }

    #[test]
    fn new_reserved_words_are_names_where_they_are_not_meant() {
        assert!(is_name("SELECT offset FROM t", "offset"));
        assert!(is_name("SELECT ilike, x FROM t", "ilike"));
        assert!(is_name("SELECT a AS bigint FROM t", "bigint"));
        assert!(is_name("SELECT cot + 1 FROM t", "cot"));
    }

    #[test]
    fn new_reserved_words_keep_their_part_where_they_are_meant() {
        assert!(!is_name("SELECT a FROM t OFFSET 5", "OFFSET"));
        assert!(!is_name("SELECT a FROM t WHERE a NOT ILIKE 'x'", "ILIKE"));
        assert!(!is_name("SELECT CAST(a AS BIGINT) FROM t", "BIGINT"));
        assert!(!is_name("SELECT cot(1) FROM t", "cot"));
    }
}
