//! Wrong requests as VOTable documents (SCS 1.03 §2.3); everything else is an error of HTTP.

use dali::{Info, QueryStatus};
use plugin_api::{Answer, Error, ErrorKind, Result};

use crate::config::{Config, ErrorStatus};

/// The document for a client that can do better; other errors stay what they are.
///
/// It says the message twice: as SCS wants it, in the value of an INFO named `Error`, and as DALI wants it. There is no TABLE in
/// it, since clients look for the message only then.
pub(crate) fn told(config: &Config, error: Error) -> Result<Answer> {
    let fitting = match error.kind() {
        kind @ (ErrorKind::BadRequest | ErrorKind::Timeout | ErrorKind::TooLarge) => kind.status(),
        _ => return Err(error),
    };
    let status = match config.error_status {
        ErrorStatus::Standard => 200,
        ErrorStatus::Fitting => fitting,
    };
    Ok(Answer::new(status, "text/xml", bytes::Bytes::from(document(error.for_client()))))
}

fn document(message: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(500 + 2 * message.len());
    out.extend_from_slice(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n",
    );
    Info::new("Error", message).write(&mut out);
    out.extend_from_slice(b"<RESOURCE type=\"results\">\n");
    QueryStatus::Error(message).write(&mut out);
    out.extend_from_slice(b"</RESOURCE>\n</VOTABLE>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_stands_where_clients_of_scs_and_of_dali_look() {
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n\
            <INFO name=\"Error\" value=\"SR &lt; 0 &amp; so on\"/>\n\
            <RESOURCE type=\"results\">\n\
            <INFO name=\"QUERY_STATUS\" value=\"ERROR\">SR &lt; 0 &amp; so on</INFO>\n\
            </RESOURCE>\n</VOTABLE>\n";
        assert_eq!(String::from_utf8(document("SR < 0 & so on")).unwrap(), expected);
    }
}
