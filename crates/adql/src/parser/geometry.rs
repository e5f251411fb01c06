//! Arguments that must be literals (ADQL 2.1 §4.2).

use crate::error::{ErrorKind, Outcome, fault};
use crate::syntax::{Expr, ExprKind, Function};

/// Refuses calls whose coordinate system, region text or unit is not a literal.
// test SELECT POINT('ICRS', ra, dec), POINT(ra, dec), POINT(NULL, 2, 3), POINT('', ra, dec) FROM t
// test SELECT CIRCLE('fk5', 2, 3, 7), CIRCLE(2, 3, 7), CIRCLE(POINT(2, 3), 7), CIRCLE('', p, 7) FROM t
// test SELECT BOX('fk5', 2, 3, 3, 0), BOX(2, 3, 3, 0), BOX(p, 3, 0), BOX('', p, 3, 0) FROM t
// test SELECT POLYGON('fk5', 2, 3, 3, 0, 23, 0, 45, 11), POLYGON(p, q, r) FROM t
// test SELECT REGION('Position ICRS 1 2'), CENTROID(g), AREA(g), COORDSYS(p), COORD1(p), COORD2(p) FROM t
// test SELECT a FROM t WHERE 1 = INTERSECTS(a, b) AND CONTAINS(a, b) = 0 AND DISTANCE(a, b) < DISTANCE(1, 2, 3, 4)
// test_err SELECT POINT(frame, ra, dec) FROM t
// test_err SELECT CIRCLE(frame, ra, dec, 1) FROM t
// test_err SELECT POINT('foo', 10 20) FROM t
// test_err SELECT REGION(a) FROM t
// test_err SELECT IN_UNIT(a, b) FROM t
// test_err SELECT DISTANCE(a, b, c) FROM t
pub(super) fn check_literals(function: Function, arguments: &[Expr]) -> Outcome<()> {
    let (argument, what, instead) = match (function, arguments) {
        (Function::Point, [system, _, _])
        | (Function::Circle, [system, _, _, _])
        | (Function::Box, [system, _, _, _, _]) => {
            (system, "the coordinate system", "write 'ICRS', or leave the argument out")
        }
        (Function::Region, [text]) => (text, "the region", "write e.g. 'Circle ICRS 10 20 0.5'"),
        (Function::InUnit, [_, unit]) => (unit, "the unit", "write e.g. 'km/s'"),
        _ => return Ok(()),
    };
    match argument.kind {
        // Old clients send NULL for the coordinate system.
        ExprKind::String(_) | ExprKind::Null => Ok(()),
        _ => fault(ErrorKind::NotLiteral { what, instead }, argument.span),
    }
}
