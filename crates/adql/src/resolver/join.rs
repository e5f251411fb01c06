//! Joins: ON, USING and NATURAL (ADQL 2.1 §2.2.2).
//!
//! USING and NATURAL become ordinary conditions and merged columns, so that published names and those of PostgreSQL
//! may differ.

use std::collections::HashSet;

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{ColumnRef, Expr, ExprKind, Join};
use crate::syntax::{self, Comparison, Identifier, JoinCondition, JoinKind};
use crate::typing::{Type, comparable, unified};

use super::Resolver;
use super::aggregate::Aggregates;
use super::from::refuse_clash;
use super::range::{Entry, Range};

impl Resolver<'_> {
    /// A join with the range of what stands left of it.
    pub(super) fn join(&mut self, left: Range, join: &syntax::Join) -> Outcome<(Join, Range)> {
        let (right_table, right) = self.primary(&join.right)?;
        refuse_clash(&left, &right)?;
        let (condition, range) = match &join.condition {
            JoinCondition::Always if join.kind == JoinKind::Inner => (None, both(left, right)),
            // The grammar makes the condition optional, but gives an outer join without one no meaning.
            JoinCondition::Always => {
                return fault(ErrorKind::NoJoinCondition { kind: join.kind.keyword() }, join.span);
            }
            JoinCondition::On(condition) => {
                let on = |resolver: &mut Self| {
                    let place = Aggregates::Forbidden("ON");
                    resolver.with_aggregates(place, |resolver| resolver.condition(condition))
                };
                let (condition, range) = self.within(both(left, right), on)?;
                (Some(condition), range)
            }
            JoinCondition::Using(columns) => self.using(left, right, columns, join)?,
            JoinCondition::Natural => {
                let columns = self.common_columns(&left, &right, join);
                self.using(left, right, &columns, join)?
            }
        };
        Ok((Join { kind: join.kind, right: right_table, condition }, range))
    }

    /// The condition that the named columns are equal, and the range in which each is one column.
    fn using(
        &mut self,
        mut left: Range,
        mut right: Range,
        columns: &[Identifier],
        join: &syntax::Join,
    ) -> Outcome<(Option<Expr>, Range)> {
        let mut conditions = Vec::with_capacity(columns.len());
        let mut merged = Vec::with_capacity(columns.len());
        for name in columns {
            let one = self.side_of_using(&left, name, "left")?;
            let other = self.side_of_using(&right, name, "right")?;
            let mut operands = [one.clone(), other.clone()];
            comparable(&mut operands)?;
            let kind = ExprKind::Compare { operator: Comparison::Equal, operands: Box::new(operands) };
            conditions.push(Expr::condition(kind, name.span));
            let spelling = self.spelling(&left, name);
            left.remove(name, &one);
            right.remove(name, &other);
            merged.push(Entry::Merged { name: spelling, value: merge(join.kind, one, other) });
        }
        let condition = match conditions.len() {
            0 => None,
            1 => conditions.pop(),
            _ => Some(Expr::condition(ExprKind::And(conditions), join.span)),
        };
        let mut range = Range { entries: merged };
        range.append(left);
        range.append(right);
        Ok((condition, range))
    }

    fn side_of_using(&mut self, range: &Range, name: &Identifier, side: &'static str) -> Outcome<Expr> {
        match self.column_in(range, name)? {
            Some(value) => Ok(self.used(value, name.span)),
            None => fault(ErrorKind::UsingColumn { name: clipped(&name.text), side }, name.span),
        }
    }

    /// The columns that NATURAL joins by: those whose names both sides have.
    fn common_columns(&self, left: &Range, right: &Range, join: &syntax::Join) -> Vec<Identifier> {
        let there: HashSet<String> =
            self.names(right).into_iter().map(|name| name.to_ascii_lowercase()).collect();
        let mut seen = HashSet::new();
        self.names(left)
            .into_iter()
            .filter(|name| there.contains(&name.to_ascii_lowercase()))
            .filter(|name| seen.insert(name.to_ascii_lowercase()))
            .map(|name| Identifier { text: name.to_owned(), delimited: false, span: join.span })
            .collect()
    }

    /// The names of the columns of a range in the order of `*`.
    fn names<'r>(&'r self, range: &'r Range) -> Vec<&'r str> {
        let mut names = Vec::new();
        for entry in &range.entries {
            match entry {
                Entry::Merged { name, .. } => names.push(name.as_str()),
                Entry::Table(table) => {
                    let visible =
                        (0..self.width(table.source)).filter(|column| !table.hidden.contains(column));
                    names.extend(
                        visible.map(|column| self.name_of(ColumnRef { source: table.source, column })),
                    );
                }
            }
        }
        names
    }

    /// A column name as its table spells it.
    fn spelling(&self, range: &Range, name: &Identifier) -> String {
        let names = self.names(range);
        names.into_iter().find(|known| name.matches(known)).unwrap_or(&name.text).to_owned()
    }
}

impl Range {
    /// Takes a column that is about to be merged out of the reach of unqualified names.
    fn remove(&mut self, name: &Identifier, value: &Expr) {
        self.entries
            .retain(|entry| !matches!(entry, Entry::Merged { name: merged, .. } if name.matches(merged)));
        let ExprKind::Column(column) = value.kind else { return };
        for entry in &mut self.entries {
            if let Entry::Table(table) = entry
                && table.source == column.source
                && !table.hidden.contains(&column.column)
            {
                table.hidden.push(column.column);
            }
        }
    }
}

fn both(mut left: Range, right: Range) -> Range {
    left.append(right);
    left
}

/// The value of a merged column: never NULL where either side has a value.
fn merge(kind: JoinKind, left: Expr, right: Expr) -> Expr {
    match kind {
        JoinKind::Inner | JoinKind::Left => left,
        JoinKind::Right => right,
        JoinKind::Full => {
            let ty = unified(left.ty, right.ty).unwrap_or(Type::Text);
            let span = left.span;
            Expr::new(ExprKind::Coalesce(vec![left, right]), ty, span)
        }
    }
}
