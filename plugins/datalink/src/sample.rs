//! Small FITS files for the tests of this crate.

use fits_header::Cards;
use images::FitsFile;

/// A card as a line of text, e.g. `CRPIX1  = 5.0`.
fn copied(cards: &mut Cards, line: &str) {
    let (keyword, value) = line.split_once('=').expect("a card has a value");
    match value.trim().trim_matches('\'') {
        text if value.contains('\'') => cards.text(keyword.trim(), text, ""),
        number => cards.real(keyword.trim(), number.parse().expect("a number"), ""),
    }
}

/// A file with one image of floats in its primary part.
pub(crate) fn bytes(axes: &[u64], lines: &[&str], value: impl Fn(u64) -> f32) -> Vec<u8> {
    let mut cards = Cards::default();
    cards.logical("SIMPLE", true);
    cards.integer("BITPIX", -32, "");
    cards.integer("NAXIS", axes.len() as u64, "");
    for (index, length) in axes.iter().enumerate() {
        cards.integer(&format!("NAXIS{}", index + 1), *length, "");
    }
    lines.iter().for_each(|line| copied(&mut cards, line));
    let mut out = Vec::new();
    cards.end(&mut out);
    for place in 0..axes.iter().product() {
        out.extend(value(place).to_be_bytes());
    }
    out.resize(out.len().next_multiple_of(fits_header::BLOCK_BYTES), 0);
    out
}

/// The same, open.
pub(crate) fn image(axes: &[u64], lines: &[&str]) -> FitsFile {
    let file = tempfile::NamedTempFile::new().expect("there is a place for temporary files");
    std::fs::write(file.path(), bytes(axes, lines, |place| place as f32)).expect("the file is ours");
    FitsFile::open(file.path()).expect("the file is right")
}

/// A gnomonic plane round longitude 150, latitude 2, whose pixels have one arcsecond, and whose middle is pixel (50, 40).
pub(crate) const SKY: [&str; 8] = [
    "CTYPE1  = 'RA---TAN'",
    "CTYPE2  = 'DEC--TAN'",
    "CRPIX1  = 50.0",
    "CRPIX2  = 40.0",
    "CRVAL1  = 150.0",
    "CRVAL2  = 2.0",
    "CDELT1  = -2.777777777777778E-4",
    "CDELT2  = 2.777777777777778E-4",
];
