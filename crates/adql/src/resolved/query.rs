//! The clauses of a query whose names and types are known.

use crate::syntax::{JoinKind, SetOperator};
use crate::typing::Type;

use super::Expr;

/// A set expression with its order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Query {
    /// What is selected.
    pub body: Body,
    /// The sort keys.
    pub order_by: Vec<SortKey>,
    /// The number of rows to skip.
    pub offset: Option<u64>,
    /// The largest number of rows of a set operation or of a query in parentheses.
    pub limit: Option<u64>,
}

/// A SELECT, several of them, or a query in parentheses.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    Select(Box<Select>),
    Set(Box<SetOperation>),
    Nested(Box<Query>),
}

/// Operands joined by set operators, left to right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SetOperation {
    /// The leftmost operand, which names the outputs.
    pub first: Body,
    /// The others.
    pub rest: Vec<SetStep>,
    /// The types of the outputs, to which all operands are cast.
    pub types: Vec<Type>,
}

/// A set operator with its right operand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SetStep {
    /// The operator.
    pub operator: SetOperator,
    /// Whether duplicates stay.
    pub all: bool,
    /// The right operand.
    pub operand: Body,
}

/// One SELECT; by default of nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Select {
    /// Whether duplicates are removed.
    pub distinct: bool,
    /// The largest number of rows.
    pub top: Option<u64>,
    /// The outputs, `*` expanded.
    pub outputs: Vec<Output>,
    /// The tables.
    pub from: Vec<Joined>,
    /// The WHERE condition.
    pub filter: Option<Expr>,
    /// The grouping values.
    pub group_by: Vec<Expr>,
    /// The HAVING condition.
    pub having: Option<Expr>,
}

/// An output column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Output {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Expr,
}

/// A sort key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SortKey {
    /// What is sorted by.
    pub value: SortValue,
    /// Whether it sorts downwards.
    pub descending: bool,
}

/// What rows are sorted by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SortValue {
    /// An output, counted from 0.
    Output(usize),
    /// A value that is not among the outputs.
    Value(Expr),
}

/// A table with its joins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Joined {
    /// The leftmost table.
    pub first: Primary,
    /// The joins.
    pub joins: Vec<Join>,
}

/// An operand of a join.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Primary {
    /// A source, as its place in `Statement::sources`.
    Source(usize),
    /// Joins in parentheses.
    Nested(Box<Joined>),
}

/// A join with its right operand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Join {
    /// Which unmatched rows stay.
    pub kind: JoinKind,
    /// The right operand.
    pub right: Primary,
    /// When rows match; `None`: always.
    pub condition: Option<Expr>,
}

impl Query {
    /// The names and values of the outputs; after set operators those of the leftmost operand.
    pub(crate) fn outputs(&self) -> &[Output] {
        self.body.outputs()
    }

    /// The type of an output.
    pub(crate) fn output_type(&self, place: usize) -> Type {
        self.body.output_type(place)
    }
}

impl Body {
    /// The names and values of the outputs; after set operators those of the leftmost operand.
    pub(crate) fn outputs(&self) -> &[Output] {
        match self {
            Self::Select(select) => &select.outputs,
            Self::Set(set) => set.first.outputs(),
            Self::Nested(query) => query.outputs(),
        }
    }

    /// The type of an output.
    pub(crate) fn output_type(&self, place: usize) -> Type {
        match self {
            Self::Select(select) => select.outputs.get(place).map_or(Type::Null, |output| output.value.ty),
            Self::Set(set) => set.types.get(place).copied().unwrap_or(Type::Null),
            Self::Nested(query) => query.output_type(place),
        }
    }
}
