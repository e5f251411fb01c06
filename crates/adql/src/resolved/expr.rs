//! Values and conditions with their types.

use sky::{Frame, LonLatRange};

use crate::syntax::{Aggregate, Comparison, Function, ProductOperator, Span, SumOperator};
use crate::typing::Type;

use super::{
    Case, Cell, Circle, Conversion, FootprintTest, InCells, Inside, Point, Query, SkyFunction, UserCall,
    Window, Within,
};

/// A value or a condition whose names and types are known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The type of its values; `Boolean` for a condition.
    pub ty: Type,
    /// Where it stands in the query text.
    pub span: Span,
}

impl Expr {
    /// An expression of a type at a place.
    pub(crate) fn new(kind: ExprKind, ty: Type, span: Span) -> Self {
        Self { kind, ty, span }
    }

    /// A condition at a place.
    pub(crate) fn condition(kind: ExprKind, span: Span) -> Self {
        Self::new(kind, Type::Boolean, span)
    }
}

/// A column of one of the sources of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ColumnRef {
    /// The place of the source in `Statement::sources`.
    pub source: usize,
    /// The place of the column in the source.
    pub column: usize,
}

/// The forms of values and, from `And` on, of conditions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ExprKind {
    Null,
    Integer(i64),
    /// Always finite.
    Double(f64),
    String(String),
    Boolean(bool),
    /// A literal that was checked against the DALI form.
    Timestamp(String),
    Column(ColumnRef),
    /// An element of an array; one index for each dimension, from 1.
    Element {
        array: Box<Expr>,
        indexes: Vec<Expr>,
        label: ElementLabel,
    },
    Negate(Box<Expr>),
    Sum(Box<Chain<SumOperator>>),
    Product(Box<Chain<ProductOperator>>),
    Concat(Vec<Expr>),
    /// A mathematical or string function.
    Call {
        function: Function,
        arguments: Vec<Expr>,
    },
    Coalesce(Vec<Expr>),
    /// A function that is not of the language.
    UserCall(Box<UserCall>),
    /// A HEALPix cell that a stored index gives.
    Cell(Box<Cell>),
    /// IN_UNIT
    InUnit(Box<Conversion>),
    Case(Box<Case>),
    Window(Box<Window>),
    ArrayLength(Box<Expr>),
    /// To the type of the expression; for strings to at most, or with `pad` exactly, `length` characters.
    Cast {
        operand: Box<Expr>,
        length: Option<u32>,
        pad: bool,
    },
    /// `None` is `COUNT(*)`.
    Aggregate {
        function: Aggregate,
        distinct: bool,
        argument: Option<Box<Expr>>,
    },
    Point(Box<Point>),
    Circle(Box<Circle>),
    /// A polygon by its vertices.
    Polygon(Vec<Point>),
    /// A range of longitudes and latitudes; only a region text gives it.
    Range(LonLatRange),
    /// Several geometries as one region; only a region text gives it.
    Union(Vec<Expr>),
    /// A geometry with the frame that the user named.
    Framed {
        frame: Frame,
        geometry: Box<Expr>,
    },
    /// A function that the host installed in the database.
    Sky {
        function: SkyFunction,
        arguments: Vec<Expr>,
    },
    /// COORD1 or, if `second`, COORD2 of a point that is not stored.
    Coordinate {
        point: Box<Point>,
        second: bool,
    },
    /// The angle between two points in degrees.
    Distance(Box<[Point; 2]>),
    /// A condition as 1 or 0.
    Flag(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Compare {
        operator: Comparison,
        operands: Box<[Expr; 2]>,
    },
    Between {
        operands: Box<[Expr; 3]>,
        negated: bool,
    },
    InList {
        operand: Box<Expr>,
        list: Vec<Expr>,
        negated: bool,
    },
    InQuery {
        operand: Box<Expr>,
        query: Box<Query>,
        negated: bool,
    },
    Like {
        operands: Box<[Expr; 2]>,
        negated: bool,
        any_case: bool,
    },
    IsNull {
        operand: Box<Expr>,
        negated: bool,
    },
    Exists(Box<Query>),
    InCells(Box<InCells>),
    Within(Box<Within>),
    Inside(Box<Inside>),
    /// Found by the planner in a condition of geometries.
    Footprint(Box<FootprintTest>),
}

/// What an element of an array is called where people read of it, e.g. `rSDSS (625.4 nm)`; `None` if nobody knows.
///
/// All labels compare equal: an element is the same whether it was named or numbered.
#[derive(Clone, Debug, Default)]
pub(crate) struct ElementLabel(pub Option<String>);

impl PartialEq for ElementLabel {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// `first {operator operand}`, left to right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chain<Operator> {
    /// The leftmost operand.
    pub first: Expr,
    /// Each operator with its right operand.
    pub rest: Vec<(Operator, Expr)>,
}
