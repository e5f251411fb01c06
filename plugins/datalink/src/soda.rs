//! Cutouts: SODA 1.0, at once and as jobs.

pub(crate) mod answer;
pub(crate) mod axes;
pub(crate) mod cut;
mod jobs;
mod mask;
pub(crate) mod params;
pub(crate) mod region;

pub(crate) use answer::sync;
pub(crate) use jobs::{async_tree, run};

#[cfg(test)]
mod tests;
