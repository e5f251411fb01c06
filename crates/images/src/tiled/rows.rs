//! Rows of a box out of the tiles that it touches.

use super::Layout;
use super::grid::Grid;
use super::tile::Tile;
use crate::pixel_box::Range;
use crate::source::Cursor;
use crate::{Image, ImageError};

/// Bytes of rows that are put together at once. Rows that cross several tiles wait for all of them; where a row of tiles
/// has more, each is unpacked more than once.
const STRIP_BYTES: usize = 16 << 20;

/// The rows under way.
pub(crate) struct TiledRows {
    cursor: Cursor,
    layout: Layout,
    grid: Grid,
    ranges: Vec<Range>,
    /// The first pixel of the next strip, from 0.
    at: Vec<u64>,
    is_done: bool,
    /// Rows that are put together, and how much of them was given.
    strip: Vec<u8>,
    given_bytes: usize,
    /// The last tile, which the next strip may need again.
    tile: Option<Tile>,
    /// Room for a row of the table.
    row: Vec<u8>,
}

impl TiledRows {
    /// Rows of ranges that lie within the image.
    pub fn new(
        cursor: Cursor,
        layout: Layout,
        image: &Image,
        mut ranges: Vec<Range>,
    ) -> Result<Self, ImageError> {
        if cursor.is_gzip() {
            let what = "a tile-compressed image within gzip is not read; unpack the file with gunzip first";
            return Err(ImageError::Unsupported { hdu: layout.hdu, what: what.to_owned() });
        }
        let (mut axes, mut tile_axes) = (image.axes.clone(), layout.tile_axes.clone());
        if axes.len() == 1 {
            // A line is an image of one row.
            axes.push(1);
            tile_axes.push(1);
            ranges.push(Range { first: 0, count: 1 });
        }
        Ok(Self {
            cursor,
            layout,
            grid: Grid::new(&axes, &tile_axes),
            at: ranges.iter().map(|range| range.first).collect(),
            ranges,
            is_done: false,
            strip: Vec::new(),
            given_bytes: 0,
            tile: None,
            row: Vec::new(),
        })
    }

    /// Appends pixels until there are about `bytes_max` bytes, or none left.
    pub fn read(&mut self, bytes_max: usize, out: &mut Vec<u8>) -> Result<(), ImageError> {
        let start = out.len();
        while out.len() - start < bytes_max {
            let ready = self.strip.get(self.given_bytes..).unwrap_or_default();
            let bytes = ready.len().min(bytes_max - (out.len() - start));
            out.extend_from_slice(ready.get(..bytes).unwrap_or_default());
            self.given_bytes += bytes;
            if bytes == 0 {
                if self.is_done {
                    break;
                }
                self.fill()?;
            }
        }
        Ok(())
    }

    /// Puts the next strip together: whole rows of the box within one row of tiles, or a part of a row that is too long.
    fn fill(&mut self) -> Result<(), ImageError> {
        let pixel_bytes = self.layout.pixel.bytes();
        let pixels_max = (STRIP_BYTES / pixel_bytes) as u64;
        let (Some(&x), Some(&width)) = (self.at.first(), self.ranges.first().map(|range| &range.count))
        else {
            return Ok(());
        };
        let first = self.grid.tile_of(&self.at);
        let end_of = |axis: usize| self.ranges.get(axis).map_or(0, |range| range.first + range.count);
        let (begin_y, tile_y, tile_height) = (self.at[1], first.first[1], first.lengths[1]);
        let columns = (end_of(0) - x).min(pixels_max);
        let is_whole = columns == width;
        let rows_left = (tile_y + tile_height).min(end_of(1)) - begin_y;
        let rows = if is_whole { rows_left.min((pixels_max / width).max(1)) } else { 1 };
        self.given_bytes = 0;
        // At most STRIP_BYTES.
        self.strip.resize((columns * rows) as usize * pixel_bytes, 0);
        let mut place = x;
        while place < x + columns {
            place = self.take_tile(x, columns, rows, place)?;
        }
        self.go_on(columns, rows);
        Ok(())
    }

    /// Copies what the strip needs of the tile at a column; the column behind it.
    fn take_tile(&mut self, x: u64, columns: u64, rows: u64, place: u64) -> Result<u64, ImageError> {
        let pixel_bytes = self.layout.pixel.bytes();
        let mut pixel = self.at.clone();
        pixel[0] = place;
        let placed = self.grid.tile_of(&pixel);
        let needed = placed.needed(&self.ranges);
        let tile = match self.tile.take().filter(|tile| tile.has(placed.number, needed)) {
            Some(tile) => tile,
            None => Tile::read(&self.layout, &mut self.cursor, &placed, needed, &mut self.row)?,
        };
        let end = (placed.first[0] + placed.lengths[0]).min(x + columns);
        for row in 0..rows {
            let begin = (row * columns + place - x) as usize * pixel_bytes;
            let bytes = (end - place) as usize * pixel_bytes;
            if let Some(out) = self.strip.get_mut(begin..begin + bytes) {
                tile.write(&self.layout, placed.place(pixel.iter().copied()) as usize, out);
            }
            pixel[1] += 1;
        }
        self.tile = Some(tile);
        Ok(end)
    }

    /// Goes to the first pixel of the next strip.
    fn go_on(&mut self, columns: u64, rows: u64) {
        let steps = [columns, rows].into_iter().chain(std::iter::repeat(1));
        for ((at, range), step) in self.at.iter_mut().zip(&self.ranges).zip(steps) {
            *at += step;
            if *at < range.first + range.count {
                return;
            }
            *at = range.first;
        }
        self.is_done = true;
    }
}
