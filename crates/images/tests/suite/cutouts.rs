//! Cutouts as files, read by astropy and judged by fitsverify.

use std::path::{Path, PathBuf};
use std::process::Command;

use images::{Cutout, FitsFile, Part, PixelBox};

use crate::support::{FILES, Files, python};

const X: (i64, i64) = (17, 98);
const Y: (i64, i64) = (9, 60);

fn part(hdu: usize) -> Part {
    Part { hdu, pixels: PixelBox::new(X, Y) }
}

/// Writes a cutout beside the files.
fn write(files: &Files, name: &str, cutout: Cutout) -> PathBuf {
    let announced = cutout.bytes();
    let bytes: Vec<u8> = cutout.map(Result::unwrap).collect::<Vec<_>>().concat();
    assert_eq!((bytes.len() as u64, bytes.len() % 2880), (announced, 0), "{name}");
    let path = files.path(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The pixels are those of the box, and the sky is where it was.
fn is_box_of(files: &Files, original: &str, hdu: usize, cutout: &Path, cut_hdu: usize) {
    let numbers = [hdu as i64, X.0, X.1, Y.0, Y.1].map(|number| number.to_string());
    let (original, cut_hdu) = (files.path(original), cut_hdu.to_string());
    let mut arguments = vec![original.as_path()];
    arguments.extend(numbers.iter().map(Path::new));
    arguments.extend([cutout, Path::new(&cut_hdu)]);
    let found = python("compare.py", &arguments).unwrap();
    assert!(found["equal"].as_bool().unwrap(), "{cutout:?}: other pixels");
    let distance = found["distance"].as_f64().unwrap();
    assert!(distance < 1e-6, "{cutout:?}: a star moved by {distance} pixels");
}

/// Whether fitsverify has nothing to say; a line where it is absent.
pub fn is_verified(path: &Path) {
    let Ok(output) = Command::new("fitsverify").arg(path).output() else {
        eprintln!("skipped: fitsverify is missing, run `cargo xtask setup test`");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("found 0 warning(s) and 0 error(s)"), "{text}");
}

fn text<'f>(file: &'f FitsFile, hdu: usize, keyword: &str) -> Option<&'f str> {
    file.hdu(hdu).unwrap().header.text(keyword)
}

fn lines(file: &FitsFile, hdu: usize, keyword: &str) -> Vec<String> {
    let cards = file.hdu(hdu).unwrap().header.cards().filter(|card| card.keyword() == keyword);
    cards.map(|card| String::from_utf8_lossy(&card.bytes()[8..]).trim().to_owned()).collect()
}

#[test]
fn a_cutout_of_a_plain_image_has_its_pixels_and_its_sky() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("sip.fits")).unwrap();
    let path = write(files, "cut-sip.fits", Cutout::image(&file, &part(0), &["CIRCLE 1 2 0.5"]).unwrap());
    is_box_of(files, "sip.fits", 0, &path, 0);
    is_verified(&path);
    let cut = FitsFile::open(&path).unwrap();
    for (keyword, value) in [
        ("NAXIS1", Some("82")),
        ("NAXIS2", Some("52")),
        ("CRPIX1", Some("44.5")),
        ("CRPIX2", Some("32.25")),
        ("CRPIX1A", Some("-16.0")),
        ("CRPIX2A", Some("-8.0")),
        ("LTV1", Some("-116.0")),
        ("LTV2", Some("-8.0")),
        ("DATASEC", None),
        ("DETSEC", None),
        ("DATAMIN", None),
        ("CHECKSUM", None),
        ("DATASUM", None),
        ("SECTOR", Some("North")),
        ("EXPTIME", Some("30.0")),
        ("A_2_0", Some("1.0E-5")),
    ] {
        assert_eq!(text(&cut, 0, keyword), value, "{keyword}");
    }
    assert_eq!(text(&cut, 0, "LONG"), Some("long text ".repeat(12).trim_end()));
    assert_eq!(lines(&cut, 0, "HIERARCH"), ["ESO DET CHIP NAME = 'e2v     '"]);
    assert_eq!(lines(&cut, 0, "COMMENT").last().map(String::as_str), Some("a remark"));
    let history = ["was flattened", "CIRCLE 1 2 0.5", "cut out of HDU 0: pixels [17:98,9:60]"];
    assert_eq!(lines(&cut, 0, "HISTORY"), history);
}

#[test]
fn a_comment_stays_beside_a_number_that_changes() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("sip.fits")).unwrap();
    let path = write(files, "cut-comment.fits", Cutout::image(&file, &part(0), &[]).unwrap());
    let cut = FitsFile::open(&path).unwrap();
    let header = &cut.hdu(0).unwrap().header;
    let card = header.cards().find(|card| card.keyword() == "CRPIX1").unwrap();
    assert_eq!(card.comment().as_deref(), Some("reference pixel"));
}

#[test]
fn an_image_of_an_extension_becomes_the_primary_one() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("parts.fits")).unwrap();
    let path = write(files, "cut-tpv.fits", Cutout::image(&file, &part(2), &[]).unwrap());
    is_box_of(files, "parts.fits", 2, &path, 0);
    is_verified(&path);
    let cut = FitsFile::open(&path).unwrap();
    // What the extension inherits, and what it says itself.
    assert_eq!((text(&cut, 0, "TELESCOP"), text(&cut, 0, "FILTER")), (Some("JAST80"), Some("rSDSS")));
    assert_eq!((text(&cut, 0, "INHERIT"), text(&cut, 0, "PV2_5")), (None, Some("-0.02")));
    assert_eq!(cut.hdus().len(), 1);
}

#[test]
fn several_parts_follow_the_primary_header() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("parts.fits")).unwrap();
    let cutout = Cutout::extensions(&file, &[part(1), part(2)], &["POLYGON"]).unwrap();
    let path = write(files, "cut-parts.fits", cutout);
    is_box_of(files, "parts.fits", 1, &path, 1);
    is_box_of(files, "parts.fits", 2, &path, 2);
    is_verified(&path);
    let cut = FitsFile::open(&path).unwrap();
    assert_eq!((text(&cut, 0, "TELESCOP"), text(&cut, 0, "EXTEND")), (Some("JAST80"), Some("T")));
    let names: Vec<_> = cut.hdus().iter().map(|hdu| hdu.name()).collect();
    assert_eq!(names, [None, Some("SIP"), Some("TPV")]);
}

#[test]
fn the_primary_image_stays_the_primary_one() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("several.fits")).unwrap();
    let parts = [0, 1, 3].map(|hdu| Part { hdu, pixels: PixelBox::new((2, 11), (3, 3)) });
    let path = write(files, "cut-several.fits", Cutout::extensions(&file, &parts, &[]).unwrap());
    is_verified(&path);
    let cut = FitsFile::open(&path).unwrap();
    let axes: Vec<_> = cut.hdus().iter().map(|hdu| hdu.image().unwrap().unwrap().axes).collect();
    assert_eq!(axes, [[10, 1]; 3]);
}

#[test]
fn a_cutout_of_a_compressed_image_is_a_plain_one() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("packed.fits")).unwrap();
    let path = write(files, "cut-packed.fits", Cutout::image(&file, &part(1), &[]).unwrap());
    is_box_of(files, "packed.fits", 1, &path, 0);
    is_verified(&path);
    let cut = FitsFile::open(&path).unwrap();
    assert_eq!((text(&cut, 0, "BITPIX"), text(&cut, 0, "BLANK")), (Some("16"), Some("-32768")));
    let leftover = |keyword: &str| keyword.starts_with('Z') || keyword.starts_with('T');
    assert!(!cut.hdus()[0].header.cards().any(|card| leftover(card.keyword())));
}

#[test]
fn every_image_makes_a_file_that_fitsverify_accepts() {
    let Some(files) = FILES.as_ref() else { return };
    for known in &files.images {
        let file = FitsFile::open(&files.path(&known.file)).unwrap();
        let pixels = PixelBox::whole().with_axis(1, (2, 5));
        let cutout = Cutout::image(&file, &Part { hdu: known.hdu, pixels }, &["whole rows"]).unwrap();
        is_verified(&write(files, &format!("cut-{}-{}.fits", known.hdu, known.file), cutout));
    }
}

#[test]
fn a_cutout_goes_on_in_another_thread() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("packed.fits")).unwrap();
    let cutout = Cutout::image(&file, &part(1), &[]).unwrap();
    drop(file);
    let announced = cutout.bytes();
    let sent = std::thread::spawn(move || cutout.map(|chunk| chunk.unwrap().len() as u64).sum::<u64>());
    assert_eq!(sent.join().unwrap(), announced);
}

#[test]
fn pixels_beside_the_image_are_refused() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("parts.fits")).unwrap();
    let refused = |part: Part| Cutout::image(&file, &part, &[]).err().unwrap().to_string();
    let beside = Part { hdu: 1, pixels: PixelBox::new((1, 131), (1, 1)) };
    assert_eq!(refused(beside), "axis 1: pixels 1 to 131 are not within 1 to 130");
    assert_eq!(refused(part(0)), "HDU 0 has no image");
    assert_eq!(refused(part(9)), "there is no HDU 9: the file has 3");
}
