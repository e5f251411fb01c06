//! Finished pixels, and the bytes of PNG, JPEG and WebP files.

use std::io::Write;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageError};

use crate::{PreviewError, Size};

/// What a blank pixel becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blanks {
    /// Black; the picture has no transparency.
    Black,
    /// Transparent; in a JPEG file, which has none, black.
    Transparent,
}

/// A picture's file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// PNG, without loss.
    Png,
    /// JPEG.
    Jpeg {
        /// 1 (small) to 100 (good); others are refused.
        quality: u8,
    },
    /// WebP, without loss.
    WebP,
}

/// A picture of eight bits a channel, grey or in colour, with or without transparency; north is up where the image's
/// rows go north.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    size: Size,
    layout: Layout,
    bytes: Vec<u8>,
}

/// Which channels a pixel has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub colours: usize,
    pub has_alpha: bool,
}

impl Picture {
    pub(crate) fn new(size: Size, layout: Layout, bytes: Vec<u8>) -> Self {
        Self { size, layout, bytes }
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The channels of all pixels, from the left of the highest row: grey or red, green, blue; then opacity, if
    /// [`Blanks::Transparent`] was asked for.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn layout(&self) -> Layout {
        self.layout
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// Writes the picture as a file of this format.
    pub fn write(&self, format: Format, out: impl Write) -> Result<(), PreviewError> {
        let written = match format {
            Format::Png => self.encode(PngEncoder::new(out)),
            Format::WebP => self.encode(WebPEncoder::new_lossless(out)),
            Format::Jpeg { quality: quality @ 1..=100 } => {
                let encoder = JpegEncoder::new_with_quality(out, quality);
                if self.layout.has_alpha { self.opaque().encode(encoder) } else { self.encode(encoder) }
            }
            Format::Jpeg { quality } => {
                let (value, range) = (f64::from(quality), "a whole number of 1 to 100");
                return Err(PreviewError::Parameter { name: "a quality", value, range });
            }
        };
        written.map_err(|error| match error {
            ImageError::IoError(error) => PreviewError::Write(error),
            error => PreviewError::Encode(error.to_string()),
        })
    }

    fn encode(&self, encoder: impl ImageEncoder) -> Result<(), ImageError> {
        // Both sides are at most `SIDE_MAX`.
        let (width, height) = (self.size.width as u32, self.size.height as u32);
        encoder.write_image(&self.bytes, width, height, self.layout.colour_type())
    }

    /// The picture without transparency; what was transparent is black already.
    fn opaque(&self) -> Self {
        let pixels = self.bytes.chunks_exact(self.layout.bytes());
        let bytes = pixels.flat_map(|pixel| &pixel[..self.layout.colours]).copied().collect();
        Self { size: self.size, layout: Layout { has_alpha: false, ..self.layout }, bytes }
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Picture({}, {:?})", self.size, self.layout)
    }
}

impl Layout {
    /// Bytes of a pixel.
    pub(crate) fn bytes(self) -> usize {
        self.colours + usize::from(self.has_alpha)
    }

    /// Adds a pixel; one without colours is blank.
    pub(crate) fn push<const COLOURS: usize>(self, bytes: &mut Vec<u8>, pixel: Option<[u8; COLOURS]>) {
        debug_assert_eq!(COLOURS, self.colours);
        bytes.extend(pixel.unwrap_or([0; COLOURS]));
        if self.has_alpha {
            bytes.push(if pixel.is_some() { u8::MAX } else { 0 });
        }
    }

    fn colour_type(self) -> ExtendedColorType {
        match (self.colours, self.has_alpha) {
            (1, false) => ExtendedColorType::L8,
            (1, true) => ExtendedColorType::La8,
            (_, false) => ExtendedColorType::Rgb8,
            (_, true) => ExtendedColorType::Rgba8,
        }
    }
}

/// One or three colours, and opacity where blanks are transparent.
pub(crate) fn layout(colours: usize, blanks: Blanks) -> Layout {
    Layout { colours, has_alpha: blanks == Blanks::Transparent }
}

/// A brightness of 0 to 255 without its fraction; what is outside becomes the nearer end, and NaN 0.
pub(crate) fn byte(brightness: f64) -> u8 {
    brightness as u8
}

#[cfg(test)]
mod tests;
