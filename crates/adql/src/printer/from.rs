//! FROM: relations with the conditions that restrict them, joins, subqueries.

use std::collections::HashSet;

use catalogue::tap_schema::is_enumerations;
use catalogue::{Condition, Relation};

use crate::resolved::{Join, Joined, Primary, Source, TableSource};
use crate::syntax::JoinKind;

use super::Printer;

impl Printer<'_, '_> {
    /// A table with its joins.
    pub(super) fn joined(&mut self, joined: &Joined) {
        self.primary(&joined.first);
        for join in &joined.joins {
            self.join(join);
        }
    }

    fn join(&mut self, join: &Join) {
        match (&join.condition, join.kind) {
            (None, JoinKind::Inner) => {
                self.push(" CROSS JOIN ");
                self.primary(&join.right);
            }
            (condition, kind) => {
                self.add(format_args!(" {} JOIN ", kind.keyword()));
                self.primary(&join.right);
                self.push(" ON ");
                match condition {
                    Some(condition) => self.value(condition),
                    None => self.push("TRUE"),
                }
            }
        }
    }

    fn primary(&mut self, primary: &Primary) {
        match primary {
            Primary::Source(source) => self.source(*source),
            Primary::Nested(joined) => {
                self.push("(");
                self.joined(joined);
                self.push(")");
            }
        }
    }

    fn source(&mut self, place: usize) {
        let statement = self.statement;
        if statement.lateral.get(place).copied().unwrap_or_default() {
            self.push("LATERAL ");
        }
        match statement.sources.get(place) {
            Some(Source::Table(source)) => self.table(source),
            Some(Source::Common(common)) => self.add(format_args!("\"w{}\"", common + 1)),
            Some(Source::Derived(query)) => {
                self.push("(");
                self.query(query, None, None);
                self.push(")");
            }
            None => {}
        }
        self.add(format_args!(" AS \"t{}\"", place + 1));
    }

    /// A published table. If its relation is restricted it becomes a subselect, so that outer joins stay right.
    fn table(&mut self, source: &TableSource<'_>) {
        if is_enumerations(source.collection, source.table) {
            return self.enumerations(source.table);
        }
        if let Some(narrowing) = &source.narrowing {
            return self.narrowed(source, narrowing);
        }
        if source.is_composed() {
            return self.composed(source, false);
        }
        let relation = &source.table.relation;
        let conditions = &relation.conditions;
        if conditions.is_empty() && source.filter.is_none() && source.probes.is_empty() {
            return self.relation(relation);
        }
        self.push("(SELECT ");
        self.used_columns(source);
        self.push(" FROM ");
        self.only_relation(source);
        self.push(" WHERE ");
        self.list(conditions, " AND ", |printer, condition| printer.restriction(None, condition));
        let mut lead = if conditions.is_empty() { "" } else { " AND " };
        self.row_filter(source, 0, lead);
        if source.filter.is_some() {
            lead = " AND ";
        }
        self.probes(source, lead);
        // PostgreSQL takes ten thousand rows to have common cells, and would start workers to test them.
        let is_fence = source.fenced || !source.probes.is_empty();
        self.push(if is_fence { " OFFSET 0)" } else { ")" });
    }

    /// The relation of a table that has only one, named if its filter names it.
    pub(super) fn only_relation(&mut self, source: &TableSource<'_>) {
        self.relation(&source.table.relation);
        self.push(if source.filter.is_some() { " AS \"r0\"" } else { "" });
    }

    /// A table of PostgreSQL.
    pub(super) fn relation(&mut self, relation: &Relation) {
        self.name(&relation.schema);
        self.push(".");
        self.name(&relation.table);
    }

    pub(super) fn used_columns(&mut self, source: &TableSource<'_>) {
        let columns = source.table.columns.iter().zip(&source.used);
        let mut seen = HashSet::new();
        let mut names: Vec<&str> = columns
            .filter(|(_, used)| **used)
            .map(|(column, _)| column.pg_name.as_str())
            .filter(|name| seen.insert(*name))
            .collect();
        let position = source.table.position.as_ref().filter(|_| source.healpix);
        let healpix = position.and_then(|position| position.healpix.as_deref());
        names.extend(healpix.filter(|healpix| !names.contains(healpix)));
        let stored = source.table.footprint.iter().filter(|_| source.shape);
        for name in stored.flat_map(|stored| [stored.shape.as_str(), stored.cells.as_str()]) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.is_empty() {
            true => self.push("1"),
            false => self.list(&names, ", ", |printer, name| printer.name(name)),
        }
    }

    /// A condition on the rows of a relation, which has a number if it is one of several.
    pub(super) fn restriction(&mut self, relation: Option<usize>, condition: &Condition) {
        if let (Some(number), false) = (relation, condition.one_of.is_empty()) {
            self.add(format_args!("\"r{number}\"."));
        }
        match condition.one_of.as_slice() {
            [] => self.push("FALSE"),
            [only] => {
                self.name(&condition.column);
                self.push(" = ");
                self.string(only);
            }
            several => {
                self.name(&condition.column);
                self.push(" IN (");
                self.list(several, ", ", |printer, value| printer.string(value));
                self.push(")");
            }
        }
    }
}
