//! Values that are still the quantity of a column, in another form.

use catalogue::{Arraysize, PgType, ResultColumn, ValueType};

use crate::resolved::{Conversion, ElementLabel, Expr, ExprKind, UserCall};
use crate::syntax::Function;
use crate::typing::Type;

use super::Metadata;
use super::declared::{plain, retype};
use super::measure::is_literal;

impl Metadata<'_, '_> {
    /// An element has what its array has, but is a scalar.
    pub(super) fn element(&self, array: &Expr, indexes: &[Expr], label: &ElementLabel) -> ResultColumn {
        let mut column = self.value(array);
        let datatype = column.field.value_type.datatype;
        column.pg_type = PgType::scalar(column.pg_type.base);
        column.field.value_type = match column.field.value_type.is_text() {
            true => ValueType { datatype, ..ValueType::text() },
            false => ValueType::scalar(datatype),
        };
        let description = column.field.description.take();
        column.field.description = match (description, &label.0, indexes) {
            (Some(text), Some(label), _) => Some(format!("{text}, {label}")),
            (None, Some(label), _) => Some(label.clone()),
            (Some(text), None, [Expr { kind: ExprKind::Integer(index), .. }]) => {
                Some(format!("{text}, element {index}"))
            }
            (description, None, _) => description,
        };
        column
    }

    /// A value as another type.
    pub(super) fn cast(&self, operand: &Expr, ty: Type, exact_length: Option<u32>) -> ResultColumn {
        let mut column = match operand.ty.is_number() && ty.is_number() {
            true => self.quantity(operand),
            false => plain(ty),
        };
        retype(&mut column, ty);
        if let Some(length) = exact_length {
            column.field.value_type.arraysize = Some(Arraysize::exactly(length));
        }
        column
    }

    /// One of several values: all of the first that is not a mere literal, as far as the others have the same.
    pub(super) fn one_of<'e>(
        &self,
        values: impl Iterator<Item = &'e Expr> + Clone,
        ty: Type,
    ) -> ResultColumn {
        let mut values = values.filter(|value| !is_literal(value));
        let Some(first) = values.next() else { return plain(ty) };
        let mut column = self.quantity(first);
        column.field.unit = self.common(std::iter::once(first).chain(values.clone())).text();
        for value in values {
            let other = self.quantity(value).field;
            let field = &mut column.field;
            field.ucd = field.ucd.take().filter(|ucd| other.ucd.as_ref() == Some(ucd));
            field.description =
                field.description.take().filter(|text| other.description.as_ref() == Some(text));
        }
        retype(&mut column, ty);
        column
    }

    /// A value in another unit is the same quantity.
    pub(super) fn converted(&self, conversion: &Conversion, ty: Type) -> ResultColumn {
        let mut column = self.quantity(&conversion.operand);
        column.field.unit = Some(conversion.unit.clone());
        if let Some(ucd) = conversion.ucd {
            column.field.ucd = Some(ucd.to_owned());
            column.field.frame = None;
        }
        retype(&mut column, ty);
        column
    }

    /// What a user-defined function says of its result.
    pub(super) fn user_call(&self, call: &UserCall, ty: Type) -> ResultColumn {
        let mut column = plain(ty);
        column.field.unit = call.callee.unit().map(str::to_owned);
        column.field.ucd = call.callee.ucd().map(str::to_owned);
        // What follows a semicolon is about the arguments.
        let description = call.callee.description().and_then(|text| text.split(';').next());
        column.field.description = description.map(|text| text.trim_end_matches('.').to_owned());
        column
    }

    /// A rounded value is the same quantity; what other functions give only has a unit.
    pub(super) fn call(&self, function: Function, arguments: &[Expr], expr: &Expr) -> ResultColumn {
        match (function, arguments) {
            (Function::Ceiling | Function::Floor | Function::Round | Function::Truncate, [operand, ..]) => {
                let mut column = self.quantity(operand);
                retype(&mut column, expr.ty);
                column
            }
            (Function::Area, _) => {
                let mut column = self.measured(expr);
                column.field.ucd = Some("phys.angArea".to_owned());
                column
            }
            _ => self.measured(expr),
        }
    }

    /// All that is known of a value but its data model identifier, which names the very column.
    pub(super) fn quantity(&self, expr: &Expr) -> ResultColumn {
        let mut column = self.value(expr);
        column.field.utype = None;
        column
    }
}
