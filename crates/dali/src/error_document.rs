//! The body of an answer that failed.

use crate::{Info, QueryStatus};

/// An error document (DALI 1.1 §4.2): a message and the INFO elements that go with it.
#[derive(Clone, Copy, Debug)]
pub struct ErrorDocument<'a> {
    /// What went wrong, for people; escaped here.
    pub message: &'a str,
    /// More about the request, written after the status.
    pub infos: &'a [Info],
}

impl<'a> ErrorDocument<'a> {
    /// The media type of [`ErrorDocument::votable`].
    pub const VOTABLE_TYPE: &'static str = "application/x-votable+xml";
    /// The media type of [`ErrorDocument::text`].
    pub const TEXT_TYPE: &'static str = "text/plain; charset=utf-8";

    /// A document with a message only.
    pub fn new(message: &'a str) -> Self {
        Self { message, infos: &[] }
    }

    /// A VOTable with one results RESOURCE, QUERY_STATUS ERROR with the message, and no TABLE.
    pub fn votable(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(400 + self.message.len());
        out.extend_from_slice(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n\
            <RESOURCE type=\"results\">\n",
        );
        QueryStatus::Error(self.message).write(&mut out);
        self.infos.iter().for_each(|info| info.write(&mut out));
        out.extend_from_slice(b"</RESOURCE>\n</VOTABLE>\n");
        out
    }

    /// The message as plain text with a line feed behind it.
    pub fn text(&self) -> Vec<u8> {
        let mut out = self.message.trim_end().as_bytes().to_vec();
        out.push(b'\n');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_votable_holds_the_escaped_message_and_no_table() {
        let infos = [Info::new("RUNID", "a\"b")];
        let document =
            ErrorDocument { message: "unknown column \"raa\" at line 1 <here>\u{0}", infos: &infos };
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n\
            <RESOURCE type=\"results\">\n\
            <INFO name=\"QUERY_STATUS\" value=\"ERROR\">unknown column \"raa\" at line 1 &lt;here&gt;\u{fffd}</INFO>\n\
            <INFO name=\"RUNID\" value=\"a&quot;b\"/>\n\
            </RESOURCE>\n</VOTABLE>\n";
        assert_eq!(String::from_utf8(document.votable()).unwrap(), expected);
    }

    #[test]
    fn the_plain_text_is_the_message() {
        assert_eq!(ErrorDocument::new("no such job\n").text(), b"no such job\n");
    }
}
