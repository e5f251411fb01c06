//! The tables of FROM.

use catalogue::{Found, qualified_name, tap_schema, uploads};

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{Joined, Primary, Source, TableSource};
use crate::syntax::{Identifier, Span, TableName, TablePrimary, TableRef};

use super::Resolver;
use super::range::{Exposed, Range};

/// The largest number of tables in one FROM; PostgreSQL's planner suffers long before.
const TABLES_LIMIT: usize = 256;
/// The largest number of tables that an error lists.
const LISTED: usize = 20;

impl<'a> Resolver<'a> {
    /// All tables of a FROM clause, and what their names mean.
    pub(super) fn from(&mut self, tables: &[TableRef]) -> Outcome<(Vec<Joined>, Range)> {
        refuse_too_many(tables)?;
        let mut range = Range::default();
        let mut resolved = Vec::with_capacity(tables.len());
        for table in tables {
            let (joined, more) = self.joined(table)?;
            refuse_clash(&range, &more)?;
            range.append(more);
            resolved.push(joined);
        }
        Ok((resolved, range))
    }

    /// A table with its joins.
    pub(super) fn joined(&mut self, table: &TableRef) -> Outcome<(Joined, Range)> {
        let (first, mut range) = self.primary(&table.first)?;
        let mut joins = Vec::with_capacity(table.joins.len());
        for join in &table.joins {
            let (join, joint) = self.join(range, join)?;
            joins.push(join);
            range = joint;
        }
        Ok((Joined { first, joins }, range))
    }

    /// An operand of a join.
    pub(super) fn primary(&mut self, table: &TablePrimary) -> Outcome<(Primary, Range)> {
        match table {
            TablePrimary::Named { name, alias } => {
                let (source, schema) = self.table(name)?;
                let source = self.add(source);
                self.filter(source, name)?;
                let exposed = match alias {
                    Some(alias) => Exposed { source, schema: None, name: alias.clone(), hidden: Vec::new() },
                    None => Exposed { source, schema, name: name.table.clone(), hidden: Vec::new() },
                };
                Ok((Primary::Source(source), Range::of(exposed)))
            }
            TablePrimary::Derived { query, alias } => {
                let query = self.query(query)?;
                let source = self.add(Source::Derived(query));
                let exposed = Exposed { source, schema: None, name: alias.clone(), hidden: Vec::new() };
                Ok((Primary::Source(source), Range::of(exposed)))
            }
            TablePrimary::Nested(table) => {
                let (joined, range) = self.joined(table)?;
                Ok((Primary::Nested(Box::new(joined)), range))
            }
        }
    }

    fn add(&mut self, source: Source<'a>) -> usize {
        self.sources.push(source);
        self.sources.len() - 1
    }

    /// The source that a table name means, with its schema; a query of WITH hides a table.
    fn table(&mut self, name: &TableName) -> Outcome<(Source<'a>, Option<String>)> {
        if name.catalog.is_some() {
            return fault(ErrorKind::Catalog { name: clipped(&name.to_string()) }, name.span());
        }
        if name.schema.is_none() {
            let common = self.common_names.iter().rposition(|known| name.table.matches(&known.text));
            if let Some(common) = common {
                return Ok((Source::Common(common), None));
            }
        }
        match self.scope.find_table(name.schema.as_ref().map(Identifier::ident), name.table.ident()) {
            Found::One(found) if found.table.locked => {
                fault(ErrorKind::Locked { name: found.qualified_name() }, name.span())
            }
            Found::One(found) => {
                let id = found.collection.id.as_str();
                let published = id != tap_schema::SELF && id != uploads::COLLECTION;
                if published && !self.collections.contains(&id) {
                    self.collections.push(id);
                }
                Ok((
                    Source::Table(TableSource::new(found.table, id, name.span())),
                    Some(found.schema.to_owned()),
                ))
            }
            Found::Several(found) => {
                let candidates = found.iter().map(|table| table.qualified_name()).collect();
                fault(ErrorKind::AmbiguousTable { name: clipped(&name.to_string()), candidates }, name.span())
            }
            Found::None => fault(self.unknown_table(name), name.span()),
        }
    }

    fn unknown_table(&self, name: &TableName) -> ErrorKind {
        let near = self.scope.nearest_tables(name.schema.as_ref().map(Identifier::ident), name.table.ident());
        let known = match near.is_empty() {
            true => {
                let tables = self.scope.tables().take(LISTED);
                tables.map(|table| qualified_name(table.schema, &table.table.name)).collect()
            }
            false => near.clone(),
        };
        ErrorKind::UnknownTable { name: clipped(&name.to_string()), known, near: !near.is_empty() }
    }
}

/// Refuses two tables of one FROM that no qualifier can tell apart.
pub(super) fn refuse_clash(range: &Range, more: &Range) -> Outcome<()> {
    match range.clash(more) {
        Some(table) => fault(ErrorKind::DuplicateTable { name: clipped(&table.name.text) }, table.name.span),
        None => Ok(()),
    }
}

/// Refuses a FROM of more tables than a plan can be found for. What subqueries read is theirs.
fn refuse_too_many(tables: &[TableRef]) -> Outcome<()> {
    let mut found = Vec::new();
    tables.iter().for_each(|table| leaves(table, &mut found));
    match found.get(TABLES_LIMIT) {
        Some(span) => fault(ErrorKind::TooManyTables { limit: TABLES_LIMIT }, *span),
        None => Ok(()),
    }
}

/// Where the tables of a join stand.
fn leaves(table: &TableRef, found: &mut Vec<Span>) {
    for primary in std::iter::once(&table.first).chain(table.joins.iter().map(|join| &join.right)) {
        match primary {
            TablePrimary::Named { name, .. } => found.push(name.span()),
            TablePrimary::Derived { alias, .. } => found.push(alias.span),
            TablePrimary::Nested(inner) => leaves(inner, found),
        }
    }
}
