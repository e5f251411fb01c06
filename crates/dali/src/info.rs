//! INFO elements of a VOTable.

use crate::xml::{escape_attribute, escape_text};

/// An INFO element (VOTable 1.4 §4.11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// The name, e.g. `QUERY`, `citation`.
    pub name: String,
    /// The value; may be empty.
    pub value: String,
    /// UCD1+ words, e.g. `meta.bib.bibcode`.
    pub ucd: Option<String>,
    /// A text for people, inside the element.
    pub text: Option<String>,
}

impl Info {
    /// A name and a value and nothing else.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), ucd: None, text: None }
    }

    /// Appends the element, with a line feed behind it.
    pub fn write(&self, out: &mut Vec<u8>) {
        write_info(&self.name, &self.value, self.ucd.as_deref(), self.text.as_deref(), out);
    }
}

/// How a request ended (DALI 1.1 §4.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryStatus<'a> {
    /// All rows are there, or are to follow.
    Ok,
    /// Rows were cut by MAXREC or by a limit of the service.
    Overflow,
    /// It failed, with a message for people.
    Error(&'a str),
}

impl QueryStatus<'_> {
    /// Appends the INFO element named `QUERY_STATUS`, with a line feed behind it.
    pub fn write(self, out: &mut Vec<u8>) {
        let (value, text) = match self {
            Self::Ok => ("OK", None),
            Self::Overflow => ("OVERFLOW", None),
            // DALI 1.1 §4.4.1 wants a message.
            Self::Error(message) if message.trim().is_empty() => ("ERROR", Some("the request failed")),
            Self::Error(message) => ("ERROR", Some(message)),
        };
        write_info("QUERY_STATUS", value, None, text, out);
    }
}

fn write_info(name: &str, value: &str, ucd: Option<&str>, text: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<INFO name=\"");
    escape_attribute(name, out);
    out.extend_from_slice(b"\" value=\"");
    escape_attribute(value, out);
    if let Some(ucd) = ucd {
        out.extend_from_slice(b"\" ucd=\"");
        escape_attribute(ucd, out);
    }
    match text {
        None => out.extend_from_slice(b"\"/>\n"),
        Some(text) => {
            out.extend_from_slice(b"\">");
            escape_text(text, out);
            out.extend_from_slice(b"</INFO>\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_three_states_are_in_upper_case() {
        assert_eq!(written(|out| QueryStatus::Ok.write(out)), "<INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n");
        assert_eq!(
            written(|out| QueryStatus::Overflow.write(out)),
            "<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>\n"
        );
        assert_eq!(
            written(|out| QueryStatus::Error("1 < 2").write(out)),
            "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">1 &lt; 2</INFO>\n"
        );
    }

    #[test]
    fn an_error_without_a_message_gets_one() {
        assert_eq!(
            written(|out| QueryStatus::Error(" ").write(out)),
            "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">the request failed</INFO>\n"
        );
    }

    #[test]
    fn a_query_with_quotes_and_lines_survives_as_an_attribute() {
        let info = Info::new("QUERY", "SELECT \"a\"\nFROM t WHERE a<1");
        assert_eq!(
            written(|out| info.write(out)),
            "<INFO name=\"QUERY\" value=\"SELECT &quot;a&quot;&#10;FROM t WHERE a&lt;1\"/>\n"
        );
    }

    #[test]
    fn a_citation_has_a_ucd_and_a_text() {
        let info = Info {
            ucd: Some("meta.bib".into()),
            text: Some("Cenarro & al.".into()),
            ..Info::new("citation", "2019A&A")
        };
        assert_eq!(
            written(|out| info.write(out)),
            "<INFO name=\"citation\" value=\"2019A&amp;A\" ucd=\"meta.bib\">Cenarro &amp; al.</INFO>\n"
        );
    }
}
