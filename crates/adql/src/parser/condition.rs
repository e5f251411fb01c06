//! Conditions, from OR down to predicates (ADQL 2.1 §2.2.3).
//!
//! Values and conditions share parentheses, so one grammar reads both, and each place says which of the two it takes.

use crate::error::Outcome;
use crate::lexer::{Keyword, TokenKind};
use crate::syntax::{Comparison, Expr, ExprKind};

use super::cursor::Cursor;
use super::{boolean, from, kind, newer, refuse, value};

/// A condition.
// test SELECT a FROM t WHERE (a > 1 OR b < 2) AND NOT (c = 3 OR d IS NULL)
// test SELECT a FROM t WHERE ((a + 1) * 2 > 3)
// test_err SELECT id FROM t WHERE CONTAINS(POINT(1, 2), CIRCLE(1, 2, 3))
pub(super) fn condition(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let expr = expression(cursor)?;
    boolean::condition(cursor, expr)
}

/// A value or a condition.
///
/// The grammar of operators is read from the left: each rank first reads one operand of the next rank, then its own
/// operators in a loop. So nested parentheses need few stack frames, and wide chains none.
pub(super) fn expression(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    cursor.deeper(|cursor| {
        let first = negation(cursor)?;
        let first = list(cursor, first, Keyword::And, ExprKind::And, negation)?;
        list(cursor, first, Keyword::Or, ExprKind::Or, conjunction)
    })
}

fn conjunction(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let first = negation(cursor)?;
    list(cursor, first, Keyword::And, ExprKind::And, negation)
}

/// What follows the first part of `part {keyword part}`; a single part stays what it is.
#[inline(never)] // Keeps the frames of nested parentheses small.
fn list(
    cursor: &mut Cursor<'_>,
    first: Expr,
    keyword: Keyword,
    kind: fn(Vec<Expr>) -> ExprKind,
    part: fn(&mut Cursor<'_>) -> Outcome<Expr>,
) -> Outcome<Expr> {
    if !cursor.at_keyword(keyword) {
        return Ok(first);
    }
    let start = first.span;
    let mut parts = vec![boolean::condition(cursor, first)?];
    while cursor.take_keyword(keyword) {
        let next = part(cursor)?;
        parts.push(boolean::condition(cursor, next)?);
    }
    Ok(Expr::new(kind(parts), cursor.span_from(start)))
}

/// `[NOT] predicate`
// test SELECT a FROM t WHERE NOT a = 1
// test_err SELECT a FROM t WHERE NOT NOT a = 1
fn negation(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    match cursor.kind() {
        TokenKind::Keyword(Keyword::Not) => negated(cursor),
        _ => predicate(cursor),
    }
}

#[inline(never)] // Keeps the frames of nested parentheses small.
fn negated(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let start = cursor.advance().span;
    let operand = predicate(cursor)?;
    let operand = Box::new(boolean::condition(cursor, operand)?);
    Ok(Expr::new(ExprKind::Not(operand), cursor.span_from(start)))
}

/// A comparison, BETWEEN, IN, LIKE, IS NULL or EXISTS; or a lone value.
// test SELECT a FROM t WHERE a <> 1 AND a != 2 AND a >= 3 AND a <= 4 AND a < 5 AND 6 > a
// test SELECT a FROM t WHERE a NOT LIKE b AND a ILIKE 'x%' AND a NOT ILIKE b || '%'
// test SELECT a FROM t WHERE a IS NULL OR a + 1 IS NOT NULL
// test SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u)
// test SELECT a FROM t WHERE a BETWEEN 1 AND 2 AND b NOT BETWEEN(b+1)AND 4
// test SELECT a FROM t WHERE a IN (1, 2) AND b NOT IN (SELECT b FROM u)
// test_err SELECT a FROM t WHERE a = b = c
// test_err SELECT a FROM t WHERE a IN ()
// test_err SELECT a FROM t WHERE a NOT = 1
// test_err SELECT a FROM t WHERE a IS 1
// test_err SELECT a FROM t WHERE EXISTS SELECT 1 FROM u
fn predicate(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    if cursor.at_keyword(Keyword::Exists) {
        return exists(cursor);
    }
    let left = value::concatenation(cursor)?;
    rest_of_predicate(cursor, left)
}

#[inline(never)] // Keeps the frames of nested parentheses small.
fn exists(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let start = cursor.advance().span;
    let query = from::subquery(cursor)?;
    Ok(Expr::new(ExprKind::Exists(Box::new(query)), cursor.span_from(start)))
}

/// What follows the left operand of a predicate.
#[inline(never)] // Keeps the frames of nested parentheses small.
fn rest_of_predicate(cursor: &mut Cursor<'_>, left: Expr) -> Outcome<Expr> {
    let start = left.span;
    if let Some(operator) = comparison(cursor.kind()) {
        cursor.advance();
        return compare(cursor, left, operator);
    }
    let negated = cursor.take_keyword(Keyword::Not);
    let kind = match cursor.kind() {
        TokenKind::Keyword(Keyword::Between) => between(cursor, value::required(left)?, negated)?,
        TokenKind::Keyword(Keyword::In) => membership(cursor, value::required(left)?, negated)?,
        TokenKind::Keyword(Keyword::Like | Keyword::ILike) => like(cursor, value::required(left)?, negated)?,
        _ if negated => return cursor.unexpected("BETWEEN, IN, LIKE or ILIKE"),
        TokenKind::Keyword(Keyword::Is) => is_null(cursor, value::required(left)?)?,
        _ => return Ok(left),
    };
    Ok(Expr::new(kind, cursor.span_from(start)))
}

fn comparison(kind: TokenKind) -> Option<Comparison> {
    Some(match kind {
        TokenKind::Equal => Comparison::Equal,
        TokenKind::NotEqual => Comparison::NotEqual,
        TokenKind::Less => Comparison::Less,
        TokenKind::LessOrEqual => Comparison::LessOrEqual,
        TokenKind::Greater => Comparison::Greater,
        TokenKind::GreaterOrEqual => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn compare(cursor: &mut Cursor<'_>, left: Expr, operator: Comparison) -> Outcome<Expr> {
    let left = value::required(left)?;
    refuse::quantifier(cursor)?;
    let right = operand(cursor)?;
    let span = left.span.to(right.span);
    Ok(Expr::new(ExprKind::Compare { operator, operands: Box::new([left, right]) }, span))
}

fn between(cursor: &mut Cursor<'_>, value: Expr, negated: bool) -> Outcome<ExprKind> {
    cursor.advance();
    let low = operand(cursor)?;
    cursor.expect_keyword(Keyword::And, "AND of BETWEEN")?;
    let high = operand(cursor)?;
    Ok(ExprKind::Between { operands: Box::new([value, low, high]), negated })
}

fn membership(cursor: &mut Cursor<'_>, value: Expr, negated: bool) -> Outcome<ExprKind> {
    cursor.advance();
    let operand = Box::new(value);
    if from::at_subquery(cursor) {
        let query = Box::new(from::subquery(cursor)?);
        return Ok(ExprKind::InQuery { operand, query, negated });
    }
    cursor.expect(TokenKind::LeftParenthesis, "`(` after IN")?;
    let mut list = vec![value::value(cursor)?];
    while cursor.take(TokenKind::Comma) {
        list.push(value::value(cursor)?);
    }
    cursor.expect(TokenKind::RightParenthesis, "`,` or `)`")?;
    Ok(ExprKind::InList { operand, list, negated })
}

fn like(cursor: &mut Cursor<'_>, value: Expr, negated: bool) -> Outcome<ExprKind> {
    let any_case = cursor.at_keyword(Keyword::ILike);
    if any_case {
        newer::construct(cursor, "ILIKE", cursor.span())?;
    }
    cursor.advance();
    let pattern = operand(cursor)?;
    kind::text(cursor, &value, "LIKE")?;
    kind::text(cursor, &pattern, "LIKE")?;
    Ok(ExprKind::Like { operands: Box::new([value, pattern]), negated, any_case })
}

fn is_null(cursor: &mut Cursor<'_>, value: Expr) -> Outcome<ExprKind> {
    cursor.advance();
    let negated = cursor.take_keyword(Keyword::Not);
    cursor.expect_keyword(Keyword::Null, "NULL after IS")?;
    Ok(ExprKind::IsNull { operand: Box::new(value), negated })
}

/// A value that is an operand of a predicate.
fn operand(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let operand = value::concatenation(cursor)?;
    value::required(operand)
}
