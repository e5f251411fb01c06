//! The Table Access Protocol as clients see it.

mod columnar;
mod composed;
mod coverage;
mod documents;
mod edges;
mod enumerations;
mod extensions;
mod features;
mod fits;
mod formats;
mod jobs;
mod marks;
mod matches;
mod maxrec;
mod plan;
mod regions;
mod restricted;
mod science;
mod shapes;
mod sky;
mod sync;
mod uploads;

pub(crate) use sky::{separation_deg, vector};
