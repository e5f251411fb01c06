//! UNION, EXCEPT and INTERSECT (ADQL 2.1 §4, set operators).

use crate::error::Outcome;
use crate::lexer::{Keyword, TokenKind};
use crate::syntax::{Body, SetChain, SetOperator, SetStep};

use super::cursor::Cursor;
use super::{newer, query, select};

/// A SELECT or several joined by set operators.
// test SELECT a FROM t UNION ALL SELECT a FROM u EXCEPT SELECT a FROM v
// test SELECT a FROM t UNION SELECT a FROM u INTERSECT SELECT a FROM v
// test (SELECT TOP 3 a FROM t ORDER BY a) UNION (SELECT a FROM u) ORDER BY 1 OFFSET 2
// test_err SELECT a FROM t UNION
// test_err (SELECT a FROM t
pub(super) fn body(cursor: &mut Cursor<'_>) -> Outcome<Body> {
    let first = operand(cursor)?;
    chain(cursor, first)
}

/// The rest of a set expression whose leftmost operand is already read.
pub(super) fn chain(cursor: &mut Cursor<'_>, first: Body) -> Outcome<Body> {
    let first = intersections(cursor, first)?;
    steps(cursor, first, &[SetOperator::Union, SetOperator::Except], |cursor| {
        let first = operand(cursor)?;
        intersections(cursor, first)
    })
}

/// The set operator that the next token is.
pub(super) fn operator(cursor: &Cursor<'_>) -> Option<SetOperator> {
    match cursor.kind() {
        TokenKind::Keyword(Keyword::Union) => Some(SetOperator::Union),
        TokenKind::Keyword(Keyword::Except) => Some(SetOperator::Except),
        TokenKind::Keyword(Keyword::Intersect) => Some(SetOperator::Intersect),
        _ => None,
    }
}

fn intersections(cursor: &mut Cursor<'_>, first: Body) -> Outcome<Body> {
    steps(cursor, first, &[SetOperator::Intersect], operand)
}

/// `first {operator [ALL] operand}` for operators of one rank.
fn steps(
    cursor: &mut Cursor<'_>,
    first: Body,
    rank: &[SetOperator],
    operand: impl Fn(&mut Cursor<'_>) -> Outcome<Body>,
) -> Outcome<Body> {
    let mut rest = Vec::new();
    while let Some(operator) = operator(cursor).filter(|operator| rank.contains(operator)) {
        let span = cursor.advance().span;
        newer::construct(cursor, "a set operator", span)?;
        let all = cursor.take_keyword(Keyword::All);
        rest.push(SetStep { operator, all, operand: operand(cursor)?, span });
    }
    Ok(if rest.is_empty() { first } else { Body::Set(Box::new(SetChain { first, rest })) })
}

/// A SELECT, or a query in parentheses.
// test ((SELECT a FROM t))
// test_err VALUES (1, 2)
fn operand(cursor: &mut Cursor<'_>) -> Outcome<Body> {
    if !cursor.take(TokenKind::LeftParenthesis) {
        return select::select(cursor).map(|select| Body::Select(Box::new(select)));
    }
    let query = query::query(cursor)?;
    cursor.expect(TokenKind::RightParenthesis, "`)`")?;
    Ok(Body::Nested(Box::new(query)))
}
