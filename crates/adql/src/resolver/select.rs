//! The clauses of one SELECT, in the order in which SQL gives them meaning.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, Joined, Select, SortKey};
use crate::syntax::{self, SortItem};

use super::Resolver;
use super::aggregate::Aggregates;

/// The largest number of columns, grouping values or sort keys that PostgreSQL takes.
const COLUMNS_LIMIT: usize = 1664;

impl Resolver<'_> {
    /// One SELECT with the sort keys behind it, which may use its tables.
    pub(super) fn select(
        &mut self,
        select: &syntax::Select,
        order_by: &[SortItem],
    ) -> Outcome<(Select, Vec<SortKey>)> {
        let (from, range) = self.from(&select.from)?;
        let (clauses, _) = self.within(range, |resolver| resolver.clauses(select, from, order_by))?;
        Ok(clauses)
    }

    fn clauses(
        &mut self,
        select: &syntax::Select,
        from: Vec<Joined>,
        order_by: &[SortItem],
    ) -> Outcome<(Select, Vec<SortKey>)> {
        let filter = self.optional_condition(&select.filter, Aggregates::Forbidden("WHERE"))?;
        let outputs =
            self.with_aggregates(Aggregates::Allowed, |resolver| resolver.outputs(&select.items))?;
        let widest = outputs.len().max(select.group_by.len()).max(order_by.len());
        if widest > COLUMNS_LIMIT {
            return fault(ErrorKind::TooManyColumns { count: widest, limit: COLUMNS_LIMIT }, select.span);
        }
        let group_by = self.group_by(&select.group_by, &outputs)?;
        let having = self.optional_condition(&select.having, Aggregates::NoWindows("HAVING"))?;
        let keys = order_by.iter().map(|item| self.sort_key(item, &outputs, select.distinct));
        let order_by: Vec<SortKey> = keys.collect::<Outcome<_>>()?;
        let (distinct, top) = (select.distinct, select.top);
        let select = Select { distinct, top, outputs, from, filter, group_by, having };
        self.check_grouped(&select, &order_by)?;
        Ok((select, order_by))
    }

    fn optional_condition(
        &mut self,
        condition: &Option<syntax::Expr>,
        rule: Aggregates,
    ) -> Outcome<Option<Expr>> {
        match condition {
            Some(condition) => self.with_aggregates(rule, |resolver| resolver.condition(condition)).map(Some),
            None => Ok(None),
        }
    }
}
