//! Real clients against the host: STILTS and its validator, pyvo and astropy.

mod taplint;
mod tools;
mod uploads;

pub use tools::{pyvo_search, stilts_query};
