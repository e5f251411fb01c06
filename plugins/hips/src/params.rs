//! What an address names: a HiPS, and a file of it. Nothing of an address becomes a path but what is known here.

use hips_tiles::{Cell, ORDER_MAX};
use plugin_api::Request;

/// The longest name of a HiPS.
const NAME_BYTES_MAX: usize = 64;

/// A HiPS that an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named<'r> {
    /// The identifier of the collection.
    pub(crate) collection: &'r str,
    /// The name of the HiPS in it, that of a folder.
    pub(crate) name: &'r str,
}

/// A file of a HiPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HipsFile {
    /// `properties`, which says where the HiPS is.
    Properties,
    /// `index.html`.
    Page,
    /// A file whose name is that of the standard.
    Plain { name: &'static str, content_type: &'static str },
    /// `NorderK/Allsky.ext`.
    Allsky { order: u8, format: TileFormat },
    /// `NorderK/DirD/NpixN.ext`.
    Tile { cell: Cell, format: TileFormat },
}

/// The format of tiles: extension and media type (HiPS 1.0 §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TileFormat {
    pub(crate) extension: &'static str,
    pub(crate) content_type: &'static str,
}

const FORMATS: [TileFormat; 4] = [
    TileFormat { extension: "png", content_type: "image/png" },
    TileFormat { extension: "jpg", content_type: "image/jpeg" },
    TileFormat { extension: "webp", content_type: "image/webp" },
    TileFormat { extension: "fits", content_type: "application/fits" },
];

impl<'r> Named<'r> {
    /// The HiPS of a request, if there can be one of this name.
    pub(crate) fn of(request: &'r Request) -> Option<Self> {
        let [collection, name] = ["collection", "name"].map(|part| request.path_param(part));
        Some(Self { collection: collection?, name: name.filter(|name| is_name(name))? })
    }
}

/// Whether a folder of this name can be a HiPS.
pub(crate) fn is_name(name: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-_+.".contains(&byte);
    !name.is_empty() && name.len() <= NAME_BYTES_MAX && !name.starts_with('.') && name.bytes().all(good)
}

impl HipsFile {
    /// The file that a path below a HiPS means.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        match path {
            "properties" => return Some(Self::Properties),
            "" | "index.html" => return Some(Self::Page),
            "Moc.fits" => return Some(Self::Plain { name: "Moc.fits", content_type: "application/fits" }),
            "preview.jpg" => return Some(Self::Plain { name: "preview.jpg", content_type: "image/jpeg" }),
            _ => {}
        }
        let (order, rest) = path.strip_prefix("Norder")?.split_once('/')?;
        let order = u8::try_from(number(order)?).ok().filter(|order| *order <= ORDER_MAX)?;
        let (stem, extension) = rest.rsplit_once('.')?;
        let format = *FORMATS.iter().find(|format| format.extension == extension)?;
        if stem == "Allsky" {
            return Some(Self::Allsky { order, format });
        }
        let (_, index) = stem.split_once("/Npix")?;
        let index = number(index).filter(|index| *index < 12 << (2 * order))?;
        let cell = Cell { order, index };
        // One tile has one address.
        (cell.path(extension) == path).then_some(Self::Tile { cell, format })
    }

    /// The path of the file below the folder of its HiPS.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Properties => "properties".to_owned(),
            Self::Page => "index.html".to_owned(),
            Self::Plain { name, .. } => (*name).to_owned(),
            Self::Allsky { order, format } => format!("Norder{order}/Allsky.{}", format.extension),
            Self::Tile { cell, format } => cell.path(format.extension),
        }
    }

    pub(crate) fn content_type(&self) -> &'static str {
        match self {
            Self::Properties => "text/plain; charset=utf-8",
            Self::Page => "text/html; charset=utf-8",
            Self::Plain { content_type, .. } => content_type,
            Self::Allsky { format, .. } | Self::Tile { format, .. } => format.content_type,
        }
    }
}

/// Digits and nothing else.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_hips_has_one_address() {
        for path in [
            "properties",
            "index.html",
            "Moc.fits",
            "preview.jpg",
            "Norder3/Allsky.jpg",
            "Norder6/Dir10000/Npix10302.png",
            "Norder0/Dir0/Npix11.fits",
            "Norder20/Dir13194139530000/Npix13194139533311.webp",
        ] {
            assert_eq!(HipsFile::parse(path).map(|file| file.path()).as_deref(), Some(path));
        }
        assert_eq!(HipsFile::parse(""), Some(HipsFile::Page));
    }

    #[test]
    fn nothing_else_is_a_file() {
        for path in [
            "../other/properties",
            "Norder3/../properties",
            ".state.json",
            "Properties",
            "Norder3/Dir0/Npix768.png",
            "Norder3/Dir0/Npix0768.png",
            "Norder03/Dir0/Npix7.png",
            "Norder6/Dir0/Npix10302.png",
            "Norder6/Dir10000/Npix10302.jpeg",
            "Norder6/Dir10000/Npix10302.PNG",
            "Norder6/Dir10000/Npix-1.png",
            "Norder21/Dir0/Npix1.png",
            "Norder6/Dir10000/Npix99999999999999999999999.png",
            "Norder3/Allsky.txt",
            "Norder3/",
        ] {
            assert_eq!(HipsFile::parse(path), None, "{path}");
        }
        for name in ["", "..", ".hidden", "a/b", "a b", "a\0", &"a".repeat(65)] {
            assert!(!is_name(name), "{name}");
        }
        assert!(is_name("rSDSS") && is_name("J0660") && is_name("colour-g_r.2"));
    }
}
