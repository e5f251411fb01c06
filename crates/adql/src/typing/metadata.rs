//! What a result column is told to be: type, unit, UCD, description.

mod aggregate;
mod declared;
mod measure;
mod quantity;
mod shape;
mod window;

use std::cell::RefCell;
use std::collections::HashMap;

use catalogue::ResultColumn;

use crate::resolved::{Body, ColumnRef, Expr, ExprKind, Query, Source, Statement, query_of};

use super::Type;
use declared::{plain, retype};

pub(crate) use measure::Measure;

/// Reads the metadata of values off the columns that they are made of.
pub(crate) struct Metadata<'s, 'a> {
    sources: &'s [Source<'a>],
    commons: &'s [Query],
    /// What is known of columns of subqueries: without it nested sums would be read again and again.
    known: RefCell<HashMap<ColumnRef, ResultColumn>>,
}

impl<'s, 'a> Metadata<'s, 'a> {
    /// The metadata of values of this statement.
    pub(crate) fn of(statement: &'s Statement<'a>) -> Self {
        Self::new(&statement.sources, &statement.commons)
    }

    /// The metadata of values of a statement that is not complete yet.
    pub(crate) fn new(sources: &'s [Source<'a>], commons: &'s [Query]) -> Self {
        Self { sources, commons, known: RefCell::default() }
    }

    /// The columns of the answer.
    pub(crate) fn result_columns(&self, query: &Query) -> Vec<ResultColumn> {
        let outputs = query.outputs().iter().enumerate();
        outputs
            .map(|(place, output)| {
                let mut column = self.output(&query.body, place);
                column.field.name.clone_from(&output.name);
                column
            })
            .collect()
    }

    /// An output of a query, under no name yet or under that of a column.
    fn output(&self, body: &Body, place: usize) -> ResultColumn {
        match body {
            Body::Select(select) => match select.outputs.get(place) {
                Some(output) => self.value(&output.value),
                None => plain(Type::Null),
            },
            Body::Nested(query) => self.output(&query.body, place),
            Body::Set(set) => {
                let mut column = self.output(&set.first, place);
                if let Some(ty) = set.types.get(place).filter(|ty| **ty != set.first.output_type(place)) {
                    retype(&mut column, *ty);
                }
                column
            }
        }
    }

    /// A value.
    pub(super) fn value(&self, expr: &Expr) -> ResultColumn {
        match &expr.kind {
            ExprKind::Column(column) => self.column(*column),
            ExprKind::Element { array, indexes, label } => self.element(array, indexes, label),
            ExprKind::Cast { operand, length, pad } => self.cast(operand, expr.ty, length.filter(|_| *pad)),
            ExprKind::Coalesce(arguments) => self.one_of(arguments.iter(), expr.ty),
            ExprKind::Case(case) => self.one_of(case.results(), expr.ty),
            ExprKind::Window(window) => self.window(window, expr.ty),
            ExprKind::Aggregate { function, argument, .. } => {
                self.aggregate(*function, argument.as_deref(), expr.ty)
            }
            ExprKind::Call { function, arguments } => self.call(*function, arguments, expr),
            ExprKind::UserCall(call) => self.user_call(call, expr.ty),
            ExprKind::Cell(cell) => self.user_call(&cell.call, expr.ty),
            ExprKind::InUnit(conversion) => self.converted(conversion, expr.ty),
            ExprKind::Distance(_) => {
                let mut column = self.measured(expr);
                column.field.ucd = Some("pos.angDistance".to_owned());
                column
            }
            ExprKind::Point(_)
            | ExprKind::Circle(_)
            | ExprKind::Polygon(_)
            | ExprKind::Range(_)
            | ExprKind::Framed { .. }
            | ExprKind::Sky { .. } => self.shape(expr),
            _ => self.measured(expr),
        }
    }

    /// A value of which only type and unit are known.
    fn measured(&self, expr: &Expr) -> ResultColumn {
        let mut column = plain(expr.ty);
        column.field.unit = self.measure(expr).text();
        column
    }

    fn column(&self, column: ColumnRef) -> ResultColumn {
        match self.sources.get(column.source) {
            Some(Source::Table(source)) => match source.column(column.column) {
                Some(known) => ResultColumn { field: known.field.clone(), pg_type: known.pg_type },
                None => plain(Type::Null),
            },
            Some(source) => match query_of(source, self.commons) {
                Some(query) => self.column_of(query, column),
                None => plain(Type::Null),
            },
            None => plain(Type::Null),
        }
    }

    fn column_of(&self, query: &Query, column: ColumnRef) -> ResultColumn {
        if let Some(known) = self.known.borrow().get(&column) {
            return known.clone();
        }
        let found = self.output(&query.body, column.column);
        self.known.borrow_mut().insert(column, found.clone());
        found
    }
}
