//! The Table Access Protocol as clients see it.

mod documents;
mod features;
mod formats;
mod maxrec;
mod restricted;
mod sky;
mod sync;
