//! Rows of files that astropy writes, compared with where astropy has their corners.

use image_list::{ImageRow, find, read};
use sky::{Polygon, Region, SkyPosition};

use crate::support::{FILES, Files, order};

fn row(files: &Files, name: &str) -> Result<ImageRow, String> {
    let order = order(files.path(), "");
    let found = find("dr1", files.path(), &[files.path().join(name)]).unwrap();
    let reading = read("dr1", &order.images, order.filters.as_ref(), &found.files[0])?;
    Ok(reading.row)
}

fn position(value: &serde_json::Value) -> SkyPosition {
    SkyPosition::new(value[0].as_f64().unwrap(), value[1].as_f64().unwrap()).unwrap()
}

fn vertices(row: &ImageRow) -> Vec<SkyPosition> {
    let shape = row.shape.as_ref().unwrap();
    shape.chunks(2).map(|pair| SkyPosition::new(pair[0], pair[1]).unwrap()).collect()
}

#[test]
fn footprints_have_the_corners_that_astropy_finds() {
    let Some(files) = FILES.as_ref() else { return };
    let planes = files.known.as_object().unwrap().iter().filter(|(_, known)| known.get("middle").is_some());
    for (name, known) in planes {
        let row = row(files, name).unwrap();
        let vertices = vertices(&row);
        for corner in known["corners"].as_array().unwrap().iter().map(position) {
            let apart = vertices.iter().map(|vertex| vertex.separation_deg(&corner)).fold(f64::MAX, f64::min);
            assert!(apart * 3600.0 < 1e-4, "{name}: {apart}");
        }
        let middle = position(&known["middle"]);
        let centre = SkyPosition::new(row.s_ra.unwrap(), row.s_dec.unwrap()).unwrap();
        assert!(centre.separation_deg(&middle) * 3600.0 < 1e-4, "{name}");
        let region = Region::Polygon(Polygon::new(vertices.clone()).unwrap());
        assert!(region.contains(&middle), "{name}");
        let far = vertices.iter().map(|vertex| centre.separation_deg(vertex)).fold(0.0, f64::max);
        assert!((row.s_fov.unwrap() - 2.0 * far).abs() < 1e-9, "{name}");
        assert_eq!(row.cells, sky::footprint::stored(&region), "{name}");
        assert_eq!((row.s_xel1, row.s_xel2), (Some(60), Some(40)), "{name}");
        // Distortions change the area of a pixel in the middle a little.
        let scale = row.s_pixel_scale.unwrap() / known["pixel_arcsec"].as_f64().unwrap();
        assert!((scale - 1.0).abs() < 0.05, "{name}: {scale}");
    }
}

#[test]
fn words_of_the_header_fill_the_columns() {
    let Some(files) = FILES.as_ref() else { return };
    for (name, hdu, format) in [
        ("tan.fits", 0, "image/fits"),
        ("packed.fits.fz", 1, "image/fits"),
        ("zipped.fits.gz", 0, "application/gzip"),
        ("mosaic.fits", 1, "application/x-fits-mef"),
    ] {
        let row = row(files, name).unwrap();
        assert_eq!(row.target_name.as_deref(), Some("NGC 5128"), "{name}");
        assert_eq!((row.band.as_deref(), row.o_ucd.as_deref()), (Some("R"), Some("phot.count")));
        assert!((row.em_min.unwrap() - 550e-9).abs() < 1e-15 && (row.em_max.unwrap() - 650e-9).abs() < 1e-15);
        assert_eq!((row.t_exptime, row.s_resolution), (Some(1200.0), Some(1.1)));
        assert!((row.t_min.unwrap() - 58_553.11).abs() < 1e-9);
        assert!((row.t_max.unwrap() - row.t_min.unwrap() - 1200.0 / 86_400.0).abs() < 1e-9);
        assert_eq!(row.facility_name.as_deref(), Some("Demo 2.2m"));
        assert_eq!(row.instrument_name.as_deref(), Some("WFI"));
        assert_eq!((row.hdu, row.access_format.as_deref()), (Some(hdu), Some(format)), "{name}");
        assert_eq!(row.dataproduct_type.as_deref(), Some("image"));
        assert_eq!(row.obs_title.as_deref(), Some("NGC 5128 R"));
        assert_eq!((row.calib_level, row.obs_collection.as_str()), (2, "dr1"));
        let bytes = std::fs::metadata(files.path().join(name)).unwrap().len();
        assert_eq!(row.access_estsize, Some(bytes.div_ceil(1000) as i64));
    }
    let row = row(files, "night 1/pole.fits").unwrap();
    assert_eq!(row.obs_publisher_did, "ivo://example.org/dr1?night%201/pole.fits");
    assert_eq!(row.links_id, "ivo%3A%2F%2Fexample.org%2Fdr1%3Fnight%25201%2Fpole.fits");
    assert_eq!(row.obs_id, "night 1/pole");
}

#[test]
fn the_images_of_a_file_have_one_hull() {
    let Some(files) = FILES.as_ref() else { return };
    let row = row(files, "mosaic.fits").unwrap();
    assert_eq!(row.image_hdus, Some(4));
    let corners: Vec<SkyPosition> =
        files.known["mosaic.fits"]["corners"].as_array().unwrap().iter().map(position).collect();
    assert_eq!(corners.len(), 16);
    let centre = SkyPosition::new(row.s_ra.unwrap(), row.s_dec.unwrap()).unwrap();
    let hull = Polygon::new(vertices(&row)).unwrap();
    assert!(hull.parts().len() == 1, "a hull is convex");
    for corner in &corners {
        assert!(centre.separation_deg(corner) <= row.s_fov.unwrap() / 2.0 + 1e-9);
        // A corner may be a vertex: rounding decides, so a hair inside.
        let inside = |from: f64, to: f64| to + (from - to) * 0.9999;
        let point = SkyPosition::new(
            inside(corner.lon_deg(), centre.lon_deg()),
            inside(corner.lat_deg(), centre.lat_deg()),
        );
        assert!(hull.contains(&point.unwrap()), "{corner:?}");
    }
    for vertex in hull.vertices() {
        assert!(corners.iter().any(|corner| corner.separation_deg(vertex) * 3600.0 < 1e-4));
    }
}

#[test]
fn what_is_no_image_is_told() {
    let Some(files) = FILES.as_ref() else { return };
    for (name, why) in [
        ("cut.fits", "HDU 0: the file ends after 4000 bytes and should have 12480; copy it again"),
        ("naxis.fits", "HDU 0, keyword `NAXIS1`: it is `-60` and should be an integer, 0 or more"),
        ("text.fits", "it is no FITS file: it does not begin with `SIMPLE  =`"),
        ("empty.fits", "it is no FITS file: it does not begin with `SIMPLE  =`"),
        ("table.fits", "it has no image of two axes or more"),
    ] {
        assert_eq!(row(files, name).unwrap_err(), why, "{name}");
    }
}
