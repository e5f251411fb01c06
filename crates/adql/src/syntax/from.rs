//! The tables of a query and how they are joined.

use super::{Expr, Identifier, Query, Span, TableName};

/// A table with the joins that follow it, left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRef {
    /// The leftmost table.
    pub first: TablePrimary,
    /// The joins, in order.
    pub joins: Vec<Join>,
}

/// An operand of a join.
#[derive(Clone, Debug, PartialEq)]
pub enum TablePrimary {
    /// A table by its name.
    Named {
        /// The name.
        name: TableName,
        /// The name that hides it.
        alias: Option<Identifier>,
    },
    /// A subquery.
    Derived {
        /// The subquery.
        query: Box<Query>,
        /// Its name.
        alias: Identifier,
    },
    /// Joins in parentheses.
    Nested(Box<TableRef>),
}

/// A join operator, its right operand and its condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// Which unmatched rows stay.
    pub kind: JoinKind,
    /// The right operand.
    pub right: TablePrimary,
    /// How rows match.
    pub condition: JoinCondition,
    /// Where the operator stands.
    pub span: Span,
}

/// Which rows without a match stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinKind {
    /// None.
    Inner,
    /// Those of the left operand.
    Left,
    /// Those of the right operand.
    Right,
    /// Those of both.
    Full,
}

impl JoinKind {
    /// The keyword, in ADQL and SQL.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Inner => "INNER",
            Self::Left => "LEFT",
            Self::Right => "RIGHT",
            Self::Full => "FULL",
        }
    }
}

/// When two rows match.
#[derive(Clone, Debug, PartialEq)]
pub enum JoinCondition {
    /// Always: a plain JOIN without ON.
    Always,
    /// If all columns of equal names are equal.
    Natural,
    /// If the condition holds.
    On(Expr),
    /// If the named columns, which both have, are equal.
    Using(Vec<Identifier>),
}
