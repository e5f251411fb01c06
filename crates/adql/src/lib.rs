//! ADQL 2.1 text to syntax tree to resolved query to PostgreSQL.
//!
//! A query goes through five passes, one module each: `lexer` (text to tokens), `parser` (tokens to the tree of
//! [`syntax`]), `resolver` with `typing` (names to tables and columns, types to everything), `planner` (regions of the
//! sky to ranges of the HEALPix index), `printer` (SQL). [`translate`] runs them all, [`parse`] only the first two, and
//! [`translate_tree`] the others, for services that build their query themselves.
//!
//! What holds:
//!
//! - No piece of user text reaches SQL but as a quoted literal; names in SQL are those of the catalogue or made up.
//! - Nothing outside the [`catalogue::Scope`] exists, in error messages either.
//! - Wide lists are flat and nesting is limited, so no query exhausts the stack.
//! - Reading, looking up and printing do no input or output.
//!
//! ```
//! let query = adql::parse("SELECT TOP 5 name FROM demo.stars WHERE mag < 3 ORDER BY mag")?;
//! assert_eq!(query.to_string(), "SELECT TOP 5 name FROM demo.stars WHERE mag < 3 ORDER BY mag");
//!
//! let error = adql::parse("SELECT name FROM (demo.stars)").unwrap_err();
//! assert_eq!(error.message(), "parentheses in FROM hold a subquery or a join, not a single table");
//! # Ok::<(), adql::AdqlError>(())
//! ```

mod advice;
mod cone_template;
mod error;
mod extensions;
mod fallible;
mod functions;
mod language_extensions;
mod lexer;
mod options;
mod param;
mod parser;
mod planner;
mod printer;
mod resolved;
mod resolver;
mod row_filter;
pub mod syntax;
mod translate;
mod translation;
mod typing;
mod version;

pub use cone_template::ConeTemplate;
pub use error::{AdqlError, Edit, EnumerationError, ErrorKind, FunctionProblem, UnitProblem};
pub use extensions::Extensions;
pub use functions::{OfferedFunction, Signature, user_functions};
pub use language_extensions::language_extensions;
pub use options::Options;
pub use param::{HIDDEN_HIGH, HIDDEN_LOW, Param, UploadRanges};
pub use parser::{parse, parse_with};
pub use row_filter::{check_filter, filter_sql};
pub use translate::{Timings, translate, translate_timed, translate_tree};
pub use translation::{Translation, Warning, WarningKind};
pub use version::Version;
