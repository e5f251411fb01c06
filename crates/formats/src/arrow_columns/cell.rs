//! One value a row: booleans and numbers.

use arrow_array::ArrayRef;
use arrow_buffer::NullBufferBuilder;
use arrow_schema::ArrowError;

use super::Builder;
use super::list::{Lists, ListsOf};
use super::text::{Binaries, Texts};
use super::values::{Booleans, Read, WithReader, with_reader};
use crate::Fault;
use crate::column::Content;

/// The builder for a column.
pub(super) fn builder(content: &Content) -> Box<dyn Builder> {
    match content {
        Content::Boolean => Scalars.with(Booleans),
        Content::Number(conversion) => with_reader(*conversion, Scalars),
        Content::BooleanArray(length) => Box::new(Lists::new(Booleans, *length, None)),
        Content::NumberArray(array) => with_reader(array.conversion, ListsOf(array)),
        Content::Bytes(length) => Box::new(Binaries::new(*length)),
        Content::Text(_) | Content::Instant(..) | Content::TextArray(_) => Box::new(Texts::new(content)),
    }
}

/// Makes the builder of a scalar column.
struct Scalars;

impl WithReader for Scalars {
    type Output = Box<dyn Builder>;

    fn with<R: Read>(self, reader: R) -> Box<dyn Builder> {
        Box::new(Cells { reader, values: Vec::new(), nulls: NullBufferBuilder::new(0) })
    }
}

/// Values that arrive one a row.
struct Cells<R: Read> {
    reader: R,
    values: Vec<R::Native>,
    nulls: NullBufferBuilder,
}

impl<R: Read> Builder for Cells<R> {
    #[inline]
    fn push(&mut self, value: Option<&[u8]>) -> Result<(), Fault> {
        match value {
            Some(value) => {
                self.values.push(self.reader.read(value)?);
                self.nulls.append_non_null();
            }
            None => {
                self.values.push(R::Native::default());
                self.nulls.append_null();
            }
        }
        Ok(())
    }

    fn finish(&mut self, rows: usize) -> Result<ArrayRef, ArrowError> {
        let capacity = self.values.len();
        let mut values = std::mem::replace(&mut self.values, Vec::with_capacity(capacity));
        values.truncate(rows);
        self.nulls.truncate(rows);
        Ok(self.reader.array(values, self.nulls.finish()))
    }

    fn null_bytes(&self) -> usize {
        size_of::<R::Native>()
    }
}
