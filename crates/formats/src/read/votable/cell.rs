//! What the cells of an uploaded column are, and what becomes of them.

use catalogue::PgBase;

use super::number::{Bytes, Number};
use crate::read::row::{ArrayValue, write_null};

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    /// What a value is.
    pub content: Content,
    /// How many elements a value has.
    pub length: Length,
    /// How many of them the count of a variable array takes for one: 2 in arrays of complex numbers.
    pub per_count: usize,
    /// What stands for null (`VALUES/@null`).
    pub null: Null,
}

/// How a value is read, and as what it is stored.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// boolean to `boolean`, or an array of it.
    Boolean,
    /// bit to `boolean`, or an array of it.
    Bit,
    /// A number, or an array of numbers.
    Number(Number),
    /// Coordinates of a point, circle or polygon, to an array of doubles.
    Region(Number, Shape),
    /// An array of unsignedByte to `bytea`.
    Bytes,
    /// Characters to `text`.
    Text(Chars),
    /// Characters, so many in each of several texts, to an array of `text`.
    Texts(Chars, usize),
    /// Characters to `timestamp`.
    Instant(Chars),
    /// Characters that describe a shape in STC-S, to an array of doubles.
    ShapeText(Chars, Shape),
}

/// Which characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chars {
    /// char: bytes, ASCII or UTF-8.
    Bytes,
    /// unicodeChar: UTF-16.
    Units,
}

/// A shape on the sky.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Point,
    Circle,
    Polygon,
}

/// How many elements a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// One, and no array.
    One,
    /// Exactly this many.
    Fixed(usize),
    /// Any multiple of this.
    Variable(usize),
}

/// What stands for null in a column, besides an empty cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Null {
    /// As it is written in TABLEDATA.
    pub text: Option<String>,
    /// As a number of PostgreSQL.
    pub number: Option<Bytes>,
}

impl Null {
    /// Whether a literal says null.
    #[inline]
    pub fn is_text(&self, text: &str) -> bool {
        self.text.as_deref().is_some_and(|null| null == text)
    }

    /// Whether a number stands for null.
    #[inline]
    pub fn is_number(&self, number: &Bytes) -> bool {
        self.number.as_ref() == Some(number)
    }
}

impl Chars {
    /// Bytes of a character in the binary serializations.
    pub fn width(self) -> usize {
        match self {
            Self::Bytes => 1,
            Self::Units => 2,
        }
    }

    /// How many characters a text has, as the type counts them.
    #[inline]
    pub fn count(self, text: &str) -> usize {
        match self {
            _ if text.is_ascii() => text.len(),
            Self::Bytes => text.chars().count(),
            Self::Units => text.encode_utf16().count(),
        }
    }
}

impl Content {
    /// The type of the value, or of its elements.
    pub fn pg_base(&self) -> PgBase {
        match self {
            Self::Boolean | Self::Bit => PgBase::Bool,
            Self::Number(number) => number.pg_base(),
            Self::Region(..) | Self::ShapeText(..) => PgBase::Float8,
            Self::Bytes => PgBase::Bytea,
            Self::Text(_) | Self::Texts(..) => PgBase::Text,
            Self::Instant(_) => PgBase::Timestamp,
        }
    }

    /// The most bytes that an element of a binary serialization takes in PostgreSQL, in an array where `is_array`.
    pub fn element_bytes(&self, is_array: bool) -> usize {
        match self {
            Self::Boolean | Self::Bit => 5,
            Self::Number(number) | Self::Region(number, _) => {
                number.pg_width() + if is_array { 4 } else { 0 }
            }
            Self::Bytes => 1,
            // A unit of UTF-16 has up to three bytes in UTF-8, one of Latin-1 up to two.
            Self::Text(_) | Self::Instant(_) | Self::ShapeText(..) => 3,
            Self::Texts(..) => 7,
        }
    }
}

impl Shape {
    /// Checks the number of coordinates.
    pub fn check(self, count: usize) -> Result<(), String> {
        match self {
            Self::Point if count != 2 => Err(format!("a point has 2 numbers, not {count}")),
            Self::Circle if count != 3 => Err(format!("a circle has 3 numbers, not {count}")),
            Self::Polygon if count < 6 || count % 2 == 1 => {
                Err(format!("a polygon has 3 or more pairs of numbers, not {count} numbers"))
            }
            _ => Ok(()),
        }
    }
}

impl Length {
    /// Checks the number of elements of an array in TABLEDATA.
    pub fn check(self, found: usize) -> Result<(), String> {
        match self {
            Self::Fixed(expected) if found != expected => {
                Err(format!("the array has {found} elements where the column declares {expected}"))
            }
            Self::Variable(step) if !found.is_multiple_of(step) => {
                Err(format!("the array has {found} elements where the column declares a multiple of {step}"))
            }
            _ => Ok(()),
        }
    }
}

/// The elements of an array of numbers under way; a region with a gap becomes NULL.
pub(super) struct Numbers<'c> {
    number: Number,
    shape: Option<Shape>,
    null: &'c Null,
    array: ArrayValue,
    start: usize,
    has_gap: bool,
}

impl<'c> Numbers<'c> {
    /// Begins a value.
    pub fn begin(number: Number, shape: Option<Shape>, null: &'c Null, out: &mut Vec<u8>) -> Self {
        let start = out.len();
        Self { number, shape, null, array: ArrayValue::begin(number.pg_base(), out), start, has_gap: false }
    }

    /// Appends an element, or NULL if that is what it stands for.
    #[inline]
    pub fn push(&mut self, element: &Bytes, out: &mut Vec<u8>) {
        if self.null.is_number(element) {
            self.push_null(out);
        } else {
            self.has_gap |= self.shape.is_some() && self.number.is_nan(element);
            self.array.element(element.as_slice(), out);
        }
    }

    /// Appends NULL.
    pub fn push_null(&mut self, out: &mut Vec<u8>) {
        self.has_gap = true;
        self.array.null(out);
    }

    /// The number of elements so far.
    pub fn count(&self) -> usize {
        self.array.count()
    }

    /// Ends the value.
    pub fn end(self, out: &mut Vec<u8>) -> Result<(), String> {
        match self.shape {
            Some(_) if self.has_gap => {
                out.truncate(self.start);
                write_null(out);
                Ok(())
            }
            shape => {
                shape.map_or(Ok(()), |shape| shape.check(self.array.count()))?;
                self.array.end(out);
                Ok(())
            }
        }
    }
}
