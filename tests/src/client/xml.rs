//! A small tree of an XML document: enough to ask for elements, attributes and text.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// An element; names are without their prefix.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// The text directly inside, with blanks at both ends cut.
    pub text: String,
}

impl Element {
    /// Parses a whole document; anything that is not well-formed is an error.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().enable_all_checks(true);
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().map_err(|error| format!("not well-formed: {error}"))?;
            if event == Event::Eof {
                break;
            }
            read(event, &mut open)?;
        }
        let [document] = open.as_slice() else {
            return Err("not well-formed: an element is not closed".into());
        };
        match document.children.as_slice() {
            [root] => Ok(root.clone()),
            roots => Err(format!("not well-formed: {} root elements", roots.len())),
        }
    }

    /// The value of an attribute, by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of a name.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of a name; empty if there is none.
    pub fn text_of(&self, name: &str) -> &str {
        self.first(name).map_or("", |child| child.text.as_str())
    }

    /// This element and all below it, in document order.
    pub fn descendants(&self) -> Vec<&Element> {
        let mut found = vec![self];
        found.extend(self.children.iter().flat_map(Element::descendants));
        found
    }
}

fn read(event: Event<'_>, open: &mut Vec<Element>) -> Result<(), String> {
    match event {
        Event::Start(start) => open.push(element(&start)?),
        Event::Empty(start) => {
            let element = element(&start)?;
            parent(open)?.children.push(element);
        }
        Event::End(_) => {
            let mut closed = open.pop().ok_or("not well-formed: an element too many is closed")?;
            closed.text = closed.text.trim().to_owned();
            parent(open)?.children.push(closed);
        }
        Event::Text(text) => parent(open)?.text.push_str(&text.xml10_content()),
        Event::CData(text) => parent(open)?.text.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => {
            let character = resolve(&reference)?;
            parent(open)?.text.push(character);
        }
        Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) | Event::Eof => {}
    }
    Ok(())
}

fn parent(open: &mut [Element]) -> Result<&mut Element, String> {
    open.last_mut().ok_or_else(|| "not well-formed: text behind the root".to_owned())
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("not well-formed: {error}"))?;
        let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0);
        let value = value.map_err(|error| format!("not well-formed: {error}"))?.into_owned();
        attributes.push((local(attribute.key.as_ref()), value));
    }
    Ok(Element { name: local(start.name().as_ref()), attributes, ..Element::default() })
}

/// The name without its prefix.
fn local(name: impl AsRef<[u8]>) -> String {
    let name = String::from_utf8_lossy(name.as_ref()).into_owned();
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

fn resolve(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character);
    }
    match &*reference.xml10_content() {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(format!("not well-formed: unknown entity `{other}`")),
    }
}

#[test]
fn cut_document_is_not_well_formed() {
    let error = Element::parse("<a><b>1</b>").unwrap_err();
    assert!(error.starts_with("not well-formed: "), "{error}");
    let error = Element::parse("<a/><b/>").unwrap_err();
    assert_eq!(error, "not well-formed: 2 root elements");
}

#[test]
fn prefixes_entities_and_nesting_are_read() {
    let root = Element::parse("<v:a v:x='1 &lt; 2'>p &amp; q<b>r</b></v:a>").unwrap();
    assert_eq!((root.name.as_str(), root.attribute("x"), root.text.as_str()), ("a", Some("1 < 2"), "p & q"));
    assert_eq!(root.text_of("b"), "r");
}
