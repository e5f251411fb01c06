//! Window functions, extensions of ADQL.

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::lexer::{Keyword, TokenKind};
use crate::syntax::{Bound, Expr, ExprKind, Frame, Identifier, Span, Window, WindowFunction};

use super::cursor::Cursor;
use super::{query, value};

/// Whether OVER and a parenthesis come next; OVER alone is an ordinary name.
pub(super) fn at_over(cursor: &Cursor<'_>) -> bool {
    cursor.at_word("OVER") && cursor.kind_after(1) == TokenKind::LeftParenthesis
}

/// The window behind a call of a function that is not of the language.
// test SELECT ROW_NUMBER() OVER (PARTITION BY a, b ORDER BY c DESC, d) AS k FROM t
// test SELECT RANK() OVER (ORDER BY a), NTILE(4) OVER (ORDER BY a), LAG(a, 2, 0) OVER (ORDER BY b) FROM t
// test_err SELECT f(a) OVER (ORDER BY a) FROM t
// test_err SELECT RANK(a) OVER (ORDER BY a) FROM t
pub(super) fn named(cursor: &mut Cursor<'_>, name: &Identifier, arguments: Vec<Expr>) -> Outcome<ExprKind> {
    match WindowFunction::named(&name.text) {
        Some(function) => window(cursor, function, arguments, name.span),
        None => fault(ErrorKind::NotWindow { name: clipped(&name.text) }, name.span),
    }
}

/// `OVER (...)` behind the call of `function`, with the cursor in front of it.
// test SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), COUNT(*) OVER () over FROM t
// test SELECT AVG(a) OVER (PARTITION BY b ROWS UNBOUNDED PRECEDING), MAX(a) OVER (ROWS 2 PRECEDING) FROM t
// test SELECT COUNT(*) over FROM t
// test_err SELECT SUM(DISTINCT a) OVER () FROM t
// test_err SELECT SUM(a) OVER w FROM t
// test_err SELECT SUM(a) OVER (PARTITION a) FROM t
// test_err SELECT SUM(a) OVER (ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM t
// test_err SELECT SUM(a) OVER (ROWS BETWEEN UNBOUNDED FOLLOWING AND 1 FOLLOWING) FROM t
// test_err SELECT SUM(a) OVER (ORDER BY b RANGE CURRENT ROW) FROM t
#[inline(never)] // Keeps the frames of nested parentheses small.
pub(super) fn window(
    cursor: &mut Cursor<'_>,
    function: WindowFunction,
    arguments: Vec<Expr>,
    start: Span,
) -> Outcome<ExprKind> {
    if cursor.strict() {
        return fault(ErrorKind::Extension { what: "a window function" }, cursor.span());
    }
    if !function.allows(arguments.len()) {
        let (name, signature, given) = (function.name(), function.signature(), arguments.len());
        return fault(ErrorKind::ArgumentCount { name, signature, given }, cursor.span_from(start));
    }
    cursor.advance();
    cursor.expect(TokenKind::LeftParenthesis, "`(`")?;
    let mut partition_by = Vec::new();
    if cursor.take_word("PARTITION") {
        cursor.expect_keyword(Keyword::By, "BY after PARTITION")?;
        partition_by.push(value::value(cursor)?);
        while cursor.take(TokenKind::Comma) {
            partition_by.push(value::value(cursor)?);
        }
    }
    let order_by = query::order_by(cursor)?;
    let frame = frame(cursor)?;
    cursor.expect(TokenKind::RightParenthesis, "PARTITION BY, ORDER BY, ROWS or `)`")?;
    Ok(ExprKind::Window(Box::new(Window { function, arguments, partition_by, order_by, frame })))
}

/// `[ROWS start]` or `[ROWS BETWEEN start AND end]`
fn frame(cursor: &mut Cursor<'_>) -> Outcome<Option<Frame>> {
    if !cursor.at_word("ROWS") {
        return Ok(None);
    }
    let span = cursor.advance().span;
    let frame = if cursor.take_keyword(Keyword::Between) {
        let start = bound(cursor)?;
        cursor.expect_keyword(Keyword::And, "AND of BETWEEN")?;
        Frame { start, end: bound(cursor)? }
    } else {
        Frame { start: bound(cursor)?, end: Bound::Current }
    };
    match frame.start.may_start(frame.end) {
        true => Ok(Some(frame)),
        false => fault(ErrorKind::Frame, cursor.span_from(span)),
    }
}

fn bound(cursor: &mut Cursor<'_>) -> Outcome<Bound> {
    const EXPECTED: &str = "PRECEDING or FOLLOWING";
    if cursor.take_word("CURRENT") {
        return match cursor.take_word("ROW") {
            true => Ok(Bound::Current),
            false => cursor.unexpected("ROW after CURRENT"),
        };
    }
    let rows = match cursor.take_word("UNBOUNDED") {
        true => None,
        false => Some(value::count(cursor, "CURRENT ROW, UNBOUNDED or a number of rows")?),
    };
    match rows {
        _ if cursor.take_word("PRECEDING") => Ok(rows.map_or(Bound::Start, Bound::Preceding)),
        _ if cursor.take_word("FOLLOWING") => Ok(rows.map_or(Bound::End, Bound::Following)),
        _ => cursor.unexpected(EXPECTED),
    }
}
