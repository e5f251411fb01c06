//! A document under construction: elements, attributes and escaped text.

use dali::{escape_attribute, escape_text};

/// XML in UTF-8, indented by two blanks.
pub(crate) struct Xml {
    out: Vec<u8>,
    depth: usize,
}

impl Xml {
    pub(crate) fn document() -> Self {
        Self { out: b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec(), depth: 0 }
    }

    /// An element with others inside, or empty.
    pub(crate) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        let before = self.out.len();
        self.out.extend_from_slice(b">\n");
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        if self.out.len() == before + 2 {
            self.out.truncate(before);
            self.out.extend_from_slice(b"/>\n");
        } else {
            self.indent();
            self.close(name);
        }
    }

    /// An element with text inside, every character of it.
    pub(crate) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.out.push(b'>');
        escape_text(text, &mut self.out);
        self.close(name);
    }

    /// An element with text inside, or one that says that there is none.
    pub(crate) fn nillable(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, &[], text),
            None => self.element(name, &[("xsi:nil", "true")], |_| {}),
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        for (name, value) in attributes {
            self.out.push(b' ');
            self.out.extend_from_slice(name.as_bytes());
            self.out.extend_from_slice(b"=\"");
            escape_attribute(value, &mut self.out);
            self.out.push(b'"');
        }
    }

    fn close(&mut self, name: &str) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b">\n");
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n(b' ', 2 * self.depth));
    }
}
