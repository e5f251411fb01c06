//! HiPS of images of stars, held against astropy, astropy-healpix and mocpy, and against itself.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod again;
mod colours;
mod python;
mod sky_image;
mod tiles;
