//! Composed tables: the core and those parts that a query names, joined by their key.
//!
//! A subselect, which PostgreSQL merges into the query around it, so that each relation is searched by its own indexes.

use crate::resolved::{Source, TableSource};

use super::Printer;

/// With more relations than these each is joined to the first alone. All have a row for each of the first, so left joins
/// give the rows of inner ones; but of inner joins by one key PostgreSQL tries far more orders (18 relations: planned in
/// 1.3 s, with left joins in 0.14 s).
const ORDERS_TRIED_MAX: usize = 3;

impl Printer<'_, '_> {
    /// A composed table, in a range of its HEALPix columns if `ranged`; its columns are called `cN` and the HEALPix
    /// columns of its relations `hN`.
    pub(super) fn composed(&mut self, source: &TableSource<'_>, ranged: bool) {
        let relations = source.relations();
        let Some((&first, others)) = relations.split_first() else { return };
        self.push("(SELECT ");
        self.composed_columns(source, &relations);
        self.push(" FROM ");
        self.named_relation(source, first);
        let join = if relations.len() > ORDERS_TRIED_MAX { " LEFT JOIN " } else { " JOIN " };
        for &other in others {
            self.push(join);
            self.named_relation(source, other);
            self.push(" ON (");
            self.list(&source.key(first, other), " AND ", |printer, (one, two)| {
                printer.add(format_args!("\"r{other}\"."));
                printer.name(two);
                printer.add(format_args!(" = \"r{first}\"."));
                printer.name(one);
            });
            self.push(")");
        }
        self.composed_conditions(source, &relations, ranged);
        self.push(if ranged || source.fenced { " OFFSET 0)" } else { ")" });
    }

    /// Calls `each` with every HEALPix column of a source: one of a table, one of each relation of a composed table.
    pub(super) fn each_index(
        &mut self,
        place: usize,
        separator: &str,
        mut each: impl FnMut(&mut Self, &str),
    ) {
        let statement = self.statement;
        let Some(Source::Table(source)) = statement.sources.get(place) else { return };
        let mut names: Vec<String> = Vec::new();
        if source.is_composed() {
            let indexed = source.relations().into_iter().filter(|part| source.healpix_of(*part).is_some());
            names.extend(indexed.map(|part| format!("h{part}")));
        } else {
            names.extend(source.healpix_of(0).map(str::to_owned));
        }
        self.list(&names, separator, |printer, name| each(printer, name));
    }

    fn composed_columns(&mut self, source: &TableSource<'_>, relations: &[usize]) {
        self.list(&source.used_in(relations), ", ", |printer, (place, relation, name)| {
            printer.add(format_args!("\"r{relation}\"."));
            printer.name(name);
            printer.add(format_args!(" AS \"c{}\"", place + 1));
        });
        if !source.healpix {
            return;
        }
        for &relation in relations {
            if let Some(healpix) = source.healpix_of(relation) {
                self.add(format_args!(", \"r{relation}\"."));
                self.name(healpix);
                self.add(format_args!(" AS \"h{relation}\""));
            }
        }
    }

    fn named_relation(&mut self, source: &TableSource<'_>, number: usize) {
        self.relation(source.relation(number));
        self.add(format_args!(" AS \"r{number}\""));
    }

    fn composed_conditions(&mut self, source: &TableSource<'_>, relations: &[usize], ranged: bool) {
        let conditions: Vec<_> = relations
            .iter()
            .flat_map(|&number| source.relation(number).conditions.iter().map(move |one| (number, one)))
            .collect();
        let mut lead = " WHERE ";
        for &number in relations.iter().filter(|_| ranged) {
            if let Some(healpix) = source.healpix_of(number) {
                self.push(lead);
                self.in_range(Some(number), healpix);
                lead = " AND ";
            }
        }
        for (number, condition) in conditions {
            self.push(lead);
            self.restriction(Some(number), condition);
            lead = " AND ";
        }
        self.row_filter(source, relations.first().copied().unwrap_or_default(), lead);
    }
}
