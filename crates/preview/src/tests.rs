//! Limits, stretches and composites are those of astropy.visualization, for the same pixels.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use tempfile::TempDir;

use crate::{Blanks, Interval, Limits, Lupton, Plane, Size, Stretch, grey};

/// What `tests/compare.py` writes.
#[derive(Deserialize)]
struct Facts {
    planes: Vec<PlaneFacts>,
    composites: Vec<Composite>,
}

#[derive(Deserialize)]
struct PlaneFacts {
    name: String,
    width: usize,
    height: usize,
    /// Limits by contrast.
    zscale: BTreeMap<String, (f64, f64)>,
    /// Limits by percentage.
    percentile: BTreeMap<String, (f64, f64)>,
    /// Brightnesses of 0 to 255 by stretch, between the limits of 99.5 percent.
    grey: BTreeMap<String, Vec<Option<f64>>>,
}

#[derive(Deserialize)]
struct Composite {
    minimum: [f64; 3],
    stretch: f64,
    q: f64,
    bytes: Vec<u8>,
}

#[test]
fn limits_are_those_of_astropy() {
    let Some((folder, facts)) = facts() else { return };
    for facts in &facts.planes {
        let plane = plane(&folder, &facts.name, facts.width, facts.height);
        for (contrast, expected) in &facts.zscale {
            let interval = Interval::Zscale { contrast: contrast.parse().unwrap() };
            assert_near(&facts.name, interval, &plane, *expected);
        }
        for (percent, expected) in &facts.percentile {
            let interval = Interval::Percentile { percent: percent.parse().unwrap() };
            assert_near(&facts.name, interval, &plane, *expected);
        }
    }
}

#[test]
fn stretches_are_those_of_astropy() {
    let Some((folder, facts)) = facts() else { return };
    let mut compared = 0;
    for facts in &facts.planes {
        let plane = plane(&folder, &facts.name, facts.width, facts.height);
        let (low, high) = facts.percentile["99.5"];
        for (name, expected) in &facts.grey {
            let limits = Limits::new(low, high).unwrap();
            let picture = grey(&plane, limits, stretch_of(name), Blanks::Transparent);
            let pixels = from_lowest_row(picture.bytes(), 2 * facts.width);
            for (pixel, expected) in pixels.chunks_exact(2).zip(expected) {
                let distance =
                    expected.map_or(f64::from(pixel[1]), |value| (value - f64::from(pixel[0])).abs());
                assert!(distance <= 0.5 + 1e-9, "{} {name}: {pixel:?} is not {expected:?}", facts.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 100_000, "{compared} pixels were compared");
}

#[test]
fn composites_are_those_of_astropy() {
    let Some((folder, facts)) = facts() else { return };
    let planes = ["red", "green", "blue"].map(|name| plane(&folder, name, 64, 48));
    for Composite { minimum, stretch, q, bytes } in facts.composites {
        let lupton = Lupton::new(minimum, stretch, q).unwrap();
        let picture = lupton.compose(planes.each_ref(), Blanks::Black).unwrap();
        let ours = from_lowest_row(picture.bytes(), 3 * 64);
        assert_eq!(ours.len(), bytes.len());
        // Both leave the fraction out, so that the last bit of a whole number decides.
        let differences = || ours.iter().zip(&bytes).map(|(ours, other)| ours.abs_diff(*other));
        assert!(differences().all(|difference| difference <= 1), "stretch {stretch}, Q {q}");
        let different = differences().filter(|difference| *difference > 0).count();
        assert!(different * 1000 <= bytes.len(), "stretch {stretch}, Q {q}: {different} differ");
    }
}

#[track_caller]
fn assert_near(name: &str, interval: Interval, plane: &Plane, (low, high): (f64, f64)) {
    let limits = interval.limits(plane.values()).unwrap();
    let tolerance = 1e-9 * (high - low).max(high.abs());
    let is_near = (limits.low() - low).abs() <= tolerance && (limits.high() - high).abs() <= tolerance;
    assert!(is_near, "{name}, {interval:?}: {limits:?} instead of {low} to {high}");
}

fn stretch_of(name: &str) -> Stretch {
    let all = [Stretch::Linear, Stretch::Asinh, Stretch::Sqrt, Stretch::Log];
    all.into_iter().find(|stretch| format!("{stretch:?}") == name).unwrap()
}

fn from_lowest_row(bytes: &[u8], row: usize) -> Vec<u8> {
    bytes.chunks_exact(row).rev().flatten().copied().collect()
}

fn plane(folder: &TempDir, name: &str, width: usize, height: usize) -> Plane {
    let bytes = std::fs::read(folder.path().join(name)).unwrap();
    let values = bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
    Plane::new(Size { width, height }, values).unwrap()
}

/// What astropy says, with the folder of the pixels; none where the Python environment is absent.
fn facts() -> Option<(TempDir, Facts)> {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = crate_root.join("../../.venv/bin/python");
    if !python.is_file() {
        eprintln!("skipped: the Python environment is missing; run `cargo xtask setup test`");
        return None;
    }
    let folder = TempDir::new().unwrap();
    let mut command = Command::new(python);
    command.args(["-W", "ignore"]).arg(crate_root.join("tests/compare.py")).arg(folder.path());
    let output = command.env("PYTHONDONTWRITEBYTECODE", "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some((folder, serde_json::from_slice(&output.stdout).unwrap()))
}
