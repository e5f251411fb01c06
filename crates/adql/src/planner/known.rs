//! Tables that are read only in the known cells of their conditions.

use sky::CellRange;

use crate::resolved::{Cells, ColumnRef, Expr, ExprKind, Narrowing, Select};
use crate::syntax::Comparison;

use super::Planner;
use super::conjuncts::{for_each_cells, for_each_conjunct};

/// What a condition leaves of a table.
struct Cover {
    source: usize,
    direct: usize,
    ranges: Vec<CellRange>,
    /// Whether it is a single cone or polygon, so that its full ranges need no test.
    single: bool,
}

impl Planner<'_> {
    /// Reads each table of a SELECT in the smallest known cover that a conjunct gives for it.
    pub(super) fn narrow_by_known(&mut self, select: &mut Select) {
        let mut covers: Vec<Cover> = Vec::new();
        for_each_conjunct(select, &mut |condition, narrowed| {
            let Some(cover) = cover_of(condition) else { return };
            let free = self.narrowings[cover.source].is_none() && self.is_plain(cover.source);
            if !free || !narrowed.contains(&cover.direct) {
                return;
            }
            match covers.iter_mut().find(|known| known.source == cover.source) {
                Some(known) if size(&cover.ranges) < size(&known.ranges) => *known = cover,
                Some(_) => {}
                None => covers.push(cover),
            }
        });
        covers.retain(|cover| !self.has_better_index(select, cover.source));
        for_each_cells(select, &mut |cells, is_conjunct| self.settle(cells, is_conjunct, &covers));
        for Cover { source, direct, ranges, single } in covers {
            let flagged = single && source == direct && ranges.iter().any(|range| range.full);
            let ranges = if flagged { ranges } else { CellRange::without_flags(&ranges) };
            self.narrowings[source] = Some(Narrowing::Known { ranges, flagged });
        }
    }

    /// What becomes of the cells of one condition, once it is decided how tables are read.
    fn settle(&mut self, cells: &mut Option<Cells>, is_conjunct: bool, covers: &[Cover]) {
        let Some(found) = cells else { return };
        if found.is_flag {
            return;
        }
        let cover = covers.iter().find(|cover| cover.source == found.source);
        let narrowed = cover.is_some() || self.narrowings[found.source].is_some();
        let hidden = found.source != found.direct;
        if !narrowed && !hidden {
            found.ranges = CellRange::without_flags(&found.ranges);
            return;
        }
        self.inline[found.source] -= 1;
        let same = cover.is_some_and(|cover| cover.single && cover.ranges == found.ranges);
        let is_flag = is_conjunct && !hidden && same && found.ranges.iter().any(|range| range.full);
        *cells = is_flag.then(|| Cells {
            source: found.source,
            direct: found.direct,
            ranges: Vec::new(),
            is_flag,
        });
    }

    /// Whether a conjunct restricts an indexed column of the table, so that PostgreSQL should choose.
    pub(super) fn has_better_index(&self, select: &Select, source: usize) -> bool {
        let mut found = false;
        for_each_conjunct(select, &mut |condition, _| found |= self.uses_index(condition, source));
        found
    }

    /// Whether a condition restricts an indexed column of a table.
    fn uses_index(&self, condition: &Expr, source: usize) -> bool {
        let column = restricted_column(condition).map(|column| self.origins.of_column(column));
        let Some(column) = column.filter(|column| column.source == source) else { return false };
        let table = self.tables.get(source).copied().flatten();
        table.and_then(|table| table.columns.get(column.column)).is_some_and(|column| column.indexed)
    }
}

/// The column that a condition compares with something that other tables do not give.
fn restricted_column(condition: &Expr) -> Option<ColumnRef> {
    let column = |expr: &Expr| match expr.kind {
        ExprKind::Column(column) => Some(column),
        _ => None,
    };
    match &condition.kind {
        ExprKind::Compare { operator: Comparison::Equal, operands } => match (&operands[0], &operands[1]) {
            (one, other) if !has_column(other) => column(one),
            (one, other) if !has_column(one) => column(other),
            _ => None,
        },
        ExprKind::Between { operands, negated: false } => column(&operands[0]),
        ExprKind::InList { operand, negated: false, .. }
        | ExprKind::InQuery { operand, negated: false, .. } => column(operand),
        _ => None,
    }
}

/// Whether a value depends on a row.
pub(super) fn has_column(value: &Expr) -> bool {
    let mut found = matches!(value.kind, ExprKind::Column(_));
    value.for_each_part(&mut |part| found = found || has_column(part));
    found
}

/// The cells outside which a condition is not met, if they are known and of one table.
fn cover_of(condition: &Expr) -> Option<Cover> {
    let of_cells = |cells: &Option<Cells>| {
        let cells = cells.as_ref().filter(|cells| !cells.is_flag)?;
        let (source, direct, ranges) = (cells.source, cells.direct, cells.ranges.clone());
        Some(Cover { source, direct, ranges, single: true })
    };
    match &condition.kind {
        ExprKind::Within(within) => of_cells(&within.cells),
        ExprKind::Inside(inside) => of_cells(&inside.cells),
        ExprKind::And(parts) => {
            let cover = parts.iter().find_map(cover_of)?;
            Some(Cover { single: false, ..cover })
        }
        ExprKind::Or(parts) => {
            let covers: Vec<Cover> = parts.iter().map(cover_of).collect::<Option<_>>()?;
            let (source, direct) = covers.first().map(|cover| (cover.source, cover.direct))?;
            let same = covers.iter().all(|cover| (cover.source, cover.direct) == (source, direct));
            let ranges = covers.into_iter().flat_map(|cover| cover.ranges).collect();
            same.then(|| Cover { source, direct, ranges: united(ranges), single: false })
        }
        _ => None,
    }
}

/// The cells of all ranges in as few ranges as possible.
fn united(mut ranges: Vec<CellRange>) -> Vec<CellRange> {
    ranges.sort_unstable_by_key(|range| range.first);
    let mut united: Vec<CellRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match united.last_mut() {
            Some(previous) if range.first <= previous.last + 1 => {
                previous.last = previous.last.max(range.last)
            }
            _ => united.push(CellRange { full: false, ..range }),
        }
    }
    united
}

/// How much of the sky ranges cover, in cells.
fn size(ranges: &[CellRange]) -> i128 {
    ranges.iter().map(|range| i128::from(range.last) - i128::from(range.first) + 1).sum()
}
