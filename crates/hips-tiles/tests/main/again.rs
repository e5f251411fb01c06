//! A second run makes what is missing, and what changed images touch.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hips_tiles::{BandOptions, Cut, Input, Made, PictureFormat};

use crate::sky_image::SkyImage;
use crate::tiles::made;

/// All files with their times.
fn files(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => drop(found.insert(entry.path(), entry.metadata().unwrap().modified().unwrap())),
            }
        }
    }
    found
}

struct Two {
    folder: tempfile::TempDir,
    inputs: Vec<Input>,
}

impl Two {
    /// Two images far from each other.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let images = [SkyImage::new("one", 10.0, 0.0), SkyImage::new("two", 100.0, 30.0)];
        let inputs = images.iter().map(|image| image.write(folder.path())).collect();
        Self { folder, inputs }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("hips")
    }

    fn make(&self) -> Made {
        made(&self.inputs, &BandOptions::default(), &self.out())
    }

    fn tiles(&self) -> BTreeMap<PathBuf, SystemTime> {
        let is_tile = |path: &PathBuf| path.to_string_lossy().contains("Npix");
        files(&self.out()).into_iter().filter(|(path, _)| is_tile(path)).collect()
    }
}

#[test]
fn what_is_there_is_not_made_again() {
    let two = Two::new();
    assert!(two.make().written > 0);
    let before = two.tiles();
    let again = two.make();
    assert_eq!((again.written, two.tiles()), (0, before));
}

#[test]
fn what_is_missing_or_cut_is_made_again() {
    let two = Two::new();
    let first = two.make();
    let before = two.tiles();
    let deep = format!("Norder{}/", first.order);
    let deepest: Vec<&PathBuf> =
        before.keys().filter(|path| path.to_string_lossy().contains(&deep)).collect();
    let fits = deepest.iter().find(|path| path.extension().unwrap() == "fits").unwrap();
    let png = deepest.iter().rfind(|path| path.extension().unwrap() == "png").unwrap();
    let bytes = fs::read(fits).unwrap();
    fs::write(fits, &bytes[..10_000]).unwrap();
    fs::remove_file(png).unwrap();
    assert!(two.make().written > 0);
    assert_eq!(fs::read(fits).unwrap(), bytes);
    assert_eq!(two.tiles().keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}

#[test]
fn a_changed_image_changes_its_tiles_and_no_others() {
    let mut two = Two::new();
    let first = two.make();
    let before = two.tiles();
    two.inputs[1] = SkyImage { width: 250, ..SkyImage::new("two", 100.0, 30.0) }.write(two.folder.path());
    two.make();
    let after = two.tiles();
    let deep = format!("Norder{}/", first.order);
    let of = |image: &SkyImage| {
        let position = sky::SkyPosition::new(image.lon_deg, image.lat_deg).unwrap();
        let index = (sky::Healpix::index(&position) as u64) >> (2 * (29 - first.order));
        let cell = hips_tiles::Cell { order: first.order, index };
        two.out().join(cell.path("fits"))
    };
    let [one, other] =
        [SkyImage::new("one", 10.0, 0.0), SkyImage::new("two", 100.0, 30.0)].map(|image| of(&image));
    assert!(before[&one] == after[&one] && before[&other] < after[&other]);
    let changed = after.iter().filter(|(path, time)| before.get(*path) != Some(time));
    let changed: Vec<&PathBuf> = changed.map(|(path, _)| path).collect();
    assert!(
        changed.iter().all(|path| !path.to_string_lossy().contains(&deep) || *path != &one),
        "{changed:?}"
    );
}

#[test]
fn the_tiles_of_an_image_that_is_gone_go() {
    let mut two = Two::new();
    two.make();
    let both = two.tiles();
    two.inputs.pop();
    let made = two.make();
    let alone = Two { folder: tempfile::tempdir().unwrap(), inputs: two.inputs.clone() };
    alone.make();
    let names = |two: &Two| {
        let relative = |path: &PathBuf| path.strip_prefix(two.out()).unwrap().to_owned();
        two.tiles().keys().map(relative).collect::<Vec<_>>()
    };
    assert_eq!(names(&two), names(&alone));
    assert!(both.len() > alone.tiles().len() && made.tiles > 0);
}

#[test]
fn a_run_that_was_stopped_goes_on() {
    let two = Two::new();
    let whole = two.make();
    let before = two.tiles();
    // As if it had been killed after some units: the state of its beginning, and a journal whose last line is cut.
    let state = two.out().join(".state.json");
    let text = fs::read_to_string(&state).unwrap();
    let (head, made) = text.split_once("\"made\":{").unwrap();
    fs::write(&state, format!("{head}\"made\":{{}}}}")).unwrap();
    let run = head.split("\"run\":").nth(1).unwrap().split(',').next().unwrap();
    // Some unit that has tiles.
    let first = made.split(',').find(|unit| !unit.contains(":0")).unwrap();
    let first = first.replace(['"', '}'], "").replace(':', " ");
    fs::write(two.out().join(".made"), format!("{run}\n{first}\n77")).unwrap();
    let again = two.make();
    assert!(again.written > 0 && again.tiles == whole.tiles);
    let kept = two.tiles().into_iter().filter(|(path, time)| before[path] == *time).count();
    assert!(kept > 0 && two.tiles().len() == before.len());
}

#[test]
fn other_limits_repaint_the_pictures_and_leave_the_pixels() {
    let two = Two::new();
    two.make();
    let before = two.tiles();
    let options = BandOptions { cut: Some(Cut { low: 0.0, high: 50.0 }), ..BandOptions::default() };
    made(&two.inputs, &options, &two.out());
    for (path, time) in two.tiles() {
        let is_picture = path.extension().unwrap() == "png";
        assert_eq!(is_picture, before[&path] != time, "{}", path.display());
    }
    let more = BandOptions { pictures: vec![PictureFormat::Jpeg, PictureFormat::WebP], ..options };
    made(&two.inputs, &more, &two.out());
    let jpegs = two.tiles().into_keys().filter(|path| path.extension().unwrap() == "jpg").count();
    assert_eq!(jpegs * 4, two.tiles().len());
}
