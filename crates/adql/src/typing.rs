//! The rules of types: what goes together, what comes out, what a result column is told to be.

mod arithmetic;
mod cast;
mod compare;
mod constant;
mod metadata;
mod timestamp;
mod types;

pub(crate) use arithmetic::{negated, product, sum};
pub(crate) use cast::cast;
pub(crate) use compare::{comparable, flag_test, unified};
pub(crate) use constant::constant;
pub(crate) use metadata::{Measure, Metadata};
pub(crate) use timestamp::checked_timestamp;
pub(crate) use types::Type;
