//! What a result column is told to be: type, unit, UCD, description.

use std::cell::RefCell;
use std::collections::HashMap;

use catalogue::{Arraysize, Datatype, Field, PgBase, PgType, ResultColumn, ValueType};

use crate::resolved::{
    Body, Chain, ColumnRef, ElementLabel, Expr, ExprKind, Query, Source, Statement, query_of,
};
use crate::syntax::{Aggregate, Function, SumOperator};

use super::Type;

/// Reads the metadata of values off the columns that they are made of.
pub(crate) struct Metadata<'s, 'a> {
    sources: &'s [Source<'a>],
    commons: &'s [Query],
    /// What is known of columns of subqueries: without it nested sums would be read again and again.
    known: RefCell<HashMap<ColumnRef, ResultColumn>>,
}

impl<'s, 'a> Metadata<'s, 'a> {
    /// The metadata of values of this statement.
    pub(crate) fn of(statement: &'s Statement<'a>) -> Self {
        Self { sources: &statement.sources, commons: &statement.commons, known: RefCell::default() }
    }

    /// The columns of the answer.
    pub(crate) fn result_columns(&self, query: &Query) -> Vec<ResultColumn> {
        let outputs = query.outputs().iter().enumerate();
        outputs
            .map(|(place, output)| {
                let mut column = self.output(&query.body, place);
                column.field.name.clone_from(&output.name);
                column
            })
            .collect()
    }

    /// An output of a query, under no name yet or under that of a column.
    fn output(&self, body: &Body, place: usize) -> ResultColumn {
        match body {
            Body::Select(select) => match select.outputs.get(place) {
                Some(output) => self.value(&output.value),
                None => plain(Type::Null),
            },
            Body::Nested(query) => self.output(&query.body, place),
            Body::Set(set) => {
                let mut column = self.output(&set.first, place);
                if let Some(ty) = set.types.get(place).filter(|ty| **ty != set.first.output_type(place)) {
                    retype(&mut column, *ty);
                }
                column
            }
        }
    }

    /// A value.
    fn value(&self, expr: &Expr) -> ResultColumn {
        match &expr.kind {
            ExprKind::Column(column) => self.column(*column),
            ExprKind::Element { array, indexes, label } => self.element(array, indexes, label),
            ExprKind::Negate(operand) => self.same_quantity(operand, expr.ty),
            ExprKind::Sum(chain) => self.sum(chain, expr.ty),
            ExprKind::Cast { operand, length, pad } => self.cast(operand, expr.ty, length.filter(|_| *pad)),
            ExprKind::Coalesce(arguments) => self.coalesce(arguments, expr.ty),
            ExprKind::Aggregate { function, argument, .. } => {
                self.aggregate(*function, argument.as_deref(), expr.ty)
            }
            ExprKind::Call { function, arguments } => self.call(*function, arguments, expr.ty),
            ExprKind::Coordinate { .. } | ExprKind::Distance(_) => with_unit(expr.ty, "deg"),
            ExprKind::Point(point) => {
                let mut column = plain(expr.ty);
                column.field.frame = self.value(&point.lon).field.frame;
                column
            }
            _ => plain(expr.ty),
        }
    }

    fn column(&self, column: ColumnRef) -> ResultColumn {
        match self.sources.get(column.source) {
            Some(Source::Table(source)) => match source.table.columns.get(column.column) {
                Some(known) => ResultColumn { field: known.field.clone(), pg_type: known.pg_type },
                None => plain(Type::Null),
            },
            Some(source) => match query_of(source, self.commons) {
                Some(query) => self.column_of(query, column),
                None => plain(Type::Null),
            },
            None => plain(Type::Null),
        }
    }

    fn column_of(&self, query: &Query, column: ColumnRef) -> ResultColumn {
        if let Some(known) = self.known.borrow().get(&column) {
            return known.clone();
        }
        let found = self.output(&query.body, column.column);
        self.known.borrow_mut().insert(column, found.clone());
        found
    }

    /// An element has what its array has, but is a scalar.
    fn element(&self, array: &Expr, indexes: &[Expr], label: &ElementLabel) -> ResultColumn {
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

    /// A value that measures the same thing as `operand` in the same unit.
    fn same_quantity(&self, operand: &Expr, ty: Type) -> ResultColumn {
        let known = self.value(operand).field;
        let mut column = plain(ty);
        column.field.unit = known.unit;
        column
    }

    /// A sum has a unit if all its operands have the same.
    fn sum(&self, chain: &Chain<SumOperator>, ty: Type) -> ResultColumn {
        let mut column = plain(ty);
        let unit = self.value(&chain.first).field.unit;
        let same = chain.rest.iter().all(|(_, operand)| self.value(operand).field.unit == unit);
        column.field.unit = unit.filter(|_| same);
        column
    }

    fn cast(&self, operand: &Expr, ty: Type, exact_length: Option<u32>) -> ResultColumn {
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

    /// Unit and UCD of the first argument that is not a mere literal.
    fn coalesce(&self, arguments: &[Expr], ty: Type) -> ResultColumn {
        let literal = |expr: &&Expr| {
            !matches!(
                expr.kind,
                ExprKind::Null | ExprKind::Integer(_) | ExprKind::Double(_) | ExprKind::String(_)
            )
        };
        let mut column = match arguments.iter().find(literal) {
            Some(argument) => self.quantity(argument),
            None => plain(ty),
        };
        retype(&mut column, ty);
        column
    }

    fn aggregate(&self, function: Aggregate, argument: Option<&Expr>, ty: Type) -> ResultColumn {
        match (function, argument) {
            (Aggregate::Min | Aggregate::Max, Some(argument)) => {
                let mut column = self.quantity(argument);
                column.field.description = None;
                column
            }
            (Aggregate::Sum | Aggregate::Avg, Some(argument)) => self.same_quantity(argument, ty),
            _ => {
                let mut column = plain(ty);
                column.field.ucd = Some("meta.number".to_owned());
                column
            }
        }
    }

    fn call(&self, function: Function, arguments: &[Expr], ty: Type) -> ResultColumn {
        match function {
            Function::Abs | Function::Ceiling | Function::Floor | Function::Round | Function::Truncate => {
                arguments.first().map_or_else(|| plain(ty), |argument| self.same_quantity(argument, ty))
            }
            Function::Degrees => with_unit(ty, "deg"),
            Function::Radians | Function::Asin | Function::Acos | Function::Atan | Function::Atan2 => {
                with_unit(ty, "rad")
            }
            _ => plain(ty),
        }
    }

    /// All that is known of a value but its data model identifier, which names the very column.
    fn quantity(&self, expr: &Expr) -> ResultColumn {
        let mut column = self.value(expr);
        column.field.utype = None;
        column
    }
}

/// Gives the column the type that values of `ty` have when nothing is declared, unless it has it already.
fn retype(column: &mut ResultColumn, ty: Type) {
    if column.pg_type != ty.pg() {
        column.field.value_type = value_type(ty);
        column.field.null = None;
        column.pg_type = ty.pg();
    }
}

fn with_unit(ty: Type, unit: &str) -> ResultColumn {
    let mut column = plain(ty);
    column.field.unit = Some(unit.to_owned());
    column
}

/// A column of which only the type is known.
fn plain(ty: Type) -> ResultColumn {
    ResultColumn { field: Field::new("", value_type(ty)), pg_type: ty.pg() }
}

fn value_type(ty: Type) -> ValueType {
    let array = |arraysize, xtype: &str| ValueType {
        datatype: Datatype::Double,
        arraysize: Some(arraysize),
        xtype: Some(xtype.to_owned()),
    };
    match ty {
        Type::Timestamp | Type::TimestampTz | Type::Date => {
            ValueType { xtype: Some("timestamp".to_owned()), ..ValueType::text() }
        }
        Type::Point => array(Arraysize::exactly(2), "point"),
        Type::Circle => array(Arraysize::exactly(3), "circle"),
        Type::Polygon => array(Arraysize::any(), "polygon"),
        Type::Array(base) => {
            ValueType { datatype: datatype(base), arraysize: Some(Arraysize::any()), xtype: None }
        }
        Type::Binary => {
            ValueType { datatype: Datatype::UnsignedByte, arraysize: Some(Arraysize::any()), xtype: None }
        }
        Type::Null | Type::Text => ValueType::text(),
        _ => ValueType::scalar(datatype(ty.pg().base)),
    }
}

fn datatype(base: PgBase) -> Datatype {
    match base {
        PgBase::Bool => Datatype::Boolean,
        PgBase::Int2 => Datatype::Short,
        PgBase::Int4 => Datatype::Int,
        PgBase::Int8 => Datatype::Long,
        PgBase::Float4 => Datatype::Float,
        PgBase::Float8 => Datatype::Double,
        PgBase::Bytea => Datatype::UnsignedByte,
        PgBase::Text | PgBase::Timestamp | PgBase::TimestampTz | PgBase::Date => Datatype::Char,
    }
}
