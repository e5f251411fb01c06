//! Values that are bound to the statement, so that its text is the same for all positions.

use std::collections::HashMap;

use crate::param::Param;
use crate::resolved::{Narrowing, Source, Statement};

use super::Printer;

/// PostgreSQL takes 65,535; a statement with so many numbers is no statement that comes again.
const PARAMS_MAX: usize = 10_000;

/// The bound values so far.
#[derive(Default)]
pub(super) struct Params {
    /// The values of `$1`, `$2`, ...
    pub(super) values: Vec<Param>,
    /// The place of each number: the same number is the same parameter, so that equal expressions stay equal.
    numbers: HashMap<u64, usize>,
    /// Whether numbers of regions are bound.
    numbers_bound: bool,
}

impl Params {
    /// Numbers are bound where a table is read in known ranges or by known cells: then a generic plan is as good as any.
    pub(super) fn of(statement: &Statement<'_>) -> Self {
        let known = |source: &Source<'_>| match source {
            Source::Table(source) => {
                !source.probes.is_empty()
                    || matches!(
                        source.narrowing.as_deref(),
                        Some(Narrowing::Known { .. } | Narrowing::Nearest(_))
                    )
            }
            Source::Derived(_) | Source::Common(_) => false,
        };
        Self { numbers_bound: statement.sources.iter().any(known), ..Self::default() }
    }
}

/// A number as it goes into a statement. PostgreSQL refuses products that underflow, so numbers of no size become 0.
pub(crate) fn bindable(number: f64) -> f64 {
    if number.abs() < 1e-100 { 0.0 } else { number }
}

impl Printer<'_, '_> {
    /// Whether numbers of regions are bound.
    pub(super) fn binds_numbers(&self) -> bool {
        self.params.numbers_bound
    }

    /// A bound value, without its type.
    pub(super) fn param(&mut self, value: Param) {
        self.params.values.push(value);
        let number = self.params.values.len();
        self.add(format_args!("${number}"));
    }

    /// A number of a region: bound, or as a literal.
    pub(super) fn known(&mut self, number: f64) {
        let number = bindable(number);
        match self.params.numbers.get(&number.to_bits()).copied() {
            Some(place) => self.add(format_args!("${place}")),
            None if !self.params.numbers_bound || self.params.values.len() >= PARAMS_MAX => {
                return self.double(number);
            }
            None => {
                self.param(Param::Float8(number));
                let place = self.params.values.len();
                self.params.numbers.insert(number.to_bits(), place);
            }
        }
        self.push("::float8");
    }
}
