//! What ADQL 2.1 has and 2.0 has not: refused where a strict service is asked for 2.0 (ADQL 2.1 appendix B).

use crate::error::{ErrorKind, Outcome, fault};
use crate::syntax::{Expr, ExprKind, Function, SortItem, Span};
use crate::version::Version;

use super::cursor::Cursor;

/// Refuses a construct of ADQL 2.1.
pub(super) fn construct(cursor: &Cursor<'_>, what: &'static str, span: Span) -> Outcome<()> {
    match cursor.strict() && cursor.version() == Version::V2_0 {
        true => fault(ErrorKind::Newer { what }, span),
        false => Ok(()),
    }
}

/// Refuses functions that came with ADQL 2.1, and forms of older ones.
pub(super) fn call(cursor: &Cursor<'_>, function: Function, arguments: &[Expr], span: Span) -> Outcome<()> {
    let led =
        arguments.first().is_some_and(|first| matches!(first.kind, ExprKind::String(_) | ExprKind::Null));
    let what = match function {
        Function::Coalesce => "COALESCE",
        Function::Lower => "LOWER",
        Function::Upper => "UPPER",
        Function::Distance if arguments.len() == 4 => "DISTANCE of four numbers",
        Function::Point | Function::Circle | Function::Box | Function::Polygon if !led => {
            "a geometry without a coordinate system"
        }
        Function::Circle if arguments.len() == 3 => "a circle round a POINT",
        Function::Box if arguments.len() == 4 => "a box round a POINT",
        _ => return Ok(()),
    };
    construct(cursor, what, span)
}

/// Refuses sort keys that are neither positions nor names of outputs.
pub(super) fn sort_key(cursor: &Cursor<'_>, item: &SortItem) -> Outcome<()> {
    match &item.value.kind {
        ExprKind::Integer(_) => Ok(()),
        ExprKind::Column(name) if name.qualifier.is_none() => Ok(()),
        ExprKind::Column(_) => construct(cursor, "ORDER BY a qualified column", item.value.span),
        _ => construct(cursor, "ORDER BY an expression", item.value.span),
    }
}

/// Refuses grouping values that are no columns.
pub(super) fn group_key(cursor: &Cursor<'_>, value: &Expr) -> Outcome<()> {
    match value.kind {
        ExprKind::Column(_) => Ok(()),
        _ => construct(cursor, "GROUP BY an expression", value.span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::parser::parse_with;

    fn message(text: &str) -> Option<String> {
        let options = Options { strict: true, version: Version::V2_0, ..Options::default() };
        parse_with(text, &options).err().map(|error| error.message())
    }

    #[test]
    fn strict_2_0_refuses_what_2_1_brought() {
        let newer = |what: &str| Some(format!("{what} came with ADQL 2.1; this query is ADQL 2.0"));
        for (text, what) in [
            ("SELECT a FROM t UNION SELECT a FROM u", "a set operator"),
            ("WITH u AS (SELECT a FROM t) SELECT a FROM u", "WITH"),
            ("SELECT a FROM t OFFSET 5", "OFFSET"),
            ("SELECT a FROM t ORDER BY a OFFSET 5", "OFFSET"),
            ("SELECT CAST(a AS REAL) FROM t", "CAST"),
            ("SELECT COALESCE(a, b) FROM t", "COALESCE"),
            ("SELECT LOWER(a) FROM t", "LOWER"),
            ("SELECT a FROM t WHERE a ILIKE 'x'", "ILIKE"),
            ("SELECT POINT(ra, dec) FROM t", "a geometry without a coordinate system"),
            ("SELECT DISTANCE(1, 2, 3, 4) FROM t", "DISTANCE of four numbers"),
            ("SELECT a FROM t ORDER BY t.a", "ORDER BY a qualified column"),
            ("SELECT a FROM t ORDER BY a + 1", "ORDER BY an expression"),
            ("SELECT a FROM t GROUP BY 1", "GROUP BY an expression"),
        ] {
            assert_eq!(message(text), newer(what), "{text}");
        }
    }

    #[test]
    fn strict_2_0_takes_what_2_0_has() {
        for text in [
            "SELECT offset, t.bigint FROM t AS ilike ORDER BY offset",
            "SELECT COUNT(*) FROM t GROUP BY t.a ORDER BY 1",
            "SELECT a FROM t WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 1, 2, 3))",
            "SELECT cot(a), DISTANCE(POINT('', 1, 2), p) FROM t WHERE a IN (SELECT a FROM u)",
        ] {
            assert_eq!(message(text), None, "{text}");
        }
    }
}
