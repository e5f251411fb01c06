//! Images as other programs read them: astropy, fitsverify, and photometry in numpy.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use images::{FitsFile, PixelBox};

use super::*;
use crate::{Silent, plan::Cell, tables::Entry};

/// The images of the public release of a small survey, in a folder that lasts as long as the tests.
static MADE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for release in Release::JPLUS {
        let made = make_images(&survey(), release, &folder.path().join(release.id()), &Silent, &|| true);
        assert_eq!(made.unwrap(), MadeImages { reused: 0, written: 48, stopped: false });
    }
    folder
});

fn survey() -> Survey {
    Survey::new(100_000, 2015).unwrap()
}

fn files(release: Release) -> Vec<PathBuf> {
    let folder = fs::read_dir(MADE.path().join(release.id())).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending != "txt" && ending != "gz"));
    files.sort();
    files
}

/// The pixels of the last part of a file.
fn pixels(file: &FitsFile) -> Vec<f32> {
    let last = file.hdus().last().unwrap().number;
    let mut section = file.section(last, &PixelBox::whole()).unwrap();
    let mut bytes = Vec::new();
    while section.read(&mut bytes).unwrap() {}
    bytes.as_chunks().0.iter().map(|&bytes| f32::from_be_bytes(bytes)).collect()
}

#[test]
fn weights_are_those_of_the_sky_and_none_where_pixels_are_full() {
    let weights = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap().replace(".fits.fz", ".weight.fits.gz");
        path.with_file_name(name)
    };
    let mut has_full = false;
    for path in files(Release::Dr1).iter().step_by(5) {
        let (image, weight) = (FitsFile::open(path).unwrap(), FitsFile::open(&weights(path)).unwrap());
        let header = &image.hdus().last().unwrap().header;
        let [noise, full] = ["SKYSIGMA", "SATURATE"].map(|keyword| header.real(keyword).unwrap().unwrap());
        let (light, weight) = (pixels(&image), pixels(&weight));
        for (light, weight) in light.iter().zip(&weight) {
            let is_full = *weight == 0.0;
            // What is packed is rounded.
            assert!(if is_full {
                f64::from(*light) > full - noise
            } else {
                f64::from(*light) < full + noise
            });
            has_full |= is_full;
            assert!(is_full || (f64::from(*weight) * noise * noise - 1.0).abs() < 1e-4);
        }
    }
    assert!(has_full);
}

#[test]
fn files_are_made_once_and_again_for_another_survey() {
    let again = |survey: &Survey, folder: &Path| {
        make_images(survey, Release::Dr1, folder, &Silent, &|| true).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let few = Survey::new(500, 3).unwrap();
    let stopped = make_images(&few, Release::Dr1, folder.path(), &Silent, &|| false).unwrap();
    assert_eq!(stopped, MadeImages { reused: 0, written: 0, stopped: true });
    let first = files(Release::Dr1);
    for path in &first[..47] {
        fs::copy(path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    fs::copy(MADE.path().join("sim-dr1").join(NOTE), folder.path().join(NOTE)).unwrap();
    // One thread alone makes the same bytes as all of them.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let rest = alone.install(|| again(&survey(), folder.path()));
    assert_eq!(rest, MadeImages { reused: 47, written: 1, stopped: false });
    let lacking = first[47].file_name().unwrap();
    assert_eq!(fs::read(folder.path().join(lacking)).unwrap(), fs::read(&first[47]).unwrap());
}

#[test]
fn both_releases_together_stay_small() {
    let bytes = |release| -> u64 {
        let files = files(release);
        assert_eq!(files.len(), 48);
        files.iter().map(|path| path.metadata().unwrap().len()).sum()
    };
    let (packed, plain) = (bytes(Release::Dr1), bytes(Release::Idr2));
    assert!(packed < 50_000_000 && plain < 210_000_000, "{packed} and {plain} bytes");
}

#[test]
fn fitsverify_has_nothing_to_say() {
    let some = files(Release::Dr1).into_iter().step_by(7).chain(files(Release::Idr2).into_iter().step_by(7));
    for path in some {
        let Ok(output) = Command::new("fitsverify").arg(&path).output() else {
            eprintln!("skipped: fitsverify is missing, run `cargo xtask setup test`");
            return;
        };
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("found 0 warning(s) and 0 error(s)"), "{text}");
    }
}

/// The objects of the tiles with fields: where they are, what was measured of them, and whether they are stars.
fn catalogue(release: Release) -> String {
    let plan = Plan::new(&survey(), release);
    let images = conditions(&plan);
    let mut lines = String::new();
    for field in fields(&plan) {
        let tile = &plan.tiles[field.tile];
        let has_field = |cell: &&Cell| plan.pieces(cell).iter().any(|piece| piece.tile == field.tile);
        for cell in plan.cells.iter().filter(has_field) {
            let mut stream = plan.stream(*b"object", cell.number);
            for place in crate::placing::place(&plan, cell) {
                let id = plan.tiles[place.tile].tile_id;
                let entry = Entry::new(place, id, &images[place.tile], &mut stream);
                if id != tile.tile_id {
                    continue;
                }
                let is_star = u8::from(entry.object.shape.half_light_arcsec == 0.0);
                for filter in 0..FILTER_COUNT {
                    let (value, error) =
                        (entry.photometry.auto.value[filter], entry.photometry.auto.error[filter]);
                    let name = format!("sim-{id}-{}", crate::FILTERS[filter].name);
                    lines +=
                        &format!("{name} {} {} {value} {error} {is_star}\n", place.lon_deg, place.lat_deg);
                }
            }
        }
    }
    lines
}

#[test]
fn aperture_photometry_gives_the_magnitudes_of_the_catalogue() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = root.join("../../.venv/bin/python");
    if !program.is_file() {
        eprintln!("skipped: the Python environment is missing, run `cargo xtask setup test`");
        return;
    }
    for release in Release::JPLUS {
        let folder = MADE.path().join(release.id());
        let list = MADE.path().join(format!("{}.txt", release.id()));
        fs::write(&list, catalogue(release)).unwrap();
        let script = root.join("src/make_images/photometry.py");
        let output = Command::new(&program).args([&script, &folder, &list]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let numbers: Vec<f64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();
        let [measured, mean, deviation, worst, seeing] = numbers[..] else { panic!("{text}") };
        assert!(measured > 150.0, "{text}");
        // In units of the error that catalogue and image have together.
        assert!(mean.abs() < 0.3 && (0.6..1.3).contains(&deviation) && worst < 5.0, "{text}");
        // The width of stars is that of the header, to a few per cent.
        assert!((seeing - 1.0).abs() < 0.06, "{text}");
    }
}
