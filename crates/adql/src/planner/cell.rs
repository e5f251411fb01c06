//! Comparisons of HEALPix cells as ranges of the stored index.

use crate::resolved::{Cell, Expr, ExprKind, InCells};
use crate::syntax::Comparison;

/// The order of the stored index.
const STORED_ORDER: u32 = 29;

/// The longest list of cells that becomes ranges.
const LIST_MAX: usize = 1000;

/// Makes every comparison of a cell with known ones a range of the bare column, so that its index serves it. It stays
/// NULL for rows without a position, so that it may stand below NOT.
///
/// Not for HAVING, where the bare column is not grouped.
pub(super) fn look_up_cells(condition: &mut Expr) {
    match &mut condition.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter_mut().for_each(look_up_cells),
        ExprKind::Not(operand) => look_up_cells(operand),
        kind => {
            if let Some((cell, cells, negated)) = looked_up(kind) {
                let ranges = ranges(cells, cell.shift);
                *kind = ExprKind::InCells(Box::new(InCells { cell: cell.clone(), ranges, negated }));
            }
        }
    }
}
/// A cell, the first and last of those that it may be, and whether it must not be one of them.
type LookedUp<'c> = (&'c Cell, Vec<(i64, i64)>, bool);

/// The cell that a condition is about.
fn looked_up(condition: &ExprKind) -> Option<LookedUp<'_>> {
    match condition {
        ExprKind::Compare { operator: operator @ (Comparison::Equal | Comparison::NotEqual), operands } => {
            let (cell, number) = match &**operands {
                [Expr { kind: ExprKind::Cell(cell), .. }, number] => (cell, number),
                [number, Expr { kind: ExprKind::Cell(cell), .. }] => (cell, number),
                _ => return None,
            };
            let number = integer(number)?;
            Some((cell, vec![(number, number)], *operator == Comparison::NotEqual))
        }
        ExprKind::Between { operands, negated } => match &**operands {
            [Expr { kind: ExprKind::Cell(cell), .. }, low, high] => {
                Some((cell, vec![(integer(low)?, integer(high)?)], *negated))
            }
            _ => None,
        },
        ExprKind::InList { operand, list, negated } => match &operand.kind {
            ExprKind::Cell(cell) if list.len() <= LIST_MAX => {
                let cells = list.iter().map(|number| Some((integer(number)?, integer(number)?)));
                Some((cell, cells.collect::<Option<_>>()?, *negated))
            }
            _ => None,
        },
        _ => None,
    }
}

fn integer(expr: &Expr) -> Option<i64> {
    match expr.kind {
        ExprKind::Integer(integer) => Some(integer),
        _ => None,
    }
}

/// Cells as ranges of the stored index; those that do not exist are left out.
fn ranges(mut cells: Vec<(i64, i64)>, shift: u32) -> Vec<(i64, i64)> {
    let last_cell = (12 << (2 * STORED_ORDER - shift)) - 1;
    cells.sort_unstable();
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for (first, last) in cells {
        let (first, last) = (first.max(0), last.min(last_cell));
        if first > last {
            continue;
        }
        let (first, last) = (first << shift, ((last + 1) << shift) - 1);
        match ranges.last_mut() {
            Some(before) if before.1 + 1 >= first => before.1 = before.1.max(last),
            _ => ranges.push((first, last)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn cells_become_ranges_of_the_finest_order() {
        assert_eq!(ranges(vec![(3, 3), (1, 1), (2, 2), (7, 7)], 4), [(16, 63), (112, 127)]);
        assert_eq!(ranges(vec![(11, 11)], 58), [(11 << 58, 3458764513820540927)]);
    }

    #[test]
    fn cells_that_do_not_exist_are_left_out() {
        assert_eq!(ranges(vec![(-5, -1), (12, 12)], 58), []);
        assert_eq!(ranges(vec![(i64::MIN, i64::MAX)], 58), [(0, 3458764513820540927)]);
        assert_eq!(ranges(vec![(5, 4)], 0), []);
    }
}
