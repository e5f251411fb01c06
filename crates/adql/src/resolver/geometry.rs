//! Geometry (ADQL 2.1 §4.2): which call means what.

mod constant;
mod frame;
mod measure;
mod operand;
mod relation;
mod shape;
mod text;

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::Expr;
use crate::syntax::{self, Function, Span};

use super::Resolver;

pub(crate) use constant::{Known, known};
pub(super) use frame::transformed;
pub(super) use operand::as_point;

impl Resolver<'_> {
    /// A call of a geometry function.
    pub(super) fn geometry(
        &mut self,
        function: Function,
        arguments: &[syntax::Expr],
        span: Span,
    ) -> Outcome<Expr> {
        match function {
            Function::Point => self.point(arguments, span),
            Function::Circle => self.circle(arguments, span),
            Function::Box => self.box_shape(arguments, span),
            Function::Polygon => self.polygon(arguments, span),
            Function::Region => self.region(arguments, span),
            Function::Contains | Function::Intersects => self.relation(function, arguments, span),
            Function::Distance => self.distance(arguments, span),
            Function::Coord1 => self.coordinate(&arguments[0], false, span),
            Function::Coord2 => self.coordinate(&arguments[0], true, span),
            Function::Area => self.area(&arguments[0], span),
            Function::Centroid => self.centroid(&arguments[0], span),
            Function::Coordsys => self.system_of(&arguments[0], span),
            _ => fault(ErrorKind::NotOffered { what: function.name().to_owned() }, span),
        }
    }
}

/// A call with the wrong number of arguments.
fn wrong_count<T>(function: Function, given: usize, span: Span) -> Outcome<T> {
    let (name, signature) = (function.name(), function.signature());
    fault(ErrorKind::ArgumentCount { name, signature, given }, span)
}
