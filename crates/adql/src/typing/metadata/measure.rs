//! The units of values.

use vounits::{Power, Unit};

use crate::resolved::{Chain, ColumnRef, Expr, ExprKind, SkyFunction, Source, Window};
use crate::syntax::{Aggregate, Function, ProductOperator, WindowFunction};
use crate::typing::constant;

use super::Metadata;

/// What a value is measured in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Measure {
    /// Nobody says: a column without a unit, or a mixture.
    Unknown,
    /// Nothing: a literal, a ratio, the result of SIN.
    Number,
    /// The unit of this text, which a catalogue may spell as it likes.
    Unit(String),
}

impl Measure {
    /// The unit of this text; an empty one is that of numbers.
    fn of_text(text: &str) -> Self {
        match text {
            "" => Self::Number,
            text => Self::Unit(text.to_owned()),
        }
    }

    fn of_unit(unit: Option<Unit>) -> Self {
        unit.map_or(Self::Unknown, |unit| Self::of_text(&unit.to_string()))
    }

    /// What is told of a result column.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Unit(text) => Some(text),
            Self::Unknown | Self::Number => None,
        }
    }

    /// The unit, if it is known and can be read.
    pub(crate) fn unit(&self) -> Option<Unit> {
        match self {
            Self::Unit(text) => Unit::parse(text).ok(),
            Self::Number => Some(Unit::NUMBER),
            Self::Unknown => None,
        }
    }

    /// Whether both are the same unit, though the texts may differ.
    fn is_same(&self, other: &Self) -> bool {
        let same_unit = |one: &Self, other: &Self| one.unit()?.factor_to(&other.unit()?);
        self == other || same_unit(self, other) == Some(1.0)
    }

    /// The unit of a power.
    fn raised(self, power: Option<Power>) -> Self {
        match (&self, power) {
            (Self::Number, _) => Self::Number,
            (Self::Unit(_), Some(power)) => Self::of_unit(self.unit().and_then(|unit| unit.power(power))),
            _ => Self::Unknown,
        }
    }

    /// The unit of a function that VOUnits can name, such as `log(Hz)`.
    fn inside(self, function: &str) -> Self {
        match self.unit().map(|unit| unit.to_string()).as_deref() {
            None => Self::Unknown,
            Some("") => Self::Number,
            Some(unit) => Self::Unit(format!("{function}({unit})")),
        }
    }
}

impl Metadata<'_, '_> {
    /// What a value is measured in.
    pub(crate) fn measure(&self, expr: &Expr) -> Measure {
        match &expr.kind {
            ExprKind::Integer(_) | ExprKind::Double(_) | ExprKind::Flag(_) => Measure::Number,
            ExprKind::Column(column) => self.measure_of_column(*column),
            ExprKind::Element { array, .. } => self.measure(array),
            ExprKind::Negate(operand) => self.measure(operand),
            ExprKind::Cast { operand, .. } if operand.ty.is_number() && expr.ty.is_number() => {
                self.measure(operand)
            }
            ExprKind::Sum(chain) => {
                let rest = chain.rest.iter().map(|(_, operand)| operand);
                self.common(std::iter::once(&chain.first).chain(rest))
            }
            ExprKind::Product(chain) => self.measure_of_product(chain),
            ExprKind::Coalesce(arguments) => self.common(arguments.iter().filter(|part| !is_literal(part))),
            ExprKind::Case(case) => self.common(case.results().filter(|part| !is_literal(part))),
            ExprKind::Window(window) => self.measure_of_window(window),
            ExprKind::Call { function, arguments } => self.measure_of_call(*function, arguments),
            ExprKind::Aggregate { function: Aggregate::Count, .. } => Measure::Number,
            ExprKind::Aggregate { argument: Some(argument), .. } => self.measure(argument),
            ExprKind::UserCall(call) => call.callee.unit().map_or(Measure::Unknown, Measure::of_text),
            ExprKind::InUnit(conversion) => Measure::of_text(&conversion.unit),
            ExprKind::Coordinate { .. } | ExprKind::Distance(_) => Measure::of_text("deg"),
            ExprKind::Sky { function: SkyFunction::Area, .. } => Measure::of_text("deg**2"),
            ExprKind::Point(_) | ExprKind::Circle(_) | ExprKind::Polygon(_) | ExprKind::Range(_) => {
                Measure::of_text("deg")
            }
            ExprKind::Framed { geometry, .. } => self.measure(geometry),
            _ => Measure::Unknown,
        }
    }

    fn measure_of_column(&self, column: ColumnRef) -> Measure {
        let text = |unit: Option<&str>| unit.map_or(Measure::Unknown, Measure::of_text);
        match self.sources.get(column.source) {
            Some(Source::Table(source)) => {
                text(source.column(column.column).and_then(|known| known.field.unit.as_deref()))
            }
            _ => text(self.column(column).field.unit.as_deref()),
        }
    }

    /// The unit that all values have; the first spells it.
    pub(super) fn common<'e>(&self, mut values: impl Iterator<Item = &'e Expr>) -> Measure {
        let Some(first) = values.next() else { return Measure::Unknown };
        let first = self.measure(first);
        match first == Measure::Unknown || values.all(|value| self.measure(value).is_same(&first)) {
            true => first,
            false => Measure::Unknown,
        }
    }

    /// Units are multiplied; numbers leave the text of the other unit as it is.
    fn measure_of_product(&self, chain: &Chain<ProductOperator>) -> Measure {
        let mut product = self.measure(&chain.first);
        for (operator, operand) in &chain.rest {
            product = match (product, operator, self.measure(operand)) {
                (product, _, Measure::Number) => product,
                (Measure::Number, ProductOperator::Multiply, unit) => unit,
                (Measure::Unknown, _, _) | (_, _, Measure::Unknown) => return Measure::Unknown,
                (product, operator, unit) => {
                    let both = product.unit().zip(unit.unit());
                    Measure::of_unit(both.and_then(|(product, unit)| match operator {
                        ProductOperator::Multiply => product.product(&unit),
                        ProductOperator::Divide => product.quotient(&unit),
                    }))
                }
            };
        }
        product
    }

    /// Functions that pick or sum values keep their unit, those that count have none.
    fn measure_of_window(&self, window: &Window) -> Measure {
        match (window.function, window.arguments.first()) {
            (WindowFunction::Aggregate(Aggregate::Count) | WindowFunction::Ntile, _) | (_, None) => {
                Measure::Number
            }
            (_, Some(argument)) => self.measure(argument),
        }
    }

    fn measure_of_call(&self, function: Function, arguments: &[Expr]) -> Measure {
        let first = || arguments.first().map_or(Measure::Unknown, |argument| self.measure(argument));
        match function {
            Function::Abs | Function::Ceiling | Function::Floor | Function::Round | Function::Truncate => {
                first()
            }
            Function::Mod => match arguments {
                // A literal is in the unit of what it divides: MOD(ra, 360).
                [operand, divisor] if is_literal(divisor) => self.measure(operand),
                _ => self.common(arguments.iter()),
            },
            Function::Sqrt => first().raised(Some(Power::HALF)),
            Function::Power => {
                let exponent = arguments.get(1).and_then(constant);
                first().raised(exponent.and_then(Power::from_f64))
            }
            Function::Log => first().inside("ln"),
            Function::Log10 => first().inside("log"),
            Function::Degrees => Measure::of_text("deg"),
            Function::Radians | Function::Asin | Function::Acos | Function::Atan | Function::Atan2 => {
                Measure::of_text("rad")
            }
            Function::Sin | Function::Cos | Function::Tan | Function::Cot => Measure::Number,
            Function::Exp | Function::Pi | Function::Rand => Measure::Number,
            Function::Area => Measure::of_text("deg**2"),
            _ => Measure::Unknown,
        }
    }
}

/// Whether a value says nothing of its own about units.
pub(super) fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Null | ExprKind::Integer(_) | ExprKind::Double(_) | ExprKind::String(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_the_same_however_they_are_spelled() {
        let measure = Measure::of_text;
        assert!(measure("km/s").is_same(&measure("km.s-1")));
        assert!(measure("odd unit!").is_same(&measure("odd unit!")));
        assert!(!measure("km/s").is_same(&measure("m/s")));
        assert!(!measure("mag").is_same(&Measure::Number));
        assert!(!Measure::Unknown.is_same(&Measure::Number));
    }

    #[test]
    fn a_unit_that_cannot_be_read_is_unknown_in_products() {
        assert_eq!(Measure::of_text("m/s.kg").raised(Some(Power::HALF)), Measure::Unknown);
        assert_eq!(Measure::of_text("m/s.kg").inside("log"), Measure::Unknown);
    }
}
