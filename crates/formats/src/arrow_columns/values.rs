//! How one boolean or number of PostgreSQL becomes one of Arrow, and many of them an array.

use std::sync::Arc;

use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type, UInt8Type,
};
use arrow_array::{ArrayRef, BooleanArray, PrimitiveArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::DataType;

use crate::Fault;
use crate::array::Elements;
use crate::batch::fixed;
use crate::binary_cell::BOOLEAN_OID;
use crate::number::{Conversion, Number, Source, Target};

/// Reads values of one type.
pub(super) trait Read: Send + 'static {
    /// The type in memory.
    type Native: Copy + Default + Send + 'static;

    /// The oid that elements of an array must have.
    fn oid(&self) -> u32;

    /// Reads one value.
    fn read(&self, value: &[u8]) -> Result<Self::Native, Fault>;

    /// Appends the elements of an array without NULLs in one go, or says that there may be some.
    fn read_plain(&self, _elements: &Elements<'_>, _out: &mut Vec<Self::Native>) -> Result<bool, Fault> {
        Ok(false)
    }

    /// The type of the array.
    fn data_type(&self) -> DataType;

    /// Values as an array.
    fn array(&self, values: Vec<Self::Native>, nulls: Option<NullBuffer>) -> ArrayRef;
}

/// Whoever needs a reader without knowing its type.
pub(super) trait WithReader {
    /// What comes of it.
    type Output;

    /// Goes on with the reader.
    fn with<R: Read>(self, reader: R) -> Self::Output;
}

/// Numbers that are the same in both, but for the order of bytes.
struct Same<T>(std::marker::PhantomData<T>);

/// Numbers that become others.
struct Changed<T: ArrowPrimitiveType> {
    source: Source,
    target: Target,
    cast: fn(Target, Number) -> Result<T::Native, Fault>,
}

/// Booleans.
pub(super) struct Booleans;

/// Goes on with the reader of a conversion.
pub(super) fn with_reader<W: WithReader>(conversion: Conversion, with: W) -> W::Output {
    use std::marker::PhantomData;
    let (source, target) = match conversion {
        Conversion::Copy(Source::Int2) => return with.with(Same::<Int16Type>(PhantomData)),
        Conversion::Copy(Source::Int4) => return with.with(Same::<Int32Type>(PhantomData)),
        Conversion::Copy(Source::Int8) => return with.with(Same::<Int64Type>(PhantomData)),
        Conversion::Copy(Source::Float4) => return with.with(Same::<Float32Type>(PhantomData)),
        Conversion::Copy(Source::Float8) => return with.with(Same::<Float64Type>(PhantomData)),
        Conversion::Change(source, target) => (source, target),
    };
    match target {
        Target::UnsignedByte => {
            with.with(changed::<UInt8Type>(source, target, |t, n| Ok(t.integer(n)? as u8)))
        }
        Target::Short => with.with(changed::<Int16Type>(source, target, |t, n| Ok(t.integer(n)? as i16))),
        Target::Int => with.with(changed::<Int32Type>(source, target, |t, n| Ok(t.integer(n)? as i32))),
        Target::Long => with.with(changed::<Int64Type>(source, target, |t, n| t.integer(n))),
        Target::Float => with.with(changed::<Float32Type>(source, target, |_, n| Ok(n.to_f32()))),
        Target::Double => with.with(changed::<Float64Type>(source, target, |_, n| Ok(n.to_f64()))),
    }
}

fn changed<T: ArrowPrimitiveType>(
    source: Source,
    target: Target,
    cast: fn(Target, Number) -> Result<T::Native, Fault>,
) -> Changed<T> {
    Changed { source, target, cast }
}

/// The reader of one type that both sides have.
macro_rules! same {
    ($arrow:ty, $native:ty, $source:expr) => {
        impl Read for Same<$arrow> {
            type Native = $native;

            fn oid(&self) -> u32 {
                $source.oid()
            }

            #[inline]
            fn read(&self, value: &[u8]) -> Result<$native, Fault> {
                Ok(<$native>::from_be_bytes(fixed(value)?))
            }

            #[inline]
            fn read_plain(&self, elements: &Elements<'_>, out: &mut Vec<$native>) -> Result<bool, Fault> {
                const WIDTH: usize = size_of::<$native>();
                let Some(pieces) = elements.plain::<WIDTH>() else { return Ok(false) };
                out.reserve(pieces.len());
                let mut is_whole = true;
                out.extend(pieces.map(|piece| {
                    let element = Elements::element::<WIDTH>(piece);
                    is_whole &= element.is_some();
                    <$native>::from_be_bytes(element.unwrap_or_default())
                }));
                if is_whole { Ok(true) } else { Err(Fault::Array) }
            }

            fn data_type(&self) -> DataType {
                <$arrow>::DATA_TYPE
            }

            fn array(&self, values: Vec<$native>, nulls: Option<NullBuffer>) -> ArrayRef {
                Arc::new(PrimitiveArray::<$arrow>::new(ScalarBuffer::from(values), nulls))
            }
        }
    };
}

same!(Int16Type, i16, Source::Int2);
same!(Int32Type, i32, Source::Int4);
same!(Int64Type, i64, Source::Int8);
same!(Float32Type, f32, Source::Float4);
same!(Float64Type, f64, Source::Float8);

impl<T: ArrowPrimitiveType> Read for Changed<T> {
    type Native = T::Native;

    fn oid(&self) -> u32 {
        self.source.oid()
    }

    fn read(&self, value: &[u8]) -> Result<T::Native, Fault> {
        (self.cast)(self.target, self.source.read(value)?)
    }

    fn data_type(&self) -> DataType {
        T::DATA_TYPE
    }

    fn array(&self, values: Vec<T::Native>, nulls: Option<NullBuffer>) -> ArrayRef {
        Arc::new(PrimitiveArray::<T>::new(ScalarBuffer::from(values), nulls))
    }
}

impl Read for Booleans {
    type Native = bool;

    fn oid(&self) -> u32 {
        BOOLEAN_OID
    }

    fn read(&self, value: &[u8]) -> Result<bool, Fault> {
        Ok(fixed::<1>(value)? != [0])
    }

    fn data_type(&self) -> DataType {
        DataType::Boolean
    }

    fn array(&self, values: Vec<bool>, nulls: Option<NullBuffer>) -> ArrayRef {
        Arc::new(BooleanArray::new(BooleanBuffer::from(values), nulls))
    }
}
