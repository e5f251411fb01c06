//! The settings of a DataLink instance.

use std::path::PathBuf;
use std::time::Duration;

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;

/// Valid settings.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Config {
    /// How many identifiers one document answers.
    pub(crate) links_ids_max: usize,
    /// The most bytes of pixels of a cutout, in MiB.
    pub(crate) cutout_limit_mib: u64,
    /// The most seconds that a cutout may take until its last byte.
    pub(crate) cutout_timeout_secs: u64,
    /// How many cutouts are made at once.
    pub(crate) cutouts_at_once: usize,
    /// How many results a job may have.
    pub(crate) job_results_max: usize,
    /// How many files stay open.
    pub(crate) open_files_max: usize,
    /// The longest side of a picture in pixels.
    pub(crate) picture_side_max: usize,
    /// How many pictures are made at once.
    pub(crate) pictures_at_once: usize,
    /// Where pictures are kept; empty is a folder of this instance that goes with it.
    pub(crate) picture_folder: PathBuf,
    /// How much room they may take, in MiB; 0 keeps none.
    pub(crate) picture_cache_mib: u64,
    /// How many objects of a catalogue are drawn into a picture.
    pub(crate) overlay_objects_max: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            links_ids_max: 500,
            cutout_limit_mib: 2048,
            cutout_timeout_secs: 600,
            cutouts_at_once: 8,
            job_results_max: 100,
            open_files_max: 64,
            picture_side_max: 2048,
            pictures_at_once: 2,
            picture_folder: PathBuf::new(),
            picture_cache_mib: 512,
            overlay_objects_max: 2000,
        }
    }
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        let config: Self = settings.parse()?;
        let nothing = [
            ("links_ids_max", config.links_ids_max == 0, "no document could have links"),
            ("cutout_limit_mib", config.cutout_limit_mib == 0, "no cutout could have pixels"),
            ("cutout_timeout_secs", config.cutout_timeout_secs == 0, "no cutout could ever be made"),
            ("cutouts_at_once", config.cutouts_at_once == 0, "no cutout could ever be made"),
            ("job_results_max", config.job_results_max == 0, "no job could have a result"),
            ("pictures_at_once", config.pictures_at_once == 0, "no picture could ever be made"),
        ];
        if let Some((key, _, why)) = nothing.into_iter().find(|(_, is_zero, _)| *is_zero) {
            return Err(settings.mistake(key, format!("`{key}` is 0: {why}")));
        }
        let side = config.picture_side_max;
        if !(16..=preview::SIDE_MAX).contains(&side) {
            let text =
                format!("`picture_side_max` is {side}: write a number from 16 to {}", preview::SIDE_MAX);
            return Err(settings.mistake("picture_side_max", text));
        }
        Ok(config)
    }

    /// The most bytes of pixels of a cutout.
    pub(crate) fn cutout_bytes_max(&self) -> u64 {
        self.cutout_limit_mib.saturating_mul(1 << 20)
    }

    /// The time of a cutout.
    pub(crate) fn cutout_timeout(&self) -> Duration {
        Duration::from_secs(self.cutout_timeout_secs)
    }
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    let whole = |name: &str, default: &str, doc: &str| (name.to_owned(), default.to_owned(), doc.to_owned());
    let numbers = [
        whole(
            "links_ids_max",
            "500",
            "How many identifiers one document of links answers; then it says OVERFLOW.",
        ),
        whole("cutout_limit_mib", "2048", "The most MiB of pixels of a cutout; then the answer is 413."),
        whole("cutout_timeout_secs", "600", "Seconds that a cutout may take until its last byte."),
        whole("cutouts_at_once", "8", "How many cutouts are made at once; others wait."),
        whole(
            "job_results_max",
            "100",
            "How many cutouts a job may make of each image, and of how many images.",
        ),
        whole(
            "open_files_max",
            "64",
            "How many files stay open with their headers read; 0 closes each after its use.",
        ),
        whole("picture_side_max", "2048", "The longest side of a picture in pixels, at most 4096."),
        whole("pictures_at_once", "2", "How many pictures are made at once; others wait."),
        whole("picture_cache_mib", "512", "The most MiB of pictures that are kept; 0 keeps none."),
        whole(
            "overlay_objects_max",
            "2000",
            "How many objects of a catalogue are drawn into a picture at most.",
        ),
    ];
    let description = numbers.into_iter().fold(description, |description, (name, default, doc)| {
        description.key(&name, KeyKind::Integer, &default, &doc)
    });
    let doc = "The folder in which pictures are kept, of this instance alone; \"\": a temporary one that goes with it.";
    description.key("picture_folder", KeyKind::String, "\"\"", doc)
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::{declared_defaults, unsaid_defaults};

    use super::*;

    fn read(text: &str) -> Result<Config> {
        let text = format!("[settings]\n{text}");
        Config::read(&Settings { file: "conf.d/datalink.toml".into(), text, ..Settings::default() })
    }

    #[test]
    fn declared_defaults_are_the_real_ones() {
        let declared = declared_defaults(&keys(Description::default()));
        assert_eq!(read(&declared.join("\n")).unwrap(), Config::default());
        assert_eq!(read("").unwrap(), Config::default());
    }

    #[test]
    fn the_shipped_file_says_every_key_with_its_default() {
        let shipped = include_str!("../../../conf.d/datalink.toml");
        assert_eq!(unsaid_defaults(&keys(Description::default()), shipped), [""; 0]);
    }

    #[test]
    fn numbers_with_which_nothing_works_are_refused_at_their_place() {
        for (line, text) in [
            ("cutouts_at_once = 0", "`cutouts_at_once` is 0: no cutout could ever be made"),
            ("picture_side_max = 5000", "`picture_side_max` is 5000: write a number from 16 to 4096"),
        ] {
            let error = read(&format!("open_files_max = 0\n{line}\n")).unwrap_err();
            assert_eq!(error.for_client(), text);
            assert_eq!(error.place().map(|place| place.line), Some(3));
        }
    }
}
