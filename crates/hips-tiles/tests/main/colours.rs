//! Pictures: their rows, their colours, and the files for people.

use std::fs;
use std::path::Path;

use hips_tiles::{BandOptions, Cell, ColourOptions, HipsError, Properties, colour};
use image::RgbaImage;
use progress::Silent;

use crate::sky_image::SkyImage;
use crate::tiles::{described, made, tile};

fn picture(path: &Path) -> RgbaImage {
    image::open(path).unwrap().to_rgba8()
}

#[test]
fn pictures_are_fits_tiles_upside_down() {
    let folder = tempfile::tempdir().unwrap();
    let input = SkyImage::new("plain", 10.0, 45.0).write(folder.path());
    let out = folder.path().join("hips");
    let made = made(&[input], &BandOptions::default(), &out);
    let mut compared = 0;
    for index in 0..12 << (2 * made.order) {
        let cell = Cell { order: made.order, index };
        let Some(pixels) = tile(&out, cell) else { continue };
        let picture = picture(&out.join(cell.path("png")));
        for (place, value) in pixels.iter().enumerate() {
            let shown = picture.get_pixel((place % 512) as u32, 511 - (place / 512) as u32);
            assert_eq!(shown[3] == 255, value.is_finite(), "{cell:?} {place}");
            compared += usize::from(value.is_finite());
        }
        let brightest = pixels.iter().enumerate().filter(|(_, value)| value.is_finite());
        let (place, _) = brightest.max_by(|(_, one), (_, other)| one.total_cmp(other)).unwrap();
        let shown = picture.get_pixel((place % 512) as u32, 511 - (place / 512) as u32);
        assert!(picture.pixels().all(|pixel| pixel[0] <= shown[0]), "{cell:?}");
    }
    assert!(compared > 50_000);
}

#[test]
fn a_colour_hips_has_the_colours_of_its_bands() {
    let folder = tempfile::tempdir().unwrap();
    // The same sky in each band, but for what is missing of it in the third.
    let bands = ["r", "g", "b"].map(|name| folder.path().join(name));
    for (place, band) in bands.iter().enumerate() {
        let image =
            SkyImage { width: [300, 300, 200][place], ..SkyImage::new(["r", "g", "b"][place], 10.0, 45.0) };
        let image = SkyImage { factor: [1.0, 2.0, 4.0][place], ..image };
        made(&[image.write(folder.path())], &BandOptions::default(), band);
    }
    let out = folder.path().join("colour");
    let paths = bands.each_ref().map(|band| band.as_path());
    let run = || colour(paths, &ColourOptions::default(), &described("Colours"), &out, (&Silent, "colour"));
    let made = run().unwrap();
    assert!(made.tiles > 0 && made.written > made.tiles && made.sky_fraction > 0.0);
    let mut compared = 0;
    for index in 0..12 << (2 * made.order) {
        let cell = Cell { order: made.order, index };
        let path = out.join(cell.path("png"));
        let three = paths.map(|band| tile(band, cell));
        assert_eq!(path.exists(), three.iter().all(Option::is_some), "{cell:?}");
        let [Some(red), Some(green), Some(blue)] = three else { continue };
        let picture = picture(&path);
        for place in 0..512 * 512 {
            let shown = picture.get_pixel((place % 512) as u32, 511 - (place / 512) as u32);
            let all = red[place].is_finite() && green[place].is_finite() && blue[place].is_finite();
            assert_eq!(shown[3] == 255, all);
            compared += usize::from(all);
        }
    }
    assert!(compared > 30_000);
    assert_eq!(run().unwrap().written, 0);
    let properties = Properties::parse(&fs::read_to_string(out.join("properties")).unwrap());
    assert_eq!(
        (properties.get("hips_tile_format"), properties.get("dataproduct_subtype")),
        (Some("png"), Some("color"))
    );
    let none =
        colour([folder.path(); 3], &ColourOptions::default(), &described("None"), &out, (&Silent, "none"));
    assert!(matches!(none, Err(HipsError::NoImages)), "{none:?}");
}

/// The place of the brightest star in a picture of 256 pixels with north up, from 0 at its top left.
fn in_preview(image: &SkyImage, field_deg: f64) -> [f64; 2] {
    let ([x, y], _) = image.stars()[1];
    let [x, y] = [x - (image.width as f64 + 1.0) / 2.0, y - (image.height as f64 + 1.0) / 2.0];
    // The image is turned by 20 degrees, and its x grows towards west.
    let (sin, cos) = 20_f64.to_radians().sin_cos();
    let (west, north) = (x * cos - y * sin, x * sin + y * cos);
    let scale = image.scale_arcsec / (field_deg * 3600.0 / 256.0);
    [127.5 + west * scale, 127.5 - north * scale]
}

#[test]
fn the_files_of_the_standard_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let image = SkyImage::new("plain", 10.0, 45.0);
    let input = image.write(folder.path());
    let out = folder.path().join("hips");
    let made = made(&[input], &BandOptions::default(), &out);
    let properties = Properties::parse(&fs::read_to_string(out.join("properties")).unwrap());
    for (key, value) in [
        ("creator_did", "ivo://example.org/P/test/r"),
        ("obs_title", "Stars"),
        ("dataproduct_type", "image"),
        ("hips_version", "1.4"),
        ("hips_status", "public master clonableOnce"),
        ("hips_tile_format", "png fits"),
        ("hips_frame", "equatorial"),
        ("hips_tile_width", "512"),
        ("obs_regime", "Optical"),
    ] {
        assert_eq!(properties.get(key), Some(value), "{key}");
    }
    assert_eq!(properties.get("hips_order"), Some(made.order.to_string().as_str()));
    let date = properties.get("hips_release_date").unwrap();
    assert!(date.len() == 17 && date.ends_with('Z') && date.as_bytes()[10] == b'T', "{date}");
    let allsky = picture(&out.join("Norder3/Allsky.png"));
    assert_eq!(allsky.dimensions(), (27 * 64, 29 * 64));
    let cell =
        (0..768).map(|index| Cell { order: 3, index }).find(|cell| tile(&out, *cell).is_some()).unwrap();
    let (left, top) = ((cell.index % 27 * 64) as u32, (cell.index / 27 * 64) as u32);
    for (x, y, pixel) in allsky.enumerate_pixels().filter(|(_, _, pixel)| pixel[3] > 0) {
        assert!((left..left + 64).contains(&x) && (top..top + 64).contains(&y), "{x} {y} {pixel:?}");
    }
    let preview = picture(&out.join("preview.jpg"));
    assert_eq!(preview.dimensions(), (256, 256));
    let field_deg: f64 = properties.get("hips_initial_fov").unwrap().parse().unwrap();
    let [x, y] = in_preview(&image, field_deg);
    let bright = preview.enumerate_pixels().filter(|(_, _, pixel)| pixel[0] > 230);
    let brightest = bright.map(|(column, row, _)| (f64::from(column) - x).hypot(f64::from(row) - y));
    assert!(brightest.fold(f64::MAX, f64::min) < 2.0, "{x} {y}");
    assert!(fs::read_to_string(out.join("index.html")).unwrap().contains("<h1>Stars</h1>"));
}
