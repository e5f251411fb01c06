//! ADQL 2.1 text to syntax tree to resolved query to PostgreSQL.

mod error;
mod lexer;
mod options;
mod parser;
pub mod syntax;

pub use error::{AdqlError, ErrorKind};
pub use options::Options;
pub use parser::{parse, parse_with};
