//! Column names.

use std::collections::HashSet;

use catalogue::{nearest, quoted};

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{ColumnRef, Expr, ExprKind, Source, column_type, query_of};
use crate::syntax::{ColumnName, Identifier, Span, TableName};

use super::Resolver;
use super::range::{Entry, Exposed, Range};

/// The largest number of names that an error lists.
const LISTED: usize = 20;

impl<'a> Resolver<'a> {
    /// What a column name means: the innermost query that knows it decides.
    pub(super) fn column(&mut self, name: &ColumnName) -> Outcome<Expr> {
        let found = match &name.qualifier {
            Some(qualifier) => Some(self.qualified(qualifier, name)?),
            None => self.unqualified(&name.name)?,
        };
        match found {
            Some(value) => Ok(self.used(value, name.span())),
            None => fault(self.unknown_column(name, None), name.span()),
        }
    }

    /// The column of one range that an unqualified name means.
    pub(super) fn column_in(&self, range: &Range, name: &Identifier) -> Outcome<Option<Expr>> {
        let mut found: Option<Expr> = None;
        let mut ambiguous = false;
        for entry in &range.entries {
            let value = match entry {
                Entry::Merged { name: merged, value } if name.matches(merged) => Some(value.clone()),
                Entry::Merged { .. } => None,
                Entry::Table(table) => self
                    .column_of(table.source, name)?
                    .filter(|column| !table.hidden.contains(&column.column))
                    .map(|column| self.reference(column, name.span)),
            };
            ambiguous |= found.is_some() && value.is_some();
            found = found.or(value);
        }
        match ambiguous {
            true => fault(self.ambiguous(range, name), name.span),
            false => Ok(found),
        }
    }

    /// The table of the innermost FROM that a qualifier means.
    pub(super) fn table_named(&self, qualifier: &TableName) -> Outcome<&Exposed> {
        for range in self.levels.iter().rev() {
            let mut tables = range.tables().filter(|table| table.answers(qualifier));
            match (tables.next(), tables.next()) {
                (Some(table), None) => return Ok(table),
                (Some(one), Some(other)) => {
                    let candidates = vec![one.written(), other.written()];
                    let name = clipped(&qualifier.to_string());
                    return fault(ErrorKind::AmbiguousTable { name, candidates }, qualifier.span());
                }
                (None, _) => {}
            }
        }
        let innermost = self.levels.last();
        let known = innermost.map(|range| range.tables().map(Exposed::written).take(LISTED).collect());
        let (name, known) = (clipped(&qualifier.to_string()), known.unwrap_or_default());
        fault(ErrorKind::UnknownQualifier { name, known }, qualifier.span())
    }

    /// A reference to a column of a source.
    pub(super) fn reference(&self, column: ColumnRef, span: Span) -> Expr {
        let ty = column_type(&self.sources, &self.commons, column);
        Expr::new(ExprKind::Column(column), ty, span)
    }

    /// The value at another place of the text; its columns are noted as used.
    pub(super) fn used(&mut self, mut value: Expr, span: Span) -> Expr {
        value.span = span;
        let mut columns = Vec::new();
        columns_of(&value, &mut columns);
        for column in columns {
            if let Some(Source::Table(source)) = self.sources.get_mut(column.source) {
                match self.filtered {
                    Some(_) => source.test_column(column.column),
                    None => source.use_column(column.column),
                }
            }
        }
        value
    }

    /// The number of columns of a source.
    pub(super) fn width(&self, source: usize) -> usize {
        match self.sources.get(source) {
            Some(Source::Table(known)) => match self.filtered == Some(source) {
                true => known.table.columns.len() + known.table.hidden_columns.len(),
                false => known.table.columns.len(),
            },
            Some(source) => query_of(source, &self.commons).map_or(0, |query| query.outputs().len()),
            None => 0,
        }
    }

    /// The name of a column as its table spells it.
    pub(super) fn name_of(&self, column: ColumnRef) -> &str {
        let name = match self.sources.get(column.source) {
            Some(Source::Table(source)) => {
                source.column(column.column).map(|column| column.field.name.as_str())
            }
            Some(source) => query_of(source, &self.commons)
                .and_then(|query| query.outputs().get(column.column))
                .map(|output| output.name.as_str()),
            None => None,
        };
        name.unwrap_or_default()
    }

    fn qualified(&self, qualifier: &TableName, name: &ColumnName) -> Outcome<Expr> {
        let table = self.table_named(qualifier)?;
        match self.column_of(table.source, &name.name)? {
            Some(column) => Ok(self.reference(column, name.span())),
            None => fault(self.unknown_column(name, Some(table.source)), name.name.span),
        }
    }

    fn unqualified(&self, name: &Identifier) -> Outcome<Option<Expr>> {
        for range in self.levels.iter().rev() {
            if let Some(value) = self.column_in(range, name)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// The column of that name in a source.
    fn column_of(&self, source: usize, name: &Identifier) -> Outcome<Option<ColumnRef>> {
        let place = match self.sources.get(source) {
            Some(Source::Table(known)) => {
                let published = known.table.column(name.ident()).map(|(place, _)| place);
                let hidden = || self.hidden_column(source, name);
                published.or_else(|| hidden().map(|place| known.table.columns.len() + place))
            }
            Some(known) => {
                let outputs = query_of(known, &self.commons).map_or(&[][..], |query| query.outputs());
                let mut places = (0..outputs.len()).filter(|place| name.matches(&outputs[*place].name));
                let first = places.next();
                if places.next().is_some() {
                    return fault(ErrorKind::AmbiguousOutput { name: clipped(&name.text) }, name.span);
                }
                first
            }
            None => None,
        };
        Ok(place.map(|column| ColumnRef { source, column }))
    }

    fn ambiguous(&self, range: &Range, name: &Identifier) -> ErrorKind {
        let has_it = |table: &&Exposed| matches!(self.column_of(table.source, name), Ok(Some(_)));
        let candidates = range
            .tables()
            .filter(has_it)
            .map(|table| format!("{}.{}", table.written(), quoted(&name.text)))
            .take(LISTED)
            .collect();
        ErrorKind::AmbiguousColumn { name: clipped(&name.text), candidates }
    }

    /// An unknown column, with the nearest names of one source, or of all in reach.
    fn unknown_column(&self, name: &ColumnName, source: Option<usize>) -> ErrorKind {
        let names = self.known_columns(source);
        let near = nearest(&name.name.text, names.iter().copied(), 5);
        let known = if near.is_empty() { &names[..names.len().min(LISTED)] } else { &near[..] };
        ErrorKind::UnknownColumn {
            name: clipped(&name.to_string()),
            known: known.iter().map(|name| quoted(name).into_owned()).collect(),
            near: !near.is_empty(),
            quoted: (name.name.delimited && name.qualifier.is_none()).then(|| clipped(&name.name.text)),
        }
    }

    /// The names of the columns of one source, or of all in reach, each once.
    fn known_columns(&self, source: Option<usize>) -> Vec<&str> {
        let in_reach = self.levels.iter().rev().flat_map(Range::tables).map(|table| table.source);
        let sources: Vec<usize> = source.map_or_else(|| in_reach.collect(), |source| vec![source]);
        let columns = sources
            .iter()
            .flat_map(|&source| (0..self.width(source)).map(move |column| ColumnRef { source, column }));
        let mut seen = HashSet::new();
        columns.map(|column| self.name_of(column)).filter(|name| seen.insert(*name)).collect()
    }
}

fn columns_of(value: &Expr, columns: &mut Vec<ColumnRef>) {
    if let ExprKind::Column(column) = value.kind {
        columns.push(column);
    }
    value.for_each_part(&mut |part| columns_of(part, columns));
}
