//! Whether a query uses declared functions as they are declared; tables stay unknown.

use adql::syntax::{
    Body, Expr, ExprKind, Function, Join, JoinCondition, Query, Select, SelectItem, TablePrimary, TableRef,
};

use super::signature::{Kind, Signature};

/// The first use of a function that no declaration fits; `None` if all fit.
pub fn misuse(query: &Query, declared: &[Signature]) -> Option<String> {
    Walk { declared }.query(query).err()
}

struct Walk<'d> {
    declared: &'d [Signature],
}

type Outcome = Result<(), String>;

impl Walk<'_> {
    fn query(&self, query: &Query) -> Outcome {
        query.with.iter().try_for_each(|common| self.query(&common.query))?;
        self.body(&query.body)?;
        query.order_by.iter().try_for_each(|item| self.value(&item.value).map(|_| ()))
    }

    fn body(&self, body: &Body) -> Outcome {
        match body {
            Body::Select(select) => self.select(select),
            Body::Nested(query) => self.query(query),
            Body::Set(chain) => {
                self.body(&chain.first)?;
                chain.rest.iter().try_for_each(|step| self.body(&step.operand))
            }
        }
    }

    fn select(&self, select: &Select) -> Outcome {
        for item in &select.items {
            if let SelectItem::Value { value, .. } = item {
                self.value(value)?;
            }
        }
        select.from.iter().try_for_each(|table| self.table(table))?;
        let clauses = select.filter.iter().chain(&select.group_by).chain(&select.having);
        clauses.into_iter().try_for_each(|expr| self.value(expr).map(|_| ()))
    }

    fn table(&self, table: &TableRef) -> Outcome {
        self.primary(&table.first)?;
        table.joins.iter().try_for_each(|join| self.join(join))
    }

    fn join(&self, join: &Join) -> Outcome {
        self.primary(&join.right)?;
        match &join.condition {
            JoinCondition::On(condition) => self.value(condition).map(|_| ()),
            _ => Ok(()),
        }
    }

    fn primary(&self, primary: &TablePrimary) -> Outcome {
        match primary {
            TablePrimary::Named { .. } => Ok(()),
            TablePrimary::Derived { query, .. } => self.query(query),
            TablePrimary::Nested(table) => self.table(table),
        }
    }

    /// What a value or a condition is, once its parts are right.
    fn value(&self, expr: &Expr) -> Result<Kind, String> {
        match &expr.kind {
            ExprKind::Integer(_) | ExprKind::Double(_) => Ok(Kind::Number),
            ExprKind::String(_) => Ok(Kind::Text),
            ExprKind::Sum(chain) => {
                let rest = chain.rest.iter().map(|(_, operand)| operand);
                self.all(std::iter::once(&chain.first).chain(rest), Kind::Number, "an operand")
            }
            ExprKind::Product(chain) => {
                let rest = chain.rest.iter().map(|(_, operand)| operand);
                self.all(std::iter::once(&chain.first).chain(rest), Kind::Number, "an operand")
            }
            ExprKind::Sign { operand, .. } => self.all([&**operand], Kind::Number, "an operand"),
            ExprKind::Concat(parts) => self.all(parts, Kind::Any, "||").map(|_| Kind::Text),
            ExprKind::Call { function, arguments } => self.call(*function, arguments),
            ExprKind::UserFunction { name, arguments } => self.user_function(&name.text, arguments),
            ExprKind::InQuery { operand, query, .. } => {
                self.value(operand)?;
                self.query(query).map(|()| Kind::Any)
            }
            ExprKind::Exists(query) => self.query(query).map(|()| Kind::Any),
            _ => {
                let mut outcome = Ok(Kind::Any);
                expr.for_each_part(&mut |part| {
                    if outcome.is_ok() {
                        outcome = self.value(part).map(|_| Kind::Any);
                    }
                });
                outcome
            }
        }
    }

    fn call(&self, function: Function, arguments: &[Expr]) -> Result<Kind, String> {
        let name = function.name();
        match function {
            Function::Coalesce => self.all(arguments, Kind::Any, name),
            Function::Lower | Function::Upper => self.all(arguments, Kind::Text, name),
            Function::Area
            | Function::Contains
            | Function::Intersects
            | Function::Coord1
            | Function::Coord2 => self.all(arguments, Kind::Geometry, name).map(|_| Kind::Number),
            Function::Centroid => self.all(arguments, Kind::Geometry, name),
            Function::Coordsys => self.all(arguments, Kind::Geometry, name).map(|_| Kind::Text),
            Function::Distance if arguments.len() == 2 => {
                self.all(arguments, Kind::Geometry, name).map(|_| Kind::Number)
            }
            Function::Point | Function::Circle | Function::Box | Function::Polygon | Function::Region => {
                self.all(arguments, Kind::Any, name).map(|_| Kind::Geometry)
            }
            Function::InUnit => self.all(&arguments[..1], Kind::Number, name),
            _ => self.all(arguments, Kind::Number, name).map(|_| Kind::Number),
        }
    }

    fn user_function(&self, name: &str, arguments: &[Expr]) -> Result<Kind, String> {
        let kinds =
            arguments.iter().map(|argument| self.value(argument)).collect::<Result<Vec<Kind>, String>>()?;
        let mut named = self.declared.iter().filter(|known| known.name.eq_ignore_ascii_case(name)).peekable();
        if named.peek().is_none() {
            return Err(format!("unknown function `{name}`"));
        }
        let fits = |known: &&Signature| {
            known.arguments.len() == kinds.len()
                && kinds.iter().zip(&known.arguments).all(|(kind, wanted)| kind.fits(*wanted))
        };
        match named.find(fits) {
            Some(known) => Ok(known.returns),
            None => Err(format!("no declaration of `{name}` takes these arguments")),
        }
    }

    /// What the values are together if each can be `wanted`.
    fn all<'e>(
        &self,
        values: impl IntoIterator<Item = &'e Expr>,
        wanted: Kind,
        place: &str,
    ) -> Result<Kind, String> {
        for value in values {
            let kind = self.value(value)?;
            if !kind.fits(wanted) {
                return Err(format!("{place} is {kind:?} where {wanted:?} is needed"));
            }
        }
        Ok(wanted)
    }
}
