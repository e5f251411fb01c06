//! The cone searches as clients see them.

mod answers;
mod clients;
mod documents;
mod kinds;
mod multi;
mod sky;

/// The cone search of the survey's objects.
pub(crate) const OBJECTS: &str = "/scs/jplus/MagABDualObj";
