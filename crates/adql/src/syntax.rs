//! The syntax tree of ADQL 2.1, as the parser reads it and as it prints itself again.

mod array;
mod case;
mod cast;
mod enumeration;
mod expr;
mod from;
mod function;
mod name;
mod print_expr;
mod print_query;
mod query;
mod span;
mod walk;
mod window;

pub use array::ArrayFunction;
pub use case::Case;
pub use cast::CastType;
pub use enumeration::ElementName;
pub use expr::{Chain, Comparison, Expr, ExprKind, ProductOperator, SumOperator};
pub use from::{Join, JoinCondition, JoinKind, TablePrimary, TableRef};
pub use function::{Aggregate, Arity, Function};
pub use name::{ColumnName, Identifier, TableName};
pub use query::{Body, CommonTable, Query, Select, SelectItem, SetChain, SetOperator, SetStep, SortItem};
pub use span::Span;
pub use window::{Bound, Frame, Window, WindowFunction};
