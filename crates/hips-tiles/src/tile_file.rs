//! FITS tiles: one header block, then pixels of 32 bits.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use fits_header::{BLOCK_BYTES, Cards};

use crate::raster::Raster;
use crate::{Cell, HipsError, TILE_WIDTH};

/// The extension of FITS tiles.
pub(crate) const FITS: &str = "fits";

/// Bytes of a tile.
const TILE_BYTES: usize = BLOCK_BYTES + (TILE_WIDTH * TILE_WIDTH * 4).next_multiple_of(BLOCK_BYTES);

/// The bytes of a tile.
pub(crate) fn encode(raster: &Raster, cell: Cell) -> Vec<u8> {
    let mut cards = Cards::default();
    head(&mut cards, raster.side, raster.values.len() / raster.side);
    cards.integer("ORDER", cell.order, "order of this HiPS tile");
    cards.integer("NPIX", cell.index, "its HEALPix cell, nested");
    file(cards, &raster.values)
}

/// An image of several tiles.
pub(crate) fn encode_image(width: usize, values: &[f32]) -> Vec<u8> {
    let mut cards = Cards::default();
    head(&mut cards, width, values.len() / width.max(1));
    file(cards, values)
}

/// Whether a tile is there and has the right length.
pub(crate) fn is_whole(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == TILE_BYTES as u64)
}

/// Reads a tile; `None` if there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Raster>, HipsError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(HipsError::file(path)(error)),
    };
    if bytes.len() != TILE_BYTES {
        let what = format!("a tile has {TILE_BYTES} bytes, this has {}; remove it and repeat", bytes.len());
        return Err(HipsError::Damaged { path: path.to_owned(), what });
    }
    let pixels = bytes[BLOCK_BYTES..].chunks_exact(4).take(TILE_WIDTH * TILE_WIDTH);
    let values = pixels.map(|pixel| f32::from_be_bytes([pixel[0], pixel[1], pixel[2], pixel[3]])).collect();
    Ok(Some(Raster { side: TILE_WIDTH, values }))
}

fn head(cards: &mut Cards, width: usize, height: usize) {
    cards.logical("SIMPLE", true);
    cards.integer("BITPIX", -32, "");
    cards.integer("NAXIS", 2, "");
    cards.integer("NAXIS1", width as u64, "");
    cards.integer("NAXIS2", height as u64, "");
}

fn file(cards: Cards, values: &[f32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(BLOCK_BYTES + (values.len() * 4).next_multiple_of(BLOCK_BYTES));
    cards.end(&mut bytes);
    bytes.extend(values.iter().flat_map(|value| value.to_be_bytes()));
    bytes.resize(bytes.len().next_multiple_of(BLOCK_BYTES), 0);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Npix5.fits");
        assert!(read(&path).unwrap().is_none() && !is_whole(&path));
        let mut raster = Raster::blank(TILE_WIDTH);
        raster.values[3] = -1.5;
        let bytes = encode(&raster, Cell { order: 3, index: 5 });
        fs::write(&path, &bytes).unwrap();
        assert!(is_whole(&path));
        let back = read(&path).unwrap().unwrap();
        assert_eq!(
            (back.values[3], back.values.iter().filter(|value| value.is_nan()).count()),
            (-1.5, 512 * 512 - 1)
        );
        fs::write(&path, &bytes[..5000]).unwrap();
        let told = read(&path).unwrap_err().to_string();
        let expected = "a tile has 1054080 bytes, this has 5000; remove it and repeat";
        assert_eq!(told, format!("{}: {expected}", path.display()));
    }
}
