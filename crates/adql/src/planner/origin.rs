//! Columns of subqueries that are columns of tables, passed on row by row.

use crate::resolved::{Body, ColumnRef, Expr, ExprKind, Query, Select, Source, Statement, query_of};

/// For each source and each of its columns, the column of its own FROM that it is.
pub(super) struct Origins {
    columns: Vec<Vec<Option<ColumnRef>>>,
    /// Which sources are queries of WITH.
    commons: Vec<bool>,
}

impl Origins {
    /// The origins of a whole statement.
    pub(super) fn of(statement: &Statement<'_>) -> Self {
        let uses = |common: usize| {
            let sources = statement.sources.iter();
            sources.filter(|source| matches!(source, Source::Common(place) if *place == common)).count()
        };
        let sources = statement.sources.iter().map(|source| match source {
            Source::Table(_) => Vec::new(),
            // A query of WITH that is read twice must give both readers all of its rows.
            Source::Common(common) if uses(*common) > 1 => Vec::new(),
            _ => query_of(source, &statement.commons).map_or(Vec::new(), passed),
        });
        let commons = statement.sources.iter().map(|source| matches!(source, Source::Common(_)));
        Self { columns: sources.collect(), commons: commons.collect() }
    }

    /// The column of a table that a column is, through any number of subqueries.
    pub(super) fn of_column(&self, mut column: ColumnRef) -> ColumnRef {
        while let Some(inner) = self.inner(column) {
            column = inner;
        }
        column
    }

    /// Whether a query of WITH stands between a column and the table that it is from.
    pub(super) fn is_common(&self, mut column: ColumnRef) -> bool {
        while let Some(inner) = self.inner(column) {
            if self.commons.get(column.source).copied().unwrap_or_default() {
                return true;
            }
            column = inner;
        }
        false
    }

    /// One step down; a source is always made after those of its own FROM, so this ends.
    fn inner(&self, column: ColumnRef) -> Option<ColumnRef> {
        *self.columns.get(column.source)?.get(column.column)?
    }
}

/// The columns that a query passes on, if it gives one row for each row of its FROM that it selects.
fn passed(query: &Query) -> Vec<Option<ColumnRef>> {
    match &query.body {
        Body::Select(select) if query.offset.is_none() && query.limit.is_none() && passes_rows(select) => {
            let column = |expr: &Expr| match expr.kind {
                ExprKind::Column(column) => Some(column),
                _ => None,
            };
            select.outputs.iter().map(|output| column(&output.value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether leaving out rows of a table before a SELECT is the same as leaving out its rows after it.
fn passes_rows(select: &Select) -> bool {
    !select.distinct
        && select.top.is_none()
        && select.group_by.is_empty()
        && select.having.is_none()
        && select.outputs.iter().all(|output| is_of_row(&output.value))
}

/// Whether a value is made of nothing but its own row. Kinds that are not named here may look at other rows.
pub(super) fn is_of_row(value: &Expr) -> bool {
    let known = matches!(
        value.kind,
        ExprKind::Null
            | ExprKind::Integer(_)
            | ExprKind::Double(_)
            | ExprKind::String(_)
            | ExprKind::Boolean(_)
            | ExprKind::Timestamp(_)
            | ExprKind::Column(_)
            | ExprKind::Element { .. }
            | ExprKind::Negate(_)
            | ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::Concat(_)
            | ExprKind::Call { .. }
            | ExprKind::Coalesce(_)
            | ExprKind::Case(_)
            | ExprKind::Cast { .. }
            | ExprKind::Point(_)
            | ExprKind::Circle(_)
            | ExprKind::Polygon(_)
            | ExprKind::Range(_)
            | ExprKind::Framed { .. }
            | ExprKind::Sky { .. }
            | ExprKind::Coordinate { .. }
            | ExprKind::Distance(_)
    );
    let mut parts_known = true;
    value.for_each_part(&mut |part| parts_known = parts_known && is_of_row(part));
    known && parts_known
}
