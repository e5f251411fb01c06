//! A whole query: WITH, the set expression, ORDER BY, OFFSET.

use crate::error::{ErrorKind, Outcome, fault};
use crate::lexer::{Keyword, TokenKind};
use crate::syntax::{Body, CommonTable, Query, SortItem, Span};

use super::cursor::Cursor;
use super::{limit, name, newer, set, value};

/// `[WITH ...] query [;]` and nothing else.
// test SELECT a FROM t;
// test SELECT 1 FROM t -- last
// test WITH u AS (SELECT a FROM t), v AS (SELECT a FROM u) SELECT * FROM v
// test_err SELECT a FROM t;;
// test_err SELECT a FROM t; SELECT b FROM t
// test_err SELECT a FROM t)
// test_err
pub(super) fn whole(cursor: &mut Cursor<'_>) -> Outcome<Query> {
    let start = cursor.span();
    let with = with(cursor)?;
    let mut query = query(cursor)?;
    query.with = with;
    query.span = cursor.span_from(start);
    if cursor.take(TokenKind::Semicolon) && !cursor.at(TokenKind::End) {
        return fault(ErrorKind::TextAfterEnd, cursor.span());
    }
    match cursor.kind() {
        TokenKind::End => Ok(query),
        _ => cursor.unexpected("the end of the query"),
    }
}

/// `set expression [ORDER BY ...] [OFFSET n]`, with the cursor in front of it.
pub(super) fn query(cursor: &mut Cursor<'_>) -> Outcome<Query> {
    cursor.deeper(|cursor| {
        let start = cursor.span();
        let body = set::body(cursor)?;
        after_body(cursor, start, body)
    })
}

/// The clauses behind a set expression.
// test SELECT a, b FROM t ORDER BY 1 DESC, b ASC, t.c, a + b OFFSET 5
// test SELECT a FROM t OFFSET 100
// test_err SELECT a FROM t OFFSET 10.5
// test_err SELECT a FROM t OFFSET 5 ORDER BY a
// test_err SELECT id FROM t ORDER BY id UNION SELECT id FROM u
// test_err SELECT a FROM t ORDER BY
// test_err SELECT a FROM t order bya
pub(super) fn after_body(cursor: &mut Cursor<'_>, start: Span, mut body: Body) -> Outcome<Query> {
    let first = cursor.span();
    let clause = match cursor.kind() {
        TokenKind::Keyword(Keyword::Order) => "ORDER BY",
        TokenKind::Keyword(Keyword::Offset) => "OFFSET",
        _ => "LIMIT",
    };
    let order_by = order_by(cursor)?;
    let (mut offset, mut limit) = (None, None);
    loop {
        if offset.is_none() && cursor.at_keyword(Keyword::Offset) {
            newer::construct(cursor, "OFFSET", cursor.span())?;
            cursor.advance();
            offset = Some(value::count(cursor, "a number of rows after OFFSET")?);
        } else if limit.is_none() && limit::at_limit(cursor) {
            limit = Some(limit::limit(cursor)?);
        } else {
            break;
        }
    }
    let any = !order_by.is_empty() || offset.is_some() || limit.is_some();
    if let (true, Some(operator)) = (any, set::operator(cursor)) {
        return fault(ErrorKind::ClauseInOperand { clause, operator: operator.keyword() }, first);
    }
    let limit = limit::into_top(limit, &mut body);
    Ok(Query { with: Vec::new(), body, order_by, offset, limit, span: cursor.span_from(start) })
}

/// `[ORDER BY item, item, ...]`
pub(super) fn order_by(cursor: &mut Cursor<'_>) -> Outcome<Vec<SortItem>> {
    let mut order_by = Vec::new();
    if cursor.take_keyword(Keyword::Order) {
        cursor.expect_keyword(Keyword::By, "BY after ORDER")?;
        order_by.push(sort_item(cursor)?);
        while cursor.take(TokenKind::Comma) {
            order_by.push(sort_item(cursor)?);
        }
    }
    Ok(order_by)
}

/// `value [ASC | DESC]`
fn sort_item(cursor: &mut Cursor<'_>) -> Outcome<SortItem> {
    let value = value::value(cursor)?;
    let descending = cursor.take_keyword(Keyword::Desc);
    if !descending {
        cursor.take_keyword(Keyword::Asc);
    }
    let item = SortItem { value, descending };
    newer::sort_key(cursor, &item)?;
    Ok(item)
}

/// `WITH name AS (query), ...`
// test WITH u AS (SELECT a FROM t ORDER BY a) SELECT a FROM u
// test_err WITH u AS (WITH v AS (SELECT a FROM t) SELECT a FROM v) SELECT a FROM u
// test_err WITH u (a) AS (SELECT a FROM t) SELECT a FROM u
// test_err WITH u AS SELECT a FROM t SELECT a FROM u
fn with(cursor: &mut Cursor<'_>) -> Outcome<Vec<CommonTable>> {
    let mut tables = Vec::new();
    if !cursor.at_keyword(Keyword::With) {
        return Ok(tables);
    }
    newer::construct(cursor, "WITH", cursor.span())?;
    cursor.advance();
    loop {
        let name = name::identifier(cursor, "a name after WITH")?;
        cursor.expect_keyword(Keyword::As, "AS after the name of a common table")?;
        cursor.expect(TokenKind::LeftParenthesis, "a query in parentheses")?;
        let query = query(cursor)?;
        cursor.expect(TokenKind::RightParenthesis, "`)`")?;
        tables.push(CommonTable { name, query });
        if !cursor.take(TokenKind::Comma) {
            return Ok(tables);
        }
    }
}
