//! Headers of FITS files (FITS 4.0 §4): what reads and writes their cards, for tables and images alike.
//!
//! [`Header::read`] takes the header of one part of a file, [`Header::data_bytes`] says how long the data behind it are,
//! [`Form`] reads the type of a column, and [`Cards`] writes a header. Nothing here is trusted further than its bytes:
//! a count from a header decides no allocation.

mod card;
mod cards;
mod checksum;
mod error;
mod extent;
mod form;
mod header;

pub use card::Card;
pub use cards::{Cards, ascii};
pub use checksum::with_checksums;
pub use error::{HeaderError, malformed, shown};
pub use form::{Element, Form, shape};
pub use header::Header;

/// Bytes of a block: headers and data have whole numbers of them (FITS 4.0 §3.1).
pub const BLOCK_BYTES: usize = 2880;
/// Bytes of a card.
pub const CARD_BYTES: usize = 80;
