//! SELECT, set operations, WITH.

use catalogue::{PgType, ResultColumn};

use crate::resolved::{Body, Expr, ExprKind, Query, Select, SetOperation, SortKey, SortValue};
use crate::typing::Type;

use super::Printer;

impl Printer<'_, '_> {
    /// The whole statement.
    pub(super) fn statement(&mut self, columns: &[ResultColumn], rows_max: Option<u64>) {
        let statement = self.statement;
        for (place, common) in statement.commons.iter().enumerate() {
            let lead = if place == 0 { "WITH" } else { "," };
            self.add(format_args!("{lead} \"w{}\" AS (", place + 1));
            self.query(common, None, None);
            self.push(")");
        }
        if !statement.commons.is_empty() {
            self.push(" ");
        }
        let types: Vec<PgType> = columns.iter().map(|column| column.pg_type).collect();
        self.query(&statement.query, Some(&types), rows_max);
    }

    /// A query; its outputs are cast to `types` if given, and it yields no more than `rows_max`.
    pub(super) fn query(&mut self, query: &Query, types: Option<&[PgType]>, rows_max: Option<u64>) {
        if self.full {
            return;
        }
        self.body(&query.body, types);
        if !query.order_by.is_empty() {
            self.push(" ORDER BY ");
            let grouped = matches!(&query.body, Body::Select(select) if !select.group_by.is_empty());
            self.within_groups(grouped, |printer| {
                printer.list(&query.order_by, ", ", |printer, key| printer.sort_key(key));
            });
        }
        let top = match &query.body {
            Body::Select(select) => select.top,
            Body::Nested(_) | Body::Set(_) => query.limit,
        };
        self.limit([top, rows_max].into_iter().flatten().min());
        if let Some(offset) = query.offset {
            self.add(format_args!(" OFFSET {}", countable(offset)));
        }
    }

    fn body(&mut self, body: &Body, types: Option<&[PgType]>) {
        match body {
            Body::Select(select) => self.select(select, types),
            Body::Nested(query) => {
                self.push("(");
                self.query(query, types, None);
                self.push(")");
            }
            Body::Set(set) => self.set_operation(set, types),
        }
    }

    fn set_operation(&mut self, set: &SetOperation, types: Option<&[PgType]>) {
        let own: Vec<PgType> = set.types.iter().map(|ty| ty.pg()).collect();
        let types = types.unwrap_or(&own);
        self.operand(&set.first, types);
        for step in &set.rest {
            let all = if step.all { " ALL" } else { "" };
            self.add(format_args!(" {}{all} ", step.operator.keyword()));
            self.operand(&step.operand, types);
        }
    }

    /// An operand of a set operator; TOP belongs to it alone.
    fn operand(&mut self, operand: &Body, types: &[PgType]) {
        if let Body::Nested(_) = operand {
            return self.body(operand, Some(types));
        }
        self.push("(");
        self.body(operand, Some(types));
        if let Body::Select(select) = operand {
            self.limit(select.top);
        }
        self.push(")");
    }

    fn select(&mut self, select: &Select, types: Option<&[PgType]>) {
        self.push(if select.distinct { "SELECT DISTINCT " } else { "SELECT " });
        let grouped = !select.group_by.is_empty();
        self.within_groups(grouped, |printer| printer.outputs(select, types));
        self.push(" FROM ");
        self.list(&select.from, ", ", |printer, joined| printer.joined(joined));
        if let Some(filter) = &select.filter {
            self.push(" WHERE ");
            self.value(filter);
        }
        if !select.group_by.is_empty() {
            self.push(" GROUP BY ");
            self.within_groups(grouped, |printer| {
                printer.list(&select.group_by, ", ", |printer, key| printer.key(key));
            });
        }
        if let Some(having) = &select.having {
            self.push(" HAVING ");
            self.within_groups(grouped, |printer| printer.value(having));
        }
    }

    /// What stands where only columns that are grouped by may be named, if `grouped`.
    fn within_groups(&mut self, grouped: bool, print: impl FnOnce(&mut Self)) {
        let around = self.grouped;
        self.grouped |= grouped;
        print(self);
        self.grouped = around;
    }

    fn outputs(&mut self, select: &Select, types: Option<&[PgType]>) {
        let mut place = 0;
        self.list(&select.outputs, ", ", |printer, output| {
            match types.and_then(|types| types.get(place)) {
                Some(ty) => printer.exactly(&output.value, *ty),
                None if output.value.ty == Type::Null => printer.exactly(&output.value, Type::Text.pg()),
                None => printer.value(&output.value),
            }
            place += 1;
            printer.add(format_args!(" AS \"c{place}\""));
        });
    }

    fn sort_key(&mut self, key: &SortKey) {
        match &key.value {
            SortValue::Output(place) => self.add(format_args!("{}", place + 1)),
            SortValue::Value(value) => self.key(value),
        }
        if key.descending {
            self.push(" DESC");
        }
    }

    /// A sort or grouping key; a bare literal would be read as a position.
    pub(super) fn key(&mut self, value: &Expr) {
        self.value(value);
        if matches!(value.kind, ExprKind::Null | ExprKind::Integer(_) | ExprKind::String(_)) {
            self.cast_to(value.ty.pg());
        }
    }

    fn limit(&mut self, rows: Option<u64>) {
        if let Some(rows) = rows {
            self.add(format_args!(" LIMIT {}", countable(rows)));
        }
    }
}

/// PostgreSQL counts rows in 63 bits.
fn countable(rows: u64) -> u64 {
    rows.min(i64::MAX as u64)
}
