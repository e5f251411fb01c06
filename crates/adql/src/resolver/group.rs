//! GROUP BY, and what it allows elsewhere (ADQL 2.1 §2.2).

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, ExprKind, Output, Select, SortKey, SortValue};
use crate::syntax;

use super::Resolver;
use super::aggregate::Aggregates;
use super::order::{output_called, position_of};
use super::range::Range;

const PLACE: &str = "GROUP BY";

impl Resolver<'_> {
    /// The grouping values: positions, values, and names of outputs that are no columns.
    pub(super) fn group_by(&mut self, items: &[syntax::Expr], outputs: &[Output]) -> Outcome<Vec<Expr>> {
        items.iter().map(|item| self.group_key(item, outputs)).collect()
    }

    fn group_key(&mut self, item: &syntax::Expr, outputs: &[Output]) -> Outcome<Expr> {
        let place = match &item.kind {
            syntax::ExprKind::Integer(position) => Some(position_of(*position, item, outputs, PLACE)?),
            syntax::ExprKind::Column(name) if name.qualifier.is_none() => match self.column(name) {
                Ok(column) => return Ok(column),
                Err(error) => match output_called(name, outputs)? {
                    Some(place) => Some(place),
                    None => return Err(error),
                },
            },
            _ => None,
        };
        if place.is_some() && self.strict {
            let what = "a position or the name of an output in GROUP BY";
            return fault(ErrorKind::Extension { what }, item.span);
        }
        match place.map(|place| &outputs[place]) {
            Some(output) if output.value.has_aggregate() || output.value.has_window() => {
                let kind = ErrorKind::AggregatePlace { name: "this output", place: PLACE };
                fault(kind, item.span)
            }
            Some(output) => Ok(output.value.clone()),
            None => self.with_aggregates(Aggregates::Forbidden(PLACE), |resolver| resolver.value(item)),
        }
    }

    /// In a grouped query every value is grouped, aggregated, or made of such.
    pub(super) fn check_grouped(&self, select: &Select, order_by: &[SortKey]) -> Outcome<()> {
        let sorted = order_by.iter().filter_map(|key| match &key.value {
            SortValue::Value(value) => Some(value),
            SortValue::Output(_) => None,
        });
        let outputs = select.outputs.iter().map(|output| &output.value);
        let values: Vec<&Expr> = outputs.chain(&select.having).chain(sorted).collect();
        let grouped = !select.group_by.is_empty()
            || select.having.is_some()
            || values.iter().any(|value| value.has_aggregate());
        if !grouped {
            return Ok(());
        }
        let here: Vec<usize> = self
            .levels
            .last()
            .map_or(Vec::new(), |range: &Range| range.tables().map(|table| table.source).collect());
        match values.into_iter().find_map(|value| ungrouped(value, &select.group_by, &here)) {
            Some(Expr { kind: ExprKind::Column(column), span, .. }) => {
                fault(ErrorKind::NotGrouped { name: self.name_of(*column).to_owned() }, *span)
            }
            _ => Ok(()),
        }
    }
}

/// The first column of the tables `here` that is neither grouped nor aggregated.
fn ungrouped<'e>(value: &'e Expr, keys: &[Expr], here: &[usize]) -> Option<&'e Expr> {
    if value.is_aggregate() || keys.contains(value) {
        return None;
    }
    if let ExprKind::Column(column) = value.kind {
        return here.contains(&column.source).then_some(value);
    }
    let mut found = None;
    value.for_each_part(&mut |part| {
        if found.is_none() {
            found = ungrouped(part, keys, here);
        }
    });
    found
}
