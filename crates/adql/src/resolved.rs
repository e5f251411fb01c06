//! The query after its names and types are known: what the planner reads and the printer prints.

mod case;
mod cell;
mod composed;
mod conversion;
mod expr;
mod footprint;
mod geometry;
mod narrowing;
mod query;
mod source;
mod user_call;
mod walk;
mod window;

pub(crate) use case::Case;
pub(crate) use cell::{Cell, InCells, has_axes_of_index};
pub(crate) use conversion::{Conversion, Step};
pub(crate) use expr::{Chain, ColumnRef, ElementLabel, Expr, ExprKind};
pub(crate) use footprint::FootprintTest;
pub(crate) use geometry::{Cells, Circle, FixedRegion, Inside, Point, SkyFunction, Within};
pub(crate) use narrowing::{Holders, Narrowing, Nearest};
pub(crate) use query::{
    Body, Join, Joined, Output, Primary, Query, Select, SetOperation, SetStep, SortKey, SortValue,
};
pub(crate) use source::{Source, Statement, TableSource, column_type, query_of};
pub(crate) use user_call::UserCall;
pub(crate) use window::Window;
