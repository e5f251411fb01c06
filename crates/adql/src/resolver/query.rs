//! Whole queries: WITH, set operations, the order of rows.

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{Body, Query, SetOperation, SetStep};
use crate::syntax;
use crate::typing::{Type, unified};

use super::Resolver;

impl Resolver<'_> {
    /// The outermost query.
    pub(super) fn whole(&mut self, query: &syntax::Query) -> Outcome<Query> {
        for common in &query.with {
            let name = &common.name;
            if self.common_names.iter().any(|known| name.matches(&known.text)) {
                return fault(ErrorKind::DuplicateCommonTable { name: clipped(&name.text) }, name.span);
            }
            let resolved = self.query(&common.query)?;
            self.commons.push(resolved);
            self.common_names.push(name.clone());
        }
        self.query(query)
    }

    /// A query without its WITH.
    pub(super) fn query(&mut self, query: &syntax::Query) -> Outcome<Query> {
        let offset = query.offset;
        if let syntax::Body::Select(select) = &query.body {
            let (mut select, order_by) = self.select(select, &query.order_by)?;
            select.top = [select.top, query.limit].into_iter().flatten().min();
            return Ok(Query { body: Body::Select(Box::new(select)), order_by, offset, limit: None });
        }
        let body = self.body(&query.body)?;
        let operator = match &query.body {
            syntax::Body::Set(chain) => chain.rest.first().map_or("UNION", |step| step.operator.keyword()),
            _ => "a query in parentheses",
        };
        let keys = query.order_by.iter();
        let order_by =
            keys.map(|key| self.output_key(key, body.outputs(), operator)).collect::<Outcome<_>>()?;
        Ok(Query { body, order_by, offset, limit: query.limit })
    }

    fn body(&mut self, body: &syntax::Body) -> Outcome<Body> {
        match body {
            syntax::Body::Select(select) => {
                let (select, _) = self.select(select, &[])?;
                Ok(Body::Select(Box::new(select)))
            }
            syntax::Body::Nested(query) => Ok(Body::Nested(Box::new(self.query(query)?))),
            syntax::Body::Set(chain) => self.set_operation(chain),
        }
    }

    /// Operands with the same number of columns and fitting types (ADQL 2.1 §4, set operators).
    fn set_operation(&mut self, chain: &syntax::SetChain) -> Outcome<Body> {
        let first = self.body(&chain.first)?;
        let mut types: Vec<Type> = (0..first.outputs().len()).map(|place| first.output_type(place)).collect();
        let mut rest = Vec::with_capacity(chain.rest.len());
        for step in &chain.rest {
            let operand = self.body(&step.operand)?;
            let operator = step.operator.keyword();
            let (left, right) = (types.len(), operand.outputs().len());
            if left != right {
                return fault(ErrorKind::SetColumns { operator, left, right }, step.span);
            }
            for (place, ty) in types.iter_mut().enumerate() {
                let other = operand.output_type(place);
                let Some(common) = unified(*ty, other) else {
                    let (left, right) = (ty.noun(), other.noun());
                    let kind = ErrorKind::SetTypes { operator, position: place + 1, left, right };
                    return fault(kind, step.span);
                };
                *ty = common;
            }
            rest.push(SetStep { operator: step.operator, all: step.all, operand });
        }
        Ok(Body::Set(Box::new(SetOperation { first, rest, types })))
    }
}
