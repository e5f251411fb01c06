//! The ranges in which the nearest rows are.

use crate::param::Param;
use crate::resolved::{Nearest, Source, TableSource};

use super::Printer;

impl Printer<'_, '_> {
    /// The cover of the cone that holds the nearest rows, or everything if there are fewer than wanted.
    pub(super) fn nearest(&mut self, nearest: &Nearest) {
        let statement = self.statement;
        let Some(Source::Table(source)) = statement.sources.get(nearest.source) else { return };
        let count = nearest.count;
        self.push(
            "(SELECT \"c\".\"l\", \"c\".\"h\" FROM (SELECT max(\"d\") AS \"d\", count(\"d\") AS \"n\" FROM ",
        );
        self.push("(SELECT \"d\" FROM (");
        self.neighbours(nearest, source, ">=", "ASC");
        self.push(" UNION ALL ");
        self.neighbours(nearest, source, "<", "DESC");
        self.add(format_args!(
            ") AS \"s\" ORDER BY \"d\" LIMIT {count}) AS \"s\") AS \"b\" CROSS JOIN LATERAL "
        ));
        self.push("(SELECT \"l\", \"h\" FROM armilla.cone_cover(");
        self.known(nearest.centre.lon_deg());
        self.push(", ");
        self.known(nearest.centre.lat_deg());
        // Wider than any rounding of the distances, so that no row of the cone is lost.
        self.add(format_args!(
            ", \"b\".\"d\" * 1.000000001::float8 + 1e-9::float8) AS \"c\"(\"l\", \"h\") WHERE \"b\".\"n\" = {count} "
        ));
        self.add(format_args!(
            "UNION ALL SELECT {}, {} WHERE \"b\".\"n\" < {count}) AS \"c\"(\"l\", \"h\"))",
            "(-9223372036854775808)::int8", "9223372036854775807::int8"
        ));
    }

    /// The distances of the next rows on one side of the place, in the order of the index.
    fn neighbours(&mut self, nearest: &Nearest, source: &TableSource<'_>, side: &str, order: &str) {
        let healpix = source.healpix_of(0).unwrap_or_default();
        let number = nearest.source + 1;
        self.push("(SELECT ");
        let [one, other] = &nearest.points;
        self.distance(one, other);
        self.push(" AS \"d\" FROM ");
        self.relation(&source.table.relation);
        self.add(format_args!(" AS \"t{number}\" WHERE \"t{number}\"."));
        self.name(healpix);
        self.add(format_args!(" {side} ("));
        self.param(Param::Int8Array(vec![nearest.cell]));
        self.push("::int8[])[1]");
        for condition in &source.table.relation.conditions {
            self.push(" AND ");
            self.restriction(None, condition);
        }
        for filter in source.filter.iter().chain(&nearest.filter) {
            self.push(" AND ");
            self.value(filter);
        }
        self.add(format_args!(" ORDER BY \"t{number}\"."));
        self.name(healpix);
        self.add(format_args!(" {order} LIMIT {})", nearest.count));
    }
}
