//! How a function of the catalogue is described.

use crate::resolved::Expr;

use super::Kind;

/// What finds fault with arguments whose types are right.
pub(crate) type Check = fn(&[Expr]) -> Result<(), Refusal>;

/// A user-defined function of the translator: one overload.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declared {
    /// The name in lower case; any case matches.
    pub name: &'static str,
    /// The arguments in order: names of letters, and types.
    pub parameters: &'static [(&'static str, Kind)],
    /// The type of the result.
    pub returns: Kind,
    /// What it is in SQL.
    pub body: Body,
    /// What it computes, in a sentence.
    pub description: &'static str,
    /// The unit of the result.
    pub unit: Option<&'static str>,
    /// The UCD of the result.
    pub ucd: Option<&'static str>,
    /// Whether it makes one value of many rows.
    pub aggregate: bool,
    /// What arguments must be beyond their types.
    pub check: Option<Check>,
}

/// What a function is in SQL.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Body {
    /// An expression in which `$1`, `$2`, ... stand for the arguments.
    Sql(&'static str),
    /// The cell of a point, which is that of its coordinates.
    CellOfPoint,
    /// A geometry in another frame, which may be computed at once.
    Transform,
    /// A conversion between spectral units, whose names are arguments.
    Spectral,
}

/// Why an argument is refused though its type is right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// The argument, from 0.
    pub argument: usize,
    /// What it must be.
    pub wanted: String,
}

impl Declared {
    /// A function without unit, UCD and further rules.
    pub(super) const fn new(
        name: &'static str,
        parameters: &'static [(&'static str, Kind)],
        returns: Kind,
        sql: &'static str,
        description: &'static str,
    ) -> Self {
        let body = Body::Sql(sql);
        let (unit, ucd, aggregate, check) = (None, None, false, None);
        Self { name, parameters, returns, body, description, unit, ucd, aggregate, check }
    }

    /// The same function under another name.
    pub(super) const fn called(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// With another body.
    pub(super) const fn with_body(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// With a unit.
    pub(super) const fn unit(self, unit: &'static str) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// With a UCD.
    pub(super) const fn ucd(self, ucd: &'static str) -> Self {
        Self { ucd: Some(ucd), ..self }
    }

    /// An aggregate.
    pub(super) const fn aggregate(self) -> Self {
        Self { aggregate: true, ..self }
    }

    /// With a rule for its arguments.
    pub(super) const fn checked(self, check: fn(&[Expr]) -> Result<(), Refusal>) -> Self {
        Self { check: Some(check), ..self }
    }
}

impl Refusal {
    /// The refusal of an argument, counted from 0.
    pub(super) fn of<T>(argument: usize, wanted: impl Into<String>) -> Result<T, Self> {
        Err(Self { argument, wanted: wanted.into() })
    }
}
