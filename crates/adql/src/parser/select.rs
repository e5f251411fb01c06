//! One SELECT and its select list.

use crate::error::{ErrorKind, Outcome, fault};
use crate::lexer::{Keyword, TokenKind};
use crate::syntax::{Expr, Select, SelectItem};

use super::cursor::Cursor;
use super::{condition, from, name, newer, value};

/// `SELECT ... FROM ... [WHERE ...] [GROUP BY ...] [HAVING ...]`
// test SELECT a FROM t WHERE a > 0 GROUP BY a, b + 1 HAVING COUNT(*) > 3
// test SELECT DISTINCT TOP 5 a FROM t
// test select all(a+b)X from t
// test select top 4* from (select * from t)x
// test_err SELECT TOP 5 DISTINCT a FROM t
// test_err SELECT a
// test_err SELECT TOP hundred a FROM t
// test_err SELECT TOP -1 a FROM t
// test_err SELECTTOP 100 * FROM t
// test_err SELECT a FROM t GROUP a
// test_err SELECT a FROM t HAVING a > 1 WHERE a > 1
pub(super) fn select(cursor: &mut Cursor<'_>) -> Outcome<Select> {
    let start = cursor.expect_keyword(Keyword::Select, "SELECT")?.span;
    let distinct = cursor.take_keyword(Keyword::Distinct);
    if !distinct {
        cursor.take_keyword(Keyword::All);
    }
    let top = match cursor.take_keyword(Keyword::Top) {
        true => Some(value::count(cursor, "a number of rows after TOP")?),
        false => None,
    };
    let items = items(cursor)?;
    cursor.expect_keyword(Keyword::From, "`,` or FROM")?;
    let from = from::tables(cursor)?;
    let filter = optional_condition(cursor, Keyword::Where)?;
    let group_by = group_by(cursor)?;
    let having = optional_condition(cursor, Keyword::Having)?;
    let span = cursor.span_from(start);
    Ok(Select { distinct, top, items, from, filter, group_by, having, span })
}

/// `item, item, ...`
// test SELECT t.*, a, s.t.* FROM s.t
// test SELECT *, a FROM t
// test_err SELECT a, FROM t
// test_err SELECT a b c FROM t
// test_err SELECT FROM t
fn items(cursor: &mut Cursor<'_>) -> Outcome<Vec<SelectItem>> {
    let mut items = vec![item(cursor)?];
    while cursor.take(TokenKind::Comma) {
        items.push(item(cursor)?);
    }
    let star = items.iter().find_map(|item| match item {
        SelectItem::All(span) if items.len() > 1 => Some(*span),
        _ => None,
    });
    match star {
        Some(span) if cursor.strict() => {
            fault(ErrorKind::Extension { what: "`*` beside other columns" }, span)
        }
        _ => Ok(items),
    }
}

/// `*`, `table.*`, or a value with an optional name.
fn item(cursor: &mut Cursor<'_>) -> Outcome<SelectItem> {
    if cursor.at(TokenKind::Star) {
        return Ok(SelectItem::All(cursor.advance().span));
    }
    if let Some(parts) = parts_before_star(cursor) {
        let table = name::table_name_of(cursor, parts)?;
        cursor.expect(TokenKind::Dot, "`.`")?;
        cursor.expect(TokenKind::Star, "`*`")?;
        return Ok(SelectItem::AllOf(table));
    }
    let value = value::value(cursor)?;
    let alias = name::alias(cursor)?;
    Ok(SelectItem::Value { value, alias })
}

/// The number of parts of the table name if `name.*`, `name.name.*` or `name.name.name.*` follows.
fn parts_before_star(cursor: &Cursor<'_>) -> Option<usize> {
    for part in 0..3 {
        let name = matches!(cursor.kind_after(2 * part), TokenKind::Name | TokenKind::Delimited);
        if !name || cursor.kind_after(2 * part + 1) != TokenKind::Dot {
            return None;
        }
        if cursor.kind_after(2 * part + 2) == TokenKind::Star {
            return Some(part + 1);
        }
    }
    None
}

fn optional_condition(cursor: &mut Cursor<'_>, keyword: Keyword) -> Outcome<Option<Expr>> {
    match cursor.take_keyword(keyword) {
        true => condition::condition(cursor).map(Some),
        false => Ok(None),
    }
}

/// `GROUP BY value, ...`
fn group_by(cursor: &mut Cursor<'_>) -> Outcome<Vec<Expr>> {
    let mut values = Vec::new();
    if cursor.take_keyword(Keyword::Group) {
        cursor.expect_keyword(Keyword::By, "BY after GROUP")?;
        loop {
            let value = value::value(cursor)?;
            newer::group_key(cursor, &value)?;
            values.push(value);
            if !cursor.take(TokenKind::Comma) {
                break;
            }
        }
    }
    Ok(values)
}
