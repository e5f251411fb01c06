//! FIELD elements to columns (VOTable 1.4 §4.1; TAP 1.1 §2.5).

use catalogue::{Arraysize, Datatype, Field, Frame, PgType, ValueType};

use super::arraysize;
use super::cell::{Cell, Chars, Content, Length, Null, Shape};
use super::number::Number;

/// What a FIELD element says.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    pub name: String,
    pub datatype: String,
    pub arraysize: String,
    pub xtype: String,
    pub unit: String,
    pub ucd: String,
    pub utype: String,
    pub description: String,
    /// `VALUES/@null`.
    pub null: String,
    /// The frame that `ref` points to.
    pub frame: Option<Frame>,
}

/// A column: what a VOTable says of it later, how PostgreSQL stores it, how its cells are read.
pub(super) struct Read {
    pub field: Field,
    pub pg_type: PgType,
    pub cell: Cell,
}

impl Declared {
    /// The column, or what is wrong with it.
    pub fn read(&self) -> Result<Read, String> {
        let arraysize = arraysize::parse(&self.arraysize)?;
        let (content, value_type) = self.content(arraysize)?;
        let is_array = value_type.arraysize.is_some();
        let length = length(value_type.arraysize.as_ref())?;
        let null = self.null(&content);
        let mut field = Field::new(self.name.as_str(), value_type);
        field.unit = given(&self.unit);
        field.ucd = given(&self.ucd);
        field.utype = given(&self.utype);
        field.description = given(&self.description);
        field.frame = self.frame;
        field.null = match &content {
            Content::Number(number) => {
                integer(self.null.trim(), *number).filter(|null| number.integer(*null).is_some())
            }
            _ => None,
        };
        if let Content::ShapeText(..) = content {
            field.frame = Some(Frame::Icrs);
            field.unit = Some("deg".to_owned());
        }
        let is_pg_array = match &content {
            Content::Boolean | Content::Bit | Content::Number(_) => is_array,
            Content::Region(..) | Content::Texts(..) | Content::ShapeText(..) => true,
            Content::Bytes | Content::Text(_) | Content::Instant(_) => false,
        };
        let pg_type = PgType { base: content.pg_base(), array: is_pg_array };
        // A text that describes a shape has any length, whatever the coordinates have.
        let length = match content {
            Content::ShapeText(..) => length_of_text(&self.arraysize)?,
            Content::Instant(_) => length_of_text(&self.arraysize)?,
            _ => length,
        };
        let per_count = if self.datatype.ends_with("Complex") { 2 } else { 1 };
        Ok(Read { field, pg_type, cell: Cell { content, length, per_count, null } })
    }

    /// How values are read, and the type to declare for them later.
    fn content(&self, arraysize: Option<Arraysize>) -> Result<(Content, ValueType), String> {
        let number = |number, datatype| Ok(self.number(number, datatype, single(arraysize.clone())));
        let plain = |content, datatype| {
            Ok((content, ValueType { arraysize: single(arraysize.clone()), ..self.of(datatype) }))
        };
        match self.datatype.as_str() {
            "boolean" => plain(Content::Boolean, Datatype::Boolean),
            "bit" => plain(Content::Bit, Datatype::Bit),
            "unsignedByte" if single(arraysize.clone()).is_some() => {
                plain(Content::Bytes, Datatype::UnsignedByte)
            }
            "unsignedByte" => number(Number::Byte, Datatype::UnsignedByte),
            "short" => number(Number::Short, Datatype::Short),
            "int" => number(Number::Int, Datatype::Int),
            "long" => number(Number::Long, Datatype::Long),
            "float" => number(Number::Float, Datatype::Float),
            "double" => number(Number::Double, Datatype::Double),
            "floatComplex" => Ok(self.number(Number::Float, Datatype::Float, Some(pairs(arraysize)))),
            "doubleComplex" => Ok(self.number(Number::Double, Datatype::Double, Some(pairs(arraysize)))),
            "char" => self.characters(Chars::Bytes, Datatype::Char, arraysize),
            "unicodeChar" => self.characters(Chars::Units, Datatype::UnicodeChar, arraysize),
            "" => Err("has no datatype".to_owned()),
            other => {
                let other: String = other.chars().take(40).collect();
                Err(format!(
                    "has the datatype `{other}`; expected boolean, bit, unsignedByte, short, int, long, float, \
                     double, floatComplex, doubleComplex, char or unicodeChar"
                ))
            }
        }
    }

    fn of(&self, datatype: Datatype) -> ValueType {
        ValueType { xtype: given(&self.xtype), ..ValueType::scalar(datatype) }
    }

    fn number(
        &self,
        number: Number,
        datatype: Datatype,
        arraysize: Option<Arraysize>,
    ) -> (Content, ValueType) {
        let shape = match (number, self.xtype.as_str()) {
            (Number::Float | Number::Double, "point") => Some(Shape::Point),
            (Number::Float | Number::Double, "circle") => Some(Shape::Circle),
            (Number::Float | Number::Double, "polygon") => Some(Shape::Polygon),
            _ => None,
        };
        let content = match shape.filter(|_| arraysize.is_some()) {
            Some(shape) if number == Number::Float => Content::Region(Number::Widened, shape),
            Some(shape) => Content::Region(number, shape),
            None => Content::Number(number),
        };
        (content, ValueType { arraysize, ..self.of(datatype) })
    }

    fn characters(
        &self,
        chars: Chars,
        datatype: Datatype,
        arraysize: Option<Arraysize>,
    ) -> Result<(Content, ValueType), String> {
        let each = match &arraysize {
            Some(Arraysize { fixed, variable }) if fixed.len() + usize::from(*variable) > 1 => fixed.first(),
            _ => None,
        };
        if let Some(each) = each {
            if *each == 0 {
                return Err(format!("has the arraysize `{}`, whose texts have no character", self.arraysize));
            }
            let content = Content::Texts(chars, *each as usize);
            return Ok((content, ValueType { arraysize, ..self.of(datatype) }));
        }
        let xtype = self.xtype.to_ascii_lowercase();
        let shape = match xtype.as_str() {
            "adql:point" => Some((Shape::Point, "point", Arraysize::exactly(2))),
            "adql:circle" => Some((Shape::Circle, "circle", Arraysize::exactly(3))),
            "adql:polygon" => Some((Shape::Polygon, "polygon", Arraysize::any())),
            _ => None,
        };
        Ok(match (shape, xtype.as_str(), &arraysize) {
            (Some((shape, xtype, size)), _, Some(_)) => {
                let value_type = ValueType {
                    datatype: Datatype::Double,
                    arraysize: Some(size),
                    xtype: Some(xtype.into()),
                };
                (Content::ShapeText(chars, shape), value_type)
            }
            // What comes in as a date goes out with its time, which may be longer.
            (None, "timestamp" | "adql:timestamp", Some(_)) => (
                Content::Instant(chars),
                ValueType { arraysize: Some(Arraysize::any()), ..self.of(datatype) },
            ),
            _ => (Content::Text(chars), ValueType { arraysize, ..self.of(datatype) }),
        })
    }

    fn null(&self, content: &Content) -> Null {
        let is_text = matches!(content, Content::Text(_) | Content::Texts(..) | Content::ShapeText(..));
        let text = if is_text { self.null.as_str() } else { self.null.trim() };
        let number = match content {
            Content::Number(number) => number.parse(text),
            _ => None,
        };
        Null { text: (!text.is_empty()).then(|| text.to_owned()), number }
    }
}

fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The integer that a literal of this type stands for.
fn integer(text: &str, number: Number) -> Option<i64> {
    if matches!(number, Number::Float | Number::Double | Number::Widened) {
        return None;
    }
    let bytes = number.parse(text)?;
    let first = bytes.as_slice().first().map(|byte| i64::from(*byte as i8))?;
    Some(bytes.as_slice().iter().skip(1).fold(first, |value, byte| value << 8 | i64::from(*byte)))
}

/// An array of exactly one element is a single value: writers mean no more by it, and queries can use it.
fn single(arraysize: Option<Arraysize>) -> Option<Arraysize> {
    arraysize.filter(|size| size.fixed_len() != Some(1))
}

/// The arraysize of the real and imaginary parts of complex numbers.
fn pairs(arraysize: Option<Arraysize>) -> Arraysize {
    let mut pairs = single(arraysize).unwrap_or(Arraysize { fixed: Vec::new(), variable: false });
    pairs.fixed.insert(0, 2);
    pairs
}

fn length(arraysize: Option<&Arraysize>) -> Result<Length, String> {
    let Some(size) = arraysize else { return Ok(Length::One) };
    let elements = arraysize::elements(size)?;
    Ok(match size.variable {
        true => Length::Variable(elements.max(1)),
        false => Length::Fixed(elements),
    })
}

fn length_of_text(text: &str) -> Result<Length, String> {
    length(arraysize::parse(text)?.as_ref())
}
