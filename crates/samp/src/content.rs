//! What a file is, from its first bytes: which message asks others to load it.

use std::io::{Cursor, Read};

use fits_header::Header;
use flate2::read::MultiGzDecoder;

/// How many bytes of a file are looked at, and how many of a packed one after unpacking.
pub const SNIFFED_BYTES_MAX: usize = 1 << 20;

/// Where the root element of a VOTable must have begun.
const ROOT_BYTES_MAX: usize = 8 << 10;

/// The kinds of files that there are messages for (SAMP's list of MTypes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A VOTable.
    VoTable,
    /// A FITS file whose first data are a table.
    FitsTable,
    /// A FITS file whose first data are an image, packed or not.
    FitsImage,
    /// A coverage map (MOC) in FITS.
    FitsMoc,
}

impl Content {
    /// Looks at the beginning of a file, of which it needs at most [`SNIFFED_BYTES_MAX`]; `None` if it is of no known kind.
    pub fn of(beginning: &[u8]) -> Option<Self> {
        if beginning.starts_with(&[0x1f, 0x8b]) {
            let mut unpacked = Vec::new();
            // The end is cut off; what comes before it counts.
            let _ = MultiGzDecoder::new(beginning).take(SNIFFED_BYTES_MAX as u64).read_to_end(&mut unpacked);
            return Self::of_unpacked(&unpacked);
        }
        Self::of_unpacked(beginning)
    }

    /// The message that asks others to load it.
    pub fn mtype(self) -> &'static str {
        match self {
            Self::VoTable => "table.load.votable",
            Self::FitsTable => "table.load.fits",
            Self::FitsImage => "image.load.fits",
            Self::FitsMoc => "coverage.load.moc.fits",
        }
    }

    fn of_unpacked(beginning: &[u8]) -> Option<Self> {
        let head = &beginning[..beginning.len().min(ROOT_BYTES_MAX)];
        match fits(beginning) {
            Some(content) => Some(content),
            None => is_votable(head).then_some(Self::VoTable),
        }
    }
}

/// A MType's parameter in which the receiver finds the id of what is loaded.
pub fn id_param(mtype: &str) -> Option<&'static str> {
    let kinds = [
        ("table.", "table-id"),
        ("image.", "image-id"),
        ("coverage.", "coverage-id"),
        ("spectrum.", "spectrum-id"),
    ];
    kinds.into_iter().find(|(beginning, _)| mtype.starts_with(beginning)).map(|(_, param)| param)
}

/// Whether the root element is VOTABLE, with or without a prefix.
fn is_votable(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        } else if tag.starts_with(['?', '!']) {
            rest = tag;
        } else {
            let name = tag
                .split(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/'))
                .next()
                .unwrap_or_default();
            return name.rsplit(':').next() == Some("VOTABLE");
        }
    }
    false
}

/// What the first part of a FITS file that has data is.
fn fits(beginning: &[u8]) -> Option<Content> {
    let mut source = Cursor::new(beginning);
    let primary = Header::read(&mut source, "SIMPLE  =").ok()??;
    if primary.count("NAXIS").ok()?? > 0 && primary.count("NAXIS1").ok()? != Some(0) {
        return Some(Content::FitsImage);
    }
    // Without data the first extension follows at once.
    let Ok(Some(extension)) = Header::read(&mut source, "XTENSION=") else { return Some(Content::FitsTable) };
    Some(match extension.text("XTENSION") {
        Some("IMAGE") => Content::FitsImage,
        _ if extension.is_true("ZIMAGE") => Content::FitsImage,
        _ if ["MOCORDER", "MOCORD_S", "MOCVERS"].into_iter().any(|key| extension.text(key).is_some()) => {
            Content::FitsMoc
        }
        _ => Content::FitsTable,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// Headers of these cards, each in a block of its own.
    fn headers(parts: &[&[&str]]) -> Vec<u8> {
        let mut file = String::new();
        for cards in parts {
            let cards: String = cards.iter().chain(&["END"]).map(|card| format!("{card:<80}")).collect();
            file.push_str(&format!("{cards:<2880}"));
        }
        file.into_bytes()
    }

    const EMPTY: &[&str] = &["SIMPLE  =                    T", "NAXIS   =                    0"];

    #[test]
    fn fits_files_are_told_by_their_first_data() {
        let image =
            headers(&[&["SIMPLE  =                    T", "NAXIS   =                    2", "NAXIS1  = 4"]]);
        assert_eq!(Content::of(&image), Some(Content::FitsImage));
        let extension = |card| Content::of(&headers(&[EMPTY, &["XTENSION= 'BINTABLE'", card]]));
        assert_eq!(extension("ZIMAGE  =                    T"), Some(Content::FitsImage));
        assert_eq!(extension("MOCORDER=                   10"), Some(Content::FitsMoc));
        assert_eq!(extension("TFIELDS =                    3"), Some(Content::FitsTable));
        assert_eq!(Content::of(&headers(&[EMPTY, &["XTENSION= 'IMAGE   '"]])), Some(Content::FitsImage));
    }

    #[test]
    fn votables_may_have_comments_and_prefixes() {
        for text in [
            "<VOTABLE/>",
            "\u{feff}<?xml version='1.0'?>\n<!DOCTYPE VOTABLE>\n<!-- a <TABLE> -->\n<vot:VOTABLE version=\"1.4\">",
        ] {
            assert_eq!(Content::of(text.as_bytes()), Some(Content::VoTable), "{text}");
        }
        for text in ["", "a,b\n1,2\n", "<html><VOTABLE>", "<!-- <VOTABLE>", "SIMPLE"] {
            assert_eq!(Content::of(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn packed_files_are_looked_into() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"<VOTABLE version='1.4'>").unwrap();
        assert_eq!(Content::of(&packer.finish().unwrap()), Some(Content::VoTable));
        assert_eq!(Content::of(&[0x1f, 0x8b, 0]), None);
    }
}
