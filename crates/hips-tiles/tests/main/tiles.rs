//! Tiles have what the images have at their place of the sky.

use std::path::Path;

use hips_tiles::{BandOptions, Cell, Description, Input, Made, band};
use progress::Silent;

use crate::python::compare;
use crate::sky_image::SkyImage;

pub fn described(title: &str) -> Description {
    Description {
        creator_did: "ivo://example.org/P/test/r".into(),
        title: title.into(),
        em_m: Some([5.4e-7, 7e-7]),
        t_mjd: Some([57_000.5, 57_001.5]),
        is_public: true,
        ..Description::default()
    }
}

pub fn made(inputs: &[Input], options: &BandOptions, folder: &Path) -> Made {
    band(inputs, options, &described("Stars"), folder, (&Silent, "stars")).unwrap()
}

/// The pixels of a FITS tile.
pub fn tile(folder: &Path, cell: Cell) -> Option<Vec<f32>> {
    let bytes = std::fs::read(folder.join(cell.path("fits"))).ok()?;
    Some(
        bytes[2880..]
            .chunks(4)
            .take(512 * 512)
            .map(|pixel| f32::from_be_bytes(pixel.try_into().unwrap()))
            .collect(),
    )
}

/// Makes a HiPS of images, and compares it with what astropy finds in them.
fn check(images: &[SkyImage], tolerance: f64) {
    let folder = tempfile::tempdir().unwrap();
    let inputs: Vec<Input> = images.iter().map(|image| image.write(folder.path())).collect();
    let stars: Vec<Vec<[f64; 3]>> =
        images.iter().map(|image| image.stars().map(|([x, y], peak)| [x, y, peak]).to_vec()).collect();
    let out = folder.path().join("hips");
    let made = made(&inputs, &BandOptions::default(), &out);
    assert!(made.broken.is_empty() && made.tiles > 0, "{made:?}");
    let Some(found) = compare(&out, &inputs, &stars) else { return };
    let number = |key: &str| found[key].as_f64().unwrap();
    assert_eq!((number("order"), number("tiles")), (f64::from(made.order), made.tiles as f64));
    assert!(number("worst") <= tolerance, "{images:?}: {found}");
    // Pixels on the very border of an image may be in it or not by rounding.
    assert!(number("pixels") > 50_000.0 && number("valid_apart") <= 20.0, "{images:?}: {found}");
    assert_eq!(number("outside_moc"), 0.0, "{found}");
    assert!((number("moc_fraction") - made.sky_fraction).abs() < 1e-12, "{found}");
    for miss in found["star_misses_arcsec"].as_array().unwrap() {
        // A pixel of the tiles has 1.6 arcseconds.
        assert!(miss.as_f64().unwrap() <= 1.6, "{images:?}: {found}");
    }
}

#[test]
fn pixels_are_those_of_the_image_at_their_position() {
    check(&[SkyImage::new("plain", 201.365, -43.019)], 0.1);
}

#[test]
fn pixels_are_right_across_ra_0_at_the_pole_and_where_healpix_bends() {
    check(&[SkyImage::new("zero", 0.01, 2.0)], 0.1);
    check(&[SkyImage::new("pole", 77.0, 89.98)], 0.1);
    check(&[SkyImage::new("south", 300.0, -89.99)], 0.1);
    check(&[SkyImage::new("bend", 45.0, 41.81)], 0.1);
}

#[test]
fn images_that_overlap_are_mixed_by_their_distance_from_the_border() {
    let second = SkyImage { factor: 2.5, sky: 40.0, ..SkyImage::new("second", 10.1, 20.03) };
    let third = SkyImage { is_short: true, scale_arcsec: 1.5, ..SkyImage::new("third", 9.93, 19.97) };
    check(&[SkyImage::new("first", 10.0, 20.0), second, third], 0.1);
}

#[test]
fn lower_orders_are_means_of_the_pixels_with_values() {
    let folder = tempfile::tempdir().unwrap();
    let input = SkyImage::new("plain", 83.6, 22.0).write(folder.path());
    let out = folder.path().join("hips");
    let made = made(&[input], &BandOptions::default(), &out);
    let mut compared = 0;
    for order in 0..made.order {
        for index in 0..12 << (2 * order) {
            let cell = Cell { order, index };
            let Some(pixels) = tile(&out, cell) else { continue };
            let children =
                [0, 1, 2, 3].map(|quarter| tile(&out, Cell { order: order + 1, index: 4 * index + quarter }));
            for at in (0..512 * 512).filter(|at| pixels[*at].is_finite()) {
                // The last row begins in the south; 1 lies north-east of 0, and 2 north-west of it.
                let (x, y) = (511 - at / 512, at % 512);
                let child = children[x / 256 + 2 * (y / 256)].as_ref().unwrap();
                let (x, y) = (2 * (x % 256), 2 * (y % 256));
                let four =
                    [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| child[(511 - x - dx) * 512 + y + dy]);
                let good: Vec<f32> = four.into_iter().filter(|value| value.is_finite()).collect();
                let mean = good.iter().sum::<f32>() / good.len() as f32;
                assert!((mean - pixels[at]).abs() <= 1e-3, "{cell:?} {at}: {mean} {}", pixels[at]);
                compared += 1;
            }
        }
    }
    assert!(compared > 10_000 && made.order > 5, "{compared} {made:?}");
}

#[test]
fn a_coarser_hips_has_the_means_of_the_finer_one() {
    let folder = tempfile::tempdir().unwrap();
    let input = SkyImage::new("plain", 150.0, -5.0).write(folder.path());
    let [fine, coarse] = ["fine", "coarse"].map(|name| folder.path().join(name));
    let natural = made(std::slice::from_ref(&input), &BandOptions::default(), &fine);
    for orders in [1, 2, 4] {
        let order = natural.order - orders;
        let made = made(
            std::slice::from_ref(&input),
            &BandOptions { order: Some(order), ..BandOptions::default() },
            &coarse,
        );
        assert_eq!(made.order, order);
        let mut tiles = 0;
        for index in 0..12 << (2 * order) {
            let cell = Cell { order, index };
            let (fine, coarse) = (tile(&fine, cell), tile(&coarse, cell));
            assert_eq!(fine.is_some(), coarse.is_some(), "{cell:?}");
            for (one, other) in fine.iter().flatten().zip(coarse.iter().flatten()) {
                assert!(one.is_nan() && other.is_nan() || (one - other).abs() <= 1e-3, "{cell:?}");
            }
            tiles += usize::from(coarse.is_some());
        }
        assert_eq!(tiles as u64, made.tiles);
    }
}

#[test]
fn a_file_that_is_no_image_is_told_and_the_others_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let good = SkyImage::new("good", 10.0, 10.0).write(folder.path());
    let file = folder.path().join("text.fits");
    std::fs::write(&file, "no image").unwrap();
    let bad = Input { file: file.clone(), hdu: 0, sky: 0.0, factor: 1.0 };
    let made_of = |inputs: &[Input], name: &str| {
        band(
            inputs,
            &BandOptions::default(),
            &described("Stars"),
            &folder.path().join(name),
            (&Silent, "stars"),
        )
    };
    let made = made_of(&[bad.clone(), good], "both").unwrap();
    assert!(made.tiles > 0);
    assert_eq!(made.broken[0].file, file);
    assert_eq!(made.broken[0].why, "it is no FITS file: it does not begin with `SIMPLE  =`");
    assert_eq!(made_of(&[bad], "bad").unwrap().tiles, 0);
    assert_eq!(made_of(&[], "none").unwrap_err().to_string(), "there is no image to make a HiPS of");
}

#[test]
fn more_tiles_than_anybody_wants_are_not_begun() {
    let folder = tempfile::tempdir().unwrap();
    // A map of a tenth of the sky, and a fine image that would make its tiles as fine.
    let map = SkyImage { scale_arcsec: 800.0, ..SkyImage::new("map", 10.0, 10.0) }.write(folder.path());
    let options = BandOptions { order: Some(14), ..BandOptions::default() };
    let error = band(&[map], &options, &described("Stars"), &folder.path().join("hips"), (&Silent, "stars"))
        .unwrap_err();
    let told = error.to_string();
    let (begin, end) =
        ("a HiPS of order 14 would have about ", " tiles, and 20000000 are the most; ask for a lower order");
    assert!(told.starts_with(begin) && told.ends_with(end), "{told}");
}
