//! What is published: collections, tables, columns; TAP_SCHEMA and VOSI tables made from them.

mod access;
mod model;
mod scope;
mod value_type;

pub use access::Access;
pub use model::{Collection, Column, Condition, Field, ForeignKey, Frame, Position, Relation, ResultColumn, Table, TableKind};
pub use scope::{Scope, ScopedSchema};
pub use value_type::{Arraysize, Datatype, PgBase, PgType, ValueType};
