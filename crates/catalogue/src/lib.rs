//! What is published: collections, tables, columns; TAP_SCHEMA and VOSI tables made from them.

mod access;
mod collection_file;
mod enumeration;
mod error;
pub mod guess;
mod healpix_key;
mod ident;
pub mod images;
pub mod lint;
mod model;
mod names;
pub mod obscore;
mod position;
mod published;
mod reserved;
#[cfg(test)]
mod sample;
mod scope;
mod statistics;
mod table;
pub mod tap_schema;
pub mod uploads;
mod value_type;
mod viewer;
mod visible;
pub mod vosi;
pub mod written;

pub use access::{Access, Reason, RowRule, TableRules};
pub use collection_file::{parse, parse_with};
pub use conf_file::nearest;
pub use enumeration::{Element, Enumeration, EnumerationFault};
pub use error::CatalogueError;
pub use healpix_key::with_healpix_column;
pub use ident::{Ident, OwnedIdent, is_regular, quoted, split_qualified};
pub use images::{Derived, DerivedValue, Footprint, Images};
pub use model::{
    Collection, Column, Condition, Field, ForeignKey, Frame, Part, Position, Relation, ResultColumn, Storage,
    Table, TableKind,
};
pub use names::{ColumnName, HEALPIX_COLUMN, column_names};
pub use published::Published;
pub use reserved::{RESERVED_WORDS, is_reserved};
pub use scope::{Found, Scope, ScopedSchema, TableRef, qualified_name};
pub use statistics::{ColumnStatistics, TableStatistics};
pub use value_type::{Arraysize, Datatype, PgBase, PgType, ValueType};
pub use viewer::{Audience, Viewer};
pub use visible::Sight;
