//! Values.

use catalogue::{DerivedValue, PgType};

use crate::resolved::{Chain, ColumnRef, Expr, ExprKind, Source};
use crate::syntax::{Aggregate, ProductOperator, SumOperator};
use crate::typing::Type;

use super::Printer;

impl Printer<'_, '_> {
    /// A value or a condition.
    pub(super) fn value(&mut self, expr: &Expr) {
        if self.full {
            return;
        }
        match &expr.kind {
            ExprKind::Null => self.push("NULL"),
            ExprKind::Integer(integer) => self.integer(*integer),
            ExprKind::Double(number) => self.double(*number),
            ExprKind::String(text) => self.string(text),
            ExprKind::Boolean(meant) => self.push(if *meant { "TRUE" } else { "FALSE" }),
            ExprKind::Timestamp(text) => self.timestamp(text, expr.ty),
            ExprKind::Column(column) => self.column(*column),
            ExprKind::Element { array, indexes, .. } => self.element(array, indexes),
            ExprKind::Negate(operand) => {
                self.push("(-");
                self.number(operand);
                self.push(")");
            }
            ExprKind::Sum(chain) => self.chain(chain, SumOperator::sign),
            ExprKind::Product(chain) => self.chain(chain, ProductOperator::sign),
            ExprKind::Concat(parts) => {
                self.push("(");
                self.list(parts, " || ", |printer, part| printer.text(part));
                self.push(")");
            }
            ExprKind::Call { function, arguments } => self.call(*function, arguments),
            ExprKind::Case(case) => self.case(case, expr.ty),
            ExprKind::Window(window) => self.window(window, expr.ty),
            ExprKind::ArrayLength(array) => self.array_length(array),
            ExprKind::Coalesce(arguments) => self.coalesce(arguments, expr.ty),
            ExprKind::UserCall(call) => self.user_call(call),
            ExprKind::Cell(cell) => self.cell(cell),
            ExprKind::InUnit(conversion) => self.conversion(conversion),
            ExprKind::Cast { operand, length, pad } => self.cast(operand, expr.ty, *length, *pad),
            ExprKind::Aggregate { function, distinct, argument } => {
                self.aggregate(*function, *distinct, argument.as_deref());
            }
            ExprKind::Point(point) => self.array(&[&point.lon, &point.lat]),
            ExprKind::Circle(circle) => {
                self.array(&[&circle.centre.lon, &circle.centre.lat, &circle.radius]);
            }
            ExprKind::Range(range) => self.range(range),
            ExprKind::Polygon(_) | ExprKind::Union(_) | ExprKind::Framed { .. } | ExprKind::Sky { .. } => {
                self.shape(expr);
            }
            ExprKind::Coordinate { point, second } => self.coordinate(point, *second),
            ExprKind::Distance(points) => self.distance(&points[0], &points[1]),
            _ => self.condition(expr),
        }
    }

    /// A value in double precision.
    pub(super) fn float8(&mut self, expr: &Expr) {
        match expr.ty {
            Type::Float8 => self.value(expr),
            _ => self.exactly(expr, Type::Float8.pg()),
        }
    }

    /// A number; NULL alone would have no type.
    fn number(&mut self, expr: &Expr) {
        match expr.ty {
            Type::Null => self.float8(expr),
            _ => self.value(expr),
        }
    }

    /// A string.
    pub(super) fn text(&mut self, expr: &Expr) {
        match expr.ty {
            Type::Null => self.exactly(expr, Type::Text.pg()),
            _ => self.value(expr),
        }
    }

    /// A value as exactly this type, whatever type the column has in the database.
    pub(super) fn exactly(&mut self, expr: &Expr, ty: PgType) {
        self.value(expr);
        if !(is_certain(expr) && expr.ty.pg() == ty) {
            self.cast_to(ty);
        }
    }

    fn column(&mut self, column: ColumnRef) {
        let statement = self.statement;
        let Some(Source::Table(source)) = statement.sources.get(column.source) else {
            return self.stored_column(column);
        };
        match source.table.derived(column.column) {
            None => self.stored_column(column),
            // The casts make them expressions: PostgreSQL does not group by a constant.
            Some(DerivedValue::Constant(None)) => self.push("NULL::text"),
            Some(DerivedValue::Constant(Some(text))) => {
                self.string(text);
                self.push("::text");
            }
            Some(DerivedValue::Prefixed(text)) => {
                self.push("(");
                self.string(text);
                self.push(" || ");
                self.stored_column(column);
                self.push(")");
            }
        }
    }

    fn stored_column(&mut self, column: ColumnRef) {
        let statement = self.statement;
        if let Some(Source::Table(source)) = statement.sources.get(column.source)
            && self.filtered_column(source, column.column)
        {
            return;
        }
        self.add(format_args!("\"t{}\".", column.source + 1));
        match statement.sources.get(column.source) {
            Some(Source::Table(source)) if !source.is_composed() => {
                if let Some(known) = source.column(column.column) {
                    self.name(&known.pg_name);
                }
            }
            _ => self.add(format_args!("\"c{}\"", column.column + 1)),
        }
    }

    fn element(&mut self, array: &Expr, indexes: &[Expr]) {
        self.push("(");
        self.value(array);
        self.push(")");
        for index in indexes {
            self.push("[");
            self.exactly(index, Type::Int4.pg());
            self.push("]");
        }
    }

    /// `a + b - c`; sums of REAL are computed in double precision.
    fn chain<Operator: Copy>(&mut self, chain: &Chain<Operator>, sign: fn(Operator) -> &'static str) {
        let operand = |printer: &mut Self, operand: &Expr| match operand.ty {
            Type::Float4 => printer.float8(operand),
            _ => printer.number(operand),
        };
        self.push("(");
        operand(self, &chain.first);
        for (operator, next) in &chain.rest {
            if self.full {
                return;
            }
            self.add(format_args!(" {} ", sign(*operator)));
            operand(self, next);
        }
        self.push(")");
    }

    fn coalesce(&mut self, arguments: &[Expr], ty: Type) {
        self.push("COALESCE(");
        self.list(arguments, ", ", |printer, argument| printer.unified(argument, ty));
        self.push(")");
    }

    /// The number of rows of an array; 0 for an empty one, for which PostgreSQL has no length.
    fn array_length(&mut self, array: &Expr) {
        self.push("(CASE WHEN cardinality(");
        self.value(array);
        self.push(") = 0 THEN 0 ELSE array_length(");
        self.value(array);
        self.push(", 1) END)");
    }

    fn aggregate(&mut self, function: Aggregate, distinct: bool, argument: Option<&Expr>) {
        self.aggregate_call(function, distinct, argument);
        if function.is_sum() && argument.is_some_and(|argument| argument.ty.is_integer()) {
            self.cast_to(Type::Int8.pg());
        }
    }

    /// The call alone, in the type of PostgreSQL.
    pub(super) fn aggregate_call(&mut self, function: Aggregate, distinct: bool, argument: Option<&Expr>) {
        let Some(argument) = argument else { return self.push("count(*)") };
        let name = match function {
            Aggregate::Avg => "avg",
            Aggregate::Count => "count",
            Aggregate::Max => "max",
            Aggregate::Min => "min",
            Aggregate::Sum => "sum",
        };
        self.push(name);
        self.push(if distinct { "(DISTINCT " } else { "(" });
        // Sums of REAL would be REAL, and the average of a shard is computed from its sum.
        match function {
            Aggregate::Avg => self.float8(argument),
            Aggregate::Sum if !argument.ty.is_integer() => self.float8(argument),
            _ if argument.ty == Type::Null => self.exactly(argument, Type::Text.pg()),
            _ => self.value(argument),
        }
        self.push(")");
    }

    fn timestamp(&mut self, text: &str, ty: Type) {
        let zoned = ty == Type::TimestampTz;
        self.push(if zoned { "(" } else { "" });
        self.string(text);
        self.cast_to(Type::Timestamp.pg());
        self.push(if zoned { " AT TIME ZONE 'UTC')" } else { "" });
    }
}

/// Whether the printed value surely has the type that we think it has, whatever the columns are in the database.
fn is_certain(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Integer(_) => expr.ty == Type::Int4,
        ExprKind::Double(_)
        | ExprKind::Boolean(_)
        | ExprKind::ArrayLength(_)
        | ExprKind::Timestamp(_)
        | ExprKind::Cast { .. }
        | ExprKind::InUnit(_)
        | ExprKind::Distance(_)
        | ExprKind::Coordinate { .. }
        | ExprKind::Flag(_)
        | ExprKind::Point(_)
        | ExprKind::Circle(_)
        | ExprKind::Polygon(_)
        | ExprKind::Range(_)
        | ExprKind::Sky { .. } => true,
        ExprKind::Framed { geometry, .. } => is_certain(geometry),
        ExprKind::Aggregate { function, .. } => *function == Aggregate::Count,
        _ => false,
    }
}
