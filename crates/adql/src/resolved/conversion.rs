//! Values in another unit.

use vounits::Unit;

use super::Expr;

/// What IN_UNIT makes of a value (ADQL 2.1 §4.6).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conversion {
    /// The value.
    pub operand: Expr,
    /// What changes its number.
    pub step: Step,
    /// The new unit, as VOUnits writes it.
    pub unit: String,
    /// The UCD, if the value becomes another quantity.
    pub ucd: Option<&'static str>,
}

/// How the number of a value changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// Not at all.
    None,
    /// It is multiplied.
    Multiply(f64),
    /// It is divided, where only the reciprocal is a whole number.
    Divide(f64),
    /// It divides this number.
    Into(f64),
}

impl Step {
    /// How values change from one unit to another; `None` if they measure different things.
    pub(crate) fn between(source: &Unit, target: &Unit) -> Option<Self> {
        let factor = source.factor_to(target)?;
        let divisor = target.factor_to(source)?;
        Some(match factor {
            1.0 => Self::None,
            _ if factor.fract() != 0.0 && divisor.fract() == 0.0 => Self::Divide(divisor),
            _ => Self::Multiply(factor),
        })
    }
}
