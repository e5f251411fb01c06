//! The images to start from: plain, in gzip, and in tiles of each compression.

use std::io::Write;

use fits_header::{BLOCK_BYTES, Cards};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Small files that are right.
pub fn files() -> Vec<Vec<u8>> {
    let rice_bytes = vec![7, 0b0010_1101, 0b0101_1111, 0xff, 0xff];
    let runs = [0_u16, 7, 0x8f9c, 9, 0, 0, 0, 0x4003, 0x5005];
    let list = runs.iter().flat_map(|word| word.to_be_bytes()).collect();
    // 2 x 4 pixels with a sum of 10, one bit of coefficients as a list, no signs.
    let head = [&[0xdd, 0x99][..], &[0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 0], &10_i64.to_be_bytes(), &[1, 0, 0]];
    let tree = [head.concat(), vec![0x0c, 0, 0]].concat();
    let words = [0_i32, 1, -2, 3, 4, 5, 6, -2_147_483_648];
    let words: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
    vec![
        plain(),
        gzip(&plain()),
        tiled(8, "RICE_1", "1PB(5)", rice_bytes, |cards| {
            cards.text("ZNAME1", "BLOCKSIZE", "");
            cards.integer("ZVAL1", 32, "");
        }),
        tiled(16, "PLIO_1", "1PI(9)", list, |_| {}),
        tiled(32, "HCOMPRESS_1", "1PB(28)", tree, |_| {}),
        tiled(32, "GZIP_1", "1QB(9)", gzip(&words), |_| {}),
        tiled(-32, "GZIP_2", "1PB(9)", gzip(&words), |_| {}),
        tiled(-64, "NOCOMPRESS", "1PB(32)", words, |cards| {
            cards.text("ZQUANTIZ", "SUBTRACTIVE_DITHER_2", "");
            cards.integer("ZDITHER0", 7, "");
            cards.real("ZSCALE", 0.5, "");
            cards.real("ZZERO", 10.0, "");
            cards.integer("ZBLANK", -2_147_483_648_i64, "");
        }),
    ]
}

/// An image in the primary HDU, one behind it, and a cube.
fn plain() -> Vec<u8> {
    let mut file = Vec::new();
    for (number, (bitpix, axes)) in
        [(-32, &[5, 3][..]), (16, &[4, 4]), (8, &[2, 3, 2])].into_iter().enumerate()
    {
        let mut cards = Cards::default();
        match number {
            0 => cards.logical("SIMPLE", true),
            _ => cards.text("XTENSION", "IMAGE", ""),
        }
        structure(bitpix, axes, &mut cards);
        cards.text("CTYPE1", "RA---TAN", "");
        cards.real("CRPIX1", 2.5, "");
        cards.text("DATASEC", "[1:5,1:3]", "");
        cards.end(&mut file);
        let pixels: usize = axes.iter().product();
        let bytes = pixels * bitpix.unsigned_abs() as usize / 8;
        file.extend((0..bytes).map(|byte| byte as u8));
        fill(&mut file);
    }
    file
}

/// An image of 4 x 4 pixels in two tiles that are stored alike.
fn tiled(bitpix: i64, codec: &str, form: &str, data: Vec<u8>, more: impl Fn(&mut Cards)) -> Vec<u8> {
    let is_wide = form.starts_with("1Q");
    let row_bytes = if is_wide { 16 } else { 8 };
    let mut file = Vec::new();
    let mut primary = Cards::default();
    primary.logical("SIMPLE", true);
    structure(8, &[], &mut primary);
    primary.end(&mut file);
    let mut cards = Cards::default();
    cards.text("XTENSION", "BINTABLE", "");
    structure(8, &[row_bytes, 2], &mut cards);
    cards.integer("PCOUNT", data.len() as u64, "");
    cards.integer("GCOUNT", 1, "");
    cards.integer("TFIELDS", 1, "");
    cards.text("TTYPE1", "COMPRESSED_DATA", "");
    cards.text("TFORM1", form, "");
    cards.logical("ZIMAGE", true);
    cards.integer("ZBITPIX", bitpix, "");
    cards.integer("ZNAXIS", 2, "");
    for (keyword, length) in [("ZNAXIS1", 4), ("ZNAXIS2", 4), ("ZTILE1", 4), ("ZTILE2", 2)] {
        cards.integer(keyword, length, "");
    }
    cards.text("ZCMPTYPE", codec, "");
    more(&mut cards);
    cards.end(&mut file);
    let elements = if form.contains('I') { data.len() / 2 } else { data.len() } as u64;
    for _ in 0..2 {
        match is_wide {
            true => file.extend([elements, 0].iter().flat_map(|number| number.to_be_bytes())),
            false => file.extend([elements as u32, 0].iter().flat_map(|number| number.to_be_bytes())),
        }
    }
    file.extend(data);
    fill(&mut file);
    file
}

fn structure(bitpix: i64, axes: &[usize], cards: &mut Cards) {
    cards.integer("BITPIX", bitpix, "");
    cards.integer("NAXIS", axes.len() as u64, "");
    for (index, &length) in axes.iter().enumerate() {
        cards.integer(&format!("NAXIS{}", index + 1), length as u64, "");
    }
}

fn fill(file: &mut Vec<u8>) {
    file.resize(file.len().next_multiple_of(BLOCK_BYTES), 0);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail; a seed that is empty would be told.
    if encoder.write_all(bytes).is_err() {
        return Vec::new();
    }
    encoder.finish().unwrap_or_default()
}
