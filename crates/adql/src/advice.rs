//! Warnings of queries that read or sort all rows of a large table, from what is published of rows and indexes.

use crate::planner::{conjuncts, for_each_conjunct, sources_of};
use crate::resolved::{
    Body, ColumnRef, Expr, ExprKind, Query, Select, SortValue, Source, Statement, TableSource,
};
use crate::syntax::{Comparison, Span};
use crate::translation::WarningKind;

/// Tables with fewer rows are read as a whole in less time than anybody notices.
const LARGE_ROWS: u64 = 50_000;

/// What a planned statement does with large tables. Those whose rows the caller may not all see have no number of rows,
/// and no warning.
pub(crate) fn advice(statement: &Statement<'_>) -> Vec<(WarningKind, Span)> {
    let mut advice = Vec::new();
    let derived = statement.sources.iter().filter_map(|source| match source {
        Source::Derived(query) => Some(query),
        Source::Table(_) | Source::Common(_) => None,
    });
    for query in statement.commons.iter().chain(derived).chain([&statement.query]) {
        of_query(statement, query, &mut advice);
    }
    advice
}

fn of_query(statement: &Statement<'_>, query: &Query, advice: &mut Vec<(WarningKind, Span)>) {
    match &query.body {
        Body::Select(select) => of_select(statement, query, select, advice),
        Body::Nested(query) => of_query(statement, query, advice),
        Body::Set(set) => {
            let operands = std::iter::once(&set.first).chain(set.rest.iter().map(|step| &step.operand));
            for operand in operands {
                match operand {
                    Body::Select(select) if select.top.is_none() => of_rows(statement, select, &[], advice),
                    Body::Nested(query) => of_query(statement, query, advice),
                    Body::Select(_) | Body::Set(_) => {}
                }
            }
        }
    }
}

fn of_select(
    statement: &Statement<'_>,
    query: &Query,
    select: &Select,
    advice: &mut Vec<(WarningKind, Span)>,
) {
    let is_aggregated =
        !select.group_by.is_empty() || select.outputs.iter().any(|output| output.value.has_aggregate());
    let is_cut = select.top.is_some() || query.limit.is_some();
    let keys: Vec<&Expr> = query.order_by.iter().filter_map(|key| key_of(&key.value, select)).collect();
    // Aggregates are few rows to sort.
    let keys = if is_aggregated { &[] } else { keys.as_slice() };
    let is_whole = match is_cut {
        true => is_aggregated || !keys.is_empty(),
        false => is_aggregated || !keys.is_empty() || select.filter.is_some() || select.distinct,
    };
    if is_whole {
        // Without TOP an index of the order does not spare a row.
        of_rows(statement, select, if is_cut { keys } else { &[] }, advice);
    }
}

/// The warnings of a SELECT that needs all rows which its conditions leave, some of them first in an order.
fn of_rows(
    statement: &Statement<'_>,
    select: &Select,
    keys: &[&Expr],
    advice: &mut Vec<(WarningKind, Span)>,
) {
    let mut found = Vec::new();
    for_each_conjunct(select, &mut |condition, narrowed| {
        let by_index = found_by(statement, condition);
        found.extend(by_index.into_iter().filter(|source| narrowed.contains(source)));
    });
    for place in sources_of(&select.from) {
        let Some((source, rows)) = large(statement, place) else { continue };
        if found.contains(&place) {
            continue;
        }
        // An index gives the order of the first key.
        let key = keys.first().filter(|key| sources_in(key).contains(&place));
        let table = source.table.name.clone();
        match key {
            Some(key) if column_of(key).is_some_and(|column| is_indexed(statement, column)) => {}
            Some(key) => advice.push((WarningKind::WholeSort { table, rows }, key.span)),
            None => advice.push((WarningKind::WholeTable { table, rows }, source.span)),
        }
    }
}

/// A large table that no condition on the sky narrows, with the number of its rows.
fn large<'s>(statement: &'s Statement<'_>, place: usize) -> Option<(&'s TableSource<'s>, u64)> {
    let Some(Source::Table(source)) = statement.sources.get(place) else { return None };
    let by_sky = source.healpix || source.narrowing.is_some() || !source.probes.is_empty();
    let rows = source.table.rows.filter(|&rows| rows >= LARGE_ROWS && !by_sky)?;
    Some((source, rows))
}

/// The sources whose rows an index finds for a condition.
fn found_by(statement: &Statement<'_>, condition: &Expr) -> Vec<usize> {
    let indexed = |operand: &Expr| {
        column_of(operand).filter(|&column| is_indexed(statement, column)).map(|column| column.source)
    };
    match &condition.kind {
        ExprKind::And(_) => {
            conjuncts(condition).into_iter().flat_map(|part| found_by(statement, part)).collect()
        }
        ExprKind::Or(parts) => {
            let mut parts = parts.iter().map(|part| found_by(statement, part));
            let first = parts.next().unwrap_or_default();
            parts.fold(first, |both, next| both.into_iter().filter(|place| next.contains(place)).collect())
        }
        ExprKind::Compare { operator, operands } if *operator != Comparison::NotEqual => {
            operands.iter().filter_map(indexed).collect()
        }
        ExprKind::Between { operands, negated: false } => operands.iter().filter_map(indexed).collect(),
        ExprKind::InList { operand, negated: false, .. }
        | ExprKind::InQuery { operand, negated: false, .. }
        | ExprKind::IsNull { operand, negated: false } => indexed(operand).into_iter().collect(),
        // What the database looks up there is not known here.
        ExprKind::InCells(_) | ExprKind::Footprint(_) => sources_in(condition),
        _ => Vec::new(),
    }
}

/// The sources whose columns stand in an expression.
fn sources_in(expr: &Expr) -> Vec<usize> {
    let mut sources: Vec<usize> = column_of(expr).map(|column| column.source).into_iter().collect();
    expr.for_each_part(&mut |part| sources.extend(sources_in(part)));
    sources
}

fn key_of<'q>(key: &'q SortValue, select: &'q Select) -> Option<&'q Expr> {
    match key {
        SortValue::Output(place) => select.outputs.get(*place).map(|output| &output.value),
        SortValue::Value(value) => Some(value),
    }
}

/// The column that an expression is; an element of an array, which no index of the column serves, is none.
fn column_of(expr: &Expr) -> Option<ColumnRef> {
    match &expr.kind {
        ExprKind::Column(column) => Some(*column),
        ExprKind::Cast { operand, .. } => column_of(operand),
        _ => None,
    }
}

fn is_indexed(statement: &Statement<'_>, column: ColumnRef) -> bool {
    match statement.sources.get(column.source) {
        Some(Source::Table(source)) => source.column(column.column).is_some_and(|column| column.indexed),
        _ => false,
    }
}
