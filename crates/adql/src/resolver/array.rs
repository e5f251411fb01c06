//! Functions of arrays.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, ExprKind};
use crate::syntax::{self, ArrayFunction, Span};
use crate::typing::Type;

use super::Resolver;

impl Resolver<'_> {
    /// `array_element` or `array_length`; the parser has counted the arguments.
    pub(super) fn array_call(
        &mut self,
        function: ArrayFunction,
        arguments: &[syntax::Expr],
        span: Span,
    ) -> Outcome<Expr> {
        let (ArrayFunction::Element | ArrayFunction::Length, [array, indexes @ ..]) = (function, arguments)
        else {
            let (name, signature, given) = (function.name(), function.signature(), arguments.len());
            return fault(ErrorKind::ArgumentCount { name, signature, given }, span);
        };
        if function == ArrayFunction::Element {
            return self.element(array, indexes, span);
        }
        let array = self.value(array)?;
        match array.ty.element() {
            Some(_) => Ok(Expr::new(ExprKind::ArrayLength(Box::new(array)), Type::Int4, span)),
            None => {
                let (what, found) = (function.name(), array.ty.noun());
                fault(ErrorKind::Operand { what, expected: "an array", found }, array.span)
            }
        }
    }
}
