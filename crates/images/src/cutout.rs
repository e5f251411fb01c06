//! A box of pixels as a FITS file of its own.

mod dropped;
mod header;
mod shift;

use std::collections::VecDeque;

use fits_header::BLOCK_BYTES;

use crate::{FitsFile, Image, ImageError, PixelBox, Section};
use header::{HeaderOf, Role};

/// What is cut out of one part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The part, from 0.
    pub hdu: usize,
    /// The pixels.
    pub pixels: PixelBox,
}

/// A FITS file under way, as chunks of about 1 MiB. It has the pixels of its boxes, unpacked but not scaled: `BITPIX`,
/// `BSCALE`, `BZERO` and `BLANK` stay. Reference pixels are moved; what counts pixels of the whole image (`DATASEC` and the
/// like), its extremes and its checksums are left out. SIP and TPV count from the reference pixel and stay as they are.
///
/// Distortions that a file keeps as tables (`CPDISja`, `D2IMDISn`) count pixels of the whole image and are not moved.
pub struct Cutout {
    parts: VecDeque<Written>,
    bytes: u64,
}

/// What changes pixels on their way: it is given the number of the first one in its part, from 0, and the bytes of that one
/// and those behind it.
type Change = Box<dyn FnMut(u64, &mut [u8]) + Send>;

/// A part of the result.
struct Written {
    /// The part of the file, if it has pixels.
    hdu: Option<usize>,
    header: Vec<u8>,
    section: Option<Section>,
    change: Option<Change>,
    padding_bytes: usize,
}

impl Cutout {
    /// One image, in the primary HDU of the result wherever it was before. It has the header of its part; where that says
    /// `INHERIT = T`, also what the primary header says besides. `history` tells the request, a line each.
    pub fn image(file: &FitsFile, part: &Part, history: &[&str]) -> Result<Self, ImageError> {
        let written = Written::of(file, part, Role::Primary { has_extensions: false }, history)?;
        Ok(Self::new([written].into()))
    }

    /// Several images, as extensions behind the primary header of the file. A part that is the primary image itself stays
    /// there if it is the first.
    pub fn extensions(file: &FitsFile, parts: &[Part], history: &[&str]) -> Result<Self, ImageError> {
        let mut written = VecDeque::new();
        if parts.first().is_none_or(|part| part.hdu != 0) {
            let primary = HeaderOf { hdu: file.hdu(0)?, image: None, inherited: None };
            let header = primary.write(Role::Primary { has_extensions: !parts.is_empty() }, history)?;
            written.push_back(Written { hdu: None, header, section: None, change: None, padding_bytes: 0 });
        }
        for part in parts {
            let role = match written.is_empty() {
                true => Role::Primary { has_extensions: parts.len() > 1 },
                false => Role::Extension,
            };
            written.push_back(Written::of(file, part, role, history)?);
        }
        Ok(Self::new(written))
    }

    /// The same with pixels of a part that are changed before they go out, e.g. made blank. They may not become more or
    /// fewer, and their header is written already.
    #[must_use]
    pub fn with_change(mut self, hdu: usize, change: impl FnMut(u64, &mut [u8]) + Send + 'static) -> Self {
        if let Some(part) = self.parts.iter_mut().find(|part| part.hdu == Some(hdu)) {
            part.change = Some(Box::new(change));
        }
        self
    }

    /// The bytes of the whole result.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    fn new(parts: VecDeque<Written>) -> Self {
        let bytes = parts.iter().map(Written::bytes).sum();
        Self { parts, bytes }
    }

    fn chunk(&mut self) -> Result<Option<Vec<u8>>, ImageError> {
        let mut out = Vec::new();
        while let Some(part) = self.parts.front_mut() {
            out.append(&mut part.header);
            if part.read(&mut out)? {
                return Ok(Some(out));
            }
            out.resize(out.len() + part.padding_bytes, 0);
            self.parts.pop_front();
            if !out.is_empty() && self.parts.front().is_some_and(|next| next.section.is_some()) {
                return Ok(Some(out));
            }
        }
        Ok((!out.is_empty()).then_some(out))
    }
}

impl Iterator for Cutout {
    type Item = Result<Vec<u8>, ImageError>;

    /// The next bytes; after an error nothing more comes, and the result is not whole.
    fn next(&mut self) -> Option<Self::Item> {
        let chunk = self.chunk();
        if chunk.is_err() {
            self.parts.clear();
        }
        chunk.transpose()
    }
}

impl Written {
    fn of(file: &FitsFile, part: &Part, role: Role, history: &[&str]) -> Result<Self, ImageError> {
        let hdu = file.hdu(part.hdu)?;
        let image: Image = hdu.image()?.ok_or(ImageError::NoImage { hdu: hdu.number })?;
        let ranges = part.pixels.within(&image.axes)?;
        let section = file.section(part.hdu, &part.pixels)?;
        let does_inherit = matches!(role, Role::Primary { .. }) && hdu.header.is_true("INHERIT");
        let inherited = file.hdus().first().filter(|first| does_inherit && first.number != hdu.number);
        let inherited = inherited.map(|first| &first.header);
        let header = HeaderOf { hdu, image: Some((&image, &ranges)), inherited }.write(role, history)?;
        let bytes = section.left_bytes();
        let padding_bytes = (bytes.next_multiple_of(BLOCK_BYTES as u64) - bytes) as usize;
        Ok(Self { hdu: Some(part.hdu), header, section: Some(section), change: None, padding_bytes })
    }

    /// Appends the next pixels; whether more are to come.
    fn read(&mut self, out: &mut Vec<u8>) -> Result<bool, ImageError> {
        let Some(section) = &mut self.section else { return Ok(false) };
        let start = out.len();
        let first = section.given_pixels();
        section.read(out)?;
        if let Some(change) = &mut self.change {
            change(first, &mut out[start..]);
        }
        if section.left_bytes() > 0 {
            return Ok(true);
        }
        self.section = None;
        Ok(false)
    }

    fn bytes(&self) -> u64 {
        let data_bytes = self.section.as_ref().map_or(0, Section::left_bytes);
        self.header.len() as u64 + data_bytes + self.padding_bytes as u64
    }
}
