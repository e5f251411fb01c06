//! Pictures are written, and what the decoders read is compared with them.

use std::io;

use image::{DynamicImage, ImageFormat};

use super::*;
use crate::{Limits, Lupton, Plane, Stretch, grey};

const SIZE: Size = Size { width: 31, height: 17 };

#[test]
fn png_and_webp_files_have_the_pixels_of_the_picture() {
    for picture in pictures() {
        for (format, decoded_as) in [(Format::Png, ImageFormat::Png), (Format::WebP, ImageFormat::WebP)] {
            let decoded = decoded(&picture, format, decoded_as);
            assert_eq!((decoded.width(), decoded.height()), (31, 17));
            let bytes = match (picture.layout.colours, picture.layout.has_alpha) {
                (1, false) => decoded.to_luma8().into_raw(),
                (1, true) => decoded.to_luma_alpha8().into_raw(),
                (_, false) => decoded.to_rgb8().into_raw(),
                (_, true) => decoded.to_rgba8().into_raw(),
            };
            assert_eq!(bytes, picture.bytes(), "{picture:?} as {format:?}");
        }
    }
}

#[test]
fn png_files_have_the_channels_of_the_picture() {
    let colours = pictures().map(|picture| decoded(&picture, Format::Png, ImageFormat::Png).color());
    assert_eq!(
        colours,
        [image::ColorType::L8, image::ColorType::La8, image::ColorType::Rgb8, image::ColorType::Rgba8]
    );
}

#[test]
fn jpeg_files_are_near_the_picture() {
    for picture in pictures() {
        let decoded = decoded(&picture, Format::Jpeg { quality: 100 }, ImageFormat::Jpeg);
        assert_eq!((decoded.width(), decoded.height()), (31, 17));
        let opaque = picture.opaque();
        let bytes = if opaque.layout.colours == 1 {
            decoded.to_luma8().into_raw()
        } else {
            decoded.to_rgb8().into_raw()
        };
        let differences = bytes.iter().zip(opaque.bytes()).map(|(a, b)| u64::from(a.abs_diff(*b)));
        let mean = differences.sum::<u64>() as f64 / bytes.len() as f64;
        assert!(mean < 4.0, "{picture:?}: a mean difference of {mean}");
    }
}

#[test]
fn jpeg_of_less_quality_is_smaller() {
    let [.., picture] = pictures();
    let length = |quality| bytes_of(&picture, Format::Jpeg { quality }).len();
    assert!(length(1) < length(50) && length(50) < length(100));
}

#[test]
fn same_pixels_give_the_same_bytes() {
    let files = || pictures().map(|picture| bytes_of(&picture, Format::Png));
    assert_eq!(files(), files());
}

#[test]
fn planes_without_contrast_have_pictures() {
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, 7.0] {
        let plane = Plane::new(SIZE, vec![value; SIZE.area()]).unwrap();
        let limits = crate::Interval::Zscale { contrast: 0.25 }.limits(plane.values()).unwrap();
        let picture = grey(&plane, limits, Stretch::Log, Blanks::Transparent);
        let opacity = if value.is_finite() { 255 } else { 0 };
        assert_eq!(picture.bytes(), [0, opacity].repeat(SIZE.area()), "{value}");
        assert!(decoded(&picture, Format::Png, ImageFormat::Png).width() == 31);
    }
}

#[test]
fn picture_of_the_largest_size_is_written() {
    let size = Size { width: crate::SIDE_MAX, height: 1 };
    let plane = Plane::new(size, vec![1.0; size.width]).unwrap();
    let picture = grey(&plane, Limits::new(0.0, 2.0).unwrap(), Stretch::Linear, Blanks::Black);
    for (format, decoded_as) in [(Format::Png, ImageFormat::Png), (Format::WebP, ImageFormat::WebP)] {
        assert_eq!(decoded(&picture, format, decoded_as).width(), 4096);
    }
}

#[test]
fn qualities_that_jpeg_does_not_have_are_refused() {
    let [picture, ..] = pictures();
    for (quality, text) in [(0, "0"), (101, "101")] {
        let error = picture.write(Format::Jpeg { quality }, Vec::new()).unwrap_err();
        let expected = format!("a quality of {text} is not possible: give a whole number of 1 to 100");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_disk_that_is_full_is_an_error() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let [picture, ..] = pictures();
    for format in [Format::Png, Format::Jpeg { quality: 90 }, Format::WebP] {
        let error = picture.write(format, Full).unwrap_err();
        assert_eq!(error.to_string(), "the picture was not written", "{format:?}");
        assert!(matches!(error, PreviewError::Write(_)));
    }
}

/// A picture of each layout, with a slope of brightness, a star and blanks.
fn pictures() -> [Picture; 4] {
    let plane = |shift: usize| {
        let value = |index: usize| {
            let (x, y) = ((index % SIZE.width) as f32, (index / SIZE.width) as f32);
            let star = 40.0 * (-((x - 12.0).powi(2) + (y - 8.0).powi(2)) / 9.0).exp();
            if index < 5 { f32::NAN } else { x + 2.0 * y + star + shift as f32 }
        };
        Plane::new(SIZE, (0..SIZE.area()).map(value).collect()).unwrap()
    };
    let planes = [0, 5, 10].map(plane);
    let grey = |blanks| grey(&planes[0], Limits::new(0.0, 80.0).unwrap(), Stretch::Asinh, blanks);
    let lupton = Lupton::new([0.0, 1.0, 2.0], 20.0, 8.0).unwrap();
    let colour = |blanks| lupton.compose(planes.each_ref(), blanks).unwrap();
    [grey(Blanks::Black), grey(Blanks::Transparent), colour(Blanks::Black), colour(Blanks::Transparent)]
}

fn bytes_of(picture: &Picture, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write(format, &mut bytes).unwrap();
    bytes
}

fn decoded(picture: &Picture, format: Format, decoded_as: ImageFormat) -> DynamicImage {
    image::load_from_memory_with_format(&bytes_of(picture, format), decoded_as).unwrap()
}
