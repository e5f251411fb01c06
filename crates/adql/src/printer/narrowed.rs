//! Tables that are read in ranges of their HEALPix column.
//!
//! `OFFSET 0` keeps PostgreSQL from merging the inner subselect into the query around it: it then has no other plan than
//! an index scan for each range. As a plain join, many ranges would become a scan of the whole table.

use crate::param::{HIDDEN_HIGH, HIDDEN_LOW, Param};
use crate::resolved::{Narrowing, TableSource};
use crate::typing::Type;

use super::Printer;

/// The column that says whether a row is in a full range.
pub(super) const FLAG: &str = "armilla_full";

impl Printer<'_, '_> {
    /// A table in the ranges of its narrowing.
    pub(super) fn narrowed(&mut self, source: &TableSource<'_>, narrowing: &Narrowing) {
        if let Narrowing::Holders(holders) = narrowing {
            return self.holders_of(source, holders);
        }
        self.push("(SELECT \"x\".*");
        if matches!(narrowing, Narrowing::Known { flagged: true, .. }) {
            self.add(format_args!(", \"r\".\"f\" AS \"{FLAG}\""));
        }
        self.push(" FROM ");
        self.ranges(narrowing);
        self.push(" CROSS JOIN LATERAL ");
        match source.is_composed() {
            true => self.composed(source, true),
            false => self.ranged(source),
        }
        self.push(" AS \"x\")");
    }

    /// The condition that a HEALPix column is in a range.
    pub(super) fn in_range(&mut self, relation: Option<usize>, healpix: &str) {
        if let Some(number) = relation {
            self.add(format_args!("\"r{number}\"."));
        }
        self.name(healpix);
        self.push(" BETWEEN \"r\".\"l\" AND \"r\".\"h\"");
    }

    /// One relation, in a range.
    fn ranged(&mut self, source: &TableSource<'_>) {
        self.push("(SELECT ");
        self.used_columns(source);
        self.push(" FROM ");
        self.only_relation(source);
        self.push(" WHERE ");
        self.in_range(None, source.healpix_of(0).unwrap_or_default());
        self.other_conditions(source);
        self.push(" OFFSET 0)");
    }

    /// What else the rows of a relation must meet that is read by an index.
    pub(super) fn other_conditions(&mut self, source: &TableSource<'_>) {
        for condition in &source.table.relation.conditions {
            self.push(" AND ");
            self.restriction(None, condition);
        }
        self.row_filter(source, 0, " AND ");
        self.probes(source, " AND ");
    }

    fn ranges(&mut self, narrowing: &Narrowing) {
        let float8 = Type::Float8.pg();
        match narrowing {
            Narrowing::Known { ranges, flagged } => {
                self.push("unnest(");
                self.param(Param::Int8Array(ranges.iter().map(|range| range.first).collect()));
                self.push("::int8[], ");
                self.param(Param::Int8Array(ranges.iter().map(|range| range.last).collect()));
                self.push("::int8[]");
                if *flagged {
                    self.push(", ");
                    self.param(Param::BoolArray(ranges.iter().map(|range| range.full).collect()));
                    return self.push("::bool[]) AS \"r\"(\"l\", \"h\", \"f\")");
                }
                self.push(")");
            }
            Narrowing::Cone { centre, radius } => {
                self.push("armilla.cone_cover(");
                self.list(&[&centre.lon, &centre.lat, radius], ", ", |printer, number| {
                    printer.exactly(number, float8);
                });
                self.push(")");
            }
            Narrowing::Shape(region) => {
                self.push("armilla.shape_cover(");
                self.exactly(region, region.ty.pg());
                self.push(")");
            }
            Narrowing::Holders(_) => {}
            Narrowing::Upload(upload) => {
                // In a select list they are given one by one; a function in FROM would store them first, for each row.
                let number = upload + 1;
                self.add(format_args!(
                    "(SELECT unnest(\"t{number}\".\"{HIDDEN_LOW}\"), unnest(\"t{number}\".\"{HIDDEN_HIGH}\"))"
                ));
            }
            Narrowing::Nearest(nearest) => self.nearest(nearest),
        }
        self.push(" AS \"r\"(\"l\", \"h\")");
    }
}
