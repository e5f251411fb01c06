//! CASE, an extension of ADQL.

use crate::error::{ErrorKind, Outcome, fault};
use crate::lexer::Keyword;
use crate::syntax::{Case, ExprKind};

use super::cursor::Cursor;
use super::{condition, value};

/// `CASE [value] WHEN ... THEN value ... [ELSE value] END`, with the cursor in front of it.
// test SELECT CASE WHEN a > 1 THEN 'x' WHEN b IS NULL THEN 'y' ELSE 'z' END AS c FROM t
// test SELECT CASE a WHEN 1 THEN b WHEN 2 THEN -b END + 1 FROM t WHERE CASE WHEN a > 1 THEN TRUE END
// test SELECT CASE WHEN flag THEN 1 ELSE CASE a WHEN 1 THEN 2 END END FROM t
// test_err SELECT CASE END FROM t
// test_err SELECT CASE a ELSE 1 END FROM t
// test_err SELECT CASE WHEN a THEN 1 FROM t
// test_err SELECT CASE WHEN a + 1 THEN 1 END FROM t
// test_err SELECT CASE a WHEN b > 1 THEN 1 END FROM t
#[inline(never)] // Keeps the frames of nested parentheses small.
pub(super) fn case(cursor: &mut Cursor<'_>) -> Outcome<ExprKind> {
    if cursor.strict() {
        return fault(ErrorKind::Extension { what: "CASE" }, cursor.span());
    }
    cursor.advance();
    let operand = match cursor.at_keyword(Keyword::When) {
        true => None,
        false => Some(value::value(cursor)?),
    };
    let mut branches = Vec::new();
    while branches.is_empty() || cursor.at_keyword(Keyword::When) {
        cursor.expect_keyword(Keyword::When, "WHEN")?;
        let test = match operand {
            Some(_) => value::value(cursor)?,
            None => condition::condition(cursor)?,
        };
        cursor.expect_keyword(Keyword::Then, "THEN")?;
        branches.push((test, value::value(cursor)?));
    }
    let otherwise = match cursor.take_keyword(Keyword::Else) {
        true => Some(value::value(cursor)?),
        false => None,
    };
    cursor.expect_keyword(Keyword::End, "WHEN, ELSE or END")?;
    Ok(ExprKind::Case(Box::new(Case { operand, branches, otherwise })))
}
