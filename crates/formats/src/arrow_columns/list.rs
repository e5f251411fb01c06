//! Arrays of booleans and numbers, as lists of fixed or of any length.

use std::sync::Arc;

use arrow_array::{ArrayRef, FixedSizeListArray, ListArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType};

use super::Builder;
use super::schema::element;
use super::values::{Read, WithReader};
use crate::Fault;
use crate::array::Elements;
use crate::column::{Length, NumberArray};

/// The longest list of fixed length, in bytes: a null of it takes as much room as a value.
const FIXED_LIST_BYTES_MAX: usize = 16 << 10;

/// How the lists of a column are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// All have this length.
    Fixed(i32),
    /// Each has its own.
    Variable,
}

impl Shape {
    /// The shape for a declared length and elements of so many bytes.
    pub fn of(length: Length, element_bytes: usize) -> Self {
        match length {
            Length::Fixed(count) if count > 0 && count <= FIXED_LIST_BYTES_MAX / element_bytes.max(1) => {
                i32::try_from(count).map_or(Self::Variable, Self::Fixed)
            }
            Length::Fixed(_) | Length::Variable { .. } => Self::Variable,
        }
    }

    /// The type of a list of such elements.
    pub fn data_type(self, of: DataType) -> DataType {
        match self {
            Self::Fixed(length) => DataType::FixedSizeList(element(of), length),
            Self::Variable => DataType::List(element(of)),
        }
    }

    fn null_elements(self) -> usize {
        match self {
            Self::Fixed(length) => usize::try_from(length).unwrap_or_default(),
            Self::Variable => 0,
        }
    }
}

/// Makes the builder of a column of arrays of numbers.
pub(super) struct ListsOf<'a>(pub &'a NumberArray);

impl WithReader for ListsOf<'_> {
    type Output = Box<dyn Builder>;

    fn with<R: Read>(self, reader: R) -> Box<dyn Builder> {
        let region = self.0.is_region.then(|| self.0.clone());
        Box::new(Lists::new(reader, self.0.length, region))
    }
}

/// Arrays, one a row; NULL elements stay null.
pub(super) struct Lists<R: Read> {
    reader: R,
    length: Length,
    shape: Shape,
    /// The column if its values are regions, which are null if one element is null or NaN.
    region: Option<NumberArray>,
    values: Vec<R::Native>,
    values_null: NullBufferBuilder,
    /// Where each list ends, after a zero.
    ends: Vec<i32>,
    nulls: NullBufferBuilder,
}

impl<R: Read> Lists<R> {
    /// No list yet.
    pub fn new(reader: R, length: Length, region: Option<NumberArray>) -> Self {
        let shape = Shape::of(length, size_of::<R::Native>());
        Self {
            reader,
            length,
            shape,
            region,
            values: Vec::new(),
            values_null: NullBufferBuilder::new(0),
            ends: vec![0],
            nulls: NullBufferBuilder::new(0),
        }
    }

    fn push_null(&mut self) -> Result<(), Fault> {
        let count = self.shape.null_elements();
        self.values.resize(self.values.len() + count, R::Native::default());
        self.values_null.append_n_non_nulls(count);
        self.close(false)
    }

    fn close(&mut self, is_value: bool) -> Result<(), Fault> {
        self.ends.push(i32::try_from(self.values.len()).map_err(|_| Fault::TooLong)?);
        self.nulls.append(is_value);
        Ok(())
    }
}

impl<R: Read> Builder for Lists<R> {
    #[inline]
    fn push(&mut self, value: Option<&[u8]>) -> Result<(), Fault> {
        let Some(value) = value else { return self.push_null() };
        let elements = Elements::read(value, Some(self.reader.oid()))?;
        if let Some(region) = &self.region
            && region.has_gap(elements.clone())?
        {
            return self.push_null();
        }
        self.length.check(elements.length())?;
        if self.reader.read_plain(&elements, &mut self.values)? {
            self.values_null.append_n_non_nulls(elements.length());
            return self.close(true);
        }
        for element in elements {
            let element = element?;
            self.values.push(element.map_or(Ok(R::Native::default()), |value| self.reader.read(value))?);
            self.values_null.append(element.is_some());
        }
        self.close(true)
    }

    fn finish(&mut self, rows: usize) -> Result<ArrayRef, ArrowError> {
        let mut ends = std::mem::replace(&mut self.ends, vec![0]);
        ends.truncate(rows + 1);
        let count = ends.last().and_then(|end| usize::try_from(*end).ok()).unwrap_or_default();
        let capacity = self.values.len();
        let mut values = std::mem::replace(&mut self.values, Vec::with_capacity(capacity));
        values.truncate(count);
        self.values_null.truncate(count);
        self.nulls.truncate(rows);
        let values = self.reader.array(values, self.values_null.finish());
        let (nulls, field) = (self.nulls.finish(), element(self.reader.data_type()));
        Ok(match self.shape {
            Shape::Fixed(length) => Arc::new(FixedSizeListArray::try_new(field, length, values, nulls)?),
            Shape::Variable => {
                let ends = OffsetBuffer::new(ScalarBuffer::from(ends));
                Arc::new(ListArray::try_new(field, ends, values, nulls)?)
            }
        })
    }

    fn null_bytes(&self) -> usize {
        self.shape.null_elements() * size_of::<R::Native>() + size_of::<i32>()
    }
}
