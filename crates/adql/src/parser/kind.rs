//! Kinds of values that the grammar itself tells apart: numbers, strings, geometries (ADQL 2.1 appendix A).
//!
//! The grammar lets a column, a literal, an aggregate, CAST, COALESCE, a user-defined function and anything in
//! parentheses stand for every kind. All else has one. In lenient mode the types of the resolver decide.

use crate::error::{ErrorKind, Outcome, fault};
use crate::syntax::{Expr, ExprKind, Function};

use super::cursor::Cursor;

/// What the grammar calls a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    Number,
    Text,
    Point,
    Geometry,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Any => "this",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::Point => "a point",
            Self::Geometry => "a geometry",
        }
    }
}

/// Refuses an operand of `+`, `-`, `*` or `/` that is no number.
// test SELECT -a + 'x', (a || b) * 2, f(a) / MAX(a), (NULL) + 1 FROM t
pub(super) fn number(cursor: &Cursor<'_>, operand: &Expr, what: &'static str) -> Outcome<()> {
    let fits = |kind| matches!(kind, Kind::Any | Kind::Number);
    one_of(cursor, operand, what, "numbers", fits)
}

/// Refuses an operand of `||` or LIKE, or an argument, that is no string.
// test SELECT 1 || 'a', (1 + 2) || a, COORDSYS(p) || 'x' FROM t WHERE LOWER(a) LIKE f(b)
pub(super) fn text(cursor: &Cursor<'_>, operand: &Expr, what: &'static str) -> Outcome<()> {
    let fits = |kind| matches!(kind, Kind::Any | Kind::Text);
    one_of(cursor, operand, what, "strings", fits)
}

/// Refuses arguments of a kind that the function does not take.
pub(super) fn arguments(cursor: &Cursor<'_>, function: Function, arguments: &[Expr]) -> Outcome<()> {
    if !cursor.strict() {
        return Ok(());
    }
    let name = function.name();
    let behind_system = match arguments {
        [first, rest @ ..] if matches!(first.kind, ExprKind::String(_) | ExprKind::Null) => rest,
        _ => arguments,
    };
    match function {
        Function::Coalesce | Function::Region => Ok(()),
        Function::Lower | Function::Upper => text(cursor, &arguments[0], name),
        Function::InUnit => number(cursor, &arguments[0], name),
        Function::Area
        | Function::Centroid
        | Function::Coordsys
        | Function::Contains
        | Function::Intersects => arguments.iter().try_for_each(|argument| geometry(cursor, argument, name)),
        Function::Coord1 | Function::Coord2 => point(cursor, &arguments[0], name),
        Function::Distance if arguments.len() == 2 => {
            arguments.iter().try_for_each(|argument| point(cursor, argument, name))
        }
        Function::Circle => round_point(cursor, behind_system, 1, name),
        Function::Box => round_point(cursor, behind_system, 2, name),
        Function::Polygon => vertices(cursor, behind_system),
        Function::Point | Function::Distance => coordinates(cursor, behind_system, name),
        _ => arguments.iter().try_for_each(|argument| number(cursor, argument, name)),
    }
}

/// A position followed by so many numbers.
fn round_point(cursor: &Cursor<'_>, arguments: &[Expr], sizes: usize, name: &'static str) -> Outcome<()> {
    let (position, numbers) = arguments.split_at(arguments.len().saturating_sub(sizes));
    if let [centre] = position {
        point(cursor, centre, name)?;
    } else {
        coordinates(cursor, position, name)?;
    }
    coordinates(cursor, numbers, name)
}

/// Points, or pairs of numbers.
fn vertices(cursor: &Cursor<'_>, arguments: &[Expr]) -> Outcome<()> {
    let Some((first, rest)) = arguments.split_first() else { return Ok(()) };
    let is_point = |vertex: &Expr| kind(cursor, vertex) == Kind::Point;
    let is_number = |vertex: &Expr| kind(cursor, vertex) == Kind::Number || is_number_literal(vertex);
    let span = rest.last().map_or(first.span, |last| first.span.to(last.span));
    let (points, numbers) = (arguments.iter().any(is_point), arguments.iter().any(is_number));
    let enough = match numbers {
        true => arguments.len() >= 6 && arguments.len().is_multiple_of(2),
        false => arguments.len() >= 3,
    };
    if !enough || (points && numbers) {
        return fault(ErrorKind::Vertices, span);
    }
    let fits = |kind| matches!(kind, Kind::Any | Kind::Number | Kind::Point);
    arguments.iter().try_for_each(|vertex| one_of(cursor, vertex, "POLYGON", "points or numbers", fits))
}

fn coordinates(cursor: &Cursor<'_>, values: &[Expr], name: &'static str) -> Outcome<()> {
    for value in values {
        if matches!(value.kind, ExprKind::String(_)) {
            let kind = ErrorKind::Operand { what: name, expected: "numbers", found: "a string" };
            return fault(kind, value.span);
        }
        number(cursor, value, name)?;
    }
    Ok(())
}

fn point(cursor: &Cursor<'_>, value: &Expr, name: &'static str) -> Outcome<()> {
    refuse_literal(value, name, "a point")?;
    one_of(cursor, value, name, "a point", |kind| matches!(kind, Kind::Any | Kind::Point))
}

fn geometry(cursor: &Cursor<'_>, value: &Expr, name: &'static str) -> Outcome<()> {
    refuse_literal(value, name, "geometries")?;
    let fits = |kind| matches!(kind, Kind::Any | Kind::Point | Kind::Geometry);
    one_of(cursor, value, name, "geometries", fits)
}

fn refuse_literal(value: &Expr, what: &'static str, expected: &'static str) -> Outcome<()> {
    let found = match value.kind {
        ExprKind::Integer(_) | ExprKind::Double(_) => "a number",
        ExprKind::String(_) => "a string",
        _ => return Ok(()),
    };
    fault(ErrorKind::Operand { what, expected, found }, value.span)
}

fn is_number_literal(value: &Expr) -> bool {
    matches!(value.kind, ExprKind::Integer(_) | ExprKind::Double(_))
}

fn one_of(
    cursor: &Cursor<'_>,
    value: &Expr,
    what: &'static str,
    expected: &'static str,
    fits: impl Fn(Kind) -> bool,
) -> Outcome<()> {
    if !cursor.strict() {
        return Ok(());
    }
    match kind(cursor, value) {
        kind if fits(kind) => Ok(()),
        kind => fault(ErrorKind::Operand { what, expected, found: kind.noun() }, value.span),
    }
}

fn kind(cursor: &Cursor<'_>, value: &Expr) -> Kind {
    if is_parenthesised(cursor, value) {
        return Kind::Any;
    }
    match &value.kind {
        ExprKind::Sign { .. } | ExprKind::Sum(_) | ExprKind::Product(_) => Kind::Number,
        ExprKind::Concat(_) => Kind::Text,
        ExprKind::Call { function, .. } => match function {
            Function::Coalesce => Kind::Any,
            Function::Lower | Function::Upper | Function::Coordsys => Kind::Text,
            Function::Point | Function::Centroid => Kind::Point,
            Function::Circle | Function::Box | Function::Polygon | Function::Region => Kind::Geometry,
            _ => Kind::Number,
        },
        _ => Kind::Any,
    }
}

/// Whether the value stands in parentheses of its own, which its span includes.
fn is_parenthesised(cursor: &Cursor<'_>, value: &Expr) -> bool {
    let first = match &value.kind {
        ExprKind::Sum(chain) => chain.first.span,
        ExprKind::Product(chain) => chain.first.span,
        ExprKind::Concat(parts) => parts.first().map_or(value.span, |part| part.span),
        _ => return cursor.byte_at(value.span) == Some(b'('),
    };
    first.start != value.span.start
}

#[cfg(test)]
mod tests {
    use crate::options::Options;
    use crate::parser::parse_with;

    fn message(value: &str) -> Option<String> {
        let options = Options { strict: true, ..Options::default() };
        parse_with(&format!("SELECT {value} FROM t"), &options).err().map(|error| error.message())
    }

    #[test]
    fn strict_mode_refuses_kinds_that_the_grammar_tells_apart() {
        for (value, expected) in [
            ("'a' || -1", "|| takes strings, not a number"),
            ("a || 1 + 2", "|| takes strings, not a number"),
            ("LOWER(a) + 1", "+ takes numbers, not a string"),
            ("2 * POINT(1, 2)", "* takes numbers, not a point"),
            ("ABS(LOWER(a))", "ABS takes numbers, not a string"),
            ("LOWER(ABS(a))", "LOWER takes strings, not a number"),
            ("AREA(1)", "AREA takes geometries, not a number"),
            ("COORD1(CIRCLE(1, 2, 3))", "COORD1 takes a point, not a geometry"),
            ("CIRCLE('ICRS', 1, 2)", "CIRCLE takes a point, not a number"),
            ("POINT('ICRS', 'x', 2)", "POINT takes numbers, not a string"),
            ("POLYGON(1, 2, 3, 4)", "a polygon takes three or more vertices: points, or pairs of numbers"),
            (
                "POLYGON(a, POINT(1, 2), 3)",
                "a polygon takes three or more vertices: points, or pairs of numbers",
            ),
        ] {
            assert_eq!(message(value).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn strict_mode_lets_parentheses_and_columns_stand_for_every_kind() {
        for value in ["'a' || (-1)", "(LOWER(a)) + 1", "AREA(a)", "POLYGON(a, b, c, d)", "ABS(f(a)) + g()"] {
            assert_eq!(message(value), None, "{value}");
        }
    }
}
