//! The files, and the page that says how to use them.

use bytes::Bytes;
use plugin_api::{Answer, Error, Request, Result};

use crate::ASSETS;
use crate::config::Config;

/// A file, packed where the client takes that, or that the browser has it already.
pub(crate) fn file(config: &Config, name: &str, request: &Request) -> Result<Answer> {
    let asset = ASSETS.find(name).ok_or_else(|| unknown(name))?;
    let sent = asset.sent_to(request.header("accept-encoding"));
    let answer = match asset.is_known(request.header("if-none-match")) {
        true => Answer::empty(304),
        false => Answer::new(200, asset.content_type(), Bytes::from_static(sent.bytes)),
    };
    let age = format!("public, max-age={}", config.max_age_secs);
    let answer = answer.with_header("cache-control", &age).with_header("etag", &asset.tag());
    Ok(sent.headers().fold(answer, |answer, (name, value)| answer.with_header(name, value)))
}

fn unknown(name: &str) -> Error {
    let known = ASSETS.iter().map(|asset| asset.name).collect::<Vec<_>>().join("`, `");
    let shown: String = name.chars().filter(|letter| !letter.is_control()).take(60).collect();
    Error::not_found(format!("there is no file `{shown}` here; there is `{known}`"))
}

/// How to use the script.
pub(crate) fn page(base: &str) -> Answer {
    let mut escaped = Vec::new();
    dali::escape_attribute(base, &mut escaped);
    let base = String::from_utf8_lossy(&escaped);
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>SAMP for pages</title>\
         <link rel=\"icon\" href=\"{base}/icon.png\"><style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;\
         margin:3rem auto;padding:0 1rem;color-scheme:light dark}}pre{{overflow-x:auto;padding:1rem;\
         border:1px solid currentColor}}</style></head><body>\n<h1>SAMP for pages</h1>\n\
         <p>With this script a page sends tables, images and positions to TOPCAT, Aladin, DS9 and other programs on \
         the computer of its reader, and takes what they send. They meet at a SAMP hub there: TOPCAT and Aladin bring \
         one, and <code>armilla samp hub</code> is one.</p>\n\
         <pre>&lt;script src=\"{base}/samp.js\"&gt;&lt;/script&gt;\n\
         &lt;armilla-samp-button&gt;&lt;/armilla-samp-button&gt;\n\
         &lt;a href=\"/m31.vot\" data-samp-table=\"/m31.vot\" data-samp-name=\"M31 sources\"&gt;M31&lt;/a&gt;</pre>\n\
         <p>The button connects when it is clicked; the hub then asks the reader whether the page may. Elements with \
         <code>data-samp-table</code>, <code>data-samp-image</code> or <code>data-samp-coverage</code> open a menu of \
         the programs that take what is at that address, which must be readable without a login.</p>\n\
         <p>A page with a Content Security Policy needs <code>connect-src http://127.0.0.1:21012 \
         http://localhost:21012</code>, and one that did not come by HTTPS or from this computer is refused by some \
         browsers.</p>\n</body></html>\n"
    );
    Answer::new(200, "text/html; charset=utf-8", Bytes::from(html))
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::TestPlugin;
    use plugin_api::{ByteStream, RequestHead};

    use super::*;
    use crate::Samp;

    /// The answer to a request for a file with these headers.
    fn asked(name: &str, headers: &[(&str, &str)]) -> Answer {
        let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.into())).collect();
        let head = RequestHead { method: "GET".into(), headers, ..RequestHead::default() };
        file(&Config::default(), name, &Request::new(head, ByteStream::empty())).unwrap()
    }

    fn header<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
        headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    #[test]
    fn a_file_comes_with_its_type_and_a_tag() {
        let plugin = TestPlugin::<Samp>::new("max_age_secs = 60").unwrap();
        let icon = plugin.get("/icon.png");
        assert_eq!((icon.status, header(&icon.headers, "content-type")), (200, "image/png"));
        assert_eq!(header(&icon.headers, "cache-control"), "public, max-age=60");
        assert!(header(&icon.headers, "etag").starts_with("W/\""));
        assert!(icon.body.unwrap().starts_with(b"\x89PNG"));
    }

    #[test]
    fn who_has_the_file_gets_no_copy() {
        let tag = asked("icon.png", &[]).header("etag").unwrap().to_owned();
        let again = |tags: &str| asked("icon.png", &[("if-none-match", tags)]).status();
        assert_eq!((again(&tag), again("\"x\"")), (304, 200));
    }

    #[test]
    fn the_script_is_packed_for_those_who_take_that() {
        for (accepts, coding) in [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
            let script = asked("samp.js", &[("accept-encoding", accepts)]);
            assert_eq!((script.status(), script.header("content-encoding")), (200, coding), "{accepts}");
            assert_eq!(script.header("vary"), Some("Accept-Encoding"), "{accepts}");
        }
    }

    #[test]
    fn other_names_are_told_with_what_there_is() {
        let answer = TestPlugin::<Samp>::new("").unwrap().get("/none.js");
        assert_eq!(answer.status, 404);
        assert!(
            answer.text().contains("there is no file `none.js` here; there is `icon.png`"),
            "{}",
            answer.text()
        );
    }

    #[test]
    fn the_page_names_the_script_by_its_full_address() {
        let page = TestPlugin::<Samp>::new("").unwrap().get("");
        assert!(page.text().contains("/test/samp.js\""), "{}", page.text());
    }
}
