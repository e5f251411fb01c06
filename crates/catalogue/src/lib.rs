//! What is published: collections, tables, columns; TAP_SCHEMA and VOSI tables made from them.

mod access;
mod collection_file;
mod ident;
mod model;
mod problem;
mod reserved;
mod scope;
mod table;
pub mod tap_schema;
mod value_type;

pub use access::Access;
pub use collection_file::parse;
pub use ident::{Ident, is_regular, nearest, quoted};
pub use model::{
    Collection, Column, Condition, Field, ForeignKey, Frame, Position, Relation, ResultColumn, Table,
    TableKind,
};
pub use problem::Problem;
pub use reserved::{RESERVED_WORDS, is_reserved};
pub use scope::{Found, Scope, ScopedSchema, TableRef, qualified_name};
pub use value_type::{Arraysize, Datatype, PgBase, PgType, ValueType};
