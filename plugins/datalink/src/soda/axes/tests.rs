//! Planes of cubes against each channel looked at by itself.

use images::{FitsFile, PixelBox};

use super::*;
use crate::sample;

/// A cube of 4 x 3 pixels and so many planes, with these cards.
fn cube(planes: u64, cards: &[&str]) -> (FitsFile, Vec<u64>) {
    let axes = vec![4, 3, planes];
    (sample::image(&axes, cards), axes)
}

fn ranges(planes_count: u64, cards: &[&str], filters: &Filters) -> Result<Option<(i64, i64)>> {
    let (file, axes) = cube(planes_count, cards);
    let found = planes(file.hdu(0).unwrap(), &axes, filters)?;
    Ok(found.map(|found| found.ranges[0].1))
}

fn band(low: f64, high: f64) -> Filters {
    Filters { band_m: Some([low, high]), ..Filters::default() }
}

#[test]
fn channels_that_touch_a_band_are_found_whichever_way_the_axis_runs() {
    let up = ["CTYPE3  = 'WAVE'", "CUNIT3  = 'nm'", "CRPIX3  = 1.0", "CRVAL3  = 500.0", "CDELT3  = 10.0"];
    let down = ["CTYPE3  = 'WAVE'", "CUNIT3  = 'nm'", "CRPIX3  = 1.0", "CRVAL3  = 590.0", "CDELT3  = -10.0"];
    for step in 0..60 {
        let low = 480e-9 + 2.5e-9 * f64::from(step);
        for width in [0.0, 3e-9, 25e-9] {
            let asked = [low, low + width];
            let touches =
                |centre_nm: f64| (centre_nm + 5.0) * 1e-9 >= asked[0] && (centre_nm - 5.0) * 1e-9 <= asked[1];
            // Edges that coincide with those of the band are a matter of rounding.
            if [asked[0], asked[1]].iter().any(|end| {
                ((end * 1e9 + 5.0) / 10.0).fract().min(1.0 - ((end * 1e9 + 5.0) / 10.0).fract()) < 1e-6
            }) {
                continue;
            }
            let of = |centre: &dyn Fn(i64) -> f64| {
                let all: Vec<i64> = (1..=10).filter(|&pixel| touches(centre(pixel))).collect();
                all.first().map(|first| (*first, *all.last().unwrap()))
            };
            let expected = of(&|pixel| 490.0 + 10.0 * pixel as f64);
            assert_eq!(ranges(10, &up, &band(asked[0], asked[1])).unwrap(), expected, "{asked:?}");
            let expected = of(&|pixel| 600.0 - 10.0 * pixel as f64);
            assert_eq!(ranges(10, &down, &band(asked[0], asked[1])).unwrap(), expected, "{asked:?}");
        }
    }
}

#[test]
fn frequencies_energies_and_velocities_are_wavelengths() {
    let hydrogen_m = LIGHT_M_PER_S / 1.420_405_75e9;
    for cards in [
        &["CTYPE3  = 'FREQ'", "CUNIT3  = 'GHz'", "CRPIX3  = 5.0", "CRVAL3  = 1.42040575", "CDELT3  = 0.001"]
            [..],
        &[
            "CTYPE3  = 'VRAD'",
            "CUNIT3  = 'km/s'",
            "CRPIX3  = 5.0",
            "CRVAL3  = 0.0",
            "CDELT3  = 10.0",
            "RESTFRQ = 1.42040575E9",
        ],
        &["CTYPE3  = 'VOPT'", "CRPIX3  = 5.0", "CRVAL3  = 0.0", "CDELT3  = 1E4", "RESTFRQ = 1.42040575E9"],
        &["CTYPE3  = 'WAVN'", "CUNIT3  = 'm-1'", "CRPIX3  = 5.0", "CRVAL3  = 4.73796344", "CDELT3  = 0.01"],
    ] {
        assert_eq!(ranges(9, cards, &band(hydrogen_m, hydrogen_m)).unwrap(), Some((5, 5)), "{cards:?}");
        assert_eq!(ranges(9, cards, &band(1e-7, 1e-6)).unwrap(), None, "{cards:?}");
    }
    let energies = ["CTYPE3  = 'ENER'", "CUNIT3  = 'keV'", "CRPIX3  = 1.0", "CRVAL3  = 1.0", "CDELT3  = 1.0"];
    // 12.398 keV Angstrom.
    assert_eq!(ranges(9, &energies, &band(4.1e-10, 4.2e-10)).unwrap(), Some((3, 3)));
}

#[test]
fn wavelengths_in_air_are_shorter() {
    let air =
        ["CTYPE3  = 'AWAV'", "CUNIT3  = 'Angstrom'", "CRPIX3  = 1.0", "CRVAL3  = 6562.79", "CDELT3  = 0.2"];
    // H alpha: 6562.79 Angstrom in air, 6564.61 in vacuum.
    assert_eq!(ranges(20, &air, &band(6564.61e-10, 6564.61e-10)).unwrap(), Some((1, 1)));
    assert_eq!(ranges(20, &air, &band(6562.79e-10, 6562.79e-10)).unwrap(), None);
}

#[test]
fn times_count_from_their_reference() {
    let time = [
        "CTYPE3  = 'TIME'",
        "CUNIT3  = 'h'",
        "CRPIX3  = 1.0",
        "CRVAL3  = 0.0",
        "CDELT3  = 6.0",
        "MJDREF  = 58000.0",
    ];
    let filters = Filters { time_mjd: Some([58000.5, 58001.0]), ..Filters::default() };
    assert_eq!(ranges(10, &time, &filters).unwrap(), Some((3, 5)));
}

#[test]
fn polarisations_are_planes_side_by_side() {
    let stokes = ["CTYPE3  = 'STOKES'", "CRPIX3  = 1.0", "CRVAL3  = 1.0", "CDELT3  = 1.0"];
    let of = |states: &[i64]| ranges(4, &stokes, &Filters { pol: states.to_vec(), ..Filters::default() });
    assert_eq!(of(&[2, 3]).unwrap(), Some((2, 3)));
    assert_eq!(of(&[-1]).unwrap(), None);
    assert_eq!(
        of(&[1, 4]).unwrap_err().labelled(),
        "UsageError: the polarisations that are wanted do not lie side by side in the image; ask for them one by one"
    );
}

#[test]
fn an_axis_that_is_not_linear_is_refused_and_a_filter_without_an_axis_cuts_nothing() {
    let log = ["CTYPE3  = 'WAVE-LOG'", "CRPIX3  = 1.0", "CRVAL3  = 1E-7", "CDELT3  = 1E-9"];
    assert_eq!(
        ranges(4, &log, &band(1e-7, 2e-7)).unwrap_err().labelled(),
        "UsageError: axis 3 of the image cannot be cut: its CTYPE is WAVE-LOG, and only linear axes are cut"
    );
    let wrong = ["CTYPE3  = 'FREQ'", "CUNIT3  = 'm'", "CRVAL3  = 1.0", "CDELT3  = 1.0"];
    assert_eq!(
        ranges(4, &wrong, &band(1e-7, 2e-7)).unwrap_err().labelled(),
        "UsageError: axis 3 of the image cannot be cut: its CUNIT is `m`, which is no multiple of Hz"
    );
    let (file, axes) = cube(2, &[]);
    let found = planes(file.hdu(0).unwrap(), &axes, &band(1.0, 2.0)).unwrap().unwrap();
    assert_eq!(found, Planes { cut: Cut::default(), ranges: Vec::new() });
    assert!(file.section(0, &PixelBox::whole()).is_ok());
}
