//! The functions of the language, with their signatures.

/// A function of ADQL 2.1 that is not an aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is called as the standard calls it")]
pub enum Function {
    Abs,
    Acos,
    Area,
    Asin,
    Atan,
    Atan2,
    Box,
    Ceiling,
    Centroid,
    Circle,
    Coalesce,
    Contains,
    Coord1,
    Coord2,
    Coordsys,
    Cos,
    Cot,
    Degrees,
    Distance,
    Exp,
    Floor,
    InUnit,
    Intersects,
    Log,
    Log10,
    Lower,
    Mod,
    Pi,
    Point,
    Polygon,
    Power,
    Radians,
    Rand,
    Region,
    Round,
    Sin,
    Sqrt,
    Tan,
    Truncate,
    Upper,
}

/// An aggregate function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is called as the standard calls it")]
pub enum Aggregate {
    Avg,
    Count,
    Max,
    Min,
    Sum,
}

/// How many arguments a call may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// From the first to the second number.
    Between(usize, usize),
    /// The number or more.
    AtLeast(usize),
    /// One of the two.
    Either(usize, usize),
}

impl Arity {
    /// Whether so many arguments are right.
    pub fn allows(self, count: usize) -> bool {
        match self {
            Self::Between(least, most) => (least..=most).contains(&count),
            Self::AtLeast(least) => count >= least,
            Self::Either(one, other) => count == one || count == other,
        }
    }
}

impl Aggregate {
    /// Whether it is SUM, which makes larger types of smaller ones.
    pub(crate) fn is_sum(self) -> bool {
        self == Self::Sum
    }

    /// The name in capitals.
    pub fn name(self) -> &'static str {
        match self {
            Self::Avg => "AVG",
            Self::Count => "COUNT",
            Self::Max => "MAX",
            Self::Min => "MIN",
            Self::Sum => "SUM",
        }
    }
}

impl Function {
    /// The name in capitals.
    pub fn name(self) -> &'static str {
        let signature = self.signature();
        &signature[..signature.find('(').unwrap_or(signature.len())]
    }

    /// The call as the standard describes it.
    pub fn signature(self) -> &'static str {
        match self {
            Self::Abs => "ABS(x)",
            Self::Acos => "ACOS(x)",
            Self::Area => "AREA(geometry)",
            Self::Asin => "ASIN(x)",
            Self::Atan => "ATAN(x)",
            Self::Atan2 => "ATAN2(y, x)",
            Self::Box => "BOX(['sys',] lon, lat, width, height)",
            Self::Ceiling => "CEILING(x)",
            Self::Centroid => "CENTROID(geometry)",
            Self::Circle => "CIRCLE(['sys',] lon, lat, radius)",
            Self::Coalesce => "COALESCE(x, ...)",
            Self::Contains => "CONTAINS(inner, outer)",
            Self::Coord1 => "COORD1(point)",
            Self::Coord2 => "COORD2(point)",
            Self::Coordsys => "COORDSYS(geometry)",
            Self::Cos => "COS(x)",
            Self::Cot => "COT(x)",
            Self::Degrees => "DEGREES(x)",
            Self::Distance => "DISTANCE(point, point) or DISTANCE(lon1, lat1, lon2, lat2)",
            Self::Exp => "EXP(x)",
            Self::Floor => "FLOOR(x)",
            Self::InUnit => "IN_UNIT(x, 'unit')",
            Self::Intersects => "INTERSECTS(geometry, geometry)",
            Self::Log => "LOG(x)",
            Self::Log10 => "LOG10(x)",
            Self::Lower => "LOWER(text)",
            Self::Mod => "MOD(x, y)",
            Self::Pi => "PI()",
            Self::Point => "POINT(['sys',] lon, lat)",
            Self::Polygon => "POLYGON(['sys',] lon1, lat1, lon2, lat2, lon3, lat3, ...)",
            Self::Power => "POWER(x, y)",
            Self::Radians => "RADIANS(x)",
            Self::Rand => "RAND([seed])",
            Self::Region => "REGION('text')",
            Self::Round => "ROUND(x [, digits])",
            Self::Sin => "SIN(x)",
            Self::Sqrt => "SQRT(x)",
            Self::Tan => "TAN(x)",
            Self::Truncate => "TRUNCATE(x [, digits])",
            Self::Upper => "UPPER(text)",
        }
    }

    /// How many arguments it takes.
    pub fn arity(self) -> Arity {
        match self {
            Self::Pi => Arity::Between(0, 0),
            Self::Rand => Arity::Between(0, 1),
            Self::Round | Self::Truncate => Arity::Between(1, 2),
            Self::Atan2 | Self::Contains | Self::InUnit | Self::Intersects | Self::Mod | Self::Power => {
                Arity::Between(2, 2)
            }
            Self::Point => Arity::Between(2, 3),
            Self::Circle => Arity::Between(2, 4),
            Self::Box => Arity::Between(3, 5),
            Self::Polygon => Arity::AtLeast(3),
            Self::Coalesce => Arity::AtLeast(1),
            Self::Distance => Arity::Either(2, 4),
            _ => Arity::Between(1, 1),
        }
    }
}
