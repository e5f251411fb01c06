//! The Table Access Protocol as clients see it.

mod composed;
mod documents;
mod enumerations;
mod extensions;
mod features;
mod formats;
mod maxrec;
mod restricted;
mod sky;
mod sync;
