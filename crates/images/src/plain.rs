//! Rows of a box in an image that is not compressed.

use std::io;

use crate::pixel_box::Range;
use crate::source::Cursor;
use crate::{Hdu, Image};

/// Places of rows, and what reads them.
pub(crate) struct PlainRows {
    cursor: Cursor,
    /// Bytes of a piece that lies together in the file: a row of the box, or more where rows are whole.
    piece_bytes: u64,
    /// Bytes of the piece that were given already.
    given_bytes: u64,
    walk: Walk,
}

/// Goes through the places of the pieces; the first axis turns fastest.
struct Walk {
    at: u64,
    axes: Vec<Turn>,
    is_done: bool,
}

struct Turn {
    index: u64,
    count: u64,
    stride_bytes: u64,
}

impl PlainRows {
    /// The rows of ranges that lie within the image.
    pub fn new(cursor: Cursor, hdu: &Hdu, image: &Image, ranges: &[Range]) -> Self {
        let mut stride_bytes = image.pixel.bytes() as u64;
        let mut piece_bytes = stride_bytes;
        let mut at = hdu.data_at;
        let mut axes = Vec::new();
        let mut is_together = true;
        for (range, &length) in ranges.iter().zip(&image.axes) {
            at += range.first * stride_bytes;
            match is_together {
                true => piece_bytes = range.count * stride_bytes,
                false => axes.push(Turn { index: 0, count: range.count, stride_bytes }),
            }
            is_together &= range.count == length;
            stride_bytes *= length;
        }
        Self { cursor, piece_bytes, given_bytes: 0, walk: Walk { at, axes, is_done: false } }
    }

    /// Appends pixels until there are about `bytes_max` bytes, or none left.
    pub fn read(&mut self, bytes_max: usize, out: &mut Vec<u8>) -> io::Result<()> {
        let start = out.len();
        while !self.walk.is_done && out.len() - start < bytes_max {
            let room = (bytes_max - (out.len() - start)) as u64;
            let bytes = (self.piece_bytes - self.given_bytes).min(room);
            let begin = out.len();
            // At most a chunk.
            out.resize(begin + bytes as usize, 0);
            let place = self.walk.at + self.given_bytes;
            self.cursor.read_at(place, out.get_mut(begin..).unwrap_or_default())?;
            self.given_bytes += bytes;
            if self.given_bytes == self.piece_bytes {
                self.given_bytes = 0;
                self.walk.next();
            }
        }
        Ok(())
    }
}

impl Walk {
    fn next(&mut self) {
        for axis in &mut self.axes {
            axis.index += 1;
            if axis.index < axis.count {
                self.at += axis.stride_bytes;
                return;
            }
            self.at -= (axis.count - 1) * axis.stride_bytes;
            axis.index = 0;
        }
        self.is_done = true;
    }
}
