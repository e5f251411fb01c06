//! Values in another unit.

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
}
