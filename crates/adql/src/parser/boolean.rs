//! Boolean values as conditions, an extension of ADQL.

use crate::error::{ErrorKind, Outcome, fault};
use crate::syntax::{Expr, ExprKind, Function};

use super::cursor::Cursor;

/// The expression, if it is a condition or, as an extension, a value that may be a boolean.
// test SELECT a FROM t WHERE a AND NOT t.b OR c[1] AND TRUE
// test SELECT a FROM t WHERE (a) AND f(b) AND COALESCE(c, FALSE) AND a = TRUE
// test_err SELECT a FROM t WHERE a + 1
// test_err SELECT a FROM t WHERE 1
// test_err SELECT a FROM t WHERE a AND 'true'
pub(super) fn condition(cursor: &Cursor<'_>, expr: Expr) -> Outcome<Expr> {
    if expr.is_condition() {
        return Ok(expr);
    }
    if may_be_boolean(&expr) {
        return match cursor.strict() {
            true => fault(ErrorKind::Extension { what: "a boolean value as a condition" }, expr.span),
            false => Ok(expr),
        };
    }
    let flag = match &expr.kind {
        ExprKind::Call { function: function @ (Function::Contains | Function::Intersects), .. } => {
            Some(function.name())
        }
        _ => None,
    };
    fault(ErrorKind::NotCondition { flag }, expr.span)
}

/// Whether types, which the parser does not know, may make a condition of a value.
fn may_be_boolean(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Column(_)
        | ExprKind::Boolean(_)
        | ExprKind::Element { .. }
        | ExprKind::Case(_)
        | ExprKind::UserFunction { .. } => true,
        ExprKind::Call { function, .. } => *function == Function::Coalesce,
        _ => false,
    }
}
