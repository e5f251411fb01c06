//! Files that are broken: an error that says where, or data, and never a panic.

use std::io::Write;

use images::{FitsFile, ImageError, PixelBox};

use crate::support::{FILES, Random};

/// Changed copies of each file.
const COPIES: usize = 150;

fn opened(bytes: &[u8]) -> Result<FitsFile, ImageError> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    FitsFile::of_file(file, 100)
}

/// Reads all pixels of all parts; how many bytes came.
fn read(bytes: &[u8]) -> Result<u64, ImageError> {
    let file = opened(bytes)?;
    let mut total = 0;
    for hdu in file.hdus() {
        if hdu.image()?.is_none() {
            continue;
        }
        let mut section = file.section(hdu.number, &PixelBox::whole())?;
        let mut out = Vec::new();
        // A few bytes may announce a vast image of constant tiles.
        while total < (16 << 20) && section.read(&mut out)? {
            total += out.len() as u64;
            out.clear();
        }
    }
    Ok(total)
}

fn header(cards: &[&str]) -> Vec<u8> {
    let cards = cards.iter().chain(&["END"]);
    let mut bytes: Vec<u8> = cards.flat_map(|card| format!("{card:80}").into_bytes()).collect();
    bytes.resize(bytes.len().next_multiple_of(2880), b' ');
    bytes
}

fn refused(cards: &[&str], data_bytes: usize) -> String {
    let bytes = [header(cards), vec![0; data_bytes]].concat();
    read(&bytes).unwrap_err().to_string()
}

#[test]
fn a_wrong_header_is_told_with_part_and_card() {
    let image = |axes: &'static str, first: &'static str| {
        refused(&["SIMPLE  = T", "BITPIX  = 16", axes, first], 2880)
    };
    for (error, expected) in [
        (image("NAXIS   = 2", "NAXIS1  = 10"), "HDU 0, keyword `NAXIS2`: it is missing"),
        (
            image("NAXIS   = 1", "NAXIS1  = -10"),
            "HDU 0, keyword `NAXIS1`: it is `-10` and should be an integer, 0 or more",
        ),
        (image("NAXIS   = 1000", ""), "HDU 0, keyword `NAXIS`: it must be 0 to 999"),
        (
            image("NAXIS   = 1", "NAXIS1  = 9223372036854775807"),
            "HDU 0, keyword `NAXIS`: the lengths of the axes make more bytes than any file has",
        ),
        (
            refused(&["SIMPLE  = T", "BITPIX  = 15", "NAXIS   = 0"], 0),
            "HDU 0, keyword `BITPIX`: it must be 8, 16, 32, 64, -32 or -64",
        ),
        (
            refused(&["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 1", "NAXIS1  = 9", "PCOUNT  = 3"], 2880),
            "HDU 0, keyword `PCOUNT`: an image must have PCOUNT 0 and GCOUNT 1",
        ),
        (
            refused(&["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 1", "NAXIS1  = 9999"], 2880),
            "HDU 0: the file ends after 5760 bytes and should have 12879; copy it again",
        ),
        (refused(&["OBJECT  = 'none'"], 0), "it is no FITS file: it does not begin with `SIMPLE  =`"),
    ] {
        assert_eq!(error, expected);
    }
    assert_eq!(read(b"").unwrap_err().to_string(), "it is no FITS file: it does not begin with `SIMPLE  =`");
}

/// The file with a card of its second part changed to a text of the same length.
fn changed(name: &str, card: &str, other: &str) -> String {
    let mut bytes = std::fs::read(FILES.as_ref().unwrap().path(name)).unwrap();
    let place = bytes.windows(card.len()).position(|window| window == card.as_bytes()).unwrap();
    bytes[place..place + other.len()].copy_from_slice(other.as_bytes());
    read(&bytes).unwrap_err().to_string()
}

#[test]
fn a_wrong_compressed_image_is_told() {
    if FILES.is_none() {
        return;
    }
    for ((name, card, other), expected) in [
        (
            ("wild.fits", "ZCMPTYPE= 'RICE_1 ", "ZCMPTYPE= 'HCOMP_9"),
            "HDU 1: the compression `HCOMP_9` is not read here, but RICE_1, GZIP_1, GZIP_2, PLIO_1, HCOMPRESS_1 without SMOOTH and NOCOMPRESS are; unpack the image first, e.g. with funpack",
        ),
        (
            ("wild.fits", "ZTILE1  =                   40", "ZTILE1  =                    0"),
            "HDU 1, keyword `ZTILE1`: a tile must have at least 1 pixel",
        ),
        (
            ("wild.fits", "ZNAXIS2 =                   30", "ZNAXIS2 =                   31"),
            "HDU 1, keyword `NAXIS2`: the table has 30 rows for 31 tiles",
        ),
        (
            ("wild.fits", "'COMPRESSED_DATA'", "'COMPRESSED_DATE'"),
            "HDU 1, keyword `TTYPE1`: the column `COMPRESSED_DATA` is missing",
        ),
        (
            ("rows-dither1-f4.fits", "ZDITHER0=                 9987", "ZDITHER0=                99870"),
            "HDU 1, keyword `ZDITHER0`: it must be 1 to 10000",
        ),
        (
            ("rows-dither1-f4.fits", "'SUBTRACTIVE_DITHER_1'", "'SUBTRACTIVE_DITHER_3'"),
            "HDU 1: the quantisation `SUBTRACTIVE_DITHER_3` is not known; known are NO_DITHER, SUBTRACTIVE_DITHER_1 and SUBTRACTIVE_DITHER_2",
        ),
        (
            ("wild.fits", "ZBITPIX =                   32", "ZBITPIX =                   33"),
            "HDU 1, keyword `ZBITPIX`: it must be 8, 16, 32, 64, -32 or -64",
        ),
    ] {
        assert_eq!(changed(name, card, other), expected);
    }
}

#[test]
fn a_file_cut_anywhere_is_told() {
    let Some(files) = FILES.as_ref() else { return };
    for name in ["several.fits", "several.fits.gz", "rows-dither1-f4.fits"] {
        let bytes = std::fs::read(files.path(name)).unwrap();
        let whole = read(&bytes).unwrap();
        for length in (0..bytes.len()).step_by(bytes.len() / 60) {
            // Behind a whole part the file may end, and what fills its last block may be missing.
            if let Ok(total) = read(&bytes[..length]) {
                assert!(total < whole || bytes.len() - length < 2880, "{name} cut at {length}");
            }
        }
    }
}

#[test]
fn a_file_that_becomes_shorter_while_it_is_read_is_an_error() {
    for (name, hdu) in [("several.fits", 1), ("tiles-dither1-f4.fits", 1)] {
        let Some(files) = FILES.as_ref() else { return };
        let mut disk = tempfile::tempfile().unwrap();
        disk.write_all(&std::fs::read(files.path(name)).unwrap()).unwrap();
        let file = FitsFile::of_file(disk.try_clone().unwrap(), 100).unwrap();
        let mut section = file.section(hdu, &PixelBox::whole()).unwrap();
        disk.set_len(2880).unwrap();
        let error = section.read(&mut Vec::new()).unwrap_err().to_string();
        assert_eq!(error, "the file cannot be read: it became shorter meanwhile", "{name}");
        assert!(!section.read(&mut Vec::new()).unwrap(), "{name}: nothing comes after an error");
    }
}

#[test]
fn damaged_gzip_is_told() {
    let Some(files) = FILES.as_ref() else { return };
    let bytes = std::fs::read(files.path("several.fits.gz")).unwrap();
    for length in [1000, bytes.len() / 2, bytes.len() - 9] {
        let error = read(&bytes[..length]).unwrap_err().to_string();
        assert_eq!(
            error, "the file cannot be read: its gzip ends too early; copy it again",
            "cut at {length}"
        );
    }
}

#[test]
fn flipped_bytes_give_an_error_or_data() {
    let Some(files) = FILES.as_ref() else { return };
    let mut random = Random(11);
    let names = [
        "several.fits",
        "several.fits.gz",
        "tiles-dither1-f4.fits",
        "rows-PLIO_1-i2.fits",
        "tiles-GZIP_2-i2.fits",
    ];
    for name in names {
        let bytes = std::fs::read(files.path(name)).unwrap();
        let mut errors = 0;
        for _ in 0..COPIES {
            let mut copy = bytes.clone();
            for _ in 0..=random.below(8) {
                // Half of them in the headers, where each byte counts.
                let end = if random.below(2) == 0 { copy.len() } else { copy.len().min(5 * 2880) };
                let place = random.below(end as u64) as usize;
                copy[place] = random.below(256) as u8;
            }
            errors += usize::from(read(&copy).is_err());
        }
        assert!(errors > 0, "{name}: nothing was broken");
    }
}
