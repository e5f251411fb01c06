//! What image a part of a file holds.

use crate::tiled::Layout;
use crate::{Hdu, ImageError};

/// How a pixel is stored (FITS 4.0 §4.4.1.1, `BITPIX`); the bytes are always big-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pixel {
    /// An unsigned integer of 8 bits.
    Byte,
    /// An integer of 16 bits.
    Short,
    /// An integer of 32 bits.
    Int,
    /// An integer of 64 bits.
    Long,
    /// A floating-point number of 32 bits.
    Float,
    /// A floating-point number of 64 bits.
    Double,
}

/// An image, plain or tile-compressed.
#[derive(Clone, Debug)]
pub struct Image {
    /// How its pixels are stored; those of a compressed image once they are unpacked.
    pub pixel: Pixel,
    /// The lengths of its axes, none of them 0; axis 1 varies fastest.
    pub axes: Vec<u64>,
    /// How its tiles are stored, if it is compressed.
    pub(crate) layout: Option<Layout>,
}

impl Pixel {
    /// The value of `BITPIX`.
    pub fn bitpix(self) -> i64 {
        match self {
            Self::Byte => 8,
            Self::Short => 16,
            Self::Int => 32,
            Self::Long => 64,
            Self::Float => -32,
            Self::Double => -64,
        }
    }

    /// Bytes of one pixel.
    pub fn bytes(self) -> usize {
        match self {
            Self::Byte => 1,
            Self::Short => 2,
            Self::Int | Self::Float => 4,
            Self::Long | Self::Double => 8,
        }
    }

    /// Whether it is a floating-point number.
    pub fn is_float(self) -> bool {
        matches!(self, Self::Float | Self::Double)
    }

    fn of(bitpix: i64) -> Self {
        match bitpix {
            8 => Self::Byte,
            16 => Self::Short,
            32 => Self::Int,
            64 => Self::Long,
            -32 => Self::Float,
            _ => Self::Double,
        }
    }
}

impl Image {
    /// Whether its pixels are stored in compressed tiles.
    pub fn is_compressed(&self) -> bool {
        self.layout.is_some()
    }

    /// The image of a part.
    pub(crate) fn of(hdu: &Hdu) -> Result<Option<Self>, ImageError> {
        let kind = hdu.header.text("XTENSION").unwrap_or("IMAGE");
        let is_compressed = hdu.header.is_true("ZIMAGE");
        let prefix = match kind {
            "BINTABLE" | "A3DTABLE" if is_compressed => "Z",
            "IMAGE" | "IUEIMAGE" if !hdu.header.is_true("GROUPS") => "",
            _ => return Ok(None),
        };
        let pixel = Pixel::of(hdu.says(|header| header.bitpix(&format!("{prefix}BITPIX")))?);
        let axes = hdu.says(|header| header.axes(&format!("{prefix}NAXIS")))?;
        if axes.is_empty() || axes.contains(&0) {
            return Ok(None);
        }
        let bytes = axes.iter().try_fold(pixel.bytes() as u64, |bytes, &length| bytes.checked_mul(length));
        let Some(bytes) = bytes.filter(|&bytes| bytes < i64::MAX as u64) else {
            return Err(hdu.fault(&format!("{prefix}NAXIS"), "the image has more bytes than can be counted"));
        };
        if is_compressed {
            let layout = Some(Layout::of(hdu, pixel, &axes)?);
            return Ok(Some(Self { pixel, axes, layout }));
        }
        if bytes != hdu.data_bytes {
            let keyword =
                if hdu.says(|header| header.count("PCOUNT"))? > Some(0) { "PCOUNT" } else { "GCOUNT" };
            return Err(hdu.fault(keyword, "an image must have PCOUNT 0 and GCOUNT 1"));
        }
        Ok(Some(Self { pixel, axes, layout: None }))
    }
}
