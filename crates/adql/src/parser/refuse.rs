//! What SQL has and ADQL does not, recognised to say what to write instead.

use crate::error::{ErrorKind, Outcome, fault};
use crate::lexer::{Keyword, Token, TokenKind};
use crate::syntax::Span;

use super::cursor::Cursor;
use super::name;

/// Refuses the next token by name if it belongs to SQL but not to ADQL. Called where it fits nowhere.
// test_err SELECT a FROM t CROSS JOIN u
// test_err SELECT a FROM t WHERE a LIKE 'x!%' ESCAPE '!'
// test_err SELECT a::float FROM t
// test_err SELECT a FROM t ORDER BY a NULLS LAST
// test_err SELECT a FROM t WHERE a == 1
// test_err DROP TABLE t
pub(super) fn foreign(cursor: &Cursor<'_>) -> Outcome<()> {
    let token = cursor.token();
    if let Some(previous) = cursor.previous() {
        by_name(cursor, previous, previous.span.to(token.span))?;
        let adjacent = previous.span.end == token.span.start;
        if adjacent && (previous.kind, token.kind) == (TokenKind::Equal, TokenKind::Equal) {
            return refused("`==`", "write =", previous.span.to(token.span));
        }
    }
    by_name(cursor, token, token.span)?;
    let (what, instead) = match token.kind {
        TokenKind::DoubleColon => ("`::`", "write CAST(x AS type)"),
        TokenKind::Keyword(Keyword::Other) => return by_reserved_word(cursor, token),
        TokenKind::Keyword(keyword) => match by_keyword(keyword) {
            Some(texts) => texts,
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    refused(what, instead, token.span)
}

/// Refuses `ANY (...)`, `SOME (...)` and `ALL (...)` behind a comparison.
// test_err SELECT a FROM t WHERE a = ANY (SELECT b FROM u)
// test_err SELECT a FROM t WHERE a > ALL (SELECT b FROM u)
pub(super) fn quantifier(cursor: &Cursor<'_>) -> Outcome<()> {
    match cursor.kind() {
        TokenKind::Keyword(Keyword::Any | Keyword::Some | Keyword::All) => {
            refused("a comparison with ANY, SOME or ALL", "write IN (...) or EXISTS (...)", cursor.span())
        }
        _ => Ok(()),
    }
}

/// Refuses `(SELECT ...)` where a value is needed; `open` is the parenthesis before the cursor.
pub(super) fn scalar_subquery(cursor: &Cursor<'_>, open: Span) -> Outcome<()> {
    match cursor.kind() {
        TokenKind::Keyword(Keyword::Select) => {
            refused("a subquery as a value", "put it into FROM and join it", open.to(cursor.span()))
        }
        _ => Ok(()),
    }
}

/// Refuses `[enumeration::` without a name behind it; outside brackets `::` is taken for the cast of PostgreSQL.
pub(super) fn element_without_name(cursor: &mut Cursor<'_>) -> Outcome<()> {
    let named = matches!(cursor.kind(), TokenKind::Name | TokenKind::Delimited)
        && cursor.kind_after(1) == TokenKind::DoubleColon;
    if named && !name::at_element(cursor) {
        cursor.advance();
        cursor.advance();
        return cursor.unexpected("the name of an element");
    }
    Ok(())
}

/// Words that are ordinary names in ADQL.
fn by_name(cursor: &Cursor<'_>, token: Token, span: Span) -> Outcome<()> {
    if token.kind != TokenKind::Name {
        return Ok(());
    }
    let word = cursor.text_of(token);
    if word.eq_ignore_ascii_case("LIMIT") {
        return fault(ErrorKind::Limit, span);
    }
    if word.eq_ignore_ascii_case("OVER") {
        return refused("OVER without a window", "write OVER (PARTITION BY ... ORDER BY ...)", span);
    }
    if word.eq_ignore_ascii_case("NULLS") {
        return refused("NULLS FIRST or LAST", "leave it out: nulls come last, with DESC first", span);
    }
    Ok(())
}

fn by_keyword(keyword: Keyword) -> Option<(&'static str, &'static str)> {
    Some(match keyword {
        Keyword::Cross => ("CROSS JOIN", "write a comma between the tables, or JOIN without ON"),
        Keyword::Fetch => ("FETCH", "write the number of rows after SELECT: SELECT TOP 10 ..."),
        Keyword::Escape => ("ESCAPE", "leave it out: in LIKE only % and _ are special"),
        Keyword::True | Keyword::False => ("IS TRUE or FALSE", "compare with =: x = TRUE"),
        Keyword::Distinct => {
            ("DISTINCT in this place", "write SELECT DISTINCT TOP 10 ..., or COUNT(DISTINCT x)")
        }
        Keyword::With => ("WITH inside a query", "write it once, in front of the whole query"),
        _ => return None,
    })
}

/// Reserved words that SQL uses and ADQL only reserves: those that start a statement, and functions.
// test_err SELECT position FROM t
// test_err SELECT POSITION('a' IN b) FROM t
fn by_reserved_word(cursor: &Cursor<'_>, token: Token) -> Outcome<()> {
    let word = cursor.text_of(token).to_ascii_uppercase();
    let starts = cursor.previous().is_none();
    let calls = cursor.kind_after(1) == TokenKind::LeftParenthesis;
    let (what, instead) = match word.as_str() {
        "INSERT" | "UPDATE" | "DELETE" | "CREATE" | "DROP" | "ALTER" | "GRANT" | "SET" if starts => {
            ("a statement that changes something", "write a query: SELECT ... FROM ...")
        }
        "VALUES" if starts => ("VALUES", "write SELECT ... FROM ..."),
        "NULLIF" if calls => ("NULLIF", "filter the value out in WHERE"),
        "SUBSTRING" | "TRIM" | "POSITION" | "EXTRACT" | "CHAR_LENGTH" | "CHARACTER_LENGTH" if calls => (
            "this function",
            "compute it from the result; LOWER, UPPER, ||, LIKE and CAST are there for strings",
        ),
        "CURRENT_DATE" | "CURRENT_TIME" | "CURRENT_TIMESTAMP" => {
            ("the current time", "write it as a literal: '2025-01-31T12:00:00'")
        }
        _ => return Ok(()),
    };
    refused(what, instead, token.span)
}

fn refused(what: &'static str, instead: &'static str, span: Span) -> Outcome<()> {
    fault(ErrorKind::NotAdql { what, instead }, span)
}
