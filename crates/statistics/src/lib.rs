//! Statistics of tables: extremes, nulls, and the coverage of the sky as a MOC.
//!
//! An [`Observer`] sees the rows of a table once, in PostgreSQL's binary form, in memory that does not depend on how many
//! they are; observers of several threads are merged. [`sql`] keeps what they found in the database, beside the tables.
//!
//! ```
//! use statistics::{Moc, Observer};
//!
//! let mut observer = Observer::new(&[], None);
//! // The centre of the sixth of the twelve largest cells.
//! observer.observe_cell(sky::Healpix::index(&sky::SkyPosition::new(90.0, 0.0).unwrap()));
//! let moc: Moc = observer.finish().moc.unwrap().parse().unwrap();
//! assert_eq!((moc.order(), moc.degraded(0).ascii().as_str()), (10, "0/5"));
//! ```

mod cells;
mod error;
mod extremes;
mod moc;
mod moc_ascii;
mod observer;
pub mod sql;

pub use error::{MocError, StatisticsError};
pub use moc::Moc;
pub use observer::Observer;
