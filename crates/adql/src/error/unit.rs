//! What can be wrong with a unit in a query.

use thiserror::Error;
use vounits::UnitError;

use super::ErrorKind;

/// A conversion that IN_UNIT (ADQL 2.1 §4.6) or a function like it cannot do.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum UnitProblem {
    /// The text is no unit.
    #[error("'{text}' is not a unit: {reason}")]
    Invalid {
        /// The text as written.
        text: String,
        /// What is wrong with it.
        reason: UnitError,
    },
    /// A symbol that has no meaning.
    #[error("unknown unit `{symbol}`")]
    Unknown {
        /// The symbol as written.
        symbol: String,
    },
    /// The value has no unit, or nobody knows it.
    #[error("{function} takes a value whose unit is known")]
    None {
        /// The function.
        function: String,
    },
    /// The units measure different things. An empty one is that of a pure number.
    #[error("a value in {} cannot be converted to {}", spoken(from), spoken(to))]
    Mismatch {
        /// The unit of the value.
        from: String,
        /// The unit asked for.
        to: String,
        /// Whether wavelengths, frequencies and energies are converted into each other.
        spectral: bool,
    },
}

impl From<UnitProblem> for ErrorKind {
    fn from(problem: UnitProblem) -> Self {
        Self::Unit(Box::new(problem))
    }
}

impl UnitProblem {
    /// What to write instead.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "units are written as 'mas/yr', 'km.s**-1' or '10**-16erg/(s.cm**2)'",
            Self::Unknown { .. } => {
                "symbols are those of VOUnits, in their exact case: 'arcsec', 'Jy', 'km/s'"
            }
            Self::None { .. } => "literals and columns without a unit have none; multiply them yourself",
            Self::Mismatch { spectral: true, .. } => {
                "both must be units of wavelength, frequency or photon energy"
            }
            Self::Mismatch { .. } => "both units must measure the same thing",
        }
    }
}

fn spoken(unit: &str) -> &str {
    if unit.is_empty() { "no unit" } else { unit }
}
