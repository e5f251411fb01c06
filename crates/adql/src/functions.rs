//! User-defined functions: those that every service has, and those that plugins offer.
//!
//! Each file is a group: data that says how a function is called, what it gives, and its SQL. The catalogue is that of
//! the IVOA (Catalogue of ADQL User Defined Functions, Endorsed Note 1.2), with the `gavo_` names of the same things.
//!
//! Left out are functions that need the network (`ivo_simbadpoint`, `gavo_simbadpoint`, `gavo_vocmatch`), another
//! extension of PostgreSQL (`gavo_ipix`), or a type that ADQL lacks (`gavo_mocunion`, `gavo_mocintersect`).

mod angle;
mod callee;
mod declared;
mod frame;
mod healpix;
mod interval;
mod kind;
mod motion;
mod offered;
mod signature;
mod spectrum;
mod statistics;
mod text;
mod time;

pub(crate) use callee::Callee;
pub(crate) use declared::{Body, Declared, Refusal};
pub(crate) use healpix::CELL_FUNCTION;
pub(crate) use kind::Kind;
pub use offered::OfferedFunction;
pub(crate) use offered::{Piece, pieces};
pub use signature::{Signature, user_functions};

/// Every function of the catalogue; those of one name stand together.
pub(crate) fn declared() -> impl Iterator<Item = &'static Declared> {
    [
        time::FUNCTIONS,
        text::FUNCTIONS,
        interval::FUNCTIONS,
        healpix::FUNCTIONS,
        motion::FUNCTIONS,
        frame::FUNCTIONS,
        angle::FUNCTIONS,
        statistics::FUNCTIONS,
        spectrum::FUNCTIONS,
    ]
    .into_iter()
    .flatten()
}
