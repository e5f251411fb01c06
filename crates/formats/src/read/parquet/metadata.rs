//! The VOTable in the footer of a Parquet file (VOParquet 1.0 §2.2): what its first TABLE says of the columns.
//!
//! It only decorates what Parquet says, so that whatever is not understood is left out.

use catalogue::{Arraysize, Datatype, Frame};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// More fields than a table may have columns are not kept.
const FIELDS_MAX: usize = 10_000;

/// What is known of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    /// The description of the table.
    pub description: Option<String>,
    fields: Vec<FieldSeen>,
}

/// What is known of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct FieldSeen {
    pub name: String,
    pub datatype: Option<Datatype>,
    pub arraysize: Option<Arraysize>,
    pub xtype: Option<String>,
    pub unit: Option<String>,
    pub ucd: Option<String>,
    pub utype: Option<String>,
    pub description: Option<String>,
    pub frame: Option<Frame>,
}

impl Described {
    /// The field for a column: the one at its place if that has its name, else the first with its name.
    pub fn field(&self, place: usize, name: &str) -> Option<&FieldSeen> {
        let at_place = self.fields.get(place).filter(|field| field.name == name);
        at_place.or_else(|| self.fields.iter().find(|field| field.name == name))
    }
}

/// Reads a document up to the end of its first TABLE, or up to what is no XML.
pub(super) fn read(document: &str) -> Described {
    let (mut reader, mut state) = (Reader::from_str(document), State::default());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => state.open(&start),
            Event::Empty(start) => {
                state.open(&start);
                state.close(start.local_name().as_ref());
            }
            Event::Text(text) => state.text(&text),
            Event::GeneralRef(entity) => state.text(character(&entity).encode_utf8(&mut [0; 4])),
            Event::End(end) if end.local_name().as_ref() == "TABLE" => break,
            Event::End(end) => state.close(end.local_name().as_ref()),
            Event::Eof => break,
            _ => {}
        }
    }
    state.described
}

#[derive(Default)]
struct State {
    described: Described,
    frames: Vec<(String, Frame)>,
    is_in_table: bool,
    is_in_field: bool,
    /// The text of the DESCRIPTION that is open.
    text: Option<String>,
}

impl State {
    fn open(&mut self, start: &BytesStart<'_>) {
        match start.local_name().as_ref() {
            "TABLE" => self.is_in_table = true,
            "COOSYS" => {
                let frame = attribute(start, "system").and_then(|system| frame(&system));
                self.frames
                    .extend(attribute(start, "ID").zip(frame).filter(|_| self.frames.len() < FIELDS_MAX));
            }
            "FIELD" if self.is_in_table && self.described.fields.len() < FIELDS_MAX => {
                let field = self.field(start);
                self.described.fields.push(field);
                self.is_in_field = true;
            }
            "DESCRIPTION" if self.is_in_table => self.text = Some(String::new()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "FIELD" => self.is_in_field = false,
            "DESCRIPTION" => {
                let text =
                    self.text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
                match self.described.fields.last_mut() {
                    Some(field) if self.is_in_field => field.description = text,
                    None => self.described.description = text,
                    Some(_) => {}
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = &mut self.text {
            open.push_str(text);
        }
    }

    fn field(&self, start: &BytesStart<'_>) -> FieldSeen {
        let reference = attribute(start, "ref");
        let frame = self.frames.iter().find(|(id, _)| Some(id) == reference.as_ref());
        FieldSeen {
            name: attribute(start, "name").unwrap_or_default(),
            datatype: attribute(start, "datatype").and_then(|name| datatype(&name)),
            arraysize: attribute(start, "arraysize").and_then(|size| arraysize(&size)),
            xtype: attribute(start, "xtype"),
            unit: attribute(start, "unit"),
            ucd: attribute(start, "ucd"),
            utype: attribute(start, "utype"),
            description: None,
            frame: frame.map(|(_, frame)| *frame),
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.attributes().filter_map(Result::ok).find(|found| found.key.as_ref() == name)?;
    let mut pieces = attribute.value.split('&');
    let mut text = pieces.next()?.to_owned();
    for piece in pieces {
        let (entity, rest) = piece.split_once(';')?;
        text.push(character(entity));
        text.push_str(rest);
    }
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The character of a reference; entities of a document's own are not expanded.
fn character(entity: &str) -> char {
    let number = |text: &str| match text.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    };
    match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        other => {
            let code = other.strip_prefix('#').and_then(number).and_then(char::from_u32);
            code.unwrap_or(char::REPLACEMENT_CHARACTER)
        }
    }
}

fn datatype(name: &str) -> Option<Datatype> {
    use Datatype::{Bit, Boolean, Char, Double, Float, Int, Long, Short, UnicodeChar, UnsignedByte};
    let all = [Boolean, Bit, UnsignedByte, Short, Int, Long, Char, UnicodeChar, Float, Double];
    all.into_iter().find(|datatype| datatype.name() == name)
}

fn arraysize(text: &str) -> Option<Arraysize> {
    let mut parts: Vec<&str> = text.split('x').map(str::trim).collect();
    // `10*` says that there are ten at most, which is no promise.
    let variable = parts.last().is_some_and(|part| part.ends_with('*'));
    if variable {
        parts.pop();
    }
    let fixed = parts.into_iter().map(|part| part.parse().ok().filter(|count| *count > 0));
    let fixed = fixed.collect::<Option<Vec<u32>>>()?;
    fixed.iter().try_fold(1_u32, |product, count| product.checked_mul(*count))?;
    Some(Arraysize { fixed, variable })
}

fn frame(system: &str) -> Option<Frame> {
    match system {
        "ICRS" => Some(Frame::Icrs),
        "eq_FK5" | "FK5" => Some(Frame::Fk5),
        "eq_FK4" | "FK4" => Some(Frame::Fk4),
        "galactic" | "GALACTIC" => Some(Frame::Galactic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"<VOTABLE><RESOURCE><COOSYS ID="s" system="eq_FK5"/><TABLE>
        <DESCRIPTION>Stars &amp; more</DESCRIPTION>
        <FIELD name="ra&quot;" ref="s" datatype="double" unit="deg" ucd="pos.eq.ra"><DESCRIPTION> the <![CDATA[]]>RA
        </DESCRIPTION></FIELD><FIELD name="p" datatype="float" arraysize="2x3*" xtype="point"/>
        </TABLE><TABLE><FIELD name="later" datatype="int"/></TABLE></RESOURCE></VOTABLE>"#;

    #[test]
    fn the_first_table_is_read() {
        let described = read(DOCUMENT);
        assert_eq!(described.description.as_deref(), Some("Stars & more"));
        let ra = described.field(7, "ra\"").unwrap();
        assert_eq!(
            (ra.unit.as_deref(), ra.frame, ra.datatype),
            (Some("deg"), Some(Frame::Fk5), Some(Datatype::Double))
        );
        assert_eq!(ra.description.as_deref(), Some("the RA"));
        let point = described.field(1, "p").unwrap();
        assert_eq!(point.arraysize, Some(Arraysize { fixed: vec![2], variable: true }));
        assert!(described.field(2, "later").is_none());
    }

    #[test]
    fn what_is_no_votable_describes_nothing() {
        for text in ["", "nonsense", "<TABLE><FIELD", "<TABLE><FIELD name='a' arraysize='0x'/>", "<a></b>&x;"]
        {
            let described = read(text);
            assert!(described.description.is_none(), "{text}");
            assert!(described.fields.iter().all(|field| field.arraysize.is_none()), "{text}");
        }
    }
}
