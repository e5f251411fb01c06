//! Conditions on the sky to ranges of the HEALPix index.

mod cell;
mod cone;

use catalogue::Table;
use sky::Coverage;

use crate::error::Outcome;
use crate::resolved::{Body, Expr, ExprKind, Joined, Primary, Query, Select, Source, Statement};

use cell::look_up_cells;

/// Adds index ranges wherever they can narrow a search; says whether there were any.
pub(crate) fn plan(statement: &mut Statement<'_>, coverage: &dyn Coverage) -> Outcome<bool> {
    let tables = statement.sources.iter().map(|source| match source {
        Source::Table(source) => Some(source.table),
        Source::Derived(_) | Source::Common(_) => None,
    });
    let tables: Vec<Option<&Table>> = tables.collect();
    let mut planner = Planner { coverage, indexed: vec![false; tables.len()], tables };
    for common in &mut statement.commons {
        planner.query(common)?;
    }
    for source in &mut statement.sources {
        if let Source::Derived(query) = source {
            planner.query(query)?;
        }
    }
    planner.query(&mut statement.query)?;
    for (source, indexed) in statement.sources.iter_mut().zip(&planner.indexed) {
        if let Source::Table(source) = source {
            source.healpix |= *indexed;
        }
    }
    Ok(planner.indexed.contains(&true))
}

struct Planner<'p> {
    coverage: &'p dyn Coverage,
    /// The published table of each source, if it is one.
    tables: Vec<Option<&'p Table>>,
    /// Whether the HEALPix column of each source is used.
    indexed: Vec<bool>,
}

impl Planner<'_> {
    /// A query; those of its FROM have been seen already.
    fn query(&mut self, query: &mut Query) -> Outcome<()> {
        self.body(&mut query.body)
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
        select.having.as_mut().map_or(Ok(()), |having| self.condition(having, false))
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
        match &mut condition.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                parts.iter_mut().try_for_each(|part| self.condition(part, selects))
            }
            ExprKind::Not(operand) => self.condition(operand, false),
            ExprKind::InQuery { query, .. } | ExprKind::Exists(query) => self.query(query),
            ExprKind::InCells(test) if selects && !test.negated => {
                self.indexed[test.cell.source] = true;
                Ok(())
            }
            ExprKind::Within(within) if selects => self.cone(within),
            ExprKind::Inside(inside) if selects => self.polygon(inside),
            _ => Ok(()),
        }
    }
}
