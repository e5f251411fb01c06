//! Small steps of writing XML that all documents share.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// A writer into memory.
pub(crate) type Xml = Writer<Vec<u8>>;

/// An indented document in UTF-8, made of the element that `root` writes.
pub(crate) fn document(root: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    root(&mut xml)?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes an element that holds only text.
pub(crate) fn text_element(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&token(text)))?;
    Ok(())
}

/// Writes an element that holds only text, unless there is none.
pub(crate) fn optional_element(xml: &mut Xml, name: &str, text: Option<&str>) -> io::Result<()> {
    match text {
        Some(text) if !text.trim().is_empty() => text_element(xml, name, text),
        _ => Ok(()),
    }
}

/// A text as `xs:token` (XML Schema 2 §3.3.2): one blank between words, none at the ends; what XML 1.0 forbids becomes
/// U+FFFD.
pub(crate) fn token(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let allowed = |c: char| !c.is_control() && c != '\u{FFFE}' && c != '\u{FFFF}';
    words.join(" ").chars().map(|c| if allowed(c) { c } else { '\u{FFFD}' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_one_line() {
        assert_eq!(token(" Stars \n  and\tgalaxies\r\n"), "Stars and galaxies");
        assert_eq!(token("a\u{0}b\u{fffe}"), "a\u{fffd}b\u{fffd}");
    }

    #[test]
    fn an_element_without_text_is_left_out() {
        let document = document(|xml| {
            optional_element(xml, "a", None)?;
            optional_element(xml, "b", Some(" "))?;
            optional_element(xml, "c", Some("1 < 2"))
        });
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<c>1 &lt; 2</c>\n";
        assert_eq!(String::from_utf8(document.unwrap()).unwrap(), expected);
    }
}
