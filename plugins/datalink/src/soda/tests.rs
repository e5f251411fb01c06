//! Cutouts against the pixels of their images, each looked at by itself.

use std::sync::Arc;

use images::FitsFile;
use wcs::Wcs;

use super::cut::{Known, Outcome, cut};
use super::params::Filters;
use crate::error::Result;
use crate::opened::{OpenFiles, Opened};
use crate::sample;

const BYTES_MAX: u64 = 1 << 20;

/// An image of 100 x 80 pixels of one arcsecond; each value is the number of its pixel.
fn image() -> Arc<Opened> {
    opened(&sample::bytes(&[100, 80], &sample::SKY, |place| place as f32))
}

fn opened(bytes: &[u8]) -> Arc<Opened> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    OpenFiles::new(1).open(file.path()).unwrap()
}

fn filters(query: &str) -> Filters {
    Filters::read(&dali::Params::read(Some(query), None, dali::Limits::default()).unwrap()).unwrap()
}

fn outcome(opened: &Opened, query: &str) -> Result<Outcome> {
    cut(opened, &Known::default(), &filters(query), &["SODA"], BYTES_MAX)
}

/// The cutout as a file.
fn made(opened: &Opened, query: &str) -> FitsFile {
    let Outcome::Cut(cutout) = outcome(opened, query).unwrap() else { panic!("no cutout of {query}") };
    let bytes: Vec<u8> = cutout.map(std::result::Result::unwrap).collect::<Vec<_>>().concat();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    FitsFile::open(file.path()).unwrap()
}

fn values(file: &FitsFile) -> Vec<f32> {
    let mut bytes = Vec::new();
    let mut section = file.section(0, &images::PixelBox::whole()).unwrap();
    while section.read(&mut bytes).unwrap() {}
    bytes.as_chunks::<4>().0.iter().map(|&bytes| f32::from_be_bytes(bytes)).collect()
}

fn axes(file: &FitsFile) -> Vec<u64> {
    file.hdu(0).unwrap().image().unwrap().unwrap().axes
}

#[test]
fn a_masked_circle_has_the_pixels_whose_middles_lie_in_it() {
    let opened = image();
    let query = "CIRCLE=150.001+2.003+0.0052&MASK=true";
    let (region, wcs) = (filters(query).region.unwrap(), opened.plane(0).unwrap().unwrap().wcs().unwrap());
    let cutout = made(&opened, query);
    let inside = |place: u64| {
        let pixel = [(place % 100) as f64 + 1.0, (place / 100) as f64 + 1.0];
        region.contains(&wcs.sky_of(pixel).unwrap())
    };
    let expected: Vec<f32> = (0..8000).filter(|place| inside(*place)).map(|place| place as f32).collect();
    let found: Vec<f32> = values(&cutout).into_iter().filter(|value| value.is_finite()).collect();
    assert!(expected.len() > 900, "{}", expected.len());
    assert_eq!(found, expected);
    // Without the mask it is the box round them, and the sky stays where it was.
    let whole = made(&opened, "CIRCLE=150.001+2.003+0.0052");
    assert_eq!(axes(&whole), axes(&cutout));
    assert!(values(&whole).iter().all(|value| value.is_finite()));
    let cards: Vec<&[u8]> = whole.hdu(0).unwrap().header.cards().map(|card| card.bytes()).collect();
    let first = values(&whole)[0] as u64;
    let there = Wcs::from_header(&cards.concat()).unwrap().sky_of([1.0, 1.0]).unwrap();
    let here = wcs.sky_of([(first % 100) as f64 + 1.0, (first / 100) as f64 + 1.0]).unwrap();
    assert!(there.separation_deg(&here) * 3600.0 < 1e-6);
}

#[test]
fn a_region_beside_the_image_leaves_nothing_and_no_filter_leaves_all() {
    let opened = image();
    for query in ["CIRCLE=150.1+2+0.01", "POS=RANGE+10+11+-1+1", "POLYGON=1+1+2+1+2+2", "CIRCLE=330+-2+0.1"] {
        assert!(matches!(outcome(&opened, query).unwrap(), Outcome::Nothing), "{query}");
    }
    for query in ["", "MASK=true", "BAND=5e-7"] {
        assert!(matches!(outcome(&opened, query).unwrap(), Outcome::Whole), "{query}");
    }
}

#[test]
fn a_circle_round_the_whole_sky_is_the_whole_image() {
    let cutout = made(&image(), "CIRCLE=10+20+180");
    assert_eq!(axes(&cutout), [100, 80]);
    assert_eq!(values(&cutout).len(), 8000);
}

#[test]
fn what_the_list_knows_of_wavelengths_times_and_polarisation_decides_where_no_axis_does() {
    let known = Known {
        band_m: Some([5e-7, 6e-7]),
        time_mjd: Some([58000.0, 58000.1]),
        pol_states: Some("/I/".into()),
    };
    let opened = image();
    let of = |query: &str| cut(&opened, &known, &filters(query), &[], BYTES_MAX).unwrap();
    for query in ["BAND=6e-7", "BAND=-Inf+5e-7", "TIME=58000.05", "POL=I&POL=Q"] {
        assert!(matches!(of(query), Outcome::Whole), "{query}");
    }
    for query in ["BAND=6.1e-7+Inf", "TIME=1+2", "POL=V", "CIRCLE=150+2+0.01&BAND=1e-7"] {
        assert!(matches!(of(query), Outcome::Nothing), "{query}");
    }
    assert!(matches!(of("CIRCLE=150+2+0.001&BAND=5.5e-7"), Outcome::Cut(_)));
}

#[test]
fn planes_of_a_cube_are_cut_with_the_sky() {
    let spectral = ["CTYPE3  = 'WAVE'", "CUNIT3  = 'm'", "CRPIX3  = 1.0", "CRVAL3  = 5E-7", "CDELT3  = 1E-8"];
    let lines: Vec<&str> = sample::SKY.into_iter().chain(spectral).collect();
    let opened = opened(&sample::bytes(&[100, 80, 6], &lines, |place| place as f32));
    let cutout = made(&opened, "CIRCLE=150+2+0.0005&BAND=5.16e-7+5.24e-7");
    let found = axes(&cutout);
    assert_eq!(found[2], 1);
    assert!(values(&cutout).iter().all(|value| (16000.0..24000.0).contains(value)));
    assert_eq!(axes(&made(&opened, "BAND=5.16e-7+5.26e-7")), [100, 80, 2]);
    assert!(matches!(outcome(&opened, "BAND=6e-7").unwrap(), Outcome::Nothing));
}

#[test]
fn an_image_without_places_and_a_cutout_beyond_the_limit_are_refused() {
    let error = |opened: &Opened, query: &str| outcome(opened, query).err().unwrap().labelled();
    let plain = opened(&sample::bytes(&[10, 10], &[], |_| 0.0));
    assert_eq!(
        error(&plain, "CIRCLE=1+2+3"),
        "UsageError: no region can be cut out of this image: no world coordinates: no pair of CTYPEn cards names a \
         longitude and a latitude, such as RA---TAN and DEC--TAN"
    );
    let limited = cut(&image(), &Known::default(), &filters("CIRCLE=150+2+1"), &[], 1000).err().unwrap();
    assert_eq!(
        limited.labelled(),
        "UsageError: the cutout would have 32000 bytes of pixels, more than the limit of 1000; ask for a smaller region, \
         or for the whole file"
    );
}
