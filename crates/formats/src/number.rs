//! Numbers: what PostgreSQL sends, what VOTable declares, and the way from one to the other.

use catalogue::{Datatype, PgBase};

use crate::Fault;
use crate::batch::fixed;

/// A number type of PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Int2,
    Int4,
    Int8,
    Float4,
    Float8,
}

/// A number type of VOTable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    UnsignedByte,
    Short,
    Int,
    Long,
    Float,
    Double,
}

/// How numbers of one type become numbers of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// Both types have the same bytes.
    Copy(Source),
    /// Integers are checked for range, floats are rounded to the nearest.
    Change(Source, Target),
}

/// A number between the two types.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Integer(i64),
    Real(f64),
}

impl Source {
    /// The type for a scalar of PostgreSQL, if it is a number.
    pub fn of(base: PgBase) -> Option<Self> {
        match base {
            PgBase::Int2 => Some(Self::Int2),
            PgBase::Int4 => Some(Self::Int4),
            PgBase::Int8 => Some(Self::Int8),
            PgBase::Float4 => Some(Self::Float4),
            PgBase::Float8 => Some(Self::Float8),
            _ => None,
        }
    }

    /// The oid in `pg_type`, which array values carry.
    pub fn oid(self) -> u32 {
        match self {
            Self::Int2 => 21,
            Self::Int4 => 23,
            Self::Int8 => 20,
            Self::Float4 => 700,
            Self::Float8 => 701,
        }
    }

    /// Reads a value.
    pub fn read(self, value: &[u8]) -> Result<Number, Fault> {
        Ok(match self {
            Self::Int2 => Number::Integer(i16::from_be_bytes(fixed(value)?).into()),
            Self::Int4 => Number::Integer(i32::from_be_bytes(fixed(value)?).into()),
            Self::Int8 => Number::Integer(i64::from_be_bytes(fixed(value)?)),
            Self::Float4 => Number::Real(f32::from_be_bytes(fixed(value)?).into()),
            Self::Float8 => Number::Real(f64::from_be_bytes(fixed(value)?)),
        })
    }
}

impl Target {
    /// The type for a primitive of VOTable, if it is a number.
    pub fn of(datatype: Datatype) -> Option<Self> {
        match datatype {
            Datatype::UnsignedByte => Some(Self::UnsignedByte),
            Datatype::Short => Some(Self::Short),
            Datatype::Int => Some(Self::Int),
            Datatype::Long => Some(Self::Long),
            Datatype::Float => Some(Self::Float),
            Datatype::Double => Some(Self::Double),
            _ => None,
        }
    }

    /// The smallest and the largest value, if values are integers.
    pub fn range(self) -> Option<(i64, i64)> {
        match self {
            Self::UnsignedByte => Some((0, u8::MAX.into())),
            Self::Short => Some((i16::MIN.into(), i16::MAX.into())),
            Self::Int => Some((i32::MIN.into(), i32::MAX.into())),
            Self::Long => Some((i64::MIN, i64::MAX)),
            Self::Float | Self::Double => None,
        }
    }

    /// The name in a `FIELD/@datatype` attribute.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnsignedByte => Datatype::UnsignedByte.name(),
            Self::Short => Datatype::Short.name(),
            Self::Int => Datatype::Int.name(),
            Self::Long => Datatype::Long.name(),
            Self::Float => Datatype::Float.name(),
            Self::Double => Datatype::Double.name(),
        }
    }

    /// Appends a number in the big-endian form of VOTable's binary serializations.
    pub fn write(self, number: Number, out: &mut Vec<u8>) -> Result<(), Fault> {
        match self {
            Self::Float => out.extend_from_slice(&number.to_f32().to_be_bytes()),
            Self::Double => out.extend_from_slice(&number.to_f64().to_be_bytes()),
            Self::UnsignedByte => out.push(self.integer(number)? as u8),
            Self::Short => out.extend_from_slice(&(self.integer(number)? as i16).to_be_bytes()),
            Self::Int => out.extend_from_slice(&(self.integer(number)? as i32).to_be_bytes()),
            Self::Long => out.extend_from_slice(&self.integer(number)?.to_be_bytes()),
        }
        Ok(())
    }

    /// The number as an integer of this type.
    pub fn integer(self, number: Number) -> Result<i64, Fault> {
        let value = number.to_i64().ok_or(Fault::NotWhole)?;
        self.check(value)?;
        Ok(value)
    }

    /// Checks that an integer is a value of this type, or that values are floats.
    pub fn check(self, value: i64) -> Result<(), Fault> {
        match self.range() {
            Some((least, most)) if !(least..=most).contains(&value) => {
                Err(Fault::Range { value, datatype: self.name() })
            }
            _ => Ok(()),
        }
    }
}

impl Number {
    /// The nearest float.
    pub fn to_f32(self) -> f32 {
        match self {
            Self::Integer(value) => value as f32,
            Self::Real(value) => value as f32,
        }
    }

    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Real(value) => value,
        }
    }

    fn to_i64(self) -> Option<i64> {
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        match self {
            Self::Integer(value) => Some(value),
            Self::Real(value) if value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value) => {
                Some(value as i64)
            }
            Self::Real(_) => None,
        }
    }
}

impl Conversion {
    /// The conversion between two types.
    pub fn between(source: Source, target: Target) -> Self {
        match (source, target) {
            (Source::Int2, Target::Short)
            | (Source::Int4, Target::Int)
            | (Source::Int8, Target::Long)
            | (Source::Float4, Target::Float)
            | (Source::Float8, Target::Double) => Self::Copy(source),
            (source, target) => Self::Change(source, target),
        }
    }

    /// The type that PostgreSQL sends.
    pub fn source(self) -> Source {
        match self {
            Self::Copy(source) | Self::Change(source, _) => source,
        }
    }

    /// The type that VOTable declares.
    pub fn target(self) -> Target {
        match self {
            Self::Change(_, target) => target,
            Self::Copy(Source::Int2) => Target::Short,
            Self::Copy(Source::Int4) => Target::Int,
            Self::Copy(Source::Int8) => Target::Long,
            Self::Copy(Source::Float4) => Target::Float,
            Self::Copy(Source::Float8) => Target::Double,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(target: Target, number: Number) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        target.write(number, &mut out).map(|()| out).map_err(|fault| fault.to_string())
    }

    #[test]
    fn values_are_read_big_endian() {
        assert_eq!(Source::Int2.read(&[0xff, 0xfe]), Ok(Number::Integer(-2)));
        assert_eq!(Source::Int4.read(&[0, 0, 1, 2]), Ok(Number::Integer(258)));
        assert_eq!(Source::Int8.read(&[0, 0, 0, 0, 0, 0, 1, 2]), Ok(Number::Integer(258)));
        assert_eq!(Source::Float4.read(&1.5_f32.to_be_bytes()), Ok(Number::Real(1.5)));
        assert_eq!(Source::Float8.read(&1.5_f64.to_be_bytes()), Ok(Number::Real(1.5)));
    }

    #[test]
    fn numbers_are_written_in_the_declared_type() {
        for (target, expected) in [
            (Target::UnsignedByte, vec![7]),
            (Target::Short, vec![0, 7]),
            (Target::Int, vec![0, 0, 0, 7]),
            (Target::Long, vec![0, 0, 0, 0, 0, 0, 0, 7]),
            (Target::Float, 7_f32.to_be_bytes().to_vec()),
            (Target::Double, 7_f64.to_be_bytes().to_vec()),
        ] {
            assert_eq!(written(target, Number::Integer(7)), Ok(expected.clone()));
            assert_eq!(written(target, Number::Real(7.0)), Ok(expected));
        }
    }

    #[test]
    fn an_integer_out_of_range_is_refused() {
        for (target, value, message) in [
            (Target::UnsignedByte, -1, "the number -1 is out of the range of unsignedByte"),
            (Target::UnsignedByte, 256, "the number 256 is out of the range of unsignedByte"),
            (Target::Short, 40_000, "the number 40000 is out of the range of short"),
            (Target::Int, 1 << 31, "the number 2147483648 is out of the range of int"),
        ] {
            assert_eq!(written(target, Number::Integer(value)), Err(message.to_owned()));
        }
    }

    #[test]
    fn a_fraction_or_nan_is_no_integer() {
        for value in [0.5, f64::NAN, f64::INFINITY, 1e300] {
            let message = "the number is not whole, and the column declares integers".to_owned();
            assert_eq!(written(Target::Long, Number::Real(value)), Err(message));
        }
    }

    #[test]
    fn only_equal_types_are_copied() {
        assert_eq!(Conversion::between(Source::Int4, Target::Int), Conversion::Copy(Source::Int4));
        let changed = Conversion::between(Source::Int4, Target::Float);
        assert_eq!(changed, Conversion::Change(Source::Int4, Target::Float));
        assert_eq!(changed.source(), Source::Int4);
    }

    proptest! {
        #[test]
        fn a_wider_type_keeps_the_value(value in any::<i32>()) {
            prop_assert_eq!(written(Target::Long, Number::Integer(value.into())), Ok(i64::from(value).to_be_bytes().to_vec()));
            prop_assert_eq!(written(Target::Double, Number::Integer(value.into())), Ok(f64::from(value).to_be_bytes().to_vec()));
        }
    }
}
