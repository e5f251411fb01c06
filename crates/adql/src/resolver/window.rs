//! Window functions: where they may stand, and what they give.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, ExprKind, Window};
use crate::syntax::{self, Span, WindowFunction};
use crate::typing::Type;

use super::Resolver;
use super::aggregate::{Aggregates, aggregate_type};
use super::case::one_type;

impl Resolver<'_> {
    /// A call of a window function. Rows are counted behind WHERE, GROUP BY and HAVING, so that it cannot stand there.
    pub(super) fn window(&mut self, window: &syntax::Window, span: Span) -> Outcome<Expr> {
        if let Aggregates::Forbidden(place) | Aggregates::NoWindows(place) = self.aggregates {
            return fault(ErrorKind::WindowPlace { place }, span);
        }
        let inside = Aggregates::NoWindows("another window function");
        let (window, ty) = self.with_aggregates(inside, |resolver| resolver.window_parts(window))?;
        Ok(Expr::new(ExprKind::Window(Box::new(window)), ty, span))
    }

    fn window_parts(&mut self, window: &syntax::Window) -> Outcome<(Window, Type)> {
        let function = window.function;
        let mut arguments = self.values(&window.arguments)?;
        let ty = window_type(function, &mut arguments)?;
        let partition_by = self.values(&window.partition_by)?;
        let keys = window.order_by.iter().map(|item| Ok((self.value(&item.value)?, item.descending)));
        let order_by: Vec<(Expr, bool)> = keys.collect::<Outcome<_>>()?;
        let sorted = order_by.iter().map(|(key, _)| key).chain(&partition_by);
        if let Some(key) = sorted.into_iter().find(|key| !key.ty.is_ordered()) {
            return fault(ErrorKind::NotComparable { found: key.ty.noun() }, key.span);
        }
        Ok((Window { function, arguments, partition_by, order_by, frame: window.frame }, ty))
    }
}

fn window_type(function: WindowFunction, arguments: &mut [Expr]) -> Outcome<Type> {
    match (function, arguments) {
        (WindowFunction::Aggregate(aggregate), [argument]) => aggregate_type(aggregate, argument),
        (WindowFunction::CumeDist | WindowFunction::PercentRank, _) => Ok(Type::Float8),
        (WindowFunction::Ntile, [count]) => {
            integer(function, count)?;
            Ok(Type::Int4)
        }
        (WindowFunction::Lag | WindowFunction::Lead, [value, rest @ ..]) => {
            if let Some(rows) = rest.first() {
                integer(function, rows)?;
            }
            match rest.get(1) {
                Some(default) => one_type(&mut [value.clone(), default.clone()], "used together"),
                None => Ok(text_if_null(value.ty)),
            }
        }
        (WindowFunction::FirstValue | WindowFunction::LastValue, [value]) => Ok(text_if_null(value.ty)),
        _ => Ok(Type::Int8),
    }
}

fn integer(function: WindowFunction, argument: &Expr) -> Outcome<()> {
    match argument.ty.is_integer() {
        true => Ok(()),
        false => {
            let (what, found) = (function.name(), argument.ty.noun());
            fault(ErrorKind::Operand { what, expected: "an integer", found }, argument.span)
        }
    }
}

fn text_if_null(ty: Type) -> Type {
    if ty == Type::Null { Type::Text } else { ty }
}
