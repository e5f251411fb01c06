//! New images as FITS files, plain or tile-compressed, with checksums.

mod quantised;
mod rice;

use fits_header::{BLOCK_BYTES, Cards, with_checksums};

use quantised::quantised;

/// The seed of the dither, with which the first row begins; any from 1 to 10000 would do.
const DITHER_SEED: u64 = 1;
/// Pixels that share a code.
const RICE_BLOCK_PIXELS: usize = 32;

/// A plane of 32-bit floats that is to become a FITS file.
#[derive(Debug)]
pub struct NewImage<'p> {
    width: usize,
    pixels: &'p [f32],
    cards: Cards,
}

impl<'p> NewImage<'p> {
    /// An image with rows of `width` pixels; what does not fill a row is left out. The cards are those that do not tell
    /// how the pixels are stored.
    pub fn new(width: usize, pixels: &'p [f32], cards: Cards) -> Self {
        Self { width, pixels, cards }
    }

    /// A file with the pixels as they are.
    pub fn plain(&self) -> Vec<u8> {
        let mut cards = Cards::default();
        cards.logical("SIMPLE", true);
        cards.integer("BITPIX", -32, "32-bit floating-point numbers");
        self.axes(&mut cards, "");
        cards.logical("EXTEND", true);
        cards.extend(&self.cards);
        let pixels = self.rows().flatten();
        with_checksums(cards, &blocks(pixels.flat_map(|pixel| pixel.to_be_bytes()).collect()))
    }

    /// A file in the tiled-image convention (FITS 4.0 §10.1): a row is a tile, its pixels are rounded to multiples of
    /// `quantum` after a random number was added (SUBTRACTIVE_DITHER_1) and packed by RICE_1.
    ///
    /// A quarter of the noise is a usual quantum, which must be more than 0. Pixels that are not finite stay so, as NaN;
    /// others must not be more than 2^31 quanta from the smallest of their row.
    pub fn compressed(&self, quantum: f64) -> Vec<u8> {
        let (mut table, mut heap) = (Vec::new(), Vec::new());
        let mut longest = 0;
        for (number, row) in (0..).zip(self.rows()) {
            let (integers, zero) = quantised(row, quantum, number, DITHER_SEED);
            let packed = rice::pack(&integers, RICE_BLOCK_PIXELS);
            longest = longest.max(packed.len());
            // Descriptors have 32 bits: an image that one holds in memory has less than 4 GiB.
            table.extend_from_slice(&(packed.len() as u32).to_be_bytes());
            table.extend_from_slice(&(heap.len() as u32).to_be_bytes());
            table.extend_from_slice(&quantum.to_be_bytes());
            table.extend_from_slice(&zero.to_be_bytes());
            heap.extend_from_slice(&packed);
        }
        let mut primary = Cards::default();
        primary.logical("SIMPLE", true);
        primary.integer("BITPIX", 8, "");
        primary.integer("NAXIS", 0, "the image is in the extension");
        primary.logical("EXTEND", true);
        let mut file = with_checksums(primary, &[]);
        let cards = self.table_cards(heap.len(), longest);
        table.extend_from_slice(&heap);
        file.extend(with_checksums(cards, &blocks(table)));
        file
    }

    fn table_cards(&self, heap_bytes: usize, longest: usize) -> Cards {
        let mut cards = Cards::default();
        cards.text("XTENSION", "BINTABLE", "");
        cards.integer("BITPIX", 8, "");
        cards.integer("NAXIS", 2, "");
        cards.integer("NAXIS1", 24, "bytes of a row");
        cards.integer("NAXIS2", self.height() as i64, "one row for each tile");
        cards.integer("PCOUNT", heap_bytes as i64, "bytes of the packed tiles");
        cards.integer("GCOUNT", 1, "");
        cards.integer("TFIELDS", 3, "");
        cards.text("TTYPE1", "COMPRESSED_DATA", "");
        cards.text("TFORM1", &format!("1PB({longest})"), "");
        cards.text("TTYPE2", "ZSCALE", "");
        cards.text("TFORM2", "1D", "");
        cards.text("TTYPE3", "ZZERO", "");
        cards.text("TFORM3", "1D", "");
        cards.text("EXTNAME", "COMPRESSED_IMAGE", "");
        cards.logical("ZIMAGE", true);
        cards.logical("ZSIMPLE", true);
        cards.text("ZCMPTYPE", "RICE_1", "");
        cards.integer("ZBITPIX", -32, "32-bit floating-point numbers");
        self.axes(&mut cards, "Z");
        cards.integer("ZTILE1", self.width as i64, "a row is a tile");
        cards.integer("ZTILE2", 1, "");
        cards.text("ZNAME1", "BLOCKSIZE", "");
        cards.integer("ZVAL1", RICE_BLOCK_PIXELS as i64, "pixels that share a code");
        cards.text("ZNAME2", "BYTEPIX", "");
        cards.integer("ZVAL2", 4, "bytes of an integer");
        cards.text("ZQUANTIZ", "SUBTRACTIVE_DITHER_1", "");
        cards.integer("ZDITHER0", DITHER_SEED as i64, "where the dither begins");
        cards.integer("ZBLANK", quantised::BLANK, "stands for NaN");
        cards.extend(&self.cards);
        cards
    }

    fn axes(&self, cards: &mut Cards, prefix: &str) {
        cards.integer(&format!("{prefix}NAXIS"), 2, "");
        cards.integer(&format!("{prefix}NAXIS1"), self.width as i64, "");
        cards.integer(&format!("{prefix}NAXIS2"), self.height() as i64, "");
    }

    fn height(&self) -> usize {
        self.pixels.len().checked_div(self.width).unwrap_or(0)
    }

    fn rows(&self) -> impl Iterator<Item = &'p [f32]> {
        self.pixels.chunks_exact(self.width.max(1)).take(self.height())
    }
}

/// Fills the last block with zeros.
fn blocks(mut data: Vec<u8>) -> Vec<u8> {
    data.resize(data.len().next_multiple_of(BLOCK_BYTES), 0);
    data
}
