//! The demo survey: a deterministic synthetic catalogue shaped like J-PLUS, its published metadata, and its loading into
//! PostgreSQL.
//!
//! Nothing in it was observed. Two releases are made from one seed: `sim-dr1`, public, and `sim-idr2`, for the members of
//! a group. The footprint crosses RA 0 and reaches beyond Dec +85. Rows come in HEALPix order, whatever the number of
//! threads, and the same on each machine.
//!
//! ```no_run
//! # async fn demo() -> Result<(), survey::SurveyError> {
//! let survey = survey::Survey::new(100_000, 1)?;
//! let loaded = survey::load("host=/run/postgresql user=armilla", survey, &survey::TerminalProgress::new()).await?;
//! for release in loaded {
//!     println!("{}: {} objects", release.release.id(), release.objects);
//! }
//! # Ok(())
//! # }
//! ```

mod conf;
mod derived;
mod error;
mod filters;
mod footprint;
mod gaia;
mod generate;
mod image;
mod load;
mod load_release;
mod marker;
mod object;
mod photometry;
mod placing;
mod plan;
mod progress;
mod random;
mod relation;
mod release;
mod spectrum;
mod tables;
mod tile;
mod tuple;

pub use conf::conf_files;
pub use error::SurveyError;
pub use filters::{FILTER_COUNT, FILTERS, Filter};
pub use load::{Loaded, load};
pub use progress::{Progress, Silent, TerminalProgress};
pub use release::{OBJECTS_MAX, QUERY_ROLE, Release, SEED_DEFAULT, Survey};
