//! The algorithms that pack tiles (FITS 4.0 §10.4).

use super::{gzip, hcompress, plio, rice};
use crate::{Hdu, ImageError, Pixel};

/// Pixels that a block of Rice coding may have.
const BLOCK_PIXELS_MAX: u64 = 1 << 16;

/// An algorithm with its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Rice {
        element_bytes: usize,
        block_pixels: usize,
    },
    Gzip,
    /// Gzip of bytes that were sorted by their significance.
    GzipShuffled,
    Plio,
    Hcompress,
    Plain,
}

/// A tile that is unpacked, perhaps not to its end.
#[derive(Debug, PartialEq)]
pub(crate) enum Unpacked {
    /// Integers: pixels, or what becomes pixels by scaling.
    Integers(Vec<i32>),
    /// Pixels as a FITS file has them, so many bytes each.
    Bytes { bytes: Vec<u8>, element_bytes: usize },
}

/// How many pixels a tile has, and what is needed of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// All pixels of the tile.
    pub pixels: usize,
    /// Pixels from the first that are needed.
    pub needed: usize,
}

impl Codec {
    /// Reads `ZCMPTYPE` and the parameters.
    pub fn of(hdu: &Hdu, pixel: Pixel) -> Result<Self, ImageError> {
        let name = hdu.header.text("ZCMPTYPE").unwrap_or_default();
        Ok(match name {
            "RICE_1" | "RICE_ONE" => {
                let ordinary = pixel.bytes().min(4) as u64;
                let element_bytes = parameter(hdu, "BYTEPIX")?.unwrap_or(ordinary);
                let block_pixels = parameter(hdu, "BLOCKSIZE")?.unwrap_or(32);
                if ![1, 2, 4].contains(&element_bytes) {
                    return Err(hdu.fault("ZCMPTYPE", "the parameter BYTEPIX must be 1, 2 or 4"));
                }
                if !(1..=BLOCK_PIXELS_MAX).contains(&block_pixels) {
                    return Err(hdu.fault("ZCMPTYPE", "the parameter BLOCKSIZE must be 1 to 65536"));
                }
                Self::Rice { element_bytes: element_bytes as usize, block_pixels: block_pixels as usize }
            }
            "GZIP_1" => Self::Gzip,
            "GZIP_2" => Self::GzipShuffled,
            "PLIO_1" => Self::Plio,
            "HCOMPRESS_1" if parameter(hdu, "SMOOTH")?.unwrap_or(0) == 0 => Self::Hcompress,
            "NOCOMPRESS" => Self::Plain,
            other => {
                let what = format!(
                    "the compression `{}` is not read here, but RICE_1, GZIP_1, GZIP_2, PLIO_1, HCOMPRESS_1 without SMOOTH and NOCOMPRESS are; unpack the image first, e.g. with funpack",
                    fits_header::shown(other)
                );
                return Err(ImageError::Unsupported { hdu: hdu.number, what });
            }
        })
    }

    /// Unpacks a tile, at least up to the last pixel that is needed.
    pub fn unpack(self, data: Vec<u8>, wanted: Wanted) -> Result<Unpacked, String> {
        match self {
            Self::Rice { element_bytes, block_pixels } => {
                rice::unpack(&data, element_bytes, block_pixels, wanted).map(Unpacked::Integers)
            }
            Self::Plio => plio::unpack(&data, wanted.needed).map(Unpacked::Integers),
            Self::Hcompress => hcompress::unpack(&data, wanted).map(Unpacked::Integers),
            Self::Gzip => sized(gzip::unpack(&data, wanted.pixels)?, wanted.pixels),
            Self::GzipShuffled => {
                sized(gzip::unpack(&data, wanted.pixels)?, wanted.pixels).map(gzip::in_order)
            }
            Self::Plain => sized(data, wanted.pixels),
        }
    }
}

impl Unpacked {
    /// The number of pixels.
    pub fn pixels(&self) -> usize {
        match self {
            Self::Integers(integers) => integers.len(),
            Self::Bytes { bytes, element_bytes } => bytes.len() / element_bytes,
        }
    }

    /// The same as integers, if pixels of 1, 2 or 4 bytes are such.
    pub fn into_integers(self) -> Result<Self, String> {
        let Self::Bytes { bytes, element_bytes } = self else { return Ok(self) };
        let integers = match element_bytes {
            1 => bytes.iter().map(|&byte| byte.into()).collect(),
            2 => bytes.as_chunks().0.iter().map(|&pair| i16::from_be_bytes(pair).into()).collect(),
            4 => bytes.as_chunks().0.iter().map(|&four| i32::from_be_bytes(four)).collect(),
            _ => return Err("its integers have 64 bits, which the image has not".to_owned()),
        };
        Ok(Self::Integers(integers))
    }
}

/// Pixels of which all have the same number of bytes, which follows from that of all together.
pub(crate) fn sized(bytes: Vec<u8>, pixels: usize) -> Result<Unpacked, String> {
    let element_bytes = bytes.len() / pixels.max(1);
    match element_bytes {
        1 | 2 | 4 | 8 if element_bytes * pixels == bytes.len() => {
            Ok(Unpacked::Bytes { bytes, element_bytes })
        }
        _ => Err(format!("it has {} bytes for {pixels} pixels", bytes.len())),
    }
}

/// A parameter of the algorithm (`ZNAMEi`, `ZVALi`).
fn parameter(hdu: &Hdu, name: &str) -> Result<Option<u64>, ImageError> {
    for number in 1..=999 {
        let Some(named) = hdu.header.text_of("ZNAME", number) else { break };
        if named.eq_ignore_ascii_case(name) {
            return hdu.says(|header| header.count(&format!("ZVAL{number}")));
        }
    }
    Ok(None)
}
