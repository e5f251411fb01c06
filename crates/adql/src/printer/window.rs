//! Window functions.

use crate::resolved::{Expr, Window};
use crate::syntax::WindowFunction;
use crate::typing::Type;

use super::Printer;

impl Printer<'_, '_> {
    /// A window function, whose result has the type `ty`.
    pub(super) fn window(&mut self, window: &Window, ty: Type) {
        let sum_of_integers = match (window.function, &window.arguments[..]) {
            (WindowFunction::Aggregate(function), arguments) => {
                self.aggregate_call(function, false, arguments.first());
                arguments.first().is_some_and(|argument| function.is_sum() && argument.ty.is_integer())
            }
            (function, arguments) => {
                self.ranking(function, arguments, ty);
                false
            }
        };
        self.push(" OVER (");
        let mut blank = "";
        if !window.partition_by.is_empty() {
            self.push("PARTITION BY ");
            self.list(&window.partition_by, ", ", |printer, key| printer.key(key));
            blank = " ";
        }
        if !window.order_by.is_empty() {
            self.push(blank);
            self.push("ORDER BY ");
            self.list(&window.order_by, ", ", |printer, (key, descending)| {
                printer.key(key);
                printer.push(if *descending { " DESC" } else { "" });
            });
            blank = " ";
        }
        if let Some(frame) = &window.frame {
            self.add(format_args!("{blank}{frame}"));
        }
        self.push(")");
        if sum_of_integers {
            self.cast_to(Type::Int8.pg());
        }
    }

    fn ranking(&mut self, function: WindowFunction, arguments: &[Expr], ty: Type) {
        self.push(&function.name().to_ascii_lowercase());
        self.push("(");
        let mut place = 0;
        self.list(arguments, ", ", |printer, argument| {
            match (function, place) {
                (WindowFunction::Ntile, _) | (_, 1) => printer.exactly(argument, Type::Int4.pg()),
                _ => printer.exactly(argument, ty.pg()),
            }
            place += 1;
        });
        self.push(")");
    }
}
