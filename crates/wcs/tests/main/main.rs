//! World coordinates against astropy, closed forms, brute force and damaged headers.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod astropy;
mod boxes;
mod closed_form;
mod footprints;
mod headers;
mod mutated;
mod random;
mod reading;
