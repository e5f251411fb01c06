//! The queue of jobs and the store of results, through a plugin across the real boundary.

mod killed;
mod place;
mod whole;
