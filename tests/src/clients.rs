//! Real clients against the host: STILTS and its validator, pyvo and astropy.

mod taplint;
mod tapplus;
mod tools;
mod uploads;

pub use tools::{pyvo_search, stilts_query};
