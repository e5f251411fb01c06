//! Values and conditions.

use super::{
    Aggregate, ArrayFunction, Case, CastType, ColumnName, ElementName, Function, Identifier, Query, Span,
    Window,
};

/// A value or a condition, with its place.
///
/// Lists, chains of operators and AND/OR lists are flat, so that wide queries need no deep recursion.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of values and, from [`ExprKind::And`] on, of conditions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `NULL`
    Null,
    /// An integer literal without sign.
    Integer(i64),
    /// A literal with point or exponent, or an integer beyond 64 bits; finite, without sign.
    Double(f64),
    /// A string literal, quotes resolved.
    String(String),
    /// `TRUE` or `FALSE` (extension).
    Boolean(bool),
    /// A column.
    Column(Box<ColumnName>),
    /// `array[index]...` (extension): one index for each dimension, from 1.
    Element {
        /// The array.
        array: Box<Expr>,
        /// The indexes, never empty.
        indexes: Vec<Expr>,
    },
    /// `enumeration::element` (extension): the integer.
    EnumerationElement(Box<ElementName>),
    /// `-x` or `+x`.
    Sign {
        /// Whether the sign is `-`.
        negative: bool,
        /// The value.
        operand: Box<Expr>,
    },
    /// `a + b - c ...`, left to right.
    Sum(Box<Chain<SumOperator>>),
    /// `a * b / c ...`, left to right.
    Product(Box<Chain<ProductOperator>>),
    /// `a || b || c ...`, at least two.
    Concat(Vec<Expr>),
    /// A function of the language.
    Call {
        /// The function.
        function: Function,
        /// Its arguments; their number is right.
        arguments: Vec<Expr>,
    },
    /// An aggregate; `None` is `COUNT(*)`.
    Aggregate {
        /// The aggregate.
        function: Aggregate,
        /// Whether duplicates are removed first.
        distinct: bool,
        /// What is aggregated.
        argument: Option<Box<Expr>>,
    },
    /// `CAST(x AS type)`
    Cast {
        /// The value.
        operand: Box<Expr>,
        /// The type.
        target: CastType,
    },
    /// `CASE ... END` (extension).
    Case(Box<Case>),
    /// `function(...) OVER (...)` (extension).
    Window(Box<Window>),
    /// A function of arrays (extension).
    ArrayCall {
        /// The function.
        function: ArrayFunction,
        /// Its arguments; their number is right.
        arguments: Vec<Expr>,
    },
    /// A function that is not of the language.
    UserFunction {
        /// Its name.
        name: Identifier,
        /// Its arguments.
        arguments: Vec<Expr>,
    },
    /// `a AND b ...`, at least two.
    And(Vec<Expr>),
    /// `a OR b ...`, at least two.
    Or(Vec<Expr>),
    /// `NOT a`
    Not(Box<Expr>),
    /// `a < b`
    Compare {
        /// The operator.
        operator: Comparison,
        /// The left and the right value.
        operands: Box<[Expr; 2]>,
    },
    /// `a [NOT] BETWEEN b AND c`
    Between {
        /// The value, the lower and the upper bound.
        operands: Box<[Expr; 3]>,
        /// Whether NOT is there.
        negated: bool,
    },
    /// `a [NOT] IN (b, ...)`
    InList {
        /// The value.
        operand: Box<Expr>,
        /// The list, never empty.
        list: Vec<Expr>,
        /// Whether NOT is there.
        negated: bool,
    },
    /// `a [NOT] IN (SELECT ...)`
    InQuery {
        /// The value.
        operand: Box<Expr>,
        /// The subquery.
        query: Box<Query>,
        /// Whether NOT is there.
        negated: bool,
    },
    /// `a [NOT] LIKE b`, `a [NOT] ILIKE b`
    Like {
        /// The value and the pattern.
        operands: Box<[Expr; 2]>,
        /// Whether NOT is there.
        negated: bool,
        /// Whether it is ILIKE.
        any_case: bool,
    },
    /// `a IS [NOT] NULL`
    IsNull {
        /// The value.
        operand: Box<Expr>,
        /// Whether NOT is there.
        negated: bool,
    },
    /// `EXISTS (SELECT ...)`
    Exists(Box<Query>),
}

/// `first {operator operand}`, left to right; `rest` is never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain<Operator> {
    /// The leftmost operand.
    pub first: Expr,
    /// Each operator with its right operand.
    pub rest: Vec<(Operator, Expr)>,
}

/// `+` or `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumOperator {
    /// `+`
    Add,
    /// `-`
    Subtract,
}

impl SumOperator {
    /// The sign, in ADQL and SQL.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
        }
    }
}

/// `*` or `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductOperator {
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl ProductOperator {
    /// The sign, in ADQL and SQL.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>` or `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// The sign, in ADQL and SQL.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The operator that means the same with the operands swapped.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal | Self::NotEqual => self,
        }
    }
}

impl Expr {
    /// An expression at a place.
    pub fn new(kind: ExprKind, span: Span) -> Self {
        Self { kind, span }
    }

    /// Whether it is a condition, not a value.
    pub fn is_condition(&self) -> bool {
        matches!(
            self.kind,
            ExprKind::And(_)
                | ExprKind::Or(_)
                | ExprKind::Not(_)
                | ExprKind::Compare { .. }
                | ExprKind::Between { .. }
                | ExprKind::InList { .. }
                | ExprKind::InQuery { .. }
                | ExprKind::Like { .. }
                | ExprKind::IsNull { .. }
                | ExprKind::Exists(_)
        )
    }
}
