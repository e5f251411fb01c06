//! Text made safe for XML 1.0.

/// Appends character data: `&`, `<`, `>` escaped, CR as `&#13;`, and U+FFFD for what XML 1.0 forbids.
pub fn escape_text(text: &str, out: &mut Vec<u8>) {
    escape(text, out, |byte| match byte {
        b'&' => Some(b"&amp;".as_slice()),
        b'<' => Some(b"&lt;"),
        b'>' => Some(b"&gt;"),
        b'\r' => Some(b"&#13;"),
        _ => None,
    });
}

/// Appends the value of an attribute in double quotes: as [`escape_text`], and `"`, tab and line feed escaped as well.
pub fn escape_attribute(text: &str, out: &mut Vec<u8>) {
    escape(text, out, |byte| match byte {
        b'&' => Some(b"&amp;".as_slice()),
        b'<' => Some(b"&lt;"),
        b'>' => Some(b"&gt;"),
        b'"' => Some(b"&quot;"),
        b'\t' => Some(b"&#9;"),
        b'\n' => Some(b"&#10;"),
        b'\r' => Some(b"&#13;"),
        _ => None,
    });
}

/// What stands in place of a character that XML 1.0 §2.2 forbids.
const FORBIDDEN: &[u8] = "\u{FFFD}".as_bytes();

fn escape(text: &str, out: &mut Vec<u8>, entity: impl Fn(u8) -> Option<&'static [u8]>) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        let (length, substitute) = match byte {
            b' '..=b'~' | b'\t' | b'\n' | b'\r' => (1, entity(byte)),
            0..b' ' => (1, Some(FORBIDDEN)),
            // U+FFFE and U+FFFF; lone surrogates cannot occur in a str.
            0xEF if matches!(bytes[place..], [_, 0xBF, 0xBE | 0xBF, ..]) => (3, Some(FORBIDDEN)),
            _ => (1, None),
        };
        if let Some(substitute) = substitute {
            out.extend_from_slice(&bytes[copied..place]);
            out.extend_from_slice(substitute);
            copied = place + length;
        }
        place += length;
    }
    out.extend_from_slice(&bytes[copied..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(input: &str) -> String {
        let mut out = Vec::new();
        escape_text(input, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn attribute(input: &str) -> String {
        let mut out = Vec::new();
        escape_attribute(input, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn markup_is_escaped_once() {
        assert_eq!(text("a < b && c > \"d\"\r\n\tx"), "a &lt; b &amp;&amp; c &gt; \"d\"&#13;\n\tx");
        assert_eq!(attribute("a<\"b\"\n\t'c'"), "a&lt;&quot;b&quot;&#10;&#9;'c'");
        assert_eq!(text("&lt;"), "&amp;lt;");
    }

    #[test]
    fn forbidden_characters_are_replaced() {
        assert_eq!(text("a\u{0}b\u{1b}\u{fffe}c\u{ffff}"), "a\u{fffd}b\u{fffd}\u{fffd}c\u{fffd}");
        assert_eq!(attribute("\u{8}"), "\u{fffd}");
    }

    #[test]
    fn other_characters_stay() {
        let letters = "Ångström µ 星 \u{1F52D} \u{fffd}\u{7f}";
        assert_eq!(text(letters), letters);
        assert_eq!(attribute(letters), letters);
    }

    proptest! {
        #[test]
        fn nothing_that_xml_forbids_passes(input in any::<String>()) {
            for output in [text(&input), attribute(&input)] {
                let allowed = output.chars().all(|c| match c {
                    '<' | '>' | '\u{fffe}' | '\u{ffff}' => false,
                    _ => c >= ' ' || c == '\t' || c == '\n',
                });
                prop_assert!(allowed, "{:?}", output);
            }
        }
    }
}
