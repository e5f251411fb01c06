//! Numbers and times of Arrow, one by one in the form that PostgreSQL takes.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};

const MICROS_PER_DAY: i64 = 86_400_000_000;
/// From 1970-01-01 to 2000-01-01.
const MICROS_TO_2000: i64 = 10_957 * MICROS_PER_DAY;
/// From 2000-01-01 to 0001-01-01 and to 10000-01-01.
const MICROS_MIN: i64 = -730_119 * MICROS_PER_DAY;
const MICROS_END: i64 = 2_921_940 * MICROS_PER_DAY;

/// Values of one type.
pub(super) enum Numbers {
    Byte(PrimitiveArray<Int8Type>),
    Short(PrimitiveArray<Int16Type>),
    Int(PrimitiveArray<Int32Type>),
    Long(PrimitiveArray<Int64Type>),
    UnsignedByte(PrimitiveArray<UInt8Type>),
    UnsignedShort(PrimitiveArray<UInt16Type>),
    UnsignedInt(PrimitiveArray<UInt32Type>),
    UnsignedLong(PrimitiveArray<UInt64Type>),
    Half(PrimitiveArray<Float16Type>),
    Float(PrimitiveArray<Float32Type>),
    Double(PrimitiveArray<Float64Type>),
    /// With what to divide by.
    Decimal32(PrimitiveArray<Decimal32Type>, f64),
    Decimal64(PrimitiveArray<Decimal64Type>, f64),
    Decimal128(PrimitiveArray<Decimal128Type>, f64),
    Days(PrimitiveArray<Date32Type>),
    Millis(PrimitiveArray<TimestampMillisecondType>),
    Micros(PrimitiveArray<TimestampMicrosecondType>),
    Nanos(PrimitiveArray<TimestampNanosecondType>),
}

/// The bytes of a number in PostgreSQL.
pub(super) struct Number {
    bytes: [u8; 8],
    length: usize,
}

impl Number {
    /// Big-endian.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl<const W: usize> From<[u8; W]> for Number {
    fn from(value: [u8; W]) -> Self {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(value).for_each(|(place, byte)| *place = byte);
        Self { bytes, length: W.min(8) }
    }
}

impl Numbers {
    /// The values of an array; `None` if they are no numbers or times.
    pub fn of(array: &ArrayRef) -> Option<Self> {
        let power = |scale: i8| 10_f64.powi(scale.into());
        Some(match array.data_type() {
            DataType::Int8 => Self::Byte(array.as_primitive().clone()),
            DataType::Int16 => Self::Short(array.as_primitive().clone()),
            DataType::Int32 => Self::Int(array.as_primitive().clone()),
            DataType::Int64 => Self::Long(array.as_primitive().clone()),
            DataType::UInt8 => Self::UnsignedByte(array.as_primitive().clone()),
            DataType::UInt16 => Self::UnsignedShort(array.as_primitive().clone()),
            DataType::UInt32 => Self::UnsignedInt(array.as_primitive().clone()),
            DataType::UInt64 => Self::UnsignedLong(array.as_primitive().clone()),
            DataType::Float16 => Self::Half(array.as_primitive().clone()),
            DataType::Float32 => Self::Float(array.as_primitive().clone()),
            DataType::Float64 => Self::Double(array.as_primitive().clone()),
            DataType::Decimal32(_, scale) => Self::Decimal32(array.as_primitive().clone(), power(*scale)),
            DataType::Decimal64(_, scale) => Self::Decimal64(array.as_primitive().clone(), power(*scale)),
            DataType::Decimal128(_, scale) => Self::Decimal128(array.as_primitive().clone(), power(*scale)),
            DataType::Date32 => Self::Days(array.as_primitive().clone()),
            DataType::Timestamp(TimeUnit::Millisecond, _) => Self::Millis(array.as_primitive().clone()),
            DataType::Timestamp(TimeUnit::Microsecond, _) => Self::Micros(array.as_primitive().clone()),
            DataType::Timestamp(TimeUnit::Nanosecond, _) => Self::Nanos(array.as_primitive().clone()),
            _ => return None,
        })
    }

    /// The value of a row that is not null: integers widened to the next type with a sign, decimals as the nearest
    /// double, times in microseconds from 2000-01-01 with what is finer cut off.
    #[inline]
    pub fn value(&self, row: usize) -> Result<Number, String> {
        Ok(match self {
            Self::Byte(array) => i16::from(array.value(row)).to_be_bytes().into(),
            Self::Short(array) => array.value(row).to_be_bytes().into(),
            Self::Int(array) => array.value(row).to_be_bytes().into(),
            Self::Long(array) => array.value(row).to_be_bytes().into(),
            Self::UnsignedByte(array) => i16::from(array.value(row)).to_be_bytes().into(),
            Self::UnsignedShort(array) => i32::from(array.value(row)).to_be_bytes().into(),
            Self::UnsignedInt(array) => i64::from(array.value(row)).to_be_bytes().into(),
            Self::UnsignedLong(array) => long(array.value(row))?.to_be_bytes().into(),
            Self::Half(array) => array.value(row).to_f32().to_be_bytes().into(),
            Self::Float(array) => array.value(row).to_be_bytes().into(),
            Self::Double(array) => array.value(row).to_be_bytes().into(),
            Self::Decimal32(array, power) => (f64::from(array.value(row)) / power).to_be_bytes().into(),
            Self::Decimal64(array, power) => (array.value(row) as f64 / power).to_be_bytes().into(),
            Self::Decimal128(array, power) => (array.value(row) as f64 / power).to_be_bytes().into(),
            Self::Days(array) => time(Some(i64::from(array.value(row)) * MICROS_PER_DAY))?,
            Self::Millis(array) => time(array.value(row).checked_mul(1000))?,
            Self::Micros(array) => time(Some(array.value(row)))?,
            Self::Nanos(array) => time(Some(array.value(row).div_euclid(1000)))?,
        })
    }

    /// The array itself.
    pub fn array(&self) -> &dyn Array {
        match self {
            Self::Byte(array) => array,
            Self::Short(array) => array,
            Self::Int(array) => array,
            Self::Long(array) => array,
            Self::UnsignedByte(array) => array,
            Self::UnsignedShort(array) => array,
            Self::UnsignedInt(array) => array,
            Self::UnsignedLong(array) => array,
            Self::Half(array) => array,
            Self::Float(array) => array,
            Self::Double(array) => array,
            Self::Decimal32(array, _) => array,
            Self::Decimal64(array, _) => array,
            Self::Decimal128(array, _) => array,
            Self::Days(array) => array,
            Self::Millis(array) => array,
            Self::Micros(array) => array,
            Self::Nanos(array) => array,
        }
    }
}

fn long(value: u64) -> Result<i64, String> {
    i64::try_from(value)
        .map_err(|_| format!("the number {value} is larger than {}, the largest there is", i64::MAX))
}

/// A time, given in microseconds from 1970-01-01.
fn time(micros: Option<i64>) -> Result<Number, String> {
    let micros = micros.and_then(|micros| micros.checked_sub(MICROS_TO_2000));
    match micros.filter(|micros| (MICROS_MIN..MICROS_END).contains(micros)) {
        Some(micros) => Ok(micros.to_be_bytes().into()),
        None => Err("the time is outside the years 0001 to 9999".to_owned()),
    }
}
