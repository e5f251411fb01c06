//! Units: products of powers of symbols.

use std::str::FromStr;

use crate::dimension::Dimension;
use crate::error::UnitError;
use crate::magnitude::Magnitude;
use crate::parse::parse;
use crate::power::Power;
use crate::symbol::{Stem, Symbol};

/// The largest number of symbols in a product.
const FACTORS_MAX: usize = 40;

/// A unit (VOUnits 1.1): a scale factor and a product of powers of symbols. Each symbol occurs once.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub(crate) scale: Magnitude,
    pub(crate) factors: Vec<(Symbol, Power)>,
}

impl Unit {
    /// The unit of a pure number, which VOUnits writes as an empty text.
    pub const NUMBER: Self = Self { scale: Magnitude::ONE, factors: Vec::new() };

    /// Reads a unit: VOUnits, and what FITS, OGIP and CDS write where it is not ambiguous. An empty text is a pure
    /// number.
    ///
    /// Symbols without a known meaning are accepted, as VOUnits wants; see [`Unit::unknown_symbols`].
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        parse(text)
    }

    /// The base quantities with their exponents; `None` if an exponent is out of range.
    pub fn dimension(&self) -> Option<Dimension> {
        let mut dimension = Dimension::default();
        for (symbol, power) in &self.factors {
            match &symbol.stem {
                Stem::Known(known) => {
                    for (base, exponent) in known.bases {
                        let exponent = Power::new(*exponent, 1)?.times(*power)?;
                        dimension.multiply((*base).to_owned(), exponent)?;
                    }
                }
                stem => dimension.multiply(stem.quoted(), *power)?,
            }
        }
        Some(dimension)
    }

    /// How many base units it is; `None` out of the range of numbers.
    pub fn factor(&self) -> Option<f64> {
        self.magnitude().map(Magnitude::value)
    }

    /// Whether values in one unit can be converted to the other.
    pub fn compatible(&self, other: &Self) -> bool {
        self.factor_to(other).is_some()
    }

    /// What a value in this unit is multiplied by to be in the other; `None` if they measure different things. It is
    /// exact where it is a fraction of whole numbers.
    pub fn factor_to(&self, other: &Self) -> Option<f64> {
        if self.dimension()? != other.dimension()? {
            return None;
        }
        Some(self.magnitude()?.times(other.magnitude()?.inverted())?.value())
    }

    /// Whether it has no dimension: a pure number, a percentage, or `m/km`.
    pub fn is_number(&self) -> bool {
        self.dimension().is_some_and(|dimension| dimension.is_none())
    }

    /// The unit of products of values; `None` if it grows out of range.
    pub fn product(&self, other: &Self) -> Option<Self> {
        let mut product = self.clone();
        product.multiply(other, Power::ONE)?;
        Some(product)
    }

    /// The unit of quotients of values; `None` if it grows out of range.
    pub fn quotient(&self, other: &Self) -> Option<Self> {
        let mut quotient = self.clone();
        quotient.multiply(other, Power::ONE.negated())?;
        Some(quotient)
    }

    /// The unit of powers of values; `None` if it grows out of range.
    pub fn power(&self, power: Power) -> Option<Self> {
        let mut raised = Self::NUMBER;
        raised.multiply(self, power)?;
        Some(raised)
    }

    /// The symbols that have no known meaning, in order.
    pub fn unknown_symbols(&self) -> Vec<&str> {
        let mut unknown = Vec::new();
        for (symbol, _) in &self.factors {
            match &symbol.stem {
                Stem::Known(_) => {}
                Stem::Named(name) => unknown.push(name.as_str()),
                Stem::Function { argument, .. } => unknown.extend(argument.unknown_symbols()),
            }
        }
        unknown
    }

    /// Multiplies by a power of another unit.
    pub(crate) fn multiply(&mut self, other: &Self, power: Power) -> Option<()> {
        self.scale = self.scale.times(other.scale.raised(power)?)?;
        for (symbol, exponent) in &other.factors {
            self.multiply_symbol(symbol, exponent.times(power)?)?;
        }
        Some(())
    }

    /// Multiplies by a power of a symbol.
    pub(crate) fn multiply_symbol(&mut self, symbol: &Symbol, power: Power) -> Option<()> {
        match self.factors.iter().position(|(known, _)| known == symbol) {
            Some(place) => {
                let sum = self.factors[place].1.plus(power)?;
                if sum.is_zero() {
                    self.factors.remove(place);
                } else {
                    self.factors[place].1 = sum;
                }
            }
            None if power.is_zero() => {}
            None if self.factors.len() == FACTORS_MAX => return None,
            None => self.factors.push((symbol.clone(), power)),
        }
        Some(())
    }

    fn magnitude(&self) -> Option<Magnitude> {
        self.factors.iter().try_fold(self.scale, |product, (symbol, power)| {
            product.times(symbol.magnitude()?.raised(*power)?)
        })
    }
}

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        Self::parse(text)
    }
}
