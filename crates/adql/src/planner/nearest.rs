//! `TOP n ... ORDER BY DISTANCE(position, constant)`: the n nearest rows.
//!
//! Some n rows that meet the same conditions give an upper bound of the distance, found next to the place in the order
//! of the index; the rows wanted are in the cone of that radius. If there are fewer than n, all rows are read.

use sky::{Healpix, SkyPosition};

use crate::resolved::{
    Body, Expr, ExprKind, Narrowing, Nearest, Point, Primary, Query, Select, SortKey, SortValue,
};
use crate::syntax::Function;

use super::Planner;
use super::origin::is_of_row;
use super::position::known_position;

/// How many nearest rows are searched so; for more a scan of the table is as good.
const NEAREST_MAX: u64 = 10_000;

impl Planner<'_> {
    /// Reads the table of a query only round a place, if the query wants the rows nearest to it.
    pub(super) fn narrow_to_nearest(&mut self, query: &Query) {
        let Body::Select(select) = &query.body else { return };
        let Some(count) = select.top.and_then(|top| top.checked_add(query.offset.unwrap_or_default())) else {
            return;
        };
        let Some(source) = only_table(select) else { return };
        let Some((points, centre)) = self.distance_from(query, select, source) else { return };
        let fits = (1..=NEAREST_MAX).contains(&count)
            && self.narrowings[source].is_none()
            && !self.fenced[source]
            && self.is_plain(source)
            && self.tables[source].is_some_and(|table| table.parts.is_empty())
            && gives_rows(select, &query.order_by)
            && select.filter.as_ref().is_none_or(is_repeatable)
            && !self.has_better_index(select, source);
        if fits {
            let (cell, filter) = (Healpix::index(&centre), select.filter.clone());
            let nearest = Nearest { source, points, centre, cell, count, filter };
            self.narrowings[source] = Some(Narrowing::Nearest(Box::new(nearest)));
        }
    }

    /// The points between which the distance is by which rows are sorted first, and the one that is known.
    fn distance_from(
        &self,
        query: &Query,
        select: &Select,
        source: usize,
    ) -> Option<([Point; 2], SkyPosition)> {
        let SortKey { value, descending: false } = query.order_by.first()? else { return None };
        let value = match value {
            SortValue::Output(place) => &select.outputs.get(*place)?.value,
            SortValue::Value(value) => value,
        };
        let ExprKind::Distance(points) = &value.kind else { return None };
        let [one, other] = &**points;
        let is_row = |point: &Point| {
            self.row(point)
                .is_some_and(|row| (row.direct, row.base, row.has_axes_of_index) == (source, source, true))
        };
        let centre = match (is_row(one), is_row(other)) {
            (true, _) => known_position(other),
            (_, true) => known_position(one),
            _ => None,
        };
        Some(((**points).clone(), centre?))
    }
}

/// The table of a FROM clause that has only one.
fn only_table(select: &Select) -> Option<usize> {
    match select.from.as_slice() {
        [joined] if joined.joins.is_empty() => match joined.first {
            Primary::Source(source) => Some(source),
            Primary::Nested(_) => None,
        },
        _ => None,
    }
}

/// Whether the answer has a row for each selected row of the table and looks at no other.
fn gives_rows(select: &Select, order_by: &[SortKey]) -> bool {
    let sorted = order_by.iter().all(|key| match &key.value {
        SortValue::Output(_) => true,
        SortValue::Value(value) => is_of_row(value),
    });
    sorted
        && !select.distinct
        && select.group_by.is_empty()
        && select.having.is_none()
        && select.outputs.iter().all(|output| is_of_row(&output.value))
}

/// Whether a condition may be tested twice: without subqueries, which cost more, and with the same result.
fn is_repeatable(condition: &Expr) -> bool {
    let once = matches!(
        condition.kind,
        ExprKind::Exists(_)
            | ExprKind::InQuery { .. }
            | ExprKind::UserCall(_)
            | ExprKind::Call { function: Function::Rand, .. }
    );
    let mut repeatable = true;
    condition.for_each_part(&mut |part| repeatable = repeatable && is_repeatable(part));
    !once && repeatable
}
