//! Conditions of a SELECT that every row must meet, with the tables that each may narrow.

use crate::resolved::{Cells, Expr, ExprKind, Joined, Primary, Select};
use crate::syntax::JoinKind;

/// The conditions that are joined by AND.
pub(crate) fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::And(parts) => parts.iter().flat_map(conjuncts).collect(),
        _ => vec![condition],
    }
}

/// All sources of a FROM clause.
pub(crate) fn sources_of(from: &[Joined]) -> Vec<usize> {
    let mut sources = Vec::new();
    from.iter().for_each(|joined| sources_of_joined(joined, &mut sources));
    sources
}

/// Calls `visit` with every conjunct of WHERE and ON, and the sources whose rows it may leave out: those for which the
/// answer is the same if rows that do not meet it are not read at all.
pub(crate) fn for_each_conjunct<'s>(select: &'s Select, visit: &mut dyn FnMut(&'s Expr, &[usize])) {
    // A row of an outer join without a partner has no position and does not meet the condition either.
    let here = sources_of(&select.from);
    for condition in select.filter.iter().flat_map(conjuncts) {
        visit(condition, &here);
    }
    select.from.iter().for_each(|joined| {
        conjuncts_of_joined(joined, visit);
    });
}

/// Calls `visit` with the cells of every condition of WHERE and ON; `true` for conjuncts.
pub(super) fn for_each_cells(select: &mut Select, visit: &mut dyn FnMut(&mut Option<Cells>, bool)) {
    for_each_test(select, &mut |test, is_conjunct| match &mut test.kind {
        ExprKind::Within(within) => visit(&mut within.cells, is_conjunct),
        ExprKind::Inside(inside) => visit(&mut inside.cells, is_conjunct),
        _ => {}
    });
}

/// Calls `visit` with every condition of WHERE and ON that AND and OR join; `true` for conjuncts.
pub(super) fn for_each_test(select: &mut Select, visit: &mut dyn FnMut(&mut Expr, bool)) {
    if let Some(filter) = &mut select.filter {
        tests_of(filter, true, visit);
    }
    select.from.iter_mut().for_each(|joined| tests_of_joined(joined, visit));
}

fn sources_of_primary(primary: &Primary, sources: &mut Vec<usize>) {
    match primary {
        Primary::Source(source) => sources.push(*source),
        Primary::Nested(joined) => sources_of_joined(joined, sources),
    }
}

fn sources_of_joined(joined: &Joined, sources: &mut Vec<usize>) {
    sources_of_primary(&joined.first, sources);
    joined.joins.iter().for_each(|join| sources_of_primary(&join.right, sources));
}

/// The sources of the joined table.
fn conjuncts_of_joined<'s>(joined: &'s Joined, visit: &mut dyn FnMut(&'s Expr, &[usize])) -> Vec<usize> {
    let mut left = conjuncts_of_primary(&joined.first, visit);
    for join in &joined.joins {
        let right = conjuncts_of_primary(&join.right, visit);
        let both: Vec<usize> = left.iter().chain(&right).copied().collect();
        let narrowed = match join.kind {
            JoinKind::Inner => &both,
            JoinKind::Left => &right,
            JoinKind::Right => &left,
            JoinKind::Full => &Vec::new(),
        };
        for condition in join.condition.iter().flat_map(conjuncts) {
            visit(condition, narrowed);
        }
        left = both;
    }
    left
}

fn conjuncts_of_primary<'s>(primary: &'s Primary, visit: &mut dyn FnMut(&'s Expr, &[usize])) -> Vec<usize> {
    match primary {
        Primary::Source(source) => vec![*source],
        Primary::Nested(joined) => conjuncts_of_joined(joined, visit),
    }
}

fn tests_of_joined(joined: &mut Joined, visit: &mut dyn FnMut(&mut Expr, bool)) {
    tests_of_primary(&mut joined.first, visit);
    for join in &mut joined.joins {
        tests_of_primary(&mut join.right, visit);
        if let Some(condition) = &mut join.condition {
            tests_of(condition, true, visit);
        }
    }
}

fn tests_of_primary(primary: &mut Primary, visit: &mut dyn FnMut(&mut Expr, bool)) {
    if let Primary::Nested(joined) = primary {
        tests_of_joined(joined, visit);
    }
}

fn tests_of(condition: &mut Expr, is_conjunct: bool, visit: &mut dyn FnMut(&mut Expr, bool)) {
    match &mut condition.kind {
        ExprKind::And(parts) => parts.iter_mut().for_each(|part| tests_of(part, is_conjunct, visit)),
        ExprKind::Or(parts) => parts.iter_mut().for_each(|part| tests_of(part, false, visit)),
        _ => visit(condition, is_conjunct),
    }
}
