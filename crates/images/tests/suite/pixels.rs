//! Pixels of boxes, compared with those that astropy reads.

use images::{FitsFile, PixelBox};

use crate::support::{FILES, Files, Known, Random};

/// Random boxes of each image.
const BOXES: usize = 12;

/// The bytes of a box out of all pixels, by the plainest way there is.
fn expected(pixels: &[u8], known: &Known, ranges: &[(i64, i64)]) -> Vec<u8> {
    let bytes = known.bitpix.unsigned_abs() as usize / 8;
    let count = pixels.len() / bytes;
    let mut out = Vec::new();
    for index in 0..count {
        let mut rest = index as u64;
        let is_within = known.axes.iter().zip(ranges).all(|(&length, &(first, last))| {
            let place = (rest % length) as i64 + 1;
            rest /= length;
            (first..=last).contains(&place)
        });
        if is_within {
            out.extend_from_slice(&pixels[index * bytes..][..bytes]);
        }
    }
    out
}

fn box_of(ranges: &[(i64, i64)]) -> PixelBox {
    let with = |pixels: PixelBox, (index, &range): (usize, &(i64, i64))| pixels.with_axis(index + 1, range);
    ranges.iter().enumerate().fold(PixelBox::whole(), with)
}

fn read(file: &FitsFile, hdu: usize, pixels: &PixelBox) -> Vec<u8> {
    let mut section = file.section(hdu, pixels).unwrap();
    let announced = section.left_bytes();
    let mut out = Vec::new();
    while section.read(&mut out).unwrap() {}
    assert_eq!((out.len() as u64, section.left_bytes()), (announced, 0));
    out
}

/// The whole image, its corners, a row, a column, and random boxes.
fn boxes(known: &Known, random: &mut Random) -> Vec<Vec<(i64, i64)>> {
    let last = |axis: usize| known.axes[axis] as i64;
    let of = |make: &dyn Fn(usize) -> (i64, i64)| (0..known.axes.len()).map(make).collect::<Vec<_>>();
    let mut boxes = vec![
        of(&|axis| (1, last(axis))),
        of(&|_| (1, 1)),
        of(&|axis| (last(axis), last(axis))),
        of(&|axis| if axis == 0 { (1, last(0)) } else { (last(axis), last(axis)) }),
        of(&|axis| if axis == 0 { (last(0), last(0)) } else { (1, last(axis)) }),
    ];
    for _ in 0..BOXES {
        let mut range = |&length: &u64| {
            let (one, other) = (random.below(length) as i64 + 1, random.below(length) as i64 + 1);
            (one.min(other), one.max(other))
        };
        boxes.push(known.axes.iter().map(&mut range).collect());
    }
    boxes
}

fn check(files: &Files, known: &Known) {
    let file = FitsFile::open(&files.path(&known.file)).unwrap();
    let image = file.hdu(known.hdu).unwrap().image().unwrap().unwrap();
    assert_eq!((image.pixel.bitpix(), &image.axes), (known.bitpix, &known.axes), "{}", known.file);
    let pixels = files.pixels(known);
    for ranges in boxes(known, &mut Random(known.axes[0] + 1)) {
        let (got, should) = (read(&file, known.hdu, &box_of(&ranges)), expected(&pixels, known, &ranges));
        let differ = got.iter().zip(&should).filter(|(one, other)| one != other).count();
        assert_eq!((got.len(), differ), (should.len(), 0), "{} HDU {} {ranges:?}", known.file, known.hdu);
    }
}

#[test]
fn every_box_of_every_image_has_the_pixels_of_astropy() {
    let Some(files) = FILES.as_ref() else { return };
    assert!(files.images.len() > 50);
    files.images.iter().for_each(|known| check(files, known));
}

#[test]
fn axes_that_are_not_given_are_whole() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("cube.fits")).unwrap();
    let given = PixelBox::new((3, 9), (2, 2));
    assert_eq!(read(&file, 0, &given), read(&file, 0, &given.clone().with_axis(3, (1, 5))));
    assert_eq!(read(&file, 0, &PixelBox::whole()).len(), 20 * 17 * 5 * 4);
}

#[test]
fn sections_of_one_file_are_read_at_the_same_time() {
    let Some(files) = FILES.as_ref() else { return };
    let file = FitsFile::open(&files.path("tiles-dither1-f4.fits")).unwrap();
    let whole = read(&file, 1, &PixelBox::whole());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(read(&file.clone(), 1, &PixelBox::whole()), whole));
        }
    });
}
