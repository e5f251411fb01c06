//! Tables of a real PostgreSQL: indexed while others use them, and compared with collection files.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod compared;
mod crowd;
mod place;
mod refused;
mod tables;
