//! Tables that are read round the rows of other tables: joins of positions.

use std::collections::{HashMap, HashSet};

use sky::Frame;

use crate::param::UploadRanges;
use crate::resolved::{Expr, ExprKind, Holders, Narrowing, Point, Select, SkyFunction};
use crate::syntax::Function;
use crate::typing::{Type, constant};

use super::Planner;
use super::conjuncts::{for_each_conjunct, sources_of};
use super::known::has_column;
use super::order::arrange;
use super::position::Row;

/// A way to read one table round what others give.
struct Candidate {
    row: Row,
    narrowing: Narrowing,
    /// The sources on which the region depends.
    needs: Vec<usize>,
}

/// How many rows an upload or a restricted table is taken to have, and any other of which nothing is known.
const FEW: u64 = 1000;
const MANY: u64 = 1_000_000;

impl Planner<'_> {
    /// Reads indexed tables of a SELECT only round the rows of the tables that they are joined with.
    pub(super) fn narrow_by_rows(&mut self, select: &mut Select) {
        let mut candidates: Vec<Candidate> = Vec::new();
        for_each_conjunct(select, &mut |condition, narrowed| {
            let found = self.candidates(condition).into_iter();
            candidates.extend(found.filter(|candidate| narrowed.contains(&candidate.row.direct)));
        });
        if candidates.is_empty() {
            return;
        }
        let here = sources_of(&select.from);
        let place = |source: usize| here.iter().position(|known| *known == source);
        let sizes: HashMap<usize, u64> =
            here.iter().map(|&source| (source, self.rows_of(select, source))).collect();
        // The table with fewer rows leads; of equals the first one.
        candidates.sort_by_cached_key(|candidate| {
            let leading = candidate.needs.iter().filter_map(|source| sizes.get(source)).max();
            (leading.copied(), std::cmp::Reverse(place(candidate.row.direct)))
        });
        let mut tried: HashSet<(usize, Vec<usize>)> = HashSet::new();
        for candidate in candidates {
            let row = candidate.row;
            let needs: Vec<usize> =
                candidate.needs.iter().copied().filter(|source| here.contains(source)).collect();
            let free = self.narrowings[row.base].is_none() && !self.lateral[row.direct];
            if free
                && tried.insert((row.direct, needs.clone()))
                && arrange(select, row.direct, &needs, &self.lateral)
            {
                let narrowing = self.by_upload(&candidate).unwrap_or(candidate.narrowing);
                if let Narrowing::Holders(Holders::OfColumn(place)) = narrowing {
                    self.inline[place] += 1;
                }
                self.narrowings[row.base] = Some(narrowing);
                self.lateral[row.direct] = true;
            }
        }
    }

    /// The ways to read a table that a condition gives: both, if it compares two indexed positions.
    fn candidates(&self, condition: &Expr) -> Vec<Candidate> {
        match &condition.kind {
            ExprKind::Within(within) => {
                let [one, other] = &within.points;
                let sides = [(one, other), (other, one)].into_iter();
                sides.filter_map(|(row, centre)| self.round_point(row, centre, &within.radius)).collect()
            }
            ExprKind::Sky { function: SkyFunction::Contains, arguments } => match arguments.as_slice() {
                [Expr { kind: ExprKind::Point(point), .. }, region] => {
                    self.in_region(point, region).into_iter().chain(self.holders(point, region)).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn round_point(&self, row: &Point, centre: &Point, radius: &Expr) -> Option<Candidate> {
        let row = self.free_row(row)?;
        let parts = [&centre.lon, &centre.lat, radius];
        let is_known = parts.iter().all(|part| constant(part).is_some());
        let pointless = constant(radius).is_some_and(|radius_deg| !(0.0..180.0).contains(&radius_deg));
        if is_known || pointless {
            return None;
        }
        let narrowing = Narrowing::Cone { centre: centre.clone(), radius: radius.clone() };
        Some(Candidate { row, narrowing, needs: needs_of(&parts, row)? })
    }

    fn in_region(&self, row: &Point, region: &Expr) -> Option<Candidate> {
        let row = self.free_row(row)?;
        let narrowing = Narrowing::Shape(region.clone());
        Some(Candidate { row, narrowing, needs: needs_of(&[region], row)? })
    }

    /// The way to read the stored regions that hold a point.
    fn holders(&self, point: &Point, region: &Expr) -> Option<Candidate> {
        let column = self.stored_region(region)?;
        let needs = [&point.lon, &point.lat];
        // A subquery does not show the cells.
        let row = Row {
            direct: column.source,
            base: column.source,
            is_common: false,
            frame: Frame::Icrs,
            has_axes_of_index: true,
        };
        let needs =
            needs_of(&needs, row).filter(|_| self.tables.get(row.base).copied().flatten().is_some())?;
        let of_column = self.row(point).filter(|place| place.has_axes_of_index && place.direct == place.base);
        let holders = match of_column.filter(|place| self.is_plain(place.base)) {
            Some(place) => Holders::OfColumn(place.base),
            None => Holders::OfPoint(point.clone()),
        };
        Some(Candidate { row, narrowing: Narrowing::Holders(holders), needs })
    }

    /// The row whose indexed position a point is, if its table can be read in ranges that are not known yet. Ranges that the
    /// database finds are those of the position's own frame.
    fn free_row(&self, point: &Point) -> Option<Row> {
        let is_free = |row: &Row| row.has_axes_of_index && !row.is_common && self.is_plain(row.base);
        self.row(point).filter(is_free)
    }

    /// The ranges that an upload can bring along, where it is the centre of cones of one size.
    fn by_upload(&mut self, candidate: &Candidate) -> Option<Narrowing> {
        let Narrowing::Cone { centre, radius } = &candidate.narrowing else { return None };
        let radius_deg = constant(radius)?;
        let (ExprKind::Column(lon), ExprKind::Column(lat)) = (&centre.lon.kind, &centre.lat.kind) else {
            return None;
        };
        let table = self.tables.get(lon.source).copied().flatten()?;
        let is_float = |expr: &Expr| matches!(expr.ty, Type::Float4 | Type::Float8);
        let fits = self.uploads[lon.source]
            && candidate.needs == [lon.source]
            && is_float(&centre.lon)
            && is_float(&centre.lat);
        let name = |place: usize| table.columns.get(place).map(|column| column.pg_name.clone());
        let wanted = UploadRanges {
            table: table.relation.table.clone(),
            lon: name(lon.column)?,
            lat: name(lat.column)?,
            radius_deg,
        };
        if !fits {
            return None;
        }
        match self.upload_ranges.iter_mut().find(|known| known.table == wanted.table) {
            // An upload brings ranges round one position only.
            Some(known) if (&known.lon, &known.lat) != (&wanted.lon, &wanted.lat) => return None,
            Some(known) => known.radius_deg = known.radius_deg.max(radius_deg),
            None => self.upload_ranges.push(wanted),
        }
        Some(Narrowing::Upload(lon.source))
    }

    /// About how many rows of a source take part.
    fn rows_of(&self, select: &Select, source: usize) -> u64 {
        let table = self.tables.get(source).copied().flatten();
        let mut restricted = self.uploads[source];
        for_each_conjunct(select, &mut |condition, narrowed| {
            restricted |= narrowed.contains(&source) && is_only_of(condition, source);
        });
        match (restricted, table.and_then(|table| table.rows)) {
            (true, rows) => FEW.min(rows.unwrap_or(FEW)),
            (false, rows) => rows.unwrap_or(MANY),
        }
    }
}

/// The sources on which parts of a region depend; `None` if the row itself is among them, or if they change from one
/// moment to the next.
fn needs_of(parts: &[&Expr], row: Row) -> Option<Vec<usize>> {
    let mut needs = Vec::new();
    for part in parts {
        if !collect_sources(part, &mut needs) {
            return None;
        }
    }
    needs.sort_unstable();
    needs.dedup();
    (!needs.contains(&row.direct)).then_some(needs)
}

/// Adds the sources of a value; `false` if it has a random part.
fn collect_sources(value: &Expr, sources: &mut Vec<usize>) -> bool {
    if let ExprKind::Column(column) = value.kind {
        sources.push(column.source);
    }
    let mut steady = match &value.kind {
        ExprKind::Call { function, .. } => *function != Function::Rand,
        ExprKind::UserCall(call) => !call.callee.sql().contains("random()"),
        _ => true,
    };
    value.for_each_part(&mut |part| steady = collect_sources(part, sources) && steady);
    steady
}

/// Whether a condition restricts the rows of this source and looks at no other.
fn is_only_of(condition: &Expr, source: usize) -> bool {
    let mut sources = Vec::new();
    collect_sources(condition, &mut sources);
    has_column(condition) && sources.iter().all(|known| *known == source)
}
