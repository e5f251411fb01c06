//! Conditions on the sky to ranges of the HEALPix index.
//!
//! First every condition finds its cells by itself; then each SELECT reads its tables in as few cells as its conditions
//! together allow.

mod cell;
mod conjuncts;
mod footprint;
mod known;
mod leaf;
mod nearest;
mod order;
mod origin;
mod position;
mod rows;

use catalogue::{Storage, Table, uploads};
use sky::Coverage;

use crate::error::Outcome;
use crate::param::UploadRanges;
use crate::resolved::{Body, Expr, ExprKind, Joined, Narrowing, Primary, Query, Select, Source, Statement};
use cell::look_up_cells;
use origin::Origins;

pub(crate) use conjuncts::{conjuncts, for_each_conjunct, sources_of};
pub(crate) use leaf::FLAGGED_FROM_DEG;

/// What the planner found out beside the changes in the statement.
pub(crate) struct Plan {
    /// Whether an index narrows a search.
    pub sky_indexed: bool,
    /// The ranges that uploads must bring along.
    pub upload_ranges: Vec<UploadRanges>,
}

/// Narrows the search of each table as far as conditions on the sky allow.
pub(crate) fn plan(statement: &mut Statement<'_>, coverage: &dyn Coverage) -> Outcome<Plan> {
    let tables = statement.sources.iter().map(|source| match source {
        Source::Table(source) => Some(source.table),
        Source::Derived(_) | Source::Common(_) => None,
    });
    let tables: Vec<Option<&Table>> = tables.collect();
    let is_upload = statement.sources.iter().map(|source| match source {
        Source::Table(source) => source.collection == uploads::COLLECTION,
        Source::Derived(_) | Source::Common(_) => false,
    });
    let fenced =
        statement.sources.iter().map(|source| matches!(source, Source::Table(source) if source.fenced));
    let mut planner = Planner {
        coverage,
        origins: Origins::of(statement),
        inline: vec![0; tables.len()],
        narrowings: vec![None; tables.len()],
        probes: vec![Vec::new(); tables.len()],
        lateral: vec![false; tables.len()],
        uploads: is_upload.collect(),
        upload_ranges: Vec::new(),
        fenced: fenced.collect(),
        looks_up_cells: false,
        tables,
    };
    for common in &mut statement.commons {
        planner.query(common)?;
    }
    for source in &mut statement.sources {
        if let Source::Derived(query) = source {
            planner.query(query)?;
        }
    }
    planner.query(&mut statement.query)?;
    let Planner {
        inline, narrowings, probes, lateral, upload_ranges, looks_up_cells: mut sky_indexed, ..
    } = planner;
    statement.lateral = lateral;
    let found = inline.into_iter().zip(narrowings).zip(probes);
    for (source, ((inline, narrowing), probes)) in statement.sources.iter_mut().zip(found) {
        if let Source::Table(source) = source {
            source.shape |= !probes.is_empty();
            source.probes = probes;
            source.healpix |= inline > 0;
            source.narrowing = narrowing.map(Box::new);
            sky_indexed |= inline > 0 || source.narrowing.is_some() || !source.probes.is_empty();
        }
    }
    Ok(Plan { sky_indexed, upload_ranges })
}

struct Planner<'p> {
    coverage: &'p dyn Coverage,
    /// The published table of each source, if it is one.
    tables: Vec<Option<&'p Table>>,
    /// Where columns of subqueries come from.
    origins: Origins,
    /// How many conditions name the HEALPix column of each source.
    inline: Vec<usize>,
    /// By which lists of cells each source is read.
    probes: Vec<Vec<Vec<i64>>>,
    /// In which ranges each source is read.
    narrowings: Vec<Option<Narrowing>>,
    /// Which sources depend on others of the same FROM.
    lateral: Vec<bool>,
    /// Which sources are uploads.
    uploads: Vec<bool>,
    upload_ranges: Vec<UploadRanges>,
    /// Which sources let nothing be computed of a row before their filter.
    fenced: Vec<bool>,
    /// Whether a condition names cells of the HEALPix column itself.
    looks_up_cells: bool,
}

impl Planner<'_> {
    /// A query; those of its FROM have been seen already.
    fn query(&mut self, query: &mut Query) -> Outcome<()> {
        self.body(&mut query.body)?;
        self.narrow_to_nearest(query);
        Ok(())
    }

    fn body(&mut self, body: &mut Body) -> Outcome<()> {
        match body {
            Body::Select(select) => self.select(select),
            Body::Nested(query) => self.query(query),
            Body::Set(set) => {
                self.body(&mut set.first)?;
                set.rest.iter_mut().try_for_each(|step| self.body(&mut step.operand))
            }
        }
    }

    fn select(&mut self, select: &mut Select) -> Outcome<()> {
        for joined in &mut select.from {
            self.joined(joined)?;
        }
        if let Some(filter) = &mut select.filter {
            look_up_cells(filter);
            self.condition(filter, true)?;
        }
        // The HEALPix column is neither grouped nor aggregated, so HAVING cannot name it.
        if let Some(having) = &mut select.having {
            self.condition(having, false)?;
        }
        self.narrow_by_rows(select);
        self.narrow_by_cells(select);
        self.narrow_by_known(select);
        Ok(())
    }

    fn joined(&mut self, joined: &mut Joined) -> Outcome<()> {
        self.primary(&mut joined.first)?;
        for join in &mut joined.joins {
            self.primary(&mut join.right)?;
            if let Some(condition) = &mut join.condition {
                look_up_cells(condition);
                self.condition(condition, true)?;
            }
        }
        Ok(())
    }

    fn primary(&mut self, primary: &mut Primary) -> Outcome<()> {
        match primary {
            Primary::Source(_) => Ok(()),
            Primary::Nested(joined) => self.joined(joined),
        }
    }

    /// A condition; `selects` says that rows for which it is NULL are left out like those for which it is false.
    ///
    /// Ranges turn NULL into false. Below NOT that would select rows without a position, so there
    /// the index is not used.
    fn condition(&mut self, condition: &mut Expr, selects: bool) -> Outcome<()> {
        if selects && let Some(test) = self.footprint_test(condition) {
            condition.kind = ExprKind::Footprint(Box::new(test));
            return Ok(());
        }
        match &mut condition.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                parts.iter_mut().try_for_each(|part| self.condition(part, selects))
            }
            ExprKind::Not(operand) => self.condition(operand, false),
            ExprKind::InQuery { query, .. } | ExprKind::Exists(query) => self.query(query),
            ExprKind::InCells(test) if selects && !test.negated => {
                self.looks_up_cells = true;
                Ok(())
            }
            ExprKind::Within(within) if selects => self.cone(within),
            ExprKind::Inside(inside) if selects => self.fixed_region(inside),
            _ => Ok(()),
        }
    }

    /// Whether the form of SQL with ranges in FROM suits the storage of a table.
    fn is_plain(&self, source: usize) -> bool {
        self.tables.get(source).copied().flatten().is_some_and(|table| table.storage == Storage::Plain)
    }
}
