//! Documents in the encoding that they declare, as UTF-8 (XML 1.0 §4.3.3).

use std::io::{self, Cursor, Read};

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, mem};

use crate::read::ReadError;
use crate::read::source::{Stream, head};

/// A declaration stands in the first bytes.
const HEAD_BYTES: usize = 1024;
const RAW_BYTES: usize = 16 << 10;
/// No byte becomes more than three, and a half character may wait from the last time.
const TEXT_BYTES: usize = 3 * RAW_BYTES + 16;

/// The document in UTF-8. What is UTF-8 already is not looked at here.
pub(super) fn utf8(mut stream: Stream) -> Result<Stream, ReadError> {
    let head = head(&mut stream, HEAD_BYTES)?;
    let way = way(&head)?;
    let stream = Box::new(Cursor::new(head).chain(stream));
    Ok(match way {
        None => stream,
        Some(way) => Box::new(Decoded {
            stream,
            way,
            raw: vec![0; RAW_BYTES],
            text: vec![0; TEXT_BYTES],
            at: 0,
            end: 0,
            offset: 0,
            is_ended: false,
        }),
    })
}

/// How bytes become UTF-8.
enum Way {
    /// ISO-8859-1: each byte is the character of its number, unlike in the encoding that browsers take for it.
    Latin1,
    /// US-ASCII, where other bytes are an error.
    Ascii,
    Table(encoding_rs::Decoder),
}

/// The way for a document that begins so; `None` is UTF-8.
fn way(head: &[u8]) -> Result<Option<Way>, ReadError> {
    let table = |encoding: &'static Encoding| {
        Ok((encoding != UTF_8).then(|| Way::Table(encoding.new_decoder_with_bom_removal())))
    };
    match head {
        [0xef, 0xbb, 0xbf, ..] => return Ok(None),
        [0xfe, 0xff, ..] | [0, b'<', ..] => return table(UTF_16BE),
        [0xff, 0xfe, ..] | [b'<', 0, ..] => return table(UTF_16LE),
        _ => {}
    }
    let Some(name) = declared(head) else { return Ok(None) };
    let is = |names: &[&str]| names.iter().any(|one| name.eq_ignore_ascii_case(one));
    if is(&["iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1"]) {
        return Ok(Some(Way::Latin1));
    }
    if is(&["us-ascii", "ascii"]) {
        return Ok(Some(Way::Ascii));
    }
    match Encoding::for_label_no_replacement(name.as_bytes()) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Err(wrong(format!(
            "the document declares the encoding `{name}`, but its bytes are not UTF-16; declare what they are"
        ))),
        Some(encoding) => table(encoding),
        None => Err(wrong(format!("the encoding `{name}` is not known; send the document in UTF-8"))),
    }
}

fn wrong(what: String) -> ReadError {
    ReadError::Malformed { place: "line 1".into(), what }
}

/// The encoding in the XML declaration, shortened.
fn declared(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let (declaration, _) = text.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, _) = value[1..].split_once(quote)?;
    Some(name.chars().take(40).collect())
}

/// A reader of UTF-8 out of bytes in another encoding.
struct Decoded {
    stream: Stream,
    way: Way,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    end: usize,
    /// Bytes of the document so far, for errors.
    offset: u64,
    is_ended: bool,
}

impl Decoded {
    fn fill(&mut self) -> io::Result<()> {
        let count = self.stream.read(&mut self.raw)?;
        let raw = &self.raw[..count];
        self.is_ended = count == 0;
        self.at = 0;
        self.end = match &mut self.way {
            Way::Latin1 => mem::convert_latin1_to_utf8(raw, &mut self.text),
            Way::Ascii => {
                if let Some(place) = raw.iter().position(|byte| !byte.is_ascii()) {
                    return Err(broken(self.offset + place as u64, "US-ASCII"));
                }
                self.text[..count].copy_from_slice(raw);
                count
            }
            Way::Table(decoder) => {
                let (result, read, written) =
                    decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.is_ended);
                match result {
                    DecoderResult::Malformed(..) => {
                        return Err(broken(self.offset + read as u64, decoder.encoding().name()));
                    }
                    DecoderResult::InputEmpty | DecoderResult::OutputFull => written,
                }
            }
        };
        self.offset += count as u64;
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.end && !self.is_ended {
            self.fill()?;
        }
        let count = buffer.len().min(self.end - self.at);
        buffer[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

fn broken(offset: u64, encoding: &str) -> io::Error {
    io::Error::other(ReadError::Malformed {
        place: format!("byte {offset}"),
        what: format!("the document is declared as {encoding}, and here it is not"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: Vec<u8>) -> Result<String, String> {
        let mut stream = utf8(Box::new(Cursor::new(bytes))).map_err(|error| error.to_string())?;
        let mut text = Vec::new();
        stream.read_to_end(&mut text).map_err(|error| ReadError::from_io(error).to_string())?;
        Ok(String::from_utf8(text).unwrap())
    }

    fn document(encoding: &str, rest: &[u8]) -> Vec<u8> {
        [format!("<?xml version=\"1.0\" encoding='{encoding}'?>").as_bytes(), rest].concat()
    }

    #[test]
    fn utf_16_is_read_in_both_orders_with_and_without_mark() {
        let long = "<?xml version='1.0' encoding='UTF-16'?><a>é😀</a>".repeat(3000);
        for order in [u16::to_be_bytes, u16::to_le_bytes] {
            let bytes = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
            assert_eq!(decoded(bytes(&long)).as_deref(), Ok(long.as_str()));
            assert_eq!(decoded(bytes(&format!("\u{feff}{long}"))).as_deref(), Ok(long.as_str()));
        }
    }

    #[test]
    fn declared_encodings_are_read() {
        let text = |encoding: &str, rest: &[u8]| {
            decoded(document(encoding, rest)).map(|text| text[text.find("?>").unwrap() + 2..].to_owned())
        };
        assert_eq!(text("ISO-8859-1", b"\xe9\x80").as_deref(), Ok("é\u{80}"));
        assert_eq!(text("windows-1252", b"\xe9\x80").as_deref(), Ok("é€"));
        assert_eq!(text("us-ascii", b"plain").as_deref(), Ok("plain"));
        assert_eq!(text("utf-8", "é".as_bytes()).as_deref(), Ok("é"));
    }

    #[test]
    fn wrong_encodings_are_told() {
        let error = |encoding: &str, rest: &[u8]| decoded(document(encoding, rest)).unwrap_err();
        assert_eq!(
            error("us-ascii", b"<a>\xe9"),
            "byte 44: the document is declared as US-ASCII, and here it is not"
        );
        assert_eq!(
            error("utf-16", b"<a>"),
            "line 1: the document declares the encoding `utf-16`, but its bytes are not UTF-16; declare what they are"
        );
        assert_eq!(
            error("klingon", b"<a>"),
            "line 1: the encoding `klingon` is not known; send the document in UTF-8"
        );
        let half = [&[0xfe, 0xff][..], &[0, b'<', 0xd8]].concat();
        assert_eq!(
            decoded(half).unwrap_err(),
            "byte 5: the document is declared as UTF-16BE, and here it is not"
        );
    }
}
