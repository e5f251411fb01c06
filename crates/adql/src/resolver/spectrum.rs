//! Conversions between wavelengths, frequencies and photon energies.

use vounits::Unit;

use crate::error::{ErrorKind, FunctionProblem, Outcome, UnitProblem, clipped, fault};
use crate::functions::Callee;
use crate::resolved::{Conversion, Expr, ExprKind, Step};
use crate::syntax::Span;
use crate::typing::{Measure, Metadata, Type};

use super::Resolver;

/// The speed of light in m/s and the Planck constant in J s, both exact (SI 2019).
const LIGHT_M_PER_S: f64 = 299_792_458.0;
const PLANCK_J_S: f64 = 6.626_070_15e-34;

/// What a spectral coordinate is, with the unit in which we compute.
#[derive(Clone, Copy, PartialEq)]
enum Spectral {
    Wavelength,
    Frequency,
    Energy,
}

impl Spectral {
    fn all() -> [(Self, &'static str); 3] {
        [(Self::Wavelength, "m"), (Self::Frequency, "Hz"), (Self::Energy, "J")]
    }

    /// The kind of a unit, and how many SI units one of it is.
    fn of(unit: &Unit) -> Option<(Self, f64)> {
        Self::all().into_iter().find_map(|(kind, si)| Some((kind, unit.factor_to(&Unit::parse(si).ok()?)?)))
    }

    fn ucd(self) -> &'static str {
        match self {
            Self::Wavelength => "em.wl",
            Self::Frequency => "em.freq",
            Self::Energy => "em.energy",
        }
    }

    /// The product (`true`) or the quotient of this number and a value in SI units is the other kind.
    fn to(self, other: Self) -> (f64, bool) {
        match (self, other) {
            (Self::Frequency, Self::Energy) => (PLANCK_J_S, true),
            (Self::Energy, Self::Frequency) => (1.0 / PLANCK_J_S, true),
            (Self::Wavelength, Self::Frequency) | (Self::Frequency, Self::Wavelength) => {
                (LIGHT_M_PER_S, false)
            }
            (Self::Wavelength, Self::Energy) | (Self::Energy, Self::Wavelength) => {
                (LIGHT_M_PER_S * PLANCK_J_S, false)
            }
            _ => (1.0, true),
        }
    }
}

impl Resolver<'_> {
    /// `gavo_specconv(value [, 'unit'], 'unit')`
    pub(super) fn spectral(&mut self, callee: &Callee, arguments: Vec<Expr>, span: Span) -> Outcome<Expr> {
        let mut arguments = arguments.into_iter();
        let operand = arguments.next().unwrap_or(Expr::new(ExprKind::Null, Type::Null, span));
        let units: Vec<Expr> = arguments.collect();
        let place = |back: usize| units.len() + 2 - back;
        let no_unit = || UnitProblem::None { function: callee.name().to_owned() };
        let [given @ .., wanted] = units.as_slice() else { return fault(no_unit().into(), span) };
        let source = match given.first() {
            Some(unit) => spectral_unit(callee, unit, place(2))?,
            None => {
                let measure = Metadata::new(&self.sources, &self.commons).measure(&operand);
                match (&measure, measure.unit()) {
                    (Measure::Unit(_), Some(unit)) => unit,
                    _ => return fault(no_unit().into(), operand.span),
                }
            }
        };
        let target = spectral_unit(callee, wanted, place(1))?;
        let (Some((from, source_si)), Some((to, target_si))) = (Spectral::of(&source), Spectral::of(&target))
        else {
            let (from, to) = (source.to_string(), target.to_string());
            return fault(UnitProblem::Mismatch { from, to, spectral: true }.into(), wanted.span);
        };
        let (number, is_product) = from.to(to);
        let step = match (from == to, is_product) {
            (true, _) => Step::between(&source, &target).unwrap_or(Step::None),
            (false, true) => Step::Multiply(number * source_si / target_si),
            (false, false) => Step::Into(number / source_si / target_si),
        };
        let ucd = Some(to.ucd());
        let conversion = Conversion { operand, step, unit: target.to_string(), ucd };
        Ok(Expr::new(ExprKind::InUnit(Box::new(conversion)), Type::Float8, span))
    }
}

/// The unit that an argument names.
fn spectral_unit(callee: &Callee, argument: &Expr, position: usize) -> Outcome<Unit> {
    let ExprKind::String(text) = &argument.kind else {
        let (name, wanted) = (callee.name().to_owned(), "a unit, as a string literal".to_owned());
        return fault(FunctionProblem::Value { name, position, wanted }.into(), argument.span);
    };
    match Unit::parse(text) {
        Ok(unit) => Ok(unit),
        Err(reason) => {
            fault(ErrorKind::from(UnitProblem::Invalid { text: clipped(text), reason }), argument.span)
        }
    }
}
