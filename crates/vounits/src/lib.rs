//! VOUnits 1.1: reading, comparing, converting and combining units.
//!
//! [`Unit::parse`] reads VOUnits, and the spellings of FITS, OGIP and CDS that catalogues have. A [`Unit`] knows its
//! [`Dimension`], converts to compatible units with an exact factor where there is one, and prints as valid VOUnits.
//!
//! ```
//! let old = vounits::Unit::parse("km.s-1")?;
//! assert_eq!(old.to_string(), "km/s");
//! assert_eq!(old.factor_to(&vounits::Unit::parse("m/s")?), Some(1000.0));
//!
//! let error = vounits::Unit::parse("km/").unwrap_err();
//! assert_eq!(error.to_string(), "expected a unit at character 4, found the end");
//! # Ok::<(), vounits::UnitError>(())
//! ```

mod dimension;
mod error;
mod known;
mod magnitude;
mod parse;
mod power;
mod prefix;
mod print;
mod remark;
mod symbol;
mod unit;

pub use dimension::Dimension;
pub use error::UnitError;
pub use power::Power;
pub use remark::{Remark, known_symbols};
pub use unit::Unit;
