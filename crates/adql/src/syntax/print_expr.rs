//! Values and conditions as ADQL text, with as few parentheses as needed.

use std::fmt::{self, Display, Formatter};

use super::{
    Chain, ColumnName, ElementName, Expr, ExprKind, Identifier, ProductOperator, SumOperator, TableName,
};

/// How tightly an expression binds; the operands of each rank need the next one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Or,
    And,
    Not,
    Predicate,
    Concat,
    Sum,
    Product,
    Sign,
    Element,
    Primary,
}

/// An expression where one of at least this rank is needed.
struct Ranked<'e>(&'e Expr, Rank);

impl Display for Expr {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        Ranked(self, Rank::Or).fmt(out)
    }
}

impl Display for Ranked<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self(expr, needed) = self;
        match rank(&expr.kind) >= *needed {
            true => write_kind(&expr.kind, out),
            false => {
                out.write_str("(")?;
                write_kind(&expr.kind, out)?;
                out.write_str(")")
            }
        }
    }
}

impl Display for Identifier {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self.delimited {
            true => write!(out, "\"{}\"", self.text.replace('"', "\"\"")),
            false => out.write_str(&self.text),
        }
    }
}

impl Display for TableName {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for qualifier in [&self.catalog, &self.schema].into_iter().flatten() {
            write!(out, "{qualifier}.")?;
        }
        self.table.fmt(out)
    }
}

impl Display for ElementName {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}::{}", self.enumeration, self.element)
    }
}

impl Display for ColumnName {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match &self.qualifier {
            Some(qualifier) => write!(out, "{qualifier}.{}", self.name),
            None => self.name.fmt(out),
        }
    }
}

fn rank(kind: &ExprKind) -> Rank {
    match kind {
        ExprKind::Or(_) => Rank::Or,
        ExprKind::And(_) => Rank::And,
        ExprKind::Not(_) => Rank::Not,
        ExprKind::Compare { .. }
        | ExprKind::Between { .. }
        | ExprKind::InList { .. }
        | ExprKind::InQuery { .. }
        | ExprKind::Like { .. }
        | ExprKind::IsNull { .. }
        | ExprKind::Exists(_) => Rank::Predicate,
        ExprKind::Concat(_) => Rank::Concat,
        ExprKind::Sum(_) => Rank::Sum,
        ExprKind::Product(_) => Rank::Product,
        ExprKind::Sign { .. } => Rank::Sign,
        ExprKind::Element { .. } => Rank::Element,
        _ => Rank::Primary,
    }
}

fn write_kind(kind: &ExprKind, out: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        ExprKind::Null => out.write_str("NULL"),
        ExprKind::Integer(integer) => integer.fmt(out),
        // The debug form of a float always has a point or an exponent.
        ExprKind::Double(number) => write!(out, "{number:?}"),
        ExprKind::String(text) => write!(out, "'{}'", text.replace('\'', "''")),
        ExprKind::Boolean(meant) => out.write_str(if *meant { "TRUE" } else { "FALSE" }),
        ExprKind::Case(case) => case.fmt(out),
        ExprKind::Window(window) => window.fmt(out),
        ExprKind::ArrayCall { function, arguments } => write_call(&function.name(), arguments, out),
        ExprKind::Column(column) => column.fmt(out),
        ExprKind::Element { array, indexes } => {
            Ranked(array, Rank::Primary).fmt(out)?;
            indexes.iter().try_for_each(|index| write!(out, "[{index}]"))
        }
        ExprKind::EnumerationElement(name) => name.fmt(out),
        ExprKind::Sign { negative, operand } => {
            write!(out, "{}{}", if *negative { "-" } else { "+" }, Ranked(operand, Rank::Element))
        }
        ExprKind::Sum(chain) => write_chain(chain, SumOperator::sign, Rank::Product, out),
        ExprKind::Product(chain) => write_chain(chain, ProductOperator::sign, Rank::Sign, out),
        ExprKind::Concat(parts) => write_list(parts, " || ", Rank::Sum, out),
        ExprKind::Call { function, arguments } => write_call(&function.name(), arguments, out),
        ExprKind::UserFunction { name, arguments } => write_call(name, arguments, out),
        ExprKind::Aggregate { function, distinct, argument } => {
            let distinct = if *distinct { "DISTINCT " } else { "" };
            match argument {
                Some(argument) => write!(out, "{}({distinct}{argument})", function.name()),
                None => write!(out, "{}(*)", function.name()),
            }
        }
        ExprKind::Cast { operand, target } => write!(out, "CAST({operand} AS {target})"),
        condition => write_condition(condition, out),
    }
}

fn write_condition(kind: &ExprKind, out: &mut Formatter<'_>) -> fmt::Result {
    let value = |expr| Ranked(expr, Rank::Concat);
    match kind {
        ExprKind::Or(parts) => write_list(parts, " OR ", Rank::And, out),
        ExprKind::And(parts) => write_list(parts, " AND ", Rank::Not, out),
        ExprKind::Not(operand) => write!(out, "NOT {}", Ranked(operand, Rank::Predicate)),
        ExprKind::Compare { operator, operands } => {
            let [left, right] = &**operands;
            write!(out, "{} {} {}", value(left), operator.sign(), value(right))
        }
        ExprKind::Between { operands, negated } => {
            let [operand, low, high] = &**operands;
            write!(out, "{}{} BETWEEN {} AND {}", value(operand), not(*negated), value(low), value(high))
        }
        ExprKind::InList { operand, list, negated } => {
            write!(out, "{}{} IN (", value(operand), not(*negated))?;
            write_list(list, ", ", Rank::Concat, out)?;
            out.write_str(")")
        }
        ExprKind::InQuery { operand, query, negated } => {
            write!(out, "{}{} IN ({query})", value(operand), not(*negated))
        }
        ExprKind::Like { operands, negated, any_case } => {
            let [operand, pattern] = &**operands;
            let like = if *any_case { "ILIKE" } else { "LIKE" };
            write!(out, "{}{} {like} {}", value(operand), not(*negated), value(pattern))
        }
        ExprKind::IsNull { operand, negated } => {
            write!(out, "{} IS{} NULL", value(operand), not(*negated))
        }
        ExprKind::Exists(query) => write!(out, "EXISTS ({query})"),
        _ => Ok(()),
    }
}

fn not(negated: bool) -> &'static str {
    if negated { " NOT" } else { "" }
}

fn write_list(parts: &[Expr], separator: &str, rank: Rank, out: &mut Formatter<'_>) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            out.write_str(separator)?;
        }
        Ranked(part, rank).fmt(out)?;
    }
    Ok(())
}

fn write_chain<Operator: Copy>(
    chain: &Chain<Operator>,
    sign: fn(Operator) -> &'static str,
    rank: Rank,
    out: &mut Formatter<'_>,
) -> fmt::Result {
    Ranked(&chain.first, rank).fmt(out)?;
    for (operator, operand) in &chain.rest {
        write!(out, " {} {}", sign(*operator), Ranked(operand, rank))?;
    }
    Ok(())
}

fn write_call(name: &dyn Display, arguments: &[Expr], out: &mut Formatter<'_>) -> fmt::Result {
    write!(out, "{name}(")?;
    write_list(arguments, ", ", Rank::Concat, out)?;
    out.write_str(")")
}
