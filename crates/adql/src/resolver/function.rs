//! Mathematical and string functions.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, ExprKind};
use crate::syntax::{self, Function, Span};
use crate::typing::{Type, constant};

use super::Resolver;
use super::case::one_type;

impl Resolver<'_> {
    /// A call of a function of the language.
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: &[syntax::Expr],
        span: Span,
    ) -> Outcome<Expr> {
        if !function.arity().allows(arguments.len()) {
            let (name, signature, given) = (function.name(), function.signature(), arguments.len());
            return fault(ErrorKind::ArgumentCount { name, signature, given }, span);
        }
        match function {
            Function::Area
            | Function::Box
            | Function::Centroid
            | Function::Circle
            | Function::Contains
            | Function::Coord1
            | Function::Coord2
            | Function::Coordsys
            | Function::Distance
            | Function::Intersects
            | Function::Point
            | Function::Polygon
            | Function::Region => self.geometry(function, arguments, span),
            Function::InUnit => self.in_unit(arguments, span),
            Function::Coalesce => self.coalesce(arguments, span),
            Function::Lower | Function::Upper => self.text_function(function, arguments, span),
            _ => self.math_function(function, arguments, span),
        }
    }

    fn math_function(&mut self, function: Function, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let arguments = self.values(arguments)?;
        for (place, argument) in arguments.iter().enumerate() {
            let digits = place == 1 && matches!(function, Function::Round | Function::Truncate);
            let expected = if digits { "an integer as its second argument" } else { "numbers" };
            let fits = match digits || function == Function::Rand {
                true => argument.ty.is_integer(),
                false => argument.ty.is_number() || argument.ty == Type::Null,
            };
            if !fits {
                let (what, found) = (function.name(), argument.ty.noun());
                return fault(ErrorKind::Operand { what, expected, found }, argument.span);
            }
        }
        match (function, &arguments[..]) {
            (Function::Mod, [_, divisor]) if constant(divisor) == Some(0.0) => {
                fault(ErrorKind::DivisionByZero, divisor.span)
            }
            _ => Ok(Expr::new(ExprKind::Call { function, arguments }, Type::Float8, span)),
        }
    }

    fn text_function(&mut self, function: Function, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let arguments = self.values(arguments)?;
        match arguments.iter().find(|argument| !matches!(argument.ty, Type::Text | Type::Null)) {
            Some(argument) => {
                let (what, found) = (function.name(), argument.ty.noun());
                fault(ErrorKind::Operand { what, expected: "a string", found }, argument.span)
            }
            None => Ok(Expr::new(ExprKind::Call { function, arguments }, Type::Text, span)),
        }
    }

    /// All arguments have one type; numbers of different widths get the widest.
    fn coalesce(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let mut arguments = self.values(arguments)?;
        let ty = one_type(&mut arguments, "combined in COALESCE")?;
        Ok(Expr::new(ExprKind::Coalesce(arguments), ty, span))
    }
}
