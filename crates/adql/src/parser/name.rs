//! Names of columns and tables, and aliases.

use crate::error::{ErrorKind, Outcome, fault};
use crate::lexer::{Keyword, TokenKind, unquoted};
use crate::syntax::{ColumnName, ElementName, Identifier, TableName};

use super::cursor::Cursor;
use super::limit;

/// A name, regular or delimited.
// test SELECT Ra, "Dec", "a ""b""" FROM t
// test_err SELECT size FROM t
// test_err SELECT _x FROM t
// test_err SELECT "" FROM t
pub(super) fn identifier(cursor: &mut Cursor<'_>, expected: &'static str) -> Outcome<Identifier> {
    match at_identifier(cursor) {
        true => Ok(taken(cursor)),
        false => cursor.unexpected(expected),
    }
}

/// Whether the next token is a name.
pub(super) fn at_identifier(cursor: &Cursor<'_>) -> bool {
    matches!(cursor.kind(), TokenKind::Name | TokenKind::Delimited)
}

/// `[AS] name`
// test SELECT a AS b, c d FROM t AS u
// test_err SELECT a AS FROM t
// test_err SELECT COUNT(*) AS count FROM t
// test_err SELECT COUNT(*) count FROM t
pub(super) fn alias(cursor: &mut Cursor<'_>) -> Outcome<Option<Identifier>> {
    if cursor.take_keyword(Keyword::As) {
        return identifier(cursor, "a name after AS").map(Some);
    }
    let there = at_identifier(cursor) && !limit::at_limit(cursor);
    Ok(there.then(|| taken(cursor)))
}

/// `[[catalog.]schema.]table`
// test SELECT * FROM cat.sch.tab
// test SELECT * FROM "I/355/gaiadr3"
// test_err SELECT * FROM a.b.c.d
pub(super) fn table_name(cursor: &mut Cursor<'_>) -> Outcome<TableName> {
    table_name_of(cursor, 3)
}

/// A table name of at most so many parts.
pub(super) fn table_name_of(cursor: &mut Cursor<'_>, parts: usize) -> Outcome<TableName> {
    let first = identifier(cursor, "a table name")?;
    let mut name = TableName::unqualified(first);
    for _ in 1..parts {
        if !cursor.take(TokenKind::Dot) {
            break;
        }
        let next = identifier(cursor, "a name after the dot")?;
        name = longer(name, next);
    }
    Ok(name)
}

/// `[qualifier.]column`
// test SELECT t.a, s.t.a, c.s.t.a FROM c.s.t
// test_err SELECT a.b.c.d.e FROM t
// test_err SELECT t. FROM t
pub(super) fn column_name(cursor: &mut Cursor<'_>) -> Outcome<ColumnName> {
    let mut column = ColumnName { qualifier: None, name: identifier(cursor, "a column name")? };
    while cursor.at(TokenKind::Dot) {
        if column.qualifier.as_ref().is_some_and(|qualifier| qualifier.catalog.is_some()) {
            return cursor.unexpected("at most four parts in a column name");
        }
        cursor.advance();
        let next = identifier(cursor, "a name after the dot")?;
        column = ColumnName {
            qualifier: Some(match column.qualifier {
                None => TableName::unqualified(column.name),
                Some(qualifier) => longer(qualifier, column.name),
            }),
            name: next,
        };
    }
    Ok(column)
}

/// Whether `name::name` follows.
pub(super) fn at_element(cursor: &Cursor<'_>) -> bool {
    at_identifier(cursor)
        && cursor.kind_after(1) == TokenKind::DoubleColon
        && matches!(cursor.kind_after(2), TokenKind::Name | TokenKind::Delimited)
}

/// `enumeration::element` (extension)
// test SELECT jplus::rSDSS, "j plus" :: "r' band", a[jplus::rSDSS + 1] FROM t WHERE jplus::rSDSS = b
// test_err SELECT jplus::rSDSS:: FROM t
// test_err SELECT t.jplus::rSDSS FROM t
pub(super) fn element(cursor: &mut Cursor<'_>) -> Outcome<ElementName> {
    if cursor.strict() {
        return fault(ErrorKind::Extension { what: "an enumeration" }, cursor.span());
    }
    let enumeration = identifier(cursor, "the name of an enumeration")?;
    cursor.expect(TokenKind::DoubleColon, "`::`")?;
    let element = identifier(cursor, "the name of an element")?;
    Ok(ElementName { enumeration, element })
}

/// The name with one more part at its end.
fn longer(name: TableName, next: Identifier) -> TableName {
    TableName { catalog: name.schema, schema: Some(name.table), table: next }
}

fn taken(cursor: &mut Cursor<'_>) -> Identifier {
    let token = cursor.advance();
    let text = cursor.text_of(token);
    let delimited = token.kind == TokenKind::Delimited;
    let text = if delimited { unquoted(text) } else { text.to_owned() };
    Identifier { text, delimited, span: token.span }
}
