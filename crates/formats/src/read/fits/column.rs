//! The columns of a FITS table: what the header says, and what they are in the catalogue.

use catalogue::{Arraysize, Column, Datatype, Field, Frame, PgBase, PgType, ValueType};
use fits_header::{Element, Form, Header, shape};

use super::ascii::AsciiCell;
use super::cell::{Cell, Way};
use super::malformed;
use crate::read::names::column_names;
use crate::read::{Limits, ReadError};

/// A column, where it lies in a row, and how it is read.
pub(super) struct Placed {
    pub column: Column,
    pub at: usize,
    pub bytes: usize,
    pub content: Content,
}

/// How a column is read.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// So many elements in the row.
    Row { cell: Cell, count: u64 },
    /// Elements in the heap, at a place that the row tells, with 64 bits if it is wide.
    Heap { cell: Cell, is_wide: bool },
    /// Text of an ASCII table.
    Ascii(AsciiCell),
}

/// Reads the columns, which lie in rows of `row_bytes` bytes.
pub(super) fn columns(
    header: &Header,
    is_ascii: bool,
    row_bytes: usize,
    limits: &Limits,
) -> Result<Vec<Placed>, ReadError> {
    let fields = header.count("TFIELDS")?.unwrap_or(0);
    if fields > limits.columns_max as u64 {
        return Err(ReadError::TooLarge { limit: limits.columns_max as u64, what: "columns" });
    }
    if fields == 0 {
        return Err(malformed("keyword `TFIELDS`", "the table has no columns"));
    }
    let numbers = 1..=fields as usize;
    let names =
        column_names(numbers.clone().map(|number| header.text_of("TTYPE", number).unwrap_or_default()));
    let mut columns = Vec::new();
    let mut at = 0;
    for (number, name) in numbers.zip(names) {
        let form = header.text_of("TFORM", number);
        let form = form.ok_or_else(|| malformed(&format!("keyword `TFORM{number}`"), "it is missing"))?;
        let (content, value_type, pg_type, bytes) = match is_ascii {
            true => {
                let (cell, begin) = AsciiCell::read(header, number, form)?;
                at = begin;
                let (value_type, pg_type) = cell.types();
                let bytes = cell.bytes;
                (Content::Ascii(cell), value_type, pg_type, bytes as u64)
            }
            false => binary(header, number, &Form::read(form, number)?)?,
        };
        let end = usize::try_from(bytes)
            .ok()
            .and_then(|bytes| at.checked_add(bytes))
            .filter(|&end| end <= row_bytes);
        let end = end.ok_or_else(|| {
            let what = format!("the column ends beyond the {row_bytes} bytes that a row has by `NAXIS1`");
            malformed(&format!("keyword `TFORM{number}`"), &what)
        })?;
        let column = published(header, number, name, value_type, pg_type);
        columns.push(Placed { column, at, bytes: end - at, content });
        at = end;
    }
    Ok(columns)
}

/// What a column of a binary table is: its content, its types, its bytes in the row.
fn binary(
    header: &Header,
    number: usize,
    form: &Form,
) -> Result<(Content, ValueType, PgType, u64), ReadError> {
    let key = |key: &str| format!("{key}{number}");
    let xtype = header.text_of("TXTYP", number);
    let scale = header.real(&key("TSCAL"))?.unwrap_or(1.0);
    let zero = header.real(&key("TZERO"))?.unwrap_or(0.0);
    let null = header.integer(&key("TNULL"))?;
    let element = form.element;
    let shape = shape(header.text_of("TDIM", number), form.count).filter(|_| form.heap.is_none());
    let is_pair = matches!(element, Element::Complex | Element::DoubleComplex);
    let is_array = form.heap.is_some() || form.count != 1 || is_pair;
    let (way, base, datatype) = match element {
        Element::Logical => (Way::Logical, PgBase::Bool, Datatype::Boolean),
        Element::Bit => (Way::Bits, PgBase::Bool, Datatype::Bit),
        Element::Char => text(form, shape.is_some(), xtype),
        _ if (scale, zero) != (1.0, 0.0) || is_region(xtype) => scaled(element, scale, zero, null),
        Element::Float | Element::Complex => (Way::Floats, PgBase::Float4, Datatype::Float),
        Element::Double | Element::DoubleComplex => (Way::Floats, PgBase::Float8, Datatype::Double),
        Element::Byte if is_array && null.is_none() => (Way::Bytes, PgBase::Bytea, Datatype::UnsignedByte),
        Element::Byte => (Way::Integers { add: 0, null }, PgBase::Int2, Datatype::UnsignedByte),
        Element::Short => (Way::Integers { add: 0, null }, PgBase::Int2, Datatype::Short),
        Element::Int => (Way::Integers { add: 0, null }, PgBase::Int4, Datatype::Int),
        Element::Long => (Way::Integers { add: 0, null }, PgBase::Int8, Datatype::Long),
    };
    let is_text = element == Element::Char;
    let is_array = is_array && !is_text && way != Way::Bytes;
    let cell = Cell { element, way, base, is_array };
    let arraysize = match way {
        Way::Texts => Some(Arraysize { fixed: shape.unwrap_or_else(|| equal_texts(form)), variable: false }),
        _ if is_text || form.heap.is_some() => Some(Arraysize::any()),
        _ if !is_array && way != Way::Bytes => None,
        _ => Some(dimensions(shape, form.count, is_pair)),
    };
    let content = match form.heap {
        Some(is_wide) if form.count > 0 => Content::Heap { cell, is_wide },
        _ => Content::Row { cell, count: form.count },
    };
    let bytes = form.row_bytes().unwrap_or(u64::MAX);
    let value_type = ValueType { datatype, arraysize, xtype: xtype.map(str::to_owned) };
    Ok((content, value_type, PgType { base, array: is_array }, bytes))
}

fn text(form: &Form, has_shape: bool, xtype: Option<&str>) -> (Way, PgBase, Datatype) {
    let is_instant = xtype.is_some_and(|xtype| {
        xtype.eq_ignore_ascii_case("timestamp") || xtype.eq_ignore_ascii_case("adql:TIMESTAMP")
    });
    match form.heap.is_none() && (form.text_chars.is_some() || has_shape) {
        _ if is_instant => (Way::Instant, PgBase::Timestamp, Datatype::Char),
        true => (Way::Texts, PgBase::Text, Datatype::Char),
        false => (Way::Text, PgBase::Text, Datatype::Char),
    }
}

/// A zero alone makes signed bytes and unsigned integers (FITS 4.0 §5.2.5); anything else makes doubles.
fn scaled(element: Element, scale: f64, zero: f64, null: Option<i64>) -> (Way, PgBase, Datatype) {
    let shifted = |add, base, datatype| (Way::Integers { add, null }, base, datatype);
    match (element, zero) {
        (Element::Byte, -128.0) if scale == 1.0 => shifted(-128, PgBase::Int2, Datatype::Short),
        (Element::Short, 32_768.0) if scale == 1.0 => shifted(1 << 15, PgBase::Int4, Datatype::Int),
        (Element::Int, 2_147_483_648.0) if scale == 1.0 => shifted(1 << 31, PgBase::Int8, Datatype::Long),
        (Element::Long, 9_223_372_036_854_775_808.0) if scale == 1.0 => {
            shifted(1 << 63, PgBase::Int8, Datatype::Long)
        }
        _ => (Way::Scaled { scale, zero, null }, PgBase::Float8, Datatype::Double),
    }
}

/// Regions of the sky are doubles, whatever the file has.
fn is_region(xtype: Option<&str>) -> bool {
    matches!(xtype, Some("point" | "circle" | "polygon"))
}

/// The shape of several texts of a width in a cell.
fn equal_texts(form: &Form) -> Vec<u32> {
    let chars = form.text_chars.unwrap_or(1).max(1);
    vec![chars, u32::try_from(form.count / u64::from(chars)).unwrap_or(u32::MAX)]
}

fn dimensions(shape: Option<Vec<u32>>, count: u64, is_pair: bool) -> Arraysize {
    match (shape, u32::try_from(count)) {
        (Some(mut fixed), _) => {
            if is_pair {
                fixed.insert(0, 2);
            }
            Arraysize { fixed, variable: false }
        }
        (None, Ok(count)) if is_pair => Arraysize::exactly(count.saturating_mul(2)),
        (None, Ok(count)) if count > 0 => Arraysize::exactly(count),
        (None, _) => Arraysize::any(),
    }
}

fn published(header: &Header, number: usize, name: String, value_type: ValueType, pg_type: PgType) -> Column {
    let text = |keyword: &str| header.text_of(keyword, number).map(str::to_owned);
    let mut field = Field::new(name.clone(), value_type);
    field.unit = text("TUNIT");
    field.ucd = text("TUCD");
    field.utype = text("TUTYP");
    field.description = text("TCOMM");
    let is_position = field.ucd.as_deref().is_some_and(|ucd| ucd.starts_with("pos.eq"));
    field.frame = frame(header).filter(|_| is_position);
    let (part, indexed, principal, std, enumeration) = (0, false, false, false, None);
    Column { field, pg_name: name, pg_type, part, indexed, principal, std, enumeration }
}

fn frame(header: &Header) -> Option<Frame> {
    match header.text("RADESYS").or_else(|| header.text("RADECSYS"))? {
        "ICRS" => Some(Frame::Icrs),
        "FK5" => Some(Frame::Fk5),
        "FK4" => Some(Frame::Fk4),
        _ => None,
    }
}
