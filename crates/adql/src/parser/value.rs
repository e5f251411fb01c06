//! Values, from `||` down to literals (ADQL 2.1 §2.2).

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::lexer::{Keyword, TokenKind, unquoted};
use crate::syntax::{Chain, Expr, ExprKind, ProductOperator, SumOperator};

use super::cursor::Cursor;
use super::{call, case, condition, kind, name, refuse};

/// A value.
// test_err SELECT a > 1 FROM t
// test_err SELECT a AND b FROM t
pub(super) fn value(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let expr = condition::expression(cursor)?;
    required(expr)
}

/// The expression, if it is a value.
pub(super) fn required(expr: Expr) -> Outcome<Expr> {
    match expr.is_condition() {
        true => fault(ErrorKind::NotValue, expr.span),
        false => Ok(expr),
    }
}

/// An unsigned integer that counts rows.
// test SELECT TOP 0 a FROM t OFFSET 18446744073709551615
// test_err SELECT TOP 18446744073709551616 a FROM t
pub(super) fn count(cursor: &mut Cursor<'_>, expected: &'static str) -> Outcome<u64> {
    let token = cursor.expect(TokenKind::Integer, expected)?;
    let text = cursor.text_of(token);
    text.parse().or_else(|_| fault(ErrorKind::NumberTooLarge { text: clipped(text) }, token.span))
}

/// `sum || sum || ...`
// test SELECT a || 'x' || LOWER(b) FROM t
// test SELECT ('a' || b) || c FROM t
pub(super) fn concatenation(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let first = sum(cursor)?;
    if !cursor.at(TokenKind::Concat) {
        return Ok(first);
    }
    let start = first.span;
    let mut parts = vec![required(first)?];
    while cursor.take(TokenKind::Concat) {
        let next = sum(cursor)?;
        parts.push(required(next)?);
    }
    parts.iter().try_for_each(|part| kind::text(cursor, part, "||"))?;
    Ok(Expr::new(ExprKind::Concat(parts), cursor.span_from(start)))
}

/// `product + product - ...`
// test SELECT a + b * c - d / (e - 2) - -3 FROM t
// test SELECT a - (b - c) FROM t
fn sum(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let first = factor(cursor)?;
    let first = chain(cursor, first, &PRODUCTS)?;
    chain(cursor, first, &SUMS)
}

fn product(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let first = factor(cursor)?;
    chain(cursor, first, &PRODUCTS)
}

/// The operators of one rank.
struct Rank<Operator> {
    operator: fn(TokenKind) -> Option<Operator>,
    sign: fn(Operator) -> &'static str,
    part: fn(&mut Cursor<'_>) -> Outcome<Expr>,
    kind: fn(Box<Chain<Operator>>) -> ExprKind,
}

const PRODUCTS: Rank<ProductOperator> =
    Rank { operator: product_operator, sign: ProductOperator::sign, part: factor, kind: ExprKind::Product };
const SUMS: Rank<SumOperator> =
    Rank { operator: sum_operator, sign: SumOperator::sign, part: product, kind: ExprKind::Sum };

fn sum_operator(kind: TokenKind) -> Option<SumOperator> {
    match kind {
        TokenKind::Plus => Some(SumOperator::Add),
        TokenKind::Minus => Some(SumOperator::Subtract),
        _ => None,
    }
}

fn product_operator(kind: TokenKind) -> Option<ProductOperator> {
    match kind {
        TokenKind::Star => Some(ProductOperator::Multiply),
        TokenKind::Slash => Some(ProductOperator::Divide),
        _ => None,
    }
}

/// What follows the first part of `part {operator part}`; a single part stays what it is.
#[inline(never)] // Keeps the frames of nested parentheses small.
fn chain<Operator: Copy>(cursor: &mut Cursor<'_>, first: Expr, rank: &Rank<Operator>) -> Outcome<Expr> {
    if (rank.operator)(cursor.kind()).is_none() {
        return Ok(first);
    }
    let start = first.span;
    let first = required(first)?;
    let mut rest = Vec::new();
    while let Some(operator) = (rank.operator)(cursor.kind()) {
        if rest.is_empty() {
            kind::number(cursor, &first, (rank.sign)(operator))?;
        }
        cursor.advance();
        let next = (rank.part)(cursor)?;
        let next = required(next)?;
        kind::number(cursor, &next, (rank.sign)(operator))?;
        rest.push((operator, next));
    }
    Ok(Expr::new((rank.kind)(Box::new(Chain { first, rest })), cursor.span_from(start)))
}

/// A value with at most one sign.
// test SELECT -a, +2, -(-b) FROM t
// test_err SELECT - -a FROM t
// test_err SELECT +-2 FROM t
fn factor(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    match cursor.kind() {
        TokenKind::Minus | TokenKind::Plus => signed(cursor),
        _ => element(cursor),
    }
}

#[inline(never)] // Keeps the frames of nested parentheses small.
fn signed(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let sign = cursor.advance();
    let negative = sign.kind == TokenKind::Minus;
    if matches!(cursor.kind(), TokenKind::Minus | TokenKind::Plus) {
        return fault(ErrorKind::TwoSigns, cursor.span());
    }
    let operand = element(cursor)?;
    let operand = Box::new(required(operand)?);
    kind::number(cursor, &operand, if negative { "-" } else { "+" })?;
    Ok(Expr::new(ExprKind::Sign { negative, operand }, cursor.span_from(sign.span)))
}

/// A value with its subscripts.
// test SELECT a[1], t.b[2][3], (c)[4], a[jplus::rSDSS][2] FROM t
// test_err SELECT a[] FROM t
// test_err SELECT a[1 FROM t
// test_err SELECT a[jplus::] FROM t
// test_err SELECT a[jplus::size] FROM t
fn element(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let value = primary(cursor)?;
    match cursor.kind() {
        TokenKind::LeftBracket => subscripts(cursor, value),
        _ => Ok(value),
    }
}

#[inline(never)] // Keeps the frames of nested parentheses small.
fn subscripts(cursor: &mut Cursor<'_>, array: Expr) -> Outcome<Expr> {
    if cursor.strict() {
        return fault(ErrorKind::Extension { what: "an array subscript" }, cursor.span());
    }
    let start = array.span;
    let array = Box::new(required(array)?);
    let mut indexes = Vec::new();
    while cursor.take(TokenKind::LeftBracket) {
        refuse::element_without_name(cursor)?;
        indexes.push(value(cursor)?);
        cursor.expect(TokenKind::RightBracket, "`]`")?;
    }
    Ok(Expr::new(ExprKind::Element { array, indexes }, cursor.span_from(start)))
}

/// A literal, a column, a call, or an expression in parentheses.
// test SELECT NULL, 1, 1.5, 'it''s', ra, (a + b) FROM t
// test_err SELECT (SELECT MAX(a) FROM t) FROM t
// test_err SELECT (a FROM t
fn primary(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    match cursor.kind() {
        TokenKind::LeftParenthesis => parenthesised(cursor),
        _ => operand(cursor),
    }
}

#[inline(never)] // Keeps the frames of nested parentheses small.
fn operand(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let start = cursor.span();
    let kind = match cursor.kind() {
        TokenKind::Integer | TokenKind::Decimal => number(cursor)?,
        TokenKind::String => ExprKind::String(string(cursor)),
        TokenKind::Name | TokenKind::Delimited if cursor.kind_after(1) == TokenKind::LeftParenthesis => {
            call::user_function(cursor)?
        }
        TokenKind::Name | TokenKind::Delimited if name::at_element(cursor) => {
            ExprKind::EnumerationElement(Box::new(name::element(cursor)?))
        }
        TokenKind::Name | TokenKind::Delimited => ExprKind::Column(Box::new(name::column_name(cursor)?)),
        TokenKind::Keyword(Keyword::Null) => {
            cursor.advance();
            ExprKind::Null
        }
        TokenKind::Keyword(word @ (Keyword::True | Keyword::False)) if !cursor.strict() => {
            cursor.advance();
            ExprKind::Boolean(word == Keyword::True)
        }
        TokenKind::Keyword(Keyword::True | Keyword::False) => {
            return fault(ErrorKind::Extension { what: "a boolean literal" }, cursor.span());
        }
        TokenKind::Keyword(Keyword::Case) => case::case(cursor)?,
        TokenKind::Keyword(Keyword::Function(function)) => call::function(cursor, function)?,
        TokenKind::Keyword(Keyword::Aggregate(aggregate)) => call::aggregate(cursor, aggregate)?,
        TokenKind::Keyword(Keyword::Cast) => call::cast(cursor)?,
        _ => return cursor.unexpected("a value"),
    };
    Ok(Expr::new(kind, cursor.span_from(start)))
}

/// `( ... )`; the span of what is inside grows by the parentheses.
fn parenthesised(cursor: &mut Cursor<'_>) -> Outcome<Expr> {
    let start = cursor.advance().span;
    refuse::scalar_subquery(cursor, start)?;
    let mut inner = condition::expression(cursor)?;
    cursor.expect(TokenKind::RightParenthesis, "`)`")?;
    inner.span = cursor.span_from(start);
    Ok(inner)
}

/// String literals side by side are one string (SQL-92, which ADQL 2.1 §2.1 follows).
// test SELECT 'a'  'b' FROM t
// test SELECT a FROM t WHERE b IN ('c' 'd')
fn string(cursor: &mut Cursor<'_>) -> String {
    let first = cursor.advance();
    let mut text = unquoted(cursor.text_of(first));
    while cursor.at(TokenKind::String) {
        let next = cursor.advance();
        text.push_str(&unquoted(cursor.text_of(next)));
    }
    text
}

/// An integer of more than 64 bits is read as a double.
// test SELECT 9223372036854775807, 9223372036854775808, 1e3, .5, 12. FROM t
// test_err SELECT 1e999 FROM t
// test_err SELECT 12abc FROM t
fn number(cursor: &mut Cursor<'_>) -> Outcome<ExprKind> {
    let token = cursor.advance();
    let text = cursor.text_of(token);
    if let (TokenKind::Integer, Ok(integer)) = (token.kind, text.parse()) {
        return Ok(ExprKind::Integer(integer));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(ExprKind::Double(number)),
        _ => fault(ErrorKind::NumberTooLarge { text: clipped(text) }, token.span),
    }
}
