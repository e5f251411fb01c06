//! TOML files with the place of every value, and mistakes told with their place.
//!
//! A [`TomlFile`] is read through [`Section`]s, key by key, so that the code which uses a key is the list of known keys.
//! Mistakes are [`Problem`]s; a [`Report`] collects them, so that all of a file are told at once.

mod file;
mod problem;
mod section;
mod source;
mod suggest;
mod tree;
pub mod value;

pub use file::TomlFile;
pub use problem::{Problem, Problems, Report};
pub use section::{At, Section};
pub use source::{Place, Source};
pub use suggest::{nearest, suggestion, suggestion_in_order};
pub use tree::{Entry, Node, Table, Value};
