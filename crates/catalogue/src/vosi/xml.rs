//! XML into a string, element by element.

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

/// A document that grows.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with its declaration.
    pub(super) fn document() -> Self {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', 2));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// An element with what `content` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        self.event(Event::Start(start(name, attributes)));
        content(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with attributes and a text as xs:token wants it: blanks and line breaks collapsed.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        let token = token(text);
        self.element(name, attributes, |xml| xml.event(Event::Text(BytesText::new(&token))));
    }

    /// An element with a text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.leaf(name, &[], text);
    }

    /// An element with a text, if there is one.
    pub(super) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.text(name, text);
        }
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        String::from_utf8(bytes).expect("only strings were written")
    }

    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("writing to memory does not fail");
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &str)]) -> BytesStart<'a> {
    let clean: Vec<(&str, String)> = attributes.iter().map(|(key, value)| (*key, token(value))).collect();
    BytesStart::new(name).with_attributes(clean.iter().map(|(key, value)| (*key, value.as_str())))
}

/// The words of a text with one blank between them; characters that XML 1.0 cannot hold are left out.
fn token(text: &str) -> String {
    let allowed = |letter: &char| {
        letter.is_whitespace() || !(letter.is_control() || ['\u{fffe}', '\u{ffff}'].contains(letter))
    };
    let text: String = text.chars().filter(allowed).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
