//! `LIMIT n`, an extension of ADQL that is read as TOP.

use crate::error::{ErrorKind, Outcome, fault};
use crate::lexer::TokenKind;
use crate::syntax::Body;

use super::cursor::Cursor;
use super::value;

/// Whether LIMIT and a number come next; LIMIT alone is an ordinary name.
pub(super) fn at_limit(cursor: &Cursor<'_>) -> bool {
    cursor.at_word("LIMIT") && cursor.kind_after(1) == TokenKind::Integer
}

/// The number of `LIMIT n`, with the cursor in front of it.
// test SELECT a FROM t limit WHERE limit > 5 LIMIT 3
// test SELECT a FROM t LIMIT 5 OFFSET 2
// test SELECT TOP 3 a FROM t ORDER BY a OFFSET 2 LIMIT 5
// test SELECT a FROM t UNION SELECT a FROM u ORDER BY 1 LIMIT 5
// test_err SELECT a FROM t LIMIT 5 LIMIT 6
// test_err SELECT a FROM t LIMIT 2, 5
// test_err SELECT a FROM t LIMIT b
// test_err SELECT a FROM t LIMIT 5 UNION SELECT a FROM u
pub(super) fn limit(cursor: &mut Cursor<'_>) -> Outcome<u64> {
    let word = cursor.span();
    if cursor.strict() {
        return fault(ErrorKind::Limit, word.to(cursor.token_after(1).span));
    }
    cursor.advance();
    value::count(cursor, "a number of rows after LIMIT")
}

/// Makes TOP of the LIMIT of a single SELECT, where the smaller of the two holds; gives back any other.
pub(super) fn into_top(limit: Option<u64>, body: &mut Body) -> Option<u64> {
    let (Body::Select(select), Some(rows)) = (body, limit) else { return limit };
    select.top = Some(select.top.map_or(rows, |top| top.min(rows)));
    None
}
