//! Files of web pages inside a library: embedded when it is built, and sent packed to clients that take that.
//!
//! A package with a folder `assets` has a build script with `web_assets::embed(Path::new("assets"))`, and names the list
//! that it writes:
//!
//! ```text
//! static ASSETS: Assets = Assets::new(include!(concat!(env!("OUT_DIR"), "/assets.rs")));
//! ```

mod accepted;
mod embed;
mod known;

pub use embed::embed;

/// All embedded files of a library.
#[derive(Clone, Copy, Debug)]
pub struct Assets(&'static [Asset]);

/// An embedded file, with its packed copies where the bundler made some.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// The file's name.
    pub name: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// The same in Brotli (RFC 7932).
    pub brotli: Option<&'static [u8]>,
    /// The same in gzip (RFC 1952).
    pub gzip: Option<&'static [u8]>,
}

/// One copy of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What is sent.
    pub bytes: &'static [u8],
    /// How it is packed, for `Content-Encoding`.
    pub coding: Option<&'static str>,
    /// Whether other clients are sent other copies.
    pub varies: bool,
}

impl Assets {
    /// The files that a build script has listed, sorted by name.
    pub const fn new(sorted: &'static [Asset]) -> Self {
        Self(sorted)
    }

    /// The file of that name.
    pub fn find(&self, name: &str) -> Option<&'static Asset> {
        let place = self.0.binary_search_by(|asset| asset.name.cmp(name)).ok()?;
        self.0.get(place)
    }

    /// The file of that name as text; `None` also if it is none.
    pub fn text(&self, name: &str) -> Option<&'static str> {
        std::str::from_utf8(self.find(name)?.bytes).ok()
    }

    /// All files, by name.
    pub fn iter(&self) -> impl Iterator<Item = &'static Asset> {
        self.0.iter()
    }
}

impl Asset {
    /// The smallest copy that a client takes, by its `Accept-Encoding`.
    pub fn sent_to(&self, accept_encoding: Option<&str>) -> Sent {
        let takes = |coding: &str| accepted::takes(accept_encoding, coding);
        let packed = [("br", self.brotli), ("gzip", self.gzip)];
        let packed =
            packed.into_iter().find_map(|(coding, bytes)| Some((coding, bytes.filter(|_| takes(coding))?)));
        match packed {
            Some((coding, bytes)) => Sent { bytes, coding: Some(coding), varies: true },
            None => Sent { bytes: self.bytes, coding: None, varies: self.is_packed() },
        }
    }

    fn is_packed(&self) -> bool {
        self.brotli.is_some() || self.gzip.is_some()
    }

    /// A tag that another content does not have, for `ETag`. It is weak, as it is that of each copy.
    pub fn tag(&self) -> String {
        known::tag(self.bytes)
    }

    /// Whether a client has the file already, by its `If-None-Match`.
    pub fn is_known(&self, if_none_match: Option<&str>) -> bool {
        if_none_match.is_some_and(|tags| known::lists(tags, &self.tag()))
    }

    /// The media type that its name says.
    pub fn content_type(&self) -> &'static str {
        content_type(self.name)
    }
}

impl Sent {
    /// The headers that tell how the copy is packed, by lower-case name, and that others get another one.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let vary = self.varies.then_some(("vary", "Accept-Encoding"));
        let coding = self.coding.map(|coding| ("content-encoding", coding));
        vary.into_iter().chain(coding)
    }
}

/// The media type of a file, by the end of its name; files of an unknown kind are bytes.
pub fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).as_deref() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("ts") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("wasm") => "application/wasm",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static ASSETS: Assets = Assets::new(&[
        Asset { name: "a.css", bytes: b"whole", brotli: Some(b"br"), gzip: Some(b"gz") },
        Asset { name: "b.png", bytes: b"picture", brotli: None, gzip: None },
    ]);

    #[test]
    fn the_smallest_copy_is_sent_that_a_client_takes() {
        let css = ASSETS.find("a.css").unwrap();
        for (accepts, bytes, coding) in [
            (Some("gzip, deflate, br, zstd"), "br", Some("br")),
            (Some("gzip"), "gz", Some("gzip")),
            (Some("br;q=0, *"), "gz", Some("gzip")),
            (Some("identity"), "whole", None),
            (None, "whole", None),
        ] {
            let expected = Sent { bytes: bytes.as_bytes(), coding, varies: true };
            assert_eq!(css.sent_to(accepts), expected, "{accepts:?}");
        }
        let png = ASSETS.find("b.png").unwrap();
        assert_eq!(png.sent_to(Some("br")), Sent { bytes: b"picture", coding: None, varies: false });
    }

    #[test]
    fn headers_tell_how_a_copy_is_packed_and_that_there_are_others() {
        let headers = |name: &str, accepts: &str| -> Vec<_> {
            ASSETS.find(name).unwrap().sent_to(Some(accepts)).headers().collect()
        };
        let vary = ("vary", "Accept-Encoding");
        assert_eq!(headers("a.css", "gzip"), [vary, ("content-encoding", "gzip")]);
        assert_eq!(headers("a.css", "identity"), [vary]);
        assert_eq!(headers("b.png", "gzip"), []);
    }

    #[test]
    fn who_names_the_tag_of_a_file_has_it() {
        let (css, png) = (ASSETS.find("a.css").unwrap(), ASSETS.find("b.png").unwrap());
        assert!(css.is_known(Some(&css.tag())) && !css.is_known(Some(&png.tag())) && !css.is_known(None));
    }

    #[test]
    fn a_file_is_found_by_its_whole_name_only() {
        assert!(ASSETS.find("a").is_none() && ASSETS.find("../a.css").is_none());
        assert_eq!(ASSETS.text("a.css"), Some("whole"));
    }

    #[test]
    fn the_end_of_a_name_says_the_type() {
        assert_eq!(content_type("main-1.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("LICENSE"), "application/octet-stream");
        assert_eq!(content_type("x.WASM"), "application/wasm");
    }
}
