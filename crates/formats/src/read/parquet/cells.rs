//! The values of one column of Arrow, appended in PostgreSQL's binary form.

use arrow_array::cast::AsArray;
use arrow_array::types::UInt8Type;
use arrow_array::{Array, ArrayRef, BinaryArray, BooleanArray, FixedSizeBinaryArray, ListArray, StringArray};
use arrow_schema::DataType;
use catalogue::{Arraysize, Column, PgBase};

use super::numbers::Numbers;
use crate::read::row::{ArrayValue, write_null, write_value};
use crate::read::{Limits, ReadError, timestamp};

/// Why a value cannot be taken.
pub(super) enum Trouble {
    /// It is no value of its column.
    Value(String),
    /// It, or all together, is too large.
    TooLarge(ReadError),
}

/// What values of any length may take.
pub(super) struct Budget {
    cell_bytes_max: usize,
    bytes_max: u64,
    left: u64,
}

impl Budget {
    /// Nothing taken yet.
    pub fn new(limits: &Limits) -> Self {
        Self { cell_bytes_max: limits.cell_bytes_max, bytes_max: limits.bytes_max, left: limits.bytes_max }
    }

    fn take(&mut self, bytes: usize) -> Result<(), Trouble> {
        if bytes > self.cell_bytes_max {
            let limit = self.cell_bytes_max as u64;
            return Err(Trouble::TooLarge(ReadError::TooLarge { limit, what: "bytes in one value" }));
        }
        let too_large = || Trouble::TooLarge(ReadError::TooLarge { limit: self.bytes_max, what: "bytes" });
        self.left = self.left.checked_sub(bytes as u64).ok_or_else(too_large)?;
        Ok(())
    }
}

/// The values of one column.
pub(super) struct Cells {
    values: Values,
    is_time: bool,
    /// The elements of a list of fixed length.
    count: Option<usize>,
    /// The elements of a list are to be doubles.
    base: PgBase,
}

enum Values {
    Bool(BooleanArray),
    Number(Numbers),
    Text(StringArray),
    Bytes(BinaryArray),
    FixedBytes(FixedSizeBinaryArray),
    ByteList(ListArray),
    List(ListArray, Box<Values>),
}

impl Cells {
    /// The values of an array; `None` if it has not the type that the column was made from.
    pub fn of(column: &Column, array: &ArrayRef) -> Option<Self> {
        let arraysize = column.field.value_type.arraysize.as_ref();
        Some(Self {
            values: Values::of(array)?,
            is_time: column.pg_type.base == PgBase::Timestamp,
            count: arraysize.and_then(Arraysize::fixed_len),
            base: column.pg_type.base,
        })
    }

    /// Appends the value of a row.
    #[inline]
    pub fn write(&self, row: usize, budget: &mut Budget, out: &mut Vec<u8>) -> Result<(), Trouble> {
        match &self.values {
            values if values.array().is_null(row) => write_null(out),
            Values::Bool(array) => write_value(&[array.value(row).into()], out),
            Values::Number(numbers) => {
                write_value(numbers.value(row).map_err(Trouble::Value)?.as_bytes(), out)
            }
            Values::Text(array) if self.is_time => {
                let micros = timestamp::parse(array.value(row).as_bytes());
                let micros = micros.ok_or_else(|| Trouble::Value(timestamp::EXPECTED.to_owned()))?;
                write_value(&micros.to_be_bytes(), out);
            }
            Values::Text(array) => {
                let text = array.value(row);
                budget.take(text.len())?;
                if text.as_bytes().contains(&0) {
                    return Err(Trouble::Value(
                        "the text has a NUL character, which the database refuses".into(),
                    ));
                }
                write_value(text.as_bytes(), out);
            }
            Values::Bytes(array) => self.write_bytes(array.value(row), budget, out)?,
            Values::FixedBytes(array) => self.write_bytes(array.value(row), budget, out)?,
            Values::ByteList(array) => {
                let list = array.value(row);
                if list.null_count() > 0 {
                    return Err(Trouble::Value(
                        "a list of bytes has a null in it; use wider integers".into(),
                    ));
                }
                self.write_bytes(list.as_primitive::<UInt8Type>().values(), budget, out)?;
            }
            Values::List(array, elements) => self.write_list(array, elements, row, budget, out)?,
        }
        Ok(())
    }

    fn write_bytes(&self, bytes: &[u8], budget: &mut Budget, out: &mut Vec<u8>) -> Result<(), Trouble> {
        self.check_count(bytes.len())?;
        budget.take(bytes.len())?;
        write_value(bytes, out);
        Ok(())
    }

    fn check_count(&self, found: usize) -> Result<(), Trouble> {
        match self.count {
            Some(count) if count != found => Err(Trouble::Value(format!(
                "it has {found} elements where the metadata of the file say {count}"
            ))),
            _ => Ok(()),
        }
    }

    fn write_list(
        &self,
        list: &ListArray,
        elements: &Values,
        row: usize,
        budget: &mut Budget,
        out: &mut Vec<u8>,
    ) -> Result<(), Trouble> {
        let offset = |place: usize| list.value_offsets().get(place).map_or(0, |offset| *offset as usize);
        let (start, end) = (offset(row), offset(row + 1));
        self.check_count(end.saturating_sub(start))?;
        // Each element has its length in front.
        budget.take(end.saturating_sub(start).saturating_mul(4 + 8))?;
        let mut value = ArrayValue::begin(self.base, out);
        for index in start..end {
            match elements {
                values if values.array().is_null(index) => value.null(out),
                Values::Bool(array) => value.element(&[array.value(index).into()], out),
                Values::Number(Numbers::Float(array)) if self.base == PgBase::Float8 => {
                    value.element(&f64::from(array.value(index)).to_be_bytes(), out);
                }
                Values::Number(numbers) => {
                    value.element(numbers.value(index).map_err(Trouble::Value)?.as_bytes(), out);
                }
                _ => value.null(out),
            }
        }
        value.end(out);
        Ok(())
    }
}

impl Values {
    /// The values of an array; `None` for types of which no column is made.
    fn of(array: &ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Boolean => Self::Bool(array.as_boolean().clone()),
            DataType::Utf8 => Self::Text(array.as_string().clone()),
            DataType::Binary => Self::Bytes(array.as_binary().clone()),
            DataType::FixedSizeBinary(_) => Self::FixedBytes(array.as_fixed_size_binary().clone()),
            DataType::List(element) => {
                let list = array.as_list::<i32>();
                match element.data_type() {
                    DataType::UInt8 => Self::ByteList(list.clone()),
                    DataType::List(_) => return None,
                    _ => Self::List(list.clone(), Box::new(Self::of_elements(list.values())?)),
                }
            }
            _ => Self::Number(Numbers::of(array)?),
        })
    }

    fn of_elements(array: &ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::Boolean => Some(Self::Bool(array.as_boolean().clone())),
            _ => Numbers::of(array).map(Self::Number),
        }
    }

    fn array(&self) -> &dyn Array {
        match self {
            Self::Bool(array) => array,
            Self::Number(numbers) => numbers.array(),
            Self::Text(array) => array,
            Self::Bytes(array) => array,
            Self::FixedBytes(array) => array,
            Self::ByteList(array) | Self::List(array, _) => array,
        }
    }
}
