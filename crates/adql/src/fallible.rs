//! Which conditions may fail for some rows, so that their failure would tell of rows that a filter hides.
//!
//! PostgreSQL tests conditions of one level in the order that it likes: `1 / (mag - 17) > 0` may be computed for a hidden
//! row before the filter drops it, and the error says that there is one with that magnitude. Comparisons, logic and
//! plain arithmetic of usual numbers cannot fail; whatever is not known to be so is taken to fail.

use crate::resolved::{
    Body, Chain, ColumnRef, Expr, ExprKind, Join, Joined, Primary, Query, Select, SortValue, Source,
    Statement, query_of,
};
use crate::syntax::{Function, ProductOperator, SumOperator};
use crate::typing::Type;

/// The decimal exponents, of either sign, that stored numbers of double precision are taken to stay within. A sum or a
/// product can fail for hidden rows only if they hold larger or smaller ones.
const STORED: f64 = 100.0;
/// Those of any REAL.
const REAL: f64 = 46.0;
/// Those of any integer.
const INTEGER: f64 = 19.0;
/// How far cancellation takes a difference down.
const CANCELLED: f64 = 17.0;
/// Those of all results that double precision can hold.
const LIMIT: f64 = 300.0;

/// Fences the filtered tables of a statement if anything may fail that PostgreSQL could compute before their filters.
pub(crate) fn fence(statement: &mut Statement<'_>) {
    if !statement.sources.iter().any(Source::is_filtered) || !may_fail(statement) {
        return;
    }
    for source in &mut statement.sources {
        if let Source::Table(source) = source {
            source.fenced = source.filter.is_some();
        }
    }
}

fn may_fail(statement: &Statement<'_>) -> bool {
    let judge = Judge { statement };
    let derived = statement.sources.iter().filter_map(|source| match source {
        Source::Derived(query) => Some(query),
        Source::Table(_) | Source::Common(_) => None,
    });
    let mut inner = statement.commons.iter().chain(derived);
    !(judge.query(&statement.query, true) && inner.all(|query| judge.query(query, false)))
}

/// Says what cannot fail.
struct Judge<'s, 'a> {
    statement: &'s Statement<'a>,
}

impl Judge<'_, '_> {
    /// Whether nothing in a query can fail before filters are tested. What only the outermost query gives or sorts by is
    /// computed behind all conditions; what a subquery gives may become part of a condition round it.
    fn query(&self, query: &Query, outermost: bool) -> bool {
        let keys = query.order_by.iter().filter_map(|key| match &key.value {
            SortValue::Output(_) => None,
            SortValue::Value(value) => Some(value),
        });
        self.body(&query.body, outermost) && keys.into_iter().all(|key| self.output(key, outermost))
    }

    fn body(&self, body: &Body, outermost: bool) -> bool {
        match body {
            Body::Select(select) => self.select(select, outermost),
            Body::Nested(query) => self.query(query, outermost),
            Body::Set(set) => {
                let mut operands =
                    std::iter::once(&set.first).chain(set.rest.iter().map(|step| &step.operand));
                operands.all(|operand| self.body(operand, outermost))
            }
        }
    }

    fn select(&self, select: &Select, outermost: bool) -> bool {
        let values = select.outputs.iter().map(|output| &output.value).chain(&select.group_by);
        select.filter.iter().chain(&select.having).all(|condition| self.is_safe(condition))
            && select.from.iter().all(|joined| self.joined(joined))
            && values.into_iter().all(|value| self.output(value, outermost))
    }

    fn joined(&self, joined: &Joined) -> bool {
        let join = |join: &Join| {
            join.condition.iter().all(|condition| self.is_safe(condition)) && self.primary(&join.right)
        };
        self.primary(&joined.first) && joined.joins.iter().all(join)
    }

    fn primary(&self, primary: &Primary) -> bool {
        match primary {
            Primary::Source(_) => true,
            Primary::Nested(joined) => self.joined(joined),
        }
    }

    /// A value of a query; of the outermost one only its subqueries matter.
    fn output(&self, value: &Expr, outermost: bool) -> bool {
        match &value.kind {
            _ if !outermost => self.is_safe(value),
            ExprKind::Exists(query) => self.query(query, false),
            ExprKind::InQuery { operand, query, .. } => {
                self.output(operand, true) && self.query(query, false)
            }
            _ => self.all_parts(value, |part| self.output(part, true)),
        }
    }

    fn is_safe(&self, value: &Expr) -> bool {
        match &value.kind {
            ExprKind::Sum(_) | ExprKind::Product(_) | ExprKind::Negate(_) => self.reach(value).is_some(),
            ExprKind::Call { function: Function::Abs | Function::Floor | Function::Ceiling, .. } => {
                self.reach(value).is_some()
            }
            ExprKind::Element { indexes, .. } => {
                indexes.iter().all(|index| matches!(index.kind, ExprKind::Integer(_)))
                    && self.all_parts(value, |part| self.is_safe(part))
            }
            ExprKind::Exists(query) => self.query(query, false),
            ExprKind::InQuery { operand, query, .. } => self.is_safe(operand) && self.query(query, false),
            kind => is_plain(kind) && self.all_parts(value, |part| self.is_safe(part)),
        }
    }

    /// The largest decimal exponent, of either sign, of a number that is not 0; `None` if computing it may fail.
    fn reach(&self, value: &Expr) -> Option<f64> {
        let reach = match &value.kind {
            ExprKind::Integer(integer) => exponent(*integer as f64),
            ExprKind::Double(number) => exponent(*number),
            ExprKind::Column(column) => stored(value.ty).filter(|_| self.is_stored(*column))?,
            ExprKind::Element { array, .. } => {
                let of_column = match array.kind {
                    ExprKind::Column(column) => self.is_stored(column) && self.is_safe(value),
                    _ => false,
                };
                stored(value.ty).filter(|_| of_column)?
            }
            ExprKind::Negate(operand) if is_float(operand) => self.reach(operand)?,
            ExprKind::Call { function: Function::Abs | Function::Floor | Function::Ceiling, arguments } => {
                self.reach(arguments.first()?)?
            }
            ExprKind::Sum(chain) => self.reach_of_sum(chain)?,
            ExprKind::Product(chain) => self.reach_of_product(chain)?,
            _ => return None,
        };
        (reach <= LIMIT).then_some(reach)
    }

    /// Whether a column is one of a table, passed on by any number of subqueries as it is.
    fn is_stored(&self, mut column: ColumnRef) -> bool {
        let Statement { sources, commons, .. } = self.statement;
        loop {
            let inner = match sources.get(column.source) {
                Some(Source::Table(_)) => return true,
                Some(source) => query_of(source, commons).and_then(|query| match &query.body {
                    Body::Select(select) => select.outputs.get(column.column),
                    Body::Set(_) | Body::Nested(_) => None,
                }),
                None => None,
            };
            match inner.map(|output| &output.value.kind) {
                Some(ExprKind::Column(inner)) => column = *inner,
                _ => return false,
            }
        }
    }

    fn reach_of_sum(&self, chain: &Chain<SumOperator>) -> Option<f64> {
        let mut reach = self.reach(&chain.first)?;
        for (_, operand) in &chain.rest {
            reach = reach.max(self.reach(operand)?);
        }
        is_computed_in_double(chain).then_some(reach + CANCELLED + exponent(chain.rest.len() as f64))
    }

    fn reach_of_product(&self, chain: &Chain<ProductOperator>) -> Option<f64> {
        let mut reach = self.reach(&chain.first)?;
        for (operator, operand) in &chain.rest {
            let is_divisor = |number: f64| number != 0.0;
            let possible = match (operator, &operand.kind) {
                (ProductOperator::Multiply, _) => true,
                (ProductOperator::Divide, ExprKind::Integer(integer)) => is_divisor(*integer as f64),
                (ProductOperator::Divide, ExprKind::Double(number)) => is_divisor(*number),
                (ProductOperator::Divide, _) => false,
            };
            reach += self.reach(operand).filter(|_| possible)?;
        }
        is_computed_in_double(chain).then_some(reach)
    }

    fn all_parts(&self, value: &Expr, mut fits: impl FnMut(&Expr) -> bool) -> bool {
        let mut all = true;
        value.for_each_part(&mut |part| all = all && fits(part));
        all
    }
}

/// Whether a form of value or condition never fails by itself.
fn is_plain(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::Null
            | ExprKind::Integer(_)
            | ExprKind::Double(_)
            | ExprKind::String(_)
            | ExprKind::Boolean(_)
            | ExprKind::Timestamp(_)
            | ExprKind::Column(_)
            | ExprKind::Coalesce(_)
            | ExprKind::Cell(_)
            | ExprKind::Case(_)
            | ExprKind::Call { function: Function::Lower | Function::Upper, .. }
            | ExprKind::Point(_)
            | ExprKind::Circle(_)
            | ExprKind::Range(_)
            | ExprKind::Distance(_)
            | ExprKind::Framed { .. }
            | ExprKind::Flag(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::Between { .. }
            | ExprKind::InList { .. }
            | ExprKind::Like { .. }
            | ExprKind::IsNull { .. }
            | ExprKind::InCells(_)
            | ExprKind::Within(_)
            | ExprKind::Inside(_)
    )
}

/// Whether no step of a chain is one of integers, which are narrow.
fn is_computed_in_double<Operator>(chain: &Chain<Operator>) -> bool {
    let second = chain.rest.first().map(|(_, operand)| operand);
    is_float(&chain.first) || second.is_some_and(is_float)
}

fn is_float(value: &Expr) -> bool {
    matches!(value.ty, Type::Float4 | Type::Float8)
}

fn stored(ty: Type) -> Option<f64> {
    match ty {
        Type::Float8 => Some(STORED),
        Type::Float4 => Some(REAL),
        ty => ty.is_integer().then_some(INTEGER),
    }
}

fn exponent(number: f64) -> f64 {
    if number == 0.0 { 0.0 } else { number.abs().log10().abs() }
}
