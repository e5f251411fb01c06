//! A user-defined function that a query calls, wherever it comes from.

use std::sync::Arc;

use super::{Body, Declared, Kind, OfferedFunction};

/// A function of the catalogue, or one that a plugin offers.
#[derive(Clone, Debug)]
pub(crate) enum Callee {
    /// Of the catalogue.
    Declared(&'static Declared),
    /// Of a plugin, with the types of its arguments and of its result.
    Offered(Arc<OfferedFunction>, Vec<Kind>, Kind),
}

impl PartialEq for Callee {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            // A name has one overload of each list of types.
            (Self::Declared(one), Self::Declared(other)) => {
                one.name == other.name && one.parameters == other.parameters
            }
            (Self::Offered(one, ..), Self::Offered(other, ..)) => one == other,
            _ => false,
        }
    }
}

impl Callee {
    /// An offered function; `None` if its types are unknown.
    pub(crate) fn offered(function: &Arc<OfferedFunction>) -> Option<Self> {
        let kinds = function.arguments.iter().map(|(_, ty)| Kind::of_text(ty)).collect::<Option<_>>()?;
        Some(Self::Offered(Arc::clone(function), kinds, Kind::of_text(&function.returns)?))
    }

    /// The name as it is declared.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Declared(function) => function.name,
            Self::Offered(function, ..) => &function.name,
        }
    }

    /// The number of arguments.
    pub(crate) fn arity(&self) -> usize {
        match self {
            Self::Declared(function) => function.parameters.len(),
            Self::Offered(_, kinds, _) => kinds.len(),
        }
    }

    /// The type of an argument, counted from 0.
    pub(crate) fn kind(&self, argument: usize) -> Option<Kind> {
        match self {
            Self::Declared(function) => function.parameters.get(argument).map(|(_, kind)| *kind),
            Self::Offered(_, kinds, _) => kinds.get(argument).copied(),
        }
    }

    /// The type of the result.
    pub(crate) fn returns(&self) -> Kind {
        match self {
            Self::Declared(function) => function.returns,
            Self::Offered(_, _, returns) => *returns,
        }
    }

    /// The call with its types, as the capabilities declare it.
    pub(crate) fn form(&self) -> String {
        match self {
            Self::Declared(function) => function.signature().form,
            Self::Offered(function, ..) => function.signature().form,
        }
    }

    /// The expression of PostgreSQL with `$1`, `$2`, ... for the arguments.
    pub(crate) fn sql(&self) -> &str {
        match self {
            Self::Declared(Declared { body: Body::Sql(sql), .. }) => sql,
            // Calls of these are replaced when they are resolved.
            Self::Declared(Declared {
                body: Body::CellOfPoint | Body::Transform | Body::Spectral, ..
            }) => "",
            Self::Offered(function, ..) => &function.sql,
        }
    }

    /// Whether it makes one value of many rows.
    pub(crate) fn is_aggregate(&self) -> bool {
        matches!(self, Self::Declared(function) if function.aggregate)
    }

    /// The unit of the result.
    pub(crate) fn unit(&self) -> Option<&str> {
        match self {
            Self::Declared(function) => function.unit,
            Self::Offered(function, ..) => function.unit.as_deref(),
        }
    }

    /// The UCD of the result.
    pub(crate) fn ucd(&self) -> Option<&str> {
        match self {
            Self::Declared(function) => function.ucd,
            Self::Offered(function, ..) => function.ucd.as_deref(),
        }
    }

    /// What it computes.
    pub(crate) fn description(&self) -> Option<&str> {
        match self {
            Self::Declared(function) => Some(function.description),
            Self::Offered(function, ..) => function.description.as_deref(),
        }
    }
}
