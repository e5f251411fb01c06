//! ORDER BY (ADQL 2.1 §2.2).

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{Output, SortKey, SortValue};
use crate::syntax::{ColumnName, Expr, ExprKind, SortItem};

use super::Resolver;
use super::aggregate::Aggregates;

impl Resolver<'_> {
    /// A sort key of one SELECT: a position, the name of an output, or any value.
    pub(super) fn sort_key(
        &mut self,
        item: &SortItem,
        outputs: &[Output],
        distinct: bool,
    ) -> Outcome<SortKey> {
        let descending = item.descending;
        if let Some(place) = named_output(&item.value, outputs)? {
            return Ok(SortKey { value: SortValue::Output(place), descending });
        }
        let value = self.with_aggregates(Aggregates::Allowed, |resolver| resolver.value(&item.value))?;
        let value = match outputs.iter().position(|output| output.value == value) {
            Some(place) => SortValue::Output(place),
            None if distinct => return fault(ErrorKind::DistinctOrder, item.value.span),
            None => SortValue::Value(value),
        };
        Ok(SortKey { value, descending })
    }

    /// A sort key behind set operators: a position or the name of an output.
    pub(super) fn output_key(
        &self,
        item: &SortItem,
        outputs: &[Output],
        operator: &'static str,
    ) -> Outcome<SortKey> {
        match named_output(&item.value, outputs)? {
            Some(place) => Ok(SortKey { value: SortValue::Output(place), descending: item.descending }),
            None => fault(ErrorKind::SetOrder { operator }, item.value.span),
        }
    }
}

/// The output that a sort key names or counts, from 0.
fn named_output(value: &Expr, outputs: &[Output]) -> Outcome<Option<usize>> {
    match &value.kind {
        ExprKind::Integer(position) => position_of(*position, value, outputs, "ORDER BY").map(Some),
        ExprKind::Column(name) => output_called(name, outputs),
        _ => Ok(None),
    }
}

/// The output at a position that the user counts from 1, counted from 0.
pub(super) fn position_of(
    position: i64,
    value: &Expr,
    outputs: &[Output],
    clause: &'static str,
) -> Outcome<usize> {
    match usize::try_from(position).ok().and_then(|position| position.checked_sub(1)) {
        Some(place) if place < outputs.len() => Ok(place),
        _ => fault(ErrorKind::Position { clause, position, count: outputs.len() }, value.span),
    }
}

/// The output that an unqualified name means, if there is one.
pub(super) fn output_called(name: &ColumnName, outputs: &[Output]) -> Outcome<Option<usize>> {
    if name.qualifier.is_some() {
        return Ok(None);
    }
    let mut places = (0..outputs.len()).filter(|place| name.name.matches(&outputs[*place].name));
    let Some(first) = places.next() else { return Ok(None) };
    match places.all(|place| outputs[place].value == outputs[first].value) {
        true => Ok(Some(first)),
        false => fault(ErrorKind::AmbiguousOutput { name: clipped(&name.name.text) }, name.name.span),
    }
}
