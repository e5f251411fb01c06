//! The FITS images of the demo: made beside the running host by a process of their own, then listed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use catalogue::{Element, Enumeration};
use progress::TerminalProgress;
use survey::{FILTERS, Project, Release, SEED_DEFAULT, Survey};
use tracing::{info, warn};

use super::super::args::{Demo, DemoImages, Folder};
use super::super::failure::Failure;
use super::super::ingest_images::{collection, fill, order};
use super::super::print;
use super::super::workbench::Workbench;
use super::views;

/// The process that makes the images; it ends with this.
#[derive(Default)]
pub struct ImageMaker(Option<Child>);

impl ImageMaker {
    /// Starts it, if the demo has images and wants them. The survey is whole without them, so that a failure is only told.
    pub fn begin(&mut self, flags: &Demo, conf: &Path) {
        if flags.no_images || !flags.survey.contains(&Project::Jplus) {
            return;
        }
        info!("the images of the demo are made now; until they are there, lists of images are empty");
        let objects = flags.objects.unwrap_or(Project::Jplus.objects_default()).to_string();
        let started = std::env::current_exe().and_then(|program| {
            let mut command = Command::new(program);
            command.arg("demo-images").arg("--dir").arg(&flags.dir).args(["--objects", &objects]);
            command.arg("--conf").arg(conf).stdin(Stdio::null()).spawn()
        });
        match started {
            Ok(child) => self.0 = Some(child),
            Err(error) => warn!("the images of the demo are not made: {error}"),
        }
    }
}

impl Drop for ImageMaker {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // It may have ended by itself; each of its files is whole or not there.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Makes the images that are not there yet, and lists them.
pub fn images(flags: &DemoImages) -> Result<(), Failure> {
    let parent = nix::unistd::getppid();
    // A host that was killed takes nobody with it.
    let goes_on = || nix::unistd::getppid() == parent;
    let survey =
        Survey::new(flags.objects, SEED_DEFAULT).map_err(|error| Failure::Usage(error.to_string()))?;
    let progress = Arc::new(TerminalProgress::lines());
    for release in Release::JPLUS {
        let folder = folder_of(&flags.dir, release);
        let made = survey::make_images(&survey, release, &folder, &*progress, &goes_on).map_err(|error| {
            Failure::machine(error.to_string(), "there must be room for 300 MB; `--no-images` makes none")
        })?;
        if made.stopped {
            return Ok(());
        }
        let listed = list(&flags.folder, release, &progress)?;
        print::status(&format!("armilla: images of {}: {listed}", release.id()));
    }
    views::make(&flags.folder, &*progress, &goes_on)
}

/// Lists the images of a release; says what was done.
fn list(folder: &Folder, release: Release, progress: &Arc<TerminalProgress>) -> Result<String, Failure> {
    let bench = Workbench::open(folder)?;
    let (collection, images) = collection(&bench.config, release.id())?;
    let mut order = order(&bench, collection, images);
    order.filters = Some(filters());
    Ok(fill(&bench, &order, progress.clone())?.summary())
}

fn folder_of(demo: &Path, release: Release) -> PathBuf {
    demo.join("images").join(release.id())
}

/// The filters of the survey, as `filters.toml` has them.
fn filters() -> Enumeration {
    let elements = FILTERS.iter().zip(1..).map(|(filter, index)| Element {
        name: filter.name.to_owned(),
        index,
        description: Some(filter.description.to_owned()),
        wavelength_nm: Some(rounded(filter.wavelength_nm)),
        width_nm: Some(rounded(filter.width_nm)),
        colour: Some(filter.color.to_owned()),
    });
    Enumeration {
        name: "jplus".to_owned(),
        collection: None,
        description: None,
        elements: elements.collect(),
    }
}

/// The number that was meant: tenths of a nanometre are no numbers of 32 bits.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10.0).round() / 10.0
}
