//! Where aggregates may stand, and what they give.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, ExprKind};
use crate::syntax::{self, Aggregate, Span};
use crate::typing::Type;

use super::Resolver;

/// Whether an aggregate may stand at the place that is being resolved.
#[derive(Clone, Copy, Debug)]
pub(super) enum Aggregates {
    /// In a select list or ORDER BY, where window functions may stand too.
    Allowed,
    /// In HAVING, or inside a window function.
    NoWindows(&'static str),
    /// Nowhere in this clause, or not in another aggregate.
    Forbidden(&'static str),
}

impl Resolver<'_> {
    /// Runs a step under another rule for aggregates.
    pub(super) fn with_aggregates<T>(
        &mut self,
        rule: Aggregates,
        step: impl FnOnce(&mut Self) -> Outcome<T>,
    ) -> Outcome<T> {
        let before = std::mem::replace(&mut self.aggregates, rule);
        let outcome = step(self);
        self.aggregates = before;
        outcome
    }

    /// A call of an aggregate.
    pub(super) fn aggregate(
        &mut self,
        function: Aggregate,
        distinct: bool,
        argument: Option<&syntax::Expr>,
        span: Span,
    ) -> Outcome<Expr> {
        if let Aggregates::Forbidden(place) = self.aggregates {
            return fault(ErrorKind::AggregatePlace { name: function.name(), place }, span);
        }
        let Some(argument) = argument else {
            let kind = ExprKind::Aggregate { function, distinct: false, argument: None };
            return Ok(Expr::new(kind, Type::Int8, span));
        };
        let inside = Aggregates::Forbidden("another aggregate");
        let argument = self.with_aggregates(inside, |resolver| resolver.value(argument))?;
        let ty = aggregate_type(function, &argument)?;
        let kind = ExprKind::Aggregate { function, distinct, argument: Some(Box::new(argument)) };
        Ok(Expr::new(kind, ty, span))
    }
}

/// The type that an aggregate of a value has.
pub(super) fn aggregate_type(function: Aggregate, argument: &Expr) -> Outcome<Type> {
    let ty = argument.ty;
    let refused = |expected| {
        let kind = ErrorKind::Operand { what: function.name(), expected, found: ty.noun() };
        fault(kind, argument.span)
    };
    match function {
        Aggregate::Count => Ok(Type::Int8),
        Aggregate::Avg if ty.is_number() || ty == Type::Null => Ok(Type::Float8),
        Aggregate::Sum if ty.is_integer() => Ok(Type::Int8),
        Aggregate::Sum if ty.is_number() || ty == Type::Null => Ok(Type::Float8),
        Aggregate::Avg | Aggregate::Sum => refused("a number"),
        Aggregate::Min | Aggregate::Max if ty == Type::Null => Ok(Type::Text),
        // PostgreSQL has no smallest boolean.
        Aggregate::Min | Aggregate::Max if ty.is_ordered() && ty != Type::Boolean => Ok(ty),
        Aggregate::Min | Aggregate::Max => refused("a number, a string or a timestamp"),
    }
}
