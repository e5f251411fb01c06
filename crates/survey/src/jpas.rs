//! The narrow-band survey: 59 filters in 16 apertures, stored as a core and parts.

mod apertures;
mod conditions;
mod entry;
mod filters;
mod photometry;
mod tables;
#[cfg(test)]
mod tests;

pub(crate) use conditions::{Conditions, conditions};
pub(crate) use entry::Entry;
pub(crate) use filters::PerFilter;
pub use filters::{JPAS_FILTER_COUNT, JPAS_FILTERS};
pub(crate) use tables::relations;
