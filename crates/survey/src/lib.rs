//! The demo surveys: deterministic synthetic catalogues shaped like J-PLUS and J-PAS, their published metadata, and their
//! loading into PostgreSQL.
//!
//! Nothing in them was observed. [`Project::Jplus`] has two releases, made from one seed: `sim-dr1`, public, and
//! `sim-idr2`, for the members of a group. [`Project::Jpas`] has one, `sim-jpas`, whose 1888 magnitudes and errors an object
//! are stored in parts, as the catalogue's composed tables. The footprint crosses RA 0 and reaches beyond Dec +85. [`make_images`] makes FITS images of the objects of the first survey. Rows come in HEALPix order, whatever the number of
//! threads, and the same on each machine.
//!
//! ```no_run
//! # async fn demo() -> Result<(), survey::SurveyError> {
//! let survey = survey::Survey::new(100_000, 1)?;
//! let progress = survey::TerminalProgress::new();
//! let loaded = survey::load("host=/run/postgresql user=armilla", survey, survey::Project::Jplus, &progress).await?;
//! for release in loaded {
//!     println!("{}: {} objects", release.release.id(), release.objects);
//! }
//! # Ok(())
//! # }
//! ```

mod conf;
mod derived;
mod error;
mod exposure;
mod field;
mod filters;
mod footprint;
mod gaia;
mod generate;
mod image;
mod image_cards;
mod jpas;
mod light;
mod load;
mod load_release;
mod make_images;
mod marker;
mod object;
mod photometry;
mod placing;
mod plan;
mod project;
mod random;
mod relation;
mod release;
mod spectrum;
mod tables;
mod tile;
mod tuple;
mod writer;

pub use conf::conf_files_of;
pub use error::SurveyError;
pub use filters::{FILTER_COUNT, FILTERS, Filter};
pub use jpas::{JPAS_FILTER_COUNT, JPAS_FILTERS};
pub use load::{Loaded, load};
pub use make_images::{MadeImages, make_images};
pub use progress::{Progress, Silent, TerminalProgress};
pub use project::Project;
pub use release::{OBJECTS_MAX, QUERY_ROLE, Release, SEED_DEFAULT, Survey};
