//! The order of a FROM clause: a table that depends on others stands behind them.

use crate::resolved::{Expr, ExprKind, Join, Joined, Primary, Select};
use crate::syntax::JoinKind;

use super::conjuncts::sources_of;

/// Puts `target` behind the sources that it needs, without changing the answer; `false` if that is not possible.
///
/// `lateral` says which sources need others themselves.
pub(super) fn arrange(select: &mut Select, target: usize, needs: &[usize], lateral: &[bool]) -> bool {
    if sees(&select.from, target, needs) {
        return true;
    }
    turn_right_join(&mut select.from, target);
    if sees(&select.from, target, needs) {
        return true;
    }
    let Some(mut row) = Row::of(&select.from) else { return false };
    if !row.put_behind(target, needs, lateral) {
        return false;
    }
    let Some((from, conditions)) = row.into_from() else { return false };
    select.from = vec![from];
    select.filter = joined_by_and(select.filter.take(), conditions);
    true
}

/// Whether all that is needed stands where the target can refer to it.
fn sees(from: &[Joined], target: usize, needs: &[usize]) -> bool {
    let mut before: Vec<usize> = Vec::new();
    for joined in from {
        if let Some(seen) = seen_in(joined, target, &before) {
            return needs.iter().all(|source| seen.contains(source));
        }
        before.extend(sources_of(std::slice::from_ref(joined)));
    }
    false
}

/// The sources to which the target can refer, if it is in this joined table.
fn seen_in(joined: &Joined, target: usize, before: &[usize]) -> Option<Vec<usize>> {
    let seen_by = |primary: &Primary, before: &[usize]| match primary {
        Primary::Source(source) => (*source == target).then(|| before.to_vec()),
        Primary::Nested(joined) => seen_in(joined, target, before),
    };
    if let Some(seen) = seen_by(&joined.first, before) {
        return Some(seen);
    }
    let mut left = before.to_vec();
    left.extend(sources_of_primary(&joined.first));
    for join in &joined.joins {
        // PostgreSQL: the right side of a RIGHT or FULL join cannot refer to the left.
        let visible = match join.kind {
            JoinKind::Inner | JoinKind::Left => &left,
            JoinKind::Right | JoinKind::Full => before,
        };
        if let Some(seen) = seen_by(&join.right, visible) {
            return Some(seen);
        }
        left.extend(sources_of_primary(&join.right));
    }
    None
}

fn sources_of_primary(primary: &Primary) -> Vec<usize> {
    match primary {
        Primary::Source(source) => vec![*source],
        Primary::Nested(joined) => sources_of(std::slice::from_ref(joined)),
    }
}

/// `target RIGHT JOIN other` as `other LEFT JOIN target`.
fn turn_right_join(from: &mut [Joined], target: usize) {
    for joined in from {
        if let (Primary::Source(source), Some(join)) = (&joined.first, joined.joins.first_mut())
            && *source == target
            && join.kind == JoinKind::Right
        {
            join.kind = JoinKind::Left;
            std::mem::swap(&mut joined.first, &mut join.right);
        }
    }
}

/// A FROM clause of inner and left joins as one row of tables.
struct Row {
    tables: Vec<Member>,
    /// The conditions of inner joins, which hold for every row of the answer.
    conditions: Vec<Expr>,
}

struct Member {
    table: Primary,
    /// The condition of a left join.
    left: Option<Option<Expr>>,
}

impl Row {
    /// `None` if there are other joins, whose order matters.
    fn of(from: &[Joined]) -> Option<Self> {
        let mut row = Self { tables: Vec::new(), conditions: Vec::new() };
        for joined in from {
            row.tables.push(Member { table: joined.first.clone(), left: None });
            for Join { kind, right, condition } in &joined.joins {
                let left = match kind {
                    JoinKind::Inner => {
                        row.conditions.extend(condition.clone());
                        None
                    }
                    JoinKind::Left => Some(condition.clone()),
                    JoinKind::Right | JoinKind::Full => return None,
                };
                row.tables.push(Member { table: right.clone(), left });
            }
        }
        Some(row)
    }

    /// Moves what the target needs in front of it.
    fn put_behind(&mut self, target: usize, needs: &[usize], lateral: &[bool]) -> bool {
        let Some(mut at) = self.place_of(target) else { return false };
        for &need in needs {
            let Some(place) = self.place_of(need) else { return false };
            if place < at {
                continue;
            }
            if self.tables[place].left.is_some() || lateral.get(need).copied().unwrap_or(true) {
                return false;
            }
            let member = self.tables.remove(place);
            self.tables.insert(at, member);
            at += 1;
        }
        true
    }

    fn place_of(&self, source: usize) -> Option<usize> {
        self.tables.iter().position(|member| matches!(member.table, Primary::Source(own) if own == source))
    }

    fn into_from(self) -> Option<(Joined, Vec<Expr>)> {
        let mut tables = self.tables.into_iter();
        let first = tables.next().filter(|member| member.left.is_none())?.table;
        let joins = tables.map(|Member { table, left }| match left {
            Some(condition) => Join { kind: JoinKind::Left, right: table, condition },
            None => Join { kind: JoinKind::Inner, right: table, condition: None },
        });
        Some((Joined { first, joins: joins.collect() }, self.conditions))
    }
}

fn joined_by_and(filter: Option<Expr>, mut conditions: Vec<Expr>) -> Option<Expr> {
    match filter {
        Some(Expr { kind: ExprKind::And(parts), .. }) => conditions.extend(parts),
        filter => conditions.extend(filter),
    }
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => {
            let span = conditions[0].span;
            Some(Expr::condition(ExprKind::And(conditions), span))
        }
    }
}
