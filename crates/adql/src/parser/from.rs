//! FROM: tables, joins, derived tables (ADQL 2.1 §2.2).

use crate::error::{ErrorKind, Outcome, fault};
use crate::lexer::{Keyword, TokenKind};
use crate::syntax::{
    Body, Identifier, Join, JoinCondition, JoinKind, Query, Select, SelectItem, TablePrimary, TableRef,
};

use super::cursor::Cursor;
use super::{condition, name, query, set};

/// What a pair of parentheses in a FROM or behind IN and EXISTS holds.
enum Parenthesised {
    Query(Query),
    Joined(TableRef),
}

/// `table, table, ...`
// test SELECT * FROM a, b AS c, (SELECT * FROM d) e
// test_err SELECT * FROM a,
// test_err SELECT * FROM
pub(super) fn tables(cursor: &mut Cursor<'_>) -> Outcome<Vec<TableRef>> {
    let mut tables = vec![table(cursor)?];
    while cursor.take(TokenKind::Comma) {
        tables.push(table(cursor)?);
    }
    Ok(tables)
}

/// A subquery: a query or a join in parentheses, with the cursor in front of them.
// test SELECT a FROM t WHERE EXISTS (u JOIN v USING (a))
pub(super) fn subquery(cursor: &mut Cursor<'_>) -> Outcome<Query> {
    Ok(match parenthesised(cursor)? {
        Parenthesised::Query(query) => query,
        Parenthesised::Joined(table) => all_of(table, cursor),
    })
}

/// Whether parentheses that come next hold a subquery and not a value.
// test SELECT a FROM t WHERE a IN ((SELECT a FROM u) UNION SELECT a FROM v)
// test SELECT a FROM t WHERE a IN (s.u AS x JOIN v USING (a))
// test SELECT a FROM t WHERE a IN ((b + 1), c)
pub(super) fn at_subquery(cursor: &Cursor<'_>) -> bool {
    let mut place = 0;
    while cursor.kind_after(place) == TokenKind::LeftParenthesis {
        place += 1;
    }
    if cursor.kind_after(place) == TokenKind::Keyword(Keyword::Select) {
        return place > 0;
    }
    let is_name = |place| matches!(cursor.kind_after(place), TokenKind::Name | TokenKind::Delimited);
    while is_name(place)
        || matches!(cursor.kind_after(place), TokenKind::Dot | TokenKind::Keyword(Keyword::As))
    {
        place += 1;
    }
    matches!(
        cursor.kind_after(place),
        TokenKind::Keyword(
            Keyword::Join
                | Keyword::Natural
                | Keyword::Inner
                | Keyword::Left
                | Keyword::Right
                | Keyword::Full
        )
    )
}

fn table(cursor: &mut Cursor<'_>) -> Outcome<TableRef> {
    let first = primary(cursor)?;
    joined(cursor, first)
}

/// The joins that follow a table.
// test SELECT * FROM a JOIN b ON a.x = b.x LEFT OUTER JOIN c USING (x, y) NATURAL FULL JOIN d
// test SELECT * FROM a JOIN b
// test SELECT * FROM a INNER JOIN b ON (a.x = b.x), c RIGHT JOIN d USING (z)
// test SELECT * FROM a LEFT JOIN b
// test SELECT * FROM a JOIN b JOIN c ON b.x = c.x ON a.x = b.x
// test SELECT * FROM a LEFT JOIN b JOIN c JOIN d ON p = 1 USING (x) ON a.x = b.x JOIN e USING (x)
// test_err SELECT * FROM a JOIN b ON a.x = b.x ON a.x = b.x
// test_err SELECT * FROM a NATURAL JOIN b ON a.x = b.x
// test_err SELECT * FROM a JOIN b USING x
// test_err SELECT * FROM a OUTER JOIN b USING (x)
// test_err SELECT * FROM a JOIN b ON a.x + 1
fn joined(cursor: &mut Cursor<'_>, first: TablePrimary) -> Outcome<TableRef> {
    let mut joins = Vec::new();
    while let Some(join) = join(cursor)? {
        joins.push(join);
        while let Some(open) = open_join(cursor, &joins) {
            close_join(cursor, &mut joins, open)?;
        }
    }
    Ok(TableRef { first, joins })
}

/// The join that a second condition belongs to, as in `a JOIN b JOIN c ON p ON q`: the last that has none yet.
fn open_join(cursor: &Cursor<'_>, joins: &[Join]) -> Option<usize> {
    match cursor.kind() {
        TokenKind::Keyword(Keyword::On | Keyword::Using) => {
            joins.iter().rposition(|join| join.condition == JoinCondition::Always)
        }
        _ => None,
    }
}

/// Gives a join the condition that comes next; the joins behind it are its right operand.
fn close_join(cursor: &mut Cursor<'_>, joins: &mut Vec<Join>, open: usize) -> Outcome<()> {
    let inner = joins.split_off(open + 1);
    if let Some(Join { kind, right: first, span, .. }) = joins.pop() {
        let right = TablePrimary::Nested(Box::new(TableRef { first, joins: inner }));
        joins.push(Join { kind, right, condition: join_condition(cursor)?, span });
    }
    Ok(())
}

fn join(cursor: &mut Cursor<'_>) -> Outcome<Option<Join>> {
    let start = cursor.span();
    let natural = cursor.take_keyword(Keyword::Natural);
    let kind = join_kind(cursor);
    if !natural && kind.is_none() && !cursor.at_keyword(Keyword::Join) {
        return Ok(None);
    }
    cursor.expect_keyword(Keyword::Join, "JOIN")?;
    let span = cursor.span_from(start);
    let kind = kind.unwrap_or(JoinKind::Inner);
    let right = primary(cursor)?;
    let explicit = cursor.span();
    let condition = match join_condition(cursor)? {
        JoinCondition::Always if natural => JoinCondition::Natural,
        _ if natural => return fault(ErrorKind::NaturalCondition, explicit),
        condition => condition,
    };
    Ok(Some(Join { kind, right, condition, span }))
}

fn join_kind(cursor: &mut Cursor<'_>) -> Option<JoinKind> {
    if cursor.take_keyword(Keyword::Inner) {
        return Some(JoinKind::Inner);
    }
    let kind = match cursor.kind() {
        TokenKind::Keyword(Keyword::Left) => JoinKind::Left,
        TokenKind::Keyword(Keyword::Right) => JoinKind::Right,
        TokenKind::Keyword(Keyword::Full) => JoinKind::Full,
        _ => return None,
    };
    cursor.advance();
    cursor.take_keyword(Keyword::Outer);
    Some(kind)
}

fn join_condition(cursor: &mut Cursor<'_>) -> Outcome<JoinCondition> {
    if cursor.take_keyword(Keyword::On) {
        return condition::condition(cursor).map(JoinCondition::On);
    }
    if !cursor.take_keyword(Keyword::Using) {
        return Ok(JoinCondition::Always);
    }
    cursor.expect(TokenKind::LeftParenthesis, "`(` after USING")?;
    let mut columns = vec![name::identifier(cursor, "a column name")?];
    while cursor.take(TokenKind::Comma) {
        columns.push(name::identifier(cursor, "a column name")?);
    }
    cursor.expect(TokenKind::RightParenthesis, "`,` or `)`")?;
    Ok(JoinCondition::Using(columns))
}

/// A table name, a derived table, or joins in parentheses.
// test SELECT * FROM (SELECT a FROM t) AS q JOIN (b JOIN c USING (a)) ON q.a = b.a
// test SELECT * FROM (a JOIN b USING (x)) AS q
// test SELECT * FROM (SELECT a FROM t) q
// test_err SELECT * FROM (SELECT a FROM t)
fn primary(cursor: &mut Cursor<'_>) -> Outcome<TablePrimary> {
    if !cursor.at(TokenKind::LeftParenthesis) {
        let name = name::table_name(cursor)?;
        let alias = name::alias(cursor)?;
        return Ok(TablePrimary::Named { name, alias });
    }
    let content = parenthesised(cursor)?;
    named(cursor, content)
}

/// What parentheses are as an operand of a join: the name behind them decides.
fn named(cursor: &mut Cursor<'_>, content: Parenthesised) -> Outcome<TablePrimary> {
    match (content, name::alias(cursor)?) {
        (Parenthesised::Query(query), Some(alias)) => Ok(derived(query, alias)),
        (Parenthesised::Query(query), None) => {
            cursor.refuse_foreign()?;
            fault(ErrorKind::NoAlias, query.span)
        }
        (Parenthesised::Joined(table), Some(alias)) => Ok(derived(all_of(table, cursor), alias)),
        (Parenthesised::Joined(table), None) => Ok(TablePrimary::Nested(Box::new(table))),
    }
}

/// `( ... )`, with the cursor in front of it.
///
/// Only what stands behind an inner pair of parentheses shows whether it is an operand of UNION or of JOIN.
// test SELECT * FROM ((SELECT a FROM t) UNION (SELECT a FROM u)) AS q
// test SELECT * FROM ((SELECT a FROM t) AS p JOIN u USING (a))
// test SELECT * FROM (((SELECT a FROM t))) AS q
// test SELECT * FROM ((a JOIN b USING (x)) JOIN c USING (x))
// test SELECT * FROM ((a JOIN b USING (x)))
// test_err SELECT * FROM (t)
// test_err SELECT * FROM ((SELECT a FROM t) AS q)
// test_err SELECT * FROM (WITH u AS (SELECT a FROM t) SELECT a FROM u) AS q
fn parenthesised(cursor: &mut Cursor<'_>) -> Outcome<Parenthesised> {
    cursor.deeper(|cursor| {
        cursor.expect(TokenKind::LeftParenthesis, "`(`")?;
        let start = cursor.span();
        let content = match cursor.kind() {
            TokenKind::Keyword(Keyword::Select) => Parenthesised::Query(query::query(cursor)?),
            TokenKind::LeftParenthesis => match parenthesised(cursor)? {
                Parenthesised::Query(inner) if !at_alias(cursor) => {
                    let body = set::chain(cursor, Body::Nested(Box::new(inner)))?;
                    Parenthesised::Query(query::after_body(cursor, start, body)?)
                }
                inner => {
                    let first = named(cursor, inner)?;
                    Parenthesised::Joined(joined(cursor, first)?)
                }
            },
            _ => Parenthesised::Joined(table(cursor)?),
        };
        let span = cursor.span_from(start);
        cursor.expect(TokenKind::RightParenthesis, "`)`")?;
        match content {
            Parenthesised::Joined(TableRef { first: TablePrimary::Nested(inner), joins })
                if joins.is_empty() =>
            {
                Ok(Parenthesised::Joined(*inner))
            }
            Parenthesised::Joined(table) if table.joins.is_empty() => {
                fault(ErrorKind::AloneInParentheses, span)
            }
            content => Ok(content),
        }
    })
}

fn at_alias(cursor: &Cursor<'_>) -> bool {
    cursor.at_keyword(Keyword::As) || name::at_identifier(cursor)
}

fn derived(query: Query, alias: Identifier) -> TablePrimary {
    TablePrimary::Derived { query: Box::new(query), alias }
}

/// `SELECT * FROM table`: what a join means where a query is wanted.
fn all_of(table: TableRef, cursor: &Cursor<'_>) -> Query {
    let span = cursor.span_before();
    let select = Select {
        distinct: false,
        top: None,
        items: vec![SelectItem::All(span)],
        from: vec![table],
        filter: None,
        group_by: Vec::new(),
        having: None,
        span,
    };
    Query {
        with: Vec::new(),
        body: Body::Select(Box::new(select)),
        order_by: Vec::new(),
        offset: None,
        limit: None,
        span,
    }
}
