//! Stored regions that are found by their cells.

use catalogue::Footprint;
use sky::{Region, footprint};

use crate::resolved::{ColumnRef, Expr, ExprKind, FootprintTest, Select, SkyFunction};
use crate::resolver::{Known, known};

use super::Planner;
use super::conjuncts::{for_each_conjunct, for_each_test};

/// What the cells of the rows of a table must have in common with.
struct Probe {
    source: usize,
    direct: usize,
    codes: Vec<i64>,
}

impl Planner<'_> {
    /// The test that a condition is, if it compares a stored region with a known one.
    pub(super) fn footprint_test(&self, condition: &Expr) -> Option<FootprintTest> {
        let ExprKind::Sky { function, arguments } = &condition.kind else { return None };
        let [one, other] = arguments.as_slice() else { return None };
        let (column, fixed) = match (self.stored_region(one), self.stored_region(other)) {
            (Some(column), None) => (column, known(other)?),
            (None, Some(column)) => (column, known(one)?),
            _ => return None,
        };
        let meets = match function {
            SkyFunction::Intersects => true,
            SkyFunction::Contains => false,
            _ => return None,
        };
        let region = region_of(fixed)?;
        let source = self.origins.of_column(column).source;
        let codes = Some(footprint::probe(&region));
        Some(FootprintTest { test: condition.clone(), region, meets, source, direct: column.source, codes })
    }

    /// Reads each table of a SELECT by the cells that its conjuncts name.
    pub(super) fn narrow_by_cells(&mut self, select: &mut Select) {
        let mut probes: Vec<Probe> = Vec::new();
        for_each_conjunct(select, &mut |condition, narrowed| {
            probes.extend(probe_of(condition).filter(|probe| narrowed.contains(&probe.direct)));
        });
        probes.retain(|probe| !self.has_better_index(select, probe.source));
        for_each_test(select, &mut |test, is_conjunct| {
            if let ExprKind::Footprint(test) = &mut test.kind {
                let is_read_by_it =
                    is_conjunct && probes.iter().any(|probe| Some(&probe.codes) == test.codes.as_ref());
                // A subquery does not show the cells.
                if is_read_by_it || test.source != test.direct {
                    test.codes = None;
                }
            }
        });
        for probe in probes {
            self.probes[probe.source].push(probe.codes);
        }
    }

    /// The column with the text of a region whose cells are stored too.
    pub(super) fn stored_region(&self, geometry: &Expr) -> Option<ColumnRef> {
        let ExprKind::Sky { function: SkyFunction::Region, arguments } = &geometry.kind else { return None };
        let [Expr { kind: ExprKind::Column(column), .. }] = arguments.as_slice() else { return None };
        self.footprint_of(*column).map(|_| *column)
    }

    /// How the regions of a column are stored, through any number of subqueries.
    fn footprint_of(&self, column: ColumnRef) -> Option<&Footprint> {
        let column = self.origins.of_column(column);
        let table = self.tables.get(column.source).copied().flatten()?;
        let is_one = |footprint: &&Footprint| footprint.region == column.column && table.parts.is_empty();
        table.footprint.as_ref().filter(is_one)
    }
}

fn region_of(fixed: Known) -> Option<Region> {
    match fixed {
        Known::Position(position) => Region::cone(position, 0.0).ok(),
        Known::Cone(cone) => Some(Region::Cone(cone)),
        Known::Polygon(polygon) => Some(Region::Polygon(polygon)),
        Known::Range(range) => Some(Region::Range(range)),
    }
}

/// The codes outside which a condition is not met, if they are known and of one table.
fn probe_of(condition: &Expr) -> Option<Probe> {
    match &condition.kind {
        ExprKind::Footprint(test) => {
            Some(Probe { source: test.source, direct: test.direct, codes: test.codes.clone()? })
        }
        ExprKind::And(parts) => parts.iter().find_map(probe_of),
        ExprKind::Or(parts) => {
            let probes: Vec<Probe> = parts.iter().map(probe_of).collect::<Option<_>>()?;
            let (source, direct) = probes.first().map(|probe| (probe.source, probe.direct))?;
            let same = probes.iter().all(|probe| (probe.source, probe.direct) == (source, direct));
            let mut codes: Vec<i64> = probes.into_iter().flat_map(|probe| probe.codes).collect();
            codes.sort_unstable();
            codes.dedup();
            same.then_some(Probe { source, direct, codes })
        }
        _ => None,
    }
}
