//! A FITS file and the parts that it has.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use fits_header::{BLOCK_BYTES, Header};

use crate::source::{Cursor, Source};
use crate::{Hdu, ImageError, PixelBox, Section};

/// More parts than any file has that is meant well.
const HDUS_MAX: usize = 20_000;

/// An open file. Clones share it, and may read it at the same time.
#[derive(Clone, Debug)]
pub struct FitsFile {
    source: Source,
    hdus: Arc<[Hdu]>,
}

impl FitsFile {
    /// Opens a file and reads all its headers. A file in gzip is unpacked once to its end for this.
    pub fn open(path: &Path) -> Result<Self, ImageError> {
        Self::open_first(path, HDUS_MAX)
    }

    /// Opens a file and reads the headers of its first `count` parts, or of all if it has fewer.
    pub fn open_first(path: &Path, count: usize) -> Result<Self, ImageError> {
        Self::of_file(File::open(path)?, count)
    }

    /// Reads the headers of the first `count` parts of a file that is open already.
    pub fn of_file(file: File, count: usize) -> Result<Self, ImageError> {
        let source = Source::new(file)?;
        let hdus = index(&mut source.cursor(), count.min(HDUS_MAX))?;
        Ok(Self { source, hdus: hdus.into() })
    }

    /// Its parts, the primary one first.
    pub fn hdus(&self) -> &[Hdu] {
        &self.hdus
    }

    /// The part with a number, from 0.
    pub fn hdu(&self, number: usize) -> Result<&Hdu, ImageError> {
        self.hdus.get(number).ok_or(ImageError::NoHdu { hdu: number, count: self.hdus.len() })
    }

    /// The pixels of a box in the image of a part.
    pub fn section(&self, hdu: usize, pixels: &PixelBox) -> Result<Section, ImageError> {
        let hdu = self.hdu(hdu)?;
        let image = hdu.image()?.ok_or(ImageError::NoImage { hdu: hdu.number })?;
        Section::new(self.source.cursor(), hdu, &image, pixels)
    }
}

/// Walks from header to header.
fn index(cursor: &mut Cursor, count: usize) -> Result<Vec<Hdu>, ImageError> {
    let mut hdus = Vec::new();
    let mut at = 0;
    while hdus.len() < count {
        let number = hdus.len();
        let first = if number == 0 { "SIMPLE  =" } else { "XTENSION=" };
        let placed = |error| ImageError::from_header(number, error);
        // What is behind the last part and does not begin as one is no part (FITS 4.0 §3.5).
        let Some(header) = Header::read(&mut cursor.reader(at), first).map_err(placed)? else { break };
        let data_bytes = header.data_bytes().map_err(placed)?;
        let data_at = at + header.bytes;
        let beyond = || ImageError::malformed(number, "keyword `NAXIS`", "the data end beyond any file");
        let end = data_at.checked_add(data_bytes).filter(|&end| end < u64::MAX / 2).ok_or_else(beyond)?;
        if let Err(file_bytes) = cursor.has(end)? {
            return Err(ImageError::Truncated { hdu: number, file_bytes, bytes: end });
        }
        hdus.push(Hdu { number, header, data_at, data_bytes });
        at = end.next_multiple_of(BLOCK_BYTES as u64);
    }
    if hdus.is_empty() { Err(ImageError::NotFits) } else { Ok(hdus) }
}
