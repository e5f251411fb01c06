//! One column of a FITS table while its rows are collected: cells to the spool, and what the header will need to know.

use catalogue::{Arraysize, Datatype, Field, ResultColumn};

use crate::binary_cell::BinaryCell;
use crate::column::{Column, Content, Length, TextSize, Written};
use crate::number::Target;
use crate::{Fault, FormatError, Serialization};

/// The count that stands for NULL in front of a text in the spool.
pub(super) const NULL_COUNT: u32 = u32::MAX;

/// A column, and what its values so far have shown.
pub(super) struct SpooledColumn {
    /// What it is.
    pub field: Field,
    /// Its form in the spool.
    pub slot: Slot,
    /// The shape that the cells have, which is not always the catalogue's.
    pub arraysize: Option<Arraysize>,
    /// The null marker among the integers, and whether it stands there whatever the values are.
    pub null: Option<(i64, bool)>,
    /// Whether a NULL came, as a value or as an element.
    pub has_null: bool,
    /// The longest text or variable array, in characters or elements.
    pub longest: u32,
    /// Bytes of all texts or variable arrays together.
    pub total_bytes: u64,
    cell: BinaryCell,
    marks_elements: bool,
}

/// The form of a column's cells in the spool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// `count` elements as they stand in the table.
    Plain { code: Code, count: usize },
    /// Integers of 16 bits that become bytes if there is no NULL among them.
    Wide { count: usize },
    /// A count and so many characters.
    Text,
    /// A count and so many elements.
    Array { code: Code },
}

/// The letter of a type in TFORM (FITS 4.0 §7.3.1, Table 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    Logical,
    Byte,
    Short,
    Int,
    Long,
    Char,
    Float,
    Double,
}

impl SpooledColumn {
    /// Checks a column.
    pub fn new(column: &ResultColumn) -> Result<Self, FormatError> {
        let mut checked = Column::new(column, Some(Serialization::Binary))?;
        in_ascii(&mut checked.content);
        let is_widened = column.field.value_type.datatype == Datatype::UnsignedByte
            && checked.declared.datatype == Datatype::Short;
        let slot = slot(&checked.content, is_widened);
        let marks_elements = matches!(&checked.content, Content::NumberArray(array) if array.null.is_some());
        Ok(Self {
            field: column.field.clone(),
            slot,
            arraysize: checked.declared.arraysize.clone(),
            null: checked.null.map(|null| (null, column.field.null.is_some())),
            has_null: false,
            longest: 0,
            total_bytes: 0,
            cell: BinaryCell::new(&checked, false),
            marks_elements,
        })
    }

    /// Appends a cell to a row of the spool. On an error `out` may hold a part of it.
    #[inline]
    pub fn write(&mut self, value: Option<&[u8]>, out: &mut Vec<u8>) -> Result<(), Fault> {
        let start = out.len();
        let written = match value {
            Some(value) => self.cell.write(value, out)?,
            None => {
                self.cell.write_null(out);
                Written::Null
            }
        };
        self.has_null |= written == Written::Null;
        match self.slot {
            Slot::Plain { code: Code::Char, .. } => finish_fixed(value, out.get_mut(start..)),
            Slot::Plain { .. } | Slot::Wide { .. } => {}
            Slot::Text => self.finish_text(written, out.get_mut(start..)),
            Slot::Array { .. } => self.count(out.get(start..).unwrap_or_default()),
        }
        // PostgreSQL says in the second word of an array whether it has NULLs.
        if self.marks_elements && value.and_then(|value| value.get(4..8)).is_some_and(|flag| flag != [0; 4]) {
            self.has_null = true;
        }
        Ok(())
    }

    fn finish_text(&mut self, written: Written, cell: Option<&mut [u8]>) {
        let Some(cell) = cell else { return };
        match (written, cell.split_at_mut_checked(4)) {
            (Written::Value, Some((_, text))) => {
                blank_controls(text);
                self.count(cell);
            }
            (Written::Null, Some((count, _))) => count.copy_from_slice(&NULL_COUNT.to_be_bytes()),
            (_, None) => {}
        }
    }

    fn count(&mut self, cell: &[u8]) {
        if let Some((count, data)) = cell.split_first_chunk::<4>() {
            self.longest = self.longest.max(u32::from_be_bytes(*count));
            self.total_bytes += data.len() as u64;
        }
    }
}

impl Code {
    /// Bytes of an element.
    pub fn bytes(self) -> usize {
        match self {
            Self::Logical | Self::Byte | Self::Char => 1,
            Self::Short => 2,
            Self::Int | Self::Float => 4,
            Self::Long | Self::Double => 8,
        }
    }

    /// The letter.
    pub fn letter(self) -> char {
        match self {
            Self::Logical => 'L',
            Self::Byte => 'B',
            Self::Short => 'I',
            Self::Int => 'J',
            Self::Long => 'K',
            Self::Char => 'A',
            Self::Float => 'E',
            Self::Double => 'D',
        }
    }

    fn of(target: Target) -> Self {
        match target {
            Target::UnsignedByte => Self::Byte,
            Target::Short => Self::Short,
            Target::Int => Self::Int,
            Target::Long => Self::Long,
            Target::Float => Self::Float,
            Target::Double => Self::Double,
        }
    }
}

/// Text in FITS tables is ASCII (FITS 4.0 §7.3.3.1): `?` stands for what is not.
fn in_ascii(content: &mut Content) {
    match content {
        Content::Text(size) | Content::Instant(_, size) => size.is_unicode = false,
        Content::TextArray(array) => array.size.is_unicode = false,
        _ => {}
    }
}

fn slot(content: &Content, is_widened: bool) -> Slot {
    let (code, length) = match content {
        Content::Boolean => (Code::Logical, Length::Fixed(1)),
        Content::Number(conversion) => (Code::of(conversion.target()), Length::Fixed(1)),
        Content::Bytes(length) => (Code::Byte, *length),
        Content::BooleanArray(length) => (Code::Logical, *length),
        Content::NumberArray(array) => (Code::of(array.conversion.target()), array.length),
        Content::Text(TextSize { length, .. }) | Content::Instant(_, TextSize { length, .. }) => {
            (Code::Char, *length)
        }
        Content::TextArray(array) => (Code::Char, array.size.length),
    };
    match (code, length) {
        (Code::Short, Length::Fixed(count)) if is_widened => Slot::Wide { count },
        (code, Length::Fixed(count)) => Slot::Plain { code, count },
        (Code::Char, Length::Variable { .. }) => Slot::Text,
        (code, Length::Variable { .. }) => Slot::Array { code },
    }
}

/// Text of a fixed width: NUL in the first place means null (FITS 4.0 §7.3.3.1), so an empty text is blank.
fn finish_fixed(value: Option<&[u8]>, cell: Option<&mut [u8]>) {
    match (value, cell) {
        (Some([]), Some(cell)) => cell.fill(b' '),
        (Some(_), Some(cell)) => blank_controls(cell),
        _ => {}
    }
}

/// Puts a blank in the place of every control character; NUL, which pads, stays.
fn blank_controls(text: &mut [u8]) {
    let is_control = |byte: u8| byte.wrapping_sub(1) < 0x1f || byte == 0x7f;
    // Without an early exit the scan becomes vector instructions.
    if text.iter().fold(false, |found, &byte| found | is_control(byte)) {
        text.iter_mut().filter(|byte| is_control(**byte)).for_each(|byte| *byte = b' ');
    }
}
