//! Calls: functions of the language, aggregates, CAST, user defined functions (ADQL 2.1 §2.3 and §4).

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::lexer::{Keyword, TokenKind};
use crate::syntax::{Aggregate, ArrayFunction, CastType, Expr, ExprKind, Function, Span, WindowFunction};

use super::cursor::Cursor;
use super::{geometry, kind, name, newer, value, window};

/// A function of the language.
// test SELECT ROUND(5)as x, PI(), RAND(), RAND(5), TRUNCATE(x, 3), COALESCE(a, b, c) FROM t
// test SELECT acos(1), Atan2(0, 1), MOD(a, 10), LOWER('A'), IN_UNIT(a, 'km/s') FROM t
// test_err SELECT sin FROM t
// test_err SELECT sin( FROM t
// test_err SELECT round() FROM t
// test_err SELECT round(a,) FROM t
// test_err SELECT COALESCE() FROM t
// test_err SELECT PI(1) FROM t
// test_err SELECT ATAN2(1) FROM t
pub(super) fn function(cursor: &mut Cursor<'_>, function: Function) -> Outcome<ExprKind> {
    let start = word_before_parenthesis(cursor)?;
    let arguments = arguments(cursor)?;
    let span = cursor.span_from(start);
    if !function.arity().allows(arguments.len()) {
        let (name, signature, given) = (function.name(), function.signature(), arguments.len());
        return fault(ErrorKind::ArgumentCount { name, signature, given }, span);
    }
    if window::at_over(cursor) {
        return fault(ErrorKind::NotWindow { name: function.name().to_owned() }, start);
    }
    newer::call(cursor, function, &arguments, span)?;
    geometry::check_literals(function, &arguments)?;
    kind::arguments(cursor, function, &arguments)?;
    Ok(ExprKind::Call { function, arguments })
}

/// An aggregate.
// test SELECT COUNT(*), COUNT(DISTINCT a), SUM(ALL a), AVG(a + 1), MIN(a), MAX(a) FROM t
// test_err SELECT SUM(*) FROM t
// test_err SELECT COUNT() FROM t
// test_err SELECT SUM(a, b) FROM t
// test_err SELECT sum( FROM t
pub(super) fn aggregate(cursor: &mut Cursor<'_>, function: Aggregate) -> Outcome<ExprKind> {
    let start = word_before_parenthesis(cursor)?;
    cursor.expect(TokenKind::LeftParenthesis, "`(`")?;
    if function == Aggregate::Count && cursor.take(TokenKind::Star) {
        cursor.expect(TokenKind::RightParenthesis, "`)`")?;
        if window::at_over(cursor) {
            return window::window(cursor, WindowFunction::Aggregate(function), Vec::new(), start);
        }
        return Ok(ExprKind::Aggregate { function, distinct: false, argument: None });
    }
    let distinct = cursor.take_keyword(Keyword::Distinct);
    if !distinct {
        cursor.take_keyword(Keyword::All);
    }
    let argument = value::value(cursor)?;
    cursor.expect(TokenKind::RightParenthesis, "`)`")?;
    match window::at_over(cursor) {
        true if distinct => {
            let what = "DISTINCT in a window function";
            fault(
                ErrorKind::NotAdql { what, instead: "select DISTINCT rows in a subquery of FROM first" },
                start,
            )
        }
        true => window::window(cursor, WindowFunction::Aggregate(function), vec![argument], start),
        false => Ok(ExprKind::Aggregate { function, distinct, argument: Some(Box::new(argument)) }),
    }
}

/// `CAST(x AS type)`
// test SELECT CAST(a AS VARCHAR), CAST(a AS CHAR(10)), CAST(a AS DOUBLE PRECISION) FROM t
// test SELECT CAST('12.3 45.6' AS POINT), CAST('2020-01-01' AS TIMESTAMP), CAST(1 AS BIGINT) FROM t
// test_err SELECT CAST(a AS varchar2(30f)) FROM t
// test_err SELECT CAST(a, INTEGER) FROM t
// test_err SELECT CAST(a AS DOUBLE) FROM t
pub(super) fn cast(cursor: &mut Cursor<'_>) -> Outcome<ExprKind> {
    newer::construct(cursor, "CAST", cursor.span())?;
    word_before_parenthesis(cursor)?;
    cursor.expect(TokenKind::LeftParenthesis, "`(`")?;
    let operand = Box::new(value::value(cursor)?);
    cursor.expect_keyword(Keyword::As, "AS and a type")?;
    let target = cast_type(cursor)?;
    cursor.expect(TokenKind::RightParenthesis, "`)`")?;
    Ok(ExprKind::Cast { operand, target })
}

/// A function that is not of the language.
// test SELECT ivo_healpix_index(6, ra, dec), now() FROM t
// test_err SELECT f(a b) FROM t
pub(super) fn user_function(cursor: &mut Cursor<'_>) -> Outcome<ExprKind> {
    let name = name::identifier(cursor, "a function name")?;
    let arguments = arguments(cursor)?;
    if window::at_over(cursor) {
        return window::named(cursor, &name, arguments);
    }
    match ArrayFunction::named(&name.text).filter(|_| !name.delimited) {
        Some(function) => array_call(cursor, function, arguments, name.span),
        None => Ok(ExprKind::UserFunction { name, arguments }),
    }
}

/// A function of arrays, whose arguments are read already.
// test SELECT array_element(a, 1), ARRAY_ELEMENT(a, 1, 2), array_length(a) FROM t
// test_err SELECT array_element(a) FROM t
// test_err SELECT array_length() FROM t
fn array_call(
    cursor: &Cursor<'_>,
    function: ArrayFunction,
    arguments: Vec<Expr>,
    start: Span,
) -> Outcome<ExprKind> {
    if cursor.strict() {
        return fault(ErrorKind::Extension { what: function.name() }, start);
    }
    if !function.allows(arguments.len()) {
        let (name, signature, given) = (function.name(), function.signature(), arguments.len());
        return fault(ErrorKind::ArgumentCount { name, signature, given }, cursor.span_from(start));
    }
    Ok(ExprKind::ArrayCall { function, arguments })
}

/// Steps over the word of a call; without a parenthesis behind it, it was meant as a name.
fn word_before_parenthesis(cursor: &mut Cursor<'_>) -> Outcome<Span> {
    let token = cursor.advance();
    if !cursor.at(TokenKind::LeftParenthesis) {
        let word = clipped(cursor.text_of(token));
        return fault(ErrorKind::Reserved { expected: "a value", word }, token.span);
    }
    Ok(token.span)
}

/// `(value, value, ...)`
fn arguments(cursor: &mut Cursor<'_>) -> Outcome<Vec<Expr>> {
    cursor.expect(TokenKind::LeftParenthesis, "`(`")?;
    let mut arguments = Vec::new();
    if !cursor.at(TokenKind::RightParenthesis) {
        arguments.push(value::value(cursor)?);
        while cursor.take(TokenKind::Comma) {
            arguments.push(value::value(cursor)?);
        }
    }
    cursor.expect(TokenKind::RightParenthesis, "`,` or `)`")?;
    Ok(arguments)
}

fn cast_type(cursor: &mut Cursor<'_>) -> Outcome<CastType> {
    let TokenKind::Keyword(word) = cursor.kind() else {
        return cursor.unexpected("a type of ADQL");
    };
    let target = match word {
        Keyword::SmallInt => CastType::SmallInt,
        Keyword::Integer => CastType::Integer,
        Keyword::BigInt => CastType::BigInt,
        Keyword::Real => CastType::Real,
        Keyword::Double => {
            cursor.advance();
            cursor.expect_keyword(Keyword::Precision, "PRECISION after DOUBLE")?;
            return Ok(CastType::Double);
        }
        Keyword::Char => {
            cursor.advance();
            return length(cursor).map(CastType::Char);
        }
        Keyword::Varchar => {
            cursor.advance();
            return length(cursor).map(CastType::Varchar);
        }
        Keyword::Timestamp => CastType::Timestamp,
        Keyword::Function(Function::Point) => CastType::Point,
        Keyword::Function(Function::Circle) => CastType::Circle,
        Keyword::Function(Function::Polygon) => CastType::Polygon,
        _ => return cursor.unexpected("a type of ADQL"),
    };
    cursor.advance();
    Ok(target)
}

/// `[(n)]`
fn length(cursor: &mut Cursor<'_>) -> Outcome<Option<u32>> {
    if !cursor.take(TokenKind::LeftParenthesis) {
        return Ok(None);
    }
    let span = cursor.span();
    let length = value::count(cursor, "a number of characters")?;
    cursor.expect(TokenKind::RightParenthesis, "`)`")?;
    match u32::try_from(length) {
        Ok(length) if (1..=10_485_760).contains(&length) => Ok(Some(length)),
        _ => fault(ErrorKind::StringLength { length }, span),
    }
}
