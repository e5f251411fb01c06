//! The conditions that say which rows of a table a caller may see.

use crate::error::{ErrorKind, Fault, Outcome, clipped, fault};
use crate::options::Options;
use crate::parser::condition_tree;
use crate::resolved::{Expr, ExprKind, Source};
use crate::syntax::{self, Function, Identifier, Span, TableName};

use super::Resolver;
use super::aggregate::Aggregates;
use super::range::{Exposed, Range};

impl<'a> Resolver<'a> {
    /// Resolves the row filters of a table that stands in FROM as `name`: a row must satisfy one of them.
    pub(super) fn filter(&mut self, source: usize, name: &TableName) -> Outcome<()> {
        let Some(Source::Table(known)) = self.sources.get(source) else { return Ok(()) };
        let texts: &'a [String] = &known.table.row_filters;
        let mut filters = Vec::with_capacity(texts.len());
        for text in texts {
            match self.row_filter(source, text) {
                Ok(filter) => filters.push(filter),
                // Its text and place are nothing that the user wrote or may read.
                Err(Fault { kind, .. }) => {
                    let place = name.span();
                    let (name, problem) = (clipped(&name.to_string()), kind.to_string());
                    return fault(ErrorKind::RowFilter { name, problem }, place);
                }
            }
        }
        if let Some(Source::Table(known)) = self.sources.get_mut(source) {
            known.filter = match filters.len() {
                0 | 1 => filters.pop(),
                _ => Some(Expr::condition(ExprKind::Or(filters), Span::default())),
            };
        }
        Ok(())
    }

    /// One condition over the columns of a source, the hidden ones among them.
    pub(super) fn row_filter(&mut self, source: usize, text: &str) -> Result<Expr, Fault> {
        let tree = condition_tree(text, &Options::default())?;
        refuse_foreign(&tree).map_err(|fault| *fault)?;
        let Some(Source::Table(known)) = self.sources.get(source) else {
            return Ok(Expr::condition(ExprKind::Boolean(false), Span::default()));
        };
        let name = Identifier::delimited(known.table.name.clone());
        let range = Range::of(Exposed { source, schema: None, name, hidden: Vec::new() });
        // A name of an enumeration is that of the table's own collection, whatever else the query reads.
        let collections = std::mem::replace(&mut self.collections, vec![known.collection]);
        let levels = std::mem::take(&mut self.levels);
        let (filtered, warned) = (self.filtered.replace(source), self.warnings.len());
        let place = Aggregates::Forbidden("a row filter");
        let outcome = self
            .within(range, |resolver| resolver.with_aggregates(place, |resolver| resolver.condition(&tree)));
        self.warnings.truncate(warned);
        self.filtered = filtered;
        self.levels = levels;
        self.collections = collections;
        outcome.map(|(condition, _)| condition).map_err(|fault| *fault)
    }

    /// The place of a hidden column among those of its kind, where the filter of its table is resolved.
    pub(super) fn hidden_column(&self, source: usize, name: &Identifier) -> Option<usize> {
        match self.sources.get(source) {
            Some(Source::Table(known)) if self.filtered == Some(source) => {
                known.table.hidden_columns.iter().position(|column| name.matches(&column.field.name))
            }
            _ => None,
        }
    }
}

/// Refuses what would make a filter look beyond its row, or say something else each time.
fn refuse_foreign(expr: &syntax::Expr) -> Outcome<()> {
    let what = match &expr.kind {
        syntax::ExprKind::InQuery { .. } | syntax::ExprKind::Exists(_) => Some("a subquery"),
        syntax::ExprKind::Call { function: Function::Rand, .. } => Some("RAND"),
        _ => None,
    };
    if let Some(what) = what {
        return fault(ErrorKind::RowFilterPart { what }, expr.span);
    }
    let mut outcome = Ok(());
    expr.for_each_part(&mut |part| {
        if outcome.is_ok() {
            outcome = refuse_foreign(part);
        }
    });
    outcome
}
