//! Positions and pixels against astropy, which asks wcslib by another way.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use sky::SkyPosition;
use wcs::Wcs;

use crate::headers;

/// What astropy answers about headers of a folder, or `None` on a machine without it.
fn ask_astropy(folder: &Path) -> Option<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let python = root.join(".venv/bin/python");
    if !python.is_file() {
        println!("skipped: no Python environment; run `cargo xtask setup test`");
        return None;
    }
    let mut command = Command::new(python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/main/compare.py")).arg(folder);
    command.env("NO_PROXY", "*").env("PYTHONDONTWRITEBYTECODE", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn pair(value: &Value) -> [f64; 2] {
    [value[0].as_f64().unwrap(), value[1].as_f64().unwrap()]
}

/// Compares all points of an answer; how many of them have a position.
fn compare(name: &str, wcs: &Wcs, answer: &Value, tolerance_arcsec: f64) -> usize {
    let pixels: Vec<[f64; 2]> = answer["pixels"].as_array().unwrap().iter().map(pair).collect();
    let mut positions = vec![None; pixels.len()];
    wcs.skies_of(&pixels, &mut positions);
    let mut count = 0;
    for ((pixel, position), expected) in
        pixels.iter().zip(&positions).zip(answer["positions"].as_array().unwrap())
    {
        assert_eq!(position.is_some(), !expected.is_null(), "{name} {pixel:?}: {position:?} {expected}");
        let Some(position) = position else { continue };
        let [lon, lat] = pair(expected);
        let expected = SkyPosition::new(lon, lat).unwrap();
        let miss_arcsec = position.separation_deg(&expected) * 3600.0;
        assert!(miss_arcsec <= tolerance_arcsec, "{name} {pixel:?}: {miss_arcsec} arcsec");
        let back = wcs.pixel_of(position).unwrap_or_else(|| panic!("{name} {pixel:?}: no way back"));
        let miss = (back[0] - pixel[0]).hypot(back[1] - pixel[1]);
        // Rounding costs the slant of SIN six digits; CSC is a fit to a part in ten thousand by definition; borders of
        // maps are two pixels at one position.
        let allowed = if name.ends_with("CSC") {
            0.2
        } else if name == "sin-slant" {
            1e-5
        } else {
            1e-6
        };
        assert!(
            miss < allowed || name.starts_with("map-") && miss > 1.0,
            "{name} {pixel:?}: back at {back:?}"
        );
        count += 1;
    }
    count
}

#[test]
fn every_kind_of_header_gives_the_positions_of_astropy() {
    let folder = tempfile::tempdir().unwrap();
    let mut cases: Vec<_> = headers::in_icrs().into_iter().map(|sample| (sample, 1e-6)).collect();
    cases.extend(headers::in_other_frames());
    for (sample, _) in &mut cases {
        let [first, second] = sample.lengths;
        sample.lines.insert(3, format!("NAXIS1  = {first}"));
        sample.lines.insert(4, format!("NAXIS2  = {second}"));
        std::fs::write(folder.path().join(format!("{}.hdr", sample.name)), sample.cards()).unwrap();
    }
    let Some(answers) = ask_astropy(folder.path()) else { return };
    for (sample, tolerance_arcsec) in &cases {
        let wcs =
            Wcs::from_header(&sample.cards()).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
        let count = compare(&sample.name, &wcs, &answers[&sample.name], *tolerance_arcsec);
        assert!(count > 200, "{}: {count} points with a position", sample.name);
    }
}

#[test]
fn the_maps_that_come_with_astropy_have_its_positions() {
    let folder = tempfile::tempdir().unwrap();
    let Some(answers) = ask_astropy(folder.path()) else { return };
    let mut count = 0;
    for (name, answer) in answers.as_object().unwrap() {
        let cards = std::fs::read(folder.path().join(format!("{name}.hdr"))).unwrap();
        match Wcs::from_header(&cards) {
            Ok(wcs) => {
                compare(name, &wcs, answer, 1e-6);
                count += 1;
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert!(count >= 25, "{count} maps");
}
