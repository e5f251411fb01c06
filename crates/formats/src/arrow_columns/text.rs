//! Texts and bytes.
//!
//! Dates and times are texts as in every other format, with the xtype `timestamp` in the metadata: the VOTable that
//! Parquet carries declares them as `char`, and readers that compare the two (astropy) refuse a native time.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{BinaryBuilder, StringBuilder};
use arrow_schema::ArrowError;

use super::Builder;
use crate::Fault;
use crate::column::{Content, Length, TextArray, TextSize};
use crate::instant::Instant;
use crate::text_array;

/// Texts, one a row.
pub(super) struct Texts {
    form: Form,
    builder: StringBuilder,
    joined: Vec<u8>,
}

/// How a value becomes a text.
enum Form {
    Text(TextSize),
    Instant(Instant, TextSize),
    Array(TextArray),
}

impl Texts {
    /// The builder for a column of texts; any other content is read as text of any length.
    pub fn new(content: &Content) -> Self {
        let form = match content {
            Content::Text(size) => Form::Text(*size),
            Content::Instant(instant, size) => Form::Instant(*instant, *size),
            Content::TextArray(array) => Form::Array(array.clone()),
            _ => Form::Text(TextSize { length: Length::ANY, is_unicode: true }),
        };
        Self { form, builder: StringBuilder::new(), joined: Vec::new() }
    }
}

impl Builder for Texts {
    #[inline]
    fn push(&mut self, value: Option<&[u8]>) -> Result<(), Fault> {
        let Some(value) = value else {
            self.builder.append_null();
            return Ok(());
        };
        match &self.form {
            Form::Text(size) => {
                let text = std::str::from_utf8(value).map_err(|_| Fault::NotUtf8)?;
                append(text, *size, &mut self.builder)
            }
            Form::Instant(instant, size) => match instant.read(value)? {
                Some(text) => append(text.as_str(), *size, &mut self.builder),
                None => {
                    self.builder.append_null();
                    Ok(())
                }
            },
            Form::Array(array) => {
                text_array::join(array, value, &mut self.joined)?;
                let joined = std::str::from_utf8(&self.joined).map_err(|_| Fault::NotUtf8)?;
                append(joined, array.size, &mut self.builder)
            }
        }
    }

    fn finish(&mut self, rows: usize) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.builder.finish().slice(0, rows)))
    }

    fn null_bytes(&self) -> usize {
        size_of::<i32>()
    }
}

#[inline]
fn append(text: &str, size: TextSize, builder: &mut StringBuilder) -> Result<(), Fault> {
    size.check(text)?;
    check_offset(builder.values_slice().len(), text.len())?;
    builder.append_value(text);
    Ok(())
}

/// Offsets have 32 bits, and the builder would panic.
#[inline]
fn check_offset(before: usize, more: usize) -> Result<(), Fault> {
    let end = before.checked_add(more).ok_or(Fault::TooLong)?;
    i32::try_from(end).map(drop).map_err(|_| Fault::TooLong)
}

/// Bytes, one value a row.
pub(super) struct Binaries {
    length: Length,
    builder: BinaryBuilder,
}

impl Binaries {
    /// The builder for a column of bytes.
    pub fn new(length: Length) -> Self {
        Self { length, builder: BinaryBuilder::new() }
    }
}

impl Builder for Binaries {
    #[inline]
    fn push(&mut self, value: Option<&[u8]>) -> Result<(), Fault> {
        match value {
            Some(value) => {
                self.length.check(value.len())?;
                check_offset(self.builder.values_slice().len(), value.len())?;
                self.builder.append_value(value);
            }
            None => self.builder.append_null(),
        }
        Ok(())
    }

    fn finish(&mut self, rows: usize) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.builder.finish().slice(0, rows)))
    }

    fn null_bytes(&self) -> usize {
        size_of::<i32>()
    }
}
