//! Files that are written here, read by astropy, by our own reader, and judged by fitsverify.

use std::path::Path;

use fits_header::Cards;
use images::{FitsFile, NewImage, PixelBox};

use crate::cutouts::is_verified;
use crate::support::{Random, python};

const QUANTUM: f64 = 0.25;

fn cards() -> Cards {
    let mut cards = Cards::default();
    cards.text("OBJECT", "M 33's core", "");
    cards.real("GAIN", 366.5, "electrons per count");
    cards
}

/// Noise, a steep slope, a constant row, one wild pixel, and NaN.
fn pixels(width: usize, height: usize) -> Vec<f32> {
    let mut random = Random(7);
    let mut pixels: Vec<f32> = (0..width * height)
        .map(|place| (random.below(4000) as f32) / 1000.0 + (place % width * (place / width) / 8) as f32)
        .collect();
    pixels[width..2 * width].fill(3.5);
    pixels[2 * width + 9] = 6.0e7;
    pixels[3 * width + 5] = f32::NAN;
    pixels[4 * width..5 * width].fill(f32::NAN);
    pixels
}

fn own_pixels(path: &Path, hdu: usize) -> Vec<u8> {
    let mut section = FitsFile::open(path).unwrap().section(hdu, &PixelBox::whole()).unwrap();
    let mut out = Vec::new();
    while section.read(&mut out).unwrap() {}
    out
}

#[test]
fn written_images_are_what_astropy_reads_and_fitsverify_accepts() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(1024, 48), (37, 11), (1, 6)] {
        let mut pixels = pixels(width.max(10), height);
        pixels.truncate(width * height);
        let image = NewImage::new(width, &pixels, cards());
        let [plain, packed, raw] =
            ["plain.fits", "packed.fits.fz", "raw"].map(|name| folder.path().join(name));
        std::fs::write(&plain, image.plain()).unwrap();
        std::fs::write(&packed, image.compressed(QUANTUM)).unwrap();
        let big_endian: Vec<u8> = pixels.iter().flat_map(|pixel| pixel.to_be_bytes()).collect();
        assert_eq!(own_pixels(&plain, 0), big_endian);
        is_verified(&plain);
        is_verified(&packed);
        let Some(found) = python("written.py", &[&plain, &packed, &raw]) else { return };
        assert_eq!(own_pixels(&packed, 1), std::fs::read(&raw).unwrap(), "{width} x {height}");
        // The wild pixel itself is a float, whose steps are larger than a quantum.
        let apart = found["apart"].as_f64().unwrap();
        assert!(apart <= if width > 9 { 4.0 } else { QUANTUM / 2.0 + 1e-6 }, "{apart}");
        assert!(found["mean"].as_f64().unwrap().abs() < QUANTUM / 2.0, "{found}");
        assert!(found["same_nan"].as_bool().unwrap());
        assert_eq!(found["object"], "M 33's core");
        assert_eq!(found["gain"], 366.5);
        assert_eq!(found["shape"], serde_json::json!([height, width]));
    }
}

#[test]
fn noise_takes_few_bits() {
    let mut random = Random(3);
    // A sum of twelve uniform numbers is nearly normal, with a deviation of 1.
    let normal = |random: &mut Random| (0..12).map(|_| random.below(1000) as f32 / 1000.0).sum::<f32>();
    let pixels: Vec<f32> = (0..512 * 512).map(|_| normal(&mut random)).collect();
    let bytes = NewImage::new(512, &pixels, Cards::default()).compressed(QUANTUM).len();
    let bits = bytes as f64 * 8.0 / pixels.len() as f64;
    // The entropy of differences of that noise in quarters of its deviation is 4.55 bits; Rice coding is near it.
    assert!((4.55..5.7).contains(&bits), "{bits} bits a pixel");
}
