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
            Some((coding, bytes)) => Sent { bytes, coding: Some(coding) },
            None => Sent { bytes: self.bytes, coding: None },
        }
    }

    /// Whether clients are sent different copies.
    pub fn is_packed(&self) -> bool {
        self.brotli.is_some() || self.gzip.is_some()
    }

    /// The media type that its name says.
    pub fn content_type(&self) -> &'static str {
        content_type(self.name)
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
            assert_eq!(css.sent_to(accepts), Sent { bytes: bytes.as_bytes(), coding }, "{accepts:?}");
        }
        let png = ASSETS.find("b.png").unwrap();
        assert_eq!(png.sent_to(Some("br")), Sent { bytes: b"picture", coding: None });
        assert_eq!((css.is_packed(), png.is_packed()), (true, false));
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
