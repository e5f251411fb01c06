//! What stands before the rows: the first table with columns, and the frames that they refer to.

use super::field::Declared;
use super::frames::Frames;
use super::xml::{Tag, Token, Xml};
use crate::read::{Limits, ReadError};

/// The most bytes of all that stands before the rows and is kept.
const HEAD_BYTES_MAX: usize = 16 << 20;

/// The first table of a document that has columns.
#[derive(Default)]
pub(super) struct Head {
    pub fields: Vec<Declared>,
    pub description: Option<String>,
    /// The bytes that the fields and descriptions have.
    bytes: usize,
}

/// How the rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Data {
    /// Not at all: the document has been read to its end.
    None,
    /// The TABLEDATA element was opened last.
    Text,
    /// The STREAM element was opened last.
    Binary { has_flags: bool, is_gzip: bool },
}

/// Reads up to the rows of the first table.
pub(super) fn read(xml: &mut Xml, limits: &Limits) -> Result<(Head, Data), ReadError> {
    let (mut frames, mut refusal) = (Frames::default(), None);
    loop {
        let depth = xml.depth();
        let tag = match xml.next()? {
            Token::Open(tag) => tag,
            Token::End => return Err(no_table(xml, refusal)),
            _ => continue,
        };
        match tag.name() {
            other if depth == 0 && other != "VOTABLE" => {
                let other: String = other.chars().take(40).collect();
                return Err(xml.malformed(format!("a VOTable begins with `VOTABLE`, not with `{other}`")));
            }
            "COOSYS" => add_frame(&tag, &mut frames)?,
            "INFO" if is_error(&tag)? => refusal = Some(xml.text()?),
            "RESOURCE" if attribute(&tag, "type")? == "meta" => xml.skip()?,
            "TABLE" => {
                if let Some(found) = table(xml, &frames, limits)? {
                    return Ok(found);
                }
            }
            _ => {}
        }
    }
}

/// The value of an attribute, or an empty text.
fn attribute(tag: &Tag<'_>, wanted: &str) -> Result<String, ReadError> {
    let mut found = String::new();
    tag.attributes(|name, value| {
        if name == wanted {
            found = value.into_owned();
        }
    })?;
    Ok(found)
}

fn is_error(tag: &Tag<'_>) -> Result<bool, ReadError> {
    Ok(attribute(tag, "name")? == "QUERY_STATUS" && attribute(tag, "value")? == "ERROR")
}

fn no_table(xml: &Xml, refusal: Option<String>) -> ReadError {
    match refusal {
        Some(message) => {
            let message: String = message.chars().take(200).collect();
            xml.malformed(format!("the document is the error of another service: {message}"))
        }
        None => xml.malformed("the document has no TABLE with a FIELD"),
    }
}

fn add_frame(tag: &Tag<'_>, frames: &mut Frames) -> Result<(), ReadError> {
    let (mut id, mut system, mut equinox) = (String::new(), String::new(), String::new());
    tag.attributes(|name, value| match name {
        "ID" => id = value.into_owned(),
        "system" => system = value.into_owned(),
        "equinox" => equinox = value.into_owned(),
        _ => {}
    })?;
    frames.add(id, &system, &equinox);
    Ok(())
}

/// Reads a table up to its rows; `None` if it has no columns.
fn table(xml: &mut Xml, frames: &Frames, limits: &Limits) -> Result<Option<(Head, Data)>, ReadError> {
    let (depth, mut head) = (xml.depth(), Head::default());
    while xml.depth() >= depth {
        let Token::Open(tag) = xml.next()? else { continue };
        match tag.name() {
            "FIELD" => {
                let (declared, reference) = attributes(&tag)?;
                let declared = Declared { frame: frames.find(&reference), ..declared };
                head.push(field(xml, declared)?, limits)?;
            }
            "DATA" if !head.fields.is_empty() => {
                let data = data(xml)?;
                return Ok(Some((head, data)));
            }
            "DESCRIPTION" => head.description = Some(xml.text()?).filter(|text| !text.is_empty()),
            _ => xml.skip()?,
        }
    }
    if head.fields.is_empty() {
        return Ok(None);
    }
    xml.finish()?;
    Ok(Some((head, Data::None)))
}

impl Head {
    fn push(&mut self, field: Declared, limits: &Limits) -> Result<(), ReadError> {
        if self.fields.len() >= limits.columns_max {
            return Err(ReadError::TooLarge { limit: limits.columns_max as u64, what: "columns" });
        }
        let texts = [&field.name, &field.unit, &field.ucd, &field.utype, &field.description, &field.null];
        self.bytes += texts.iter().map(|text| text.len()).sum::<usize>();
        if self.bytes > HEAD_BYTES_MAX {
            return Err(ReadError::TooLarge { limit: HEAD_BYTES_MAX as u64, what: "bytes before its rows" });
        }
        self.fields.push(field);
        Ok(())
    }
}

/// What the attributes of a FIELD say, and what it refers to. A column without a name is called by its ID.
fn attributes(tag: &Tag<'_>) -> Result<(Declared, String), ReadError> {
    let (mut field, mut id, mut reference) = (Declared::default(), String::new(), String::new());
    tag.attributes(|name, value| {
        let text = match name {
            "name" => &mut field.name,
            "datatype" => &mut field.datatype,
            "arraysize" => &mut field.arraysize,
            "xtype" => &mut field.xtype,
            "unit" => &mut field.unit,
            "ucd" => &mut field.ucd,
            "utype" => &mut field.utype,
            "ID" => &mut id,
            "ref" => &mut reference,
            _ => return,
        };
        *text = value.into_owned();
    })?;
    for text in [&mut field.datatype, &mut field.xtype] {
        *text = text.trim().to_owned();
    }
    if field.name.trim().is_empty() {
        field.name = id;
    }
    Ok((field, reference))
}

/// Reads what stands inside of a FIELD.
fn field(xml: &mut Xml, mut field: Declared) -> Result<Declared, ReadError> {
    let depth = xml.depth();
    while xml.depth() >= depth {
        let Token::Open(tag) = xml.next()? else { continue };
        match tag.name() {
            "VALUES" => {
                let null = attribute(&tag, "null")?;
                if !null.is_empty() {
                    field.null = null;
                }
                xml.skip()?;
            }
            "DESCRIPTION" => field.description = xml.text()?,
            _ => xml.skip()?,
        }
    }
    Ok(field)
}

/// The serialization of the DATA element that was opened last.
fn data(xml: &mut Xml) -> Result<Data, ReadError> {
    let depth = xml.depth();
    while xml.depth() >= depth {
        let Token::Open(tag) = xml.next()? else { continue };
        return match tag.name() {
            "TABLEDATA" => Ok(Data::Text),
            "BINARY" => stream(xml, false),
            "BINARY2" => stream(xml, true),
            "FITS" => Err(xml.malformed(
                "FITS inside of a VOTable is not read; send the FITS file itself, or TABLEDATA, BINARY or BINARY2",
            )),
            other => {
                let what = format!("expected TABLEDATA, BINARY or BINARY2, found `{other}`");
                Err(xml.malformed(what))
            }
        };
    }
    xml.finish()?;
    Ok(Data::None)
}

/// Opens the STREAM in the element that was opened last.
fn stream(xml: &mut Xml, has_flags: bool) -> Result<Data, ReadError> {
    let depth = xml.depth();
    while xml.depth() >= depth {
        let Token::Open(tag) = xml.next()? else { continue };
        if tag.name() != "STREAM" {
            let what = format!("expected `STREAM`, found `{}`", tag.name());
            return Err(xml.malformed(what));
        }
        let (href, encoding) = (attribute(&tag, "href")?, attribute(&tag, "encoding")?);
        if !href.is_empty() {
            return Err(xml.malformed(
                "the rows are elsewhere (`href`), and are not fetched; send them in the document",
            ));
        }
        // Without an encoding nothing but base64 can stand in a document.
        let is_gzip = match encoding.as_str() {
            "base64" | "" | "none" => false,
            "gzip" => true,
            other => {
                let other: String = other.chars().take(40).collect();
                let what = format!("the STREAM has the encoding `{other}`; expected base64 or gzip");
                return Err(xml.malformed(what));
            }
        };
        return Ok(Data::Binary { has_flags, is_gzip });
    }
    xml.finish()?;
    Ok(Data::None)
}
