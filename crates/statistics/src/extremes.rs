//! What the values of one column have been so far.

use catalogue::{Column, ColumnStatistics, Datatype, Field, PgBase, PgType, ResultColumn, ValueType};

/// The most dimensions that PostgreSQL gives an array.
const DIMENSIONS_MAX: usize = 6;

/// Extremes of one column, and how many rows have a value.
#[derive(Clone, Debug)]
pub(crate) struct Extremes {
    /// The column in PostgreSQL.
    pub pg_name: String,
    pg_type: PgType,
    /// How an extreme is declared, for its text.
    declared: ResultColumn,
    /// Rows with a value; of arrays those with at least one element that is a value.
    valued: u64,
    integers: Span<i64>,
    reals: Span<f64>,
}

/// The least and the greatest value; none as long as the least is not at most the greatest.
#[derive(Clone, Copy, Debug)]
struct Span<T> {
    least: T,
    greatest: T,
}

impl<T: PartialOrd + Copy> Span<T> {
    /// Takes a value. NaN, which compares with nothing, is passed over; tells whether it was a value.
    #[inline]
    fn take(&mut self, value: T) -> bool {
        if value < self.least {
            self.least = value;
        }
        if value > self.greatest {
            self.greatest = value;
        }
        value >= self.least
    }

    fn merge(&mut self, other: Self) {
        if other.least <= other.greatest {
            self.take(other.least);
            self.take(other.greatest);
        }
    }

    fn ends(&self) -> Option<(T, T)> {
        (self.least <= self.greatest).then_some((self.least, self.greatest))
    }
}

impl Extremes {
    /// Nothing seen yet.
    pub fn new(column: &Column) -> Self {
        Self {
            pg_name: column.pg_name.clone(),
            pg_type: column.pg_type,
            declared: declared(column),
            valued: 0,
            integers: Span { least: i64::MAX, greatest: i64::MIN },
            reals: Span { least: f64::INFINITY, greatest: f64::NEG_INFINITY },
        }
    }

    /// Takes a value that is not NULL; `None` if it is not of the column's type.
    #[inline]
    pub fn take(&mut self, value: &[u8]) -> Option<()> {
        let (integers, reals) = (&mut self.integers, &mut self.reals);
        let is_array = self.pg_type.array;
        let is_value = match self.pg_type.base {
            PgBase::Int2 => any(is_array, value, |bytes| integers.take(i16::from_be_bytes(bytes).into())),
            PgBase::Int4 => any(is_array, value, |bytes| integers.take(i32::from_be_bytes(bytes).into())),
            PgBase::Int8 => any(is_array, value, |bytes| integers.take(i64::from_be_bytes(bytes))),
            PgBase::Float4 => any(is_array, value, |bytes| reals.take(f32::from_be_bytes(bytes).into())),
            PgBase::Float8 => any(is_array, value, |bytes| reals.take(f64::from_be_bytes(bytes))),
            PgBase::Date => any(is_array, value, |bytes| match i32::from_be_bytes(bytes) {
                // PostgreSQL's infinities.
                i32::MIN | i32::MAX => true,
                day => integers.take(day.into()),
            }),
            PgBase::Timestamp | PgBase::TimestampTz => {
                any(is_array, value, |bytes| match i64::from_be_bytes(bytes) {
                    i64::MIN | i64::MAX => true,
                    micros => integers.take(micros),
                })
            }
            PgBase::Bool | PgBase::Text | PgBase::Bytea => Some(true),
        }?;
        self.valued += u64::from(is_value);
        Some(())
    }

    /// Adds what another has seen of the same column.
    pub fn merge(&mut self, other: Self) {
        self.valued += other.valued;
        self.integers.merge(other.integers);
        self.reals.merge(other.reals);
    }

    /// What was seen in this many rows, at least one.
    pub fn finish(&self, rows: u64) -> ColumnStatistics {
        let text = |bytes: &[u8]| formats::value_text(&self.declared, bytes);
        let integer = |value: i64| match self.pg_type.base {
            PgBase::Int2 => text(&(value as i16).to_be_bytes()),
            PgBase::Int4 | PgBase::Date => text(&(value as i32).to_be_bytes()),
            _ => text(&value.to_be_bytes()),
        };
        let real = |value: f64| match self.pg_type.base {
            PgBase::Float4 => text(&(value as f32).to_be_bytes()),
            _ => text(&value.to_be_bytes()),
        };
        let (min, max) = match (self.integers.ends(), self.reals.ends()) {
            (Some((least, greatest)), _) => (integer(least), integer(greatest)),
            (None, Some((least, greatest))) => (real(least), real(greatest)),
            (None, None) => (None, None),
        };
        let nulls = rows.saturating_sub(self.valued);
        ColumnStatistics {
            pg_name: self.pg_name.clone(),
            part: 0,
            min,
            max,
            null_fraction: nulls as f64 / rows as f64,
        }
    }
}

/// An extreme is one number of the declared primitive, or the text of a date or time.
fn declared(column: &Column) -> ResultColumn {
    let base = column.pg_type.base;
    let own = match base {
        PgBase::Int2 => Datatype::Short,
        PgBase::Int4 => Datatype::Int,
        PgBase::Int8 => Datatype::Long,
        PgBase::Float4 => Datatype::Float,
        PgBase::Float8 => Datatype::Double,
        _ => Datatype::Char,
    };
    let value_type = match (own, column.field.value_type.datatype) {
        (Datatype::Char, _) => ValueType::text(),
        (own, Datatype::Boolean | Datatype::Bit | Datatype::Char | Datatype::UnicodeChar) => {
            ValueType::scalar(own)
        }
        (_, declared) => ValueType::scalar(declared),
    };
    ResultColumn { field: Field::new(&column.pg_name, value_type), pg_type: PgType::scalar(base) }
}

/// Shows each element of `N` bytes to `take`, or the only one of a scalar, and tells whether one of them was a value;
/// `None` if the bytes are not of the type.
#[inline]
fn any<const N: usize>(is_array: bool, value: &[u8], mut take: impl FnMut([u8; N]) -> bool) -> Option<bool> {
    if !is_array {
        return value.try_into().ok().map(take);
    }
    let mut found = false;
    let mut rest = elements(value)?;
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk()?;
        rest = match i32::from_be_bytes(*length) {
            -1 => after,
            length if usize::try_from(length) == Ok(N) => {
                let (element, after) = after.split_first_chunk()?;
                found |= take(*element);
                after
            }
            _ => return None,
        };
    }
    Some(found)
}

/// The elements of an array in binary form, each with its length before it (PostgreSQL, `array_send`): behind the number
/// of dimensions, a flag, the type, and length and lower bound of each dimension.
#[inline]
fn elements(array: &[u8]) -> Option<&[u8]> {
    let dimensions = i32::from_be_bytes(*array.first_chunk()?);
    let dimensions = usize::try_from(dimensions).ok().filter(|&count| count <= DIMENSIONS_MAX)?;
    array.get(12 + 8 * dimensions..)
}
