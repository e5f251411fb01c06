//! What kind of quantity a unit measures.

use std::collections::BTreeMap;
use std::fmt;

use crate::power::Power;

/// The exponents of base quantities; units with the same dimension can be converted into each other.
///
/// The bases are those of SI with the gram for mass, the plane angle (`rad`), and what only can be counted: `count`,
/// `photon`, `pixel`, `mag` and so on. Units without a known meaning are bases of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dimension(BTreeMap<String, Power>);

impl Dimension {
    /// Whether there is nothing to measure in: a pure number.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The exponent of a base such as `m` or `s`; 0 if it does not occur.
    pub fn exponent(&self, base: &str) -> f64 {
        self.0.get(base).map_or(0.0, |power| power.to_f64())
    }

    /// Multiplies by a power of a base; `None` if the exponent grows out of range.
    pub(crate) fn multiply(&mut self, base: String, power: Power) -> Option<()> {
        let sum = match self.0.get(&base) {
            Some(before) => before.plus(power)?,
            None => power,
        };
        if sum.is_zero() {
            self.0.remove(&base);
        } else {
            self.0.insert(base, sum);
        }
        Some(())
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (base, power)) in self.0.iter().enumerate() {
            let dot = if place == 0 { "" } else { "." };
            match *power {
                Power::ONE => write!(out, "{dot}{base}")?,
                power => write!(out, "{dot}{base}**{power}")?,
            }
        }
        Ok(())
    }
}
