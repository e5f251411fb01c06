//! The files that the library carries.

use std::hash::{DefaultHasher, Hasher};

/// Their names and contents.
const ASSETS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asset {
    pub(crate) name: &'static str,
    pub(crate) bytes: &'static [u8],
}

impl Asset {
    /// The file of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let found = ASSETS.iter().find(|(known, _)| *known == name);
        found.map(|(name, bytes)| Self { name, bytes })
    }

    /// The names of all.
    pub(crate) fn names() -> Vec<&'static str> {
        ASSETS.iter().map(|(name, _)| *name).collect()
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("js") => "text/javascript; charset=utf-8",
            Some("png") => "image/png",
            Some("svg") => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        }
    }

    /// A tag that another content does not have. It is weak, as the host may compress.
    pub(crate) fn tag(self) -> String {
        let mut hasher = DefaultHasher::new();
        hasher.write(self.bytes);
        format!("W/\"{:x}-{:016x}\"", self.bytes.len(), hasher.finish())
    }
}
