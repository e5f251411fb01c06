//! The clauses of a query.

use super::{Expr, Identifier, Span, TableName, TableRef};

/// `[WITH ...] set expression [ORDER BY ...] [OFFSET n]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The common table expressions; only the outermost query has any.
    pub with: Vec<CommonTable>,
    /// What is selected.
    pub body: Body,
    /// The sort keys, first the most significant.
    pub order_by: Vec<SortItem>,
    /// The number of rows to skip.
    pub offset: Option<u64>,
    /// The largest number of rows (extension), behind set operators and parentheses; a single SELECT has its TOP.
    pub limit: Option<u64>,
    /// Where it stands, without the parentheses round it.
    pub span: Span,
}

/// `name AS (query)`.
#[derive(Clone, Debug, PartialEq)]
pub struct CommonTable {
    /// The name.
    pub name: Identifier,
    /// The query, without a WITH of its own.
    pub query: Query,
}

/// What stands between WITH and ORDER BY.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A single SELECT.
    Select(Box<Select>),
    /// Operands joined by set operators of one rank, left to right.
    Set(Box<SetChain>),
    /// A query in parentheses.
    Nested(Box<Query>),
}

/// `first {operator operand}`; all operators are INTERSECT, or none is.
#[derive(Clone, Debug, PartialEq)]
pub struct SetChain {
    /// The leftmost operand.
    pub first: Body,
    /// The others, in order.
    pub rest: Vec<SetStep>,
}

/// An operator and its right operand.
#[derive(Clone, Debug, PartialEq)]
pub struct SetStep {
    /// The operator.
    pub operator: SetOperator,
    /// Whether duplicates stay (`ALL`).
    pub all: bool,
    /// The right operand.
    pub operand: Body,
    /// Where the operator stands.
    pub span: Span,
}

/// A set operator (ADQL 2.1 §4, set operators).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOperator {
    /// Rows of either.
    Union,
    /// Rows of the left that are not in the right.
    Except,
    /// Rows of both.
    Intersect,
}

impl SetOperator {
    /// The keyword, in ADQL and SQL.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Union => "UNION",
            Self::Except => "EXCEPT",
            Self::Intersect => "INTERSECT",
        }
    }
}

/// One SELECT.
#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    /// Whether duplicates are removed.
    pub distinct: bool,
    /// The largest number of rows.
    pub top: Option<u64>,
    /// The select list, never empty.
    pub items: Vec<SelectItem>,
    /// The tables, never empty.
    pub from: Vec<TableRef>,
    /// The WHERE condition.
    pub filter: Option<Expr>,
    /// The grouping values.
    pub group_by: Vec<Expr>,
    /// The HAVING condition.
    pub having: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// One entry of a select list.
#[derive(Clone, Debug, PartialEq)]
pub enum SelectItem {
    /// `*`
    All(Span),
    /// `table.*`
    AllOf(TableName),
    /// A value and its name, if it has one.
    Value {
        /// The value.
        value: Expr,
        /// The name after AS.
        alias: Option<Identifier>,
    },
}

/// A sort key.
#[derive(Clone, Debug, PartialEq)]
pub struct SortItem {
    /// The value; an integer literal is a position in the select list, from 1.
    pub value: Expr,
    /// Whether it sorts downwards.
    pub descending: bool,
}
