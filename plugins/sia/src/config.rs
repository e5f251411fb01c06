//! The settings of an image search instance.

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;
use service::Limits;

/// Valid settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Config {
    pub(crate) limits: Limits,
    /// What SIA 1.0 gives for a region.
    pub(crate) image_service: ImageService,
    /// The largest region of SIA 1.0 in degrees, 360 for the whole sky.
    pub(crate) size_max_deg: f64,
}

/// What an image service of SIA 1.0 gives for a region (SIA 1.0 §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ImageService {
    /// Whole images, each an observation of its own.
    #[default]
    Pointed,
    /// Whole images of a survey.
    Atlas,
    /// The parts of images that lie in the region, cut out when they are fetched.
    Cutout,
}

#[derive(Deserialize)]
#[serde(default)]
struct Own {
    image_service: ImageService,
    size_max_deg: f64,
}

impl Default for Own {
    fn default() -> Self {
        Self { image_service: ImageService::default(), size_max_deg: 360.0 }
    }
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        let limits = Limits::read(settings)?;
        let Own { image_service, size_max_deg } = settings.parse()?;
        if !(size_max_deg > 0.0 && size_max_deg <= 360.0) {
            let message = format!(
                "`size_max_deg` is {size_max_deg}: write a number above 0, and at most 360, which is the whole sky"
            );
            return Err(settings.mistake("size_max_deg", message));
        }
        Ok(Self { limits, image_service, size_max_deg })
    }
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    Limits::keys(description)
        .key(
            "image_service",
            KeyKind::String,
            "\"pointed\"",
            "What SIA 1.0 gives: whole images that are observations (\"pointed\") or a survey (\"atlas\"), or \"cutout\".",
        )
        .key(
            "size_max_deg",
            KeyKind::Number,
            "360.0",
            "The largest SIZE of SIA 1.0 in degrees; a larger one is an error that says so. 360 is the whole sky.",
        )
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::{declared_defaults, unsaid_defaults};

    use super::*;

    fn read(text: &str) -> Result<Config> {
        let text = format!("[settings]\n{text}");
        Config::read(&Settings { file: "conf.d/sia.toml".into(), text, ..Settings::default() })
    }

    #[test]
    fn declared_defaults_are_the_real_ones() {
        let declared = declared_defaults(&keys(Description::default()));
        let (declared, silent) = (read(&declared.join("\n")).unwrap(), read("").unwrap());
        for config in [declared, silent] {
            assert_eq!(config.limits, Limits::default());
            assert_eq!((config.image_service, config.size_max_deg), (ImageService::Pointed, 360.0));
        }
    }

    #[test]
    fn the_shipped_file_says_every_key_with_its_default() {
        let shipped = include_str!("../../../conf.d/sia.toml");
        assert_eq!(unsaid_defaults(&keys(Description::default()), shipped), [""; 0]);
    }

    #[test]
    fn a_region_that_cannot_be_is_refused_at_its_place() {
        for wrong in ["0", "-1.5", "360.5", "nan"] {
            let error = read(&format!("image_service = \"atlas\"\nsize_max_deg = {wrong}\n")).err().unwrap();
            let number = wrong.replace("nan", "NaN");
            let expected = format!(
                "`size_max_deg` is {number}: write a number above 0, and at most 360, which is the whole sky"
            );
            assert_eq!(error.for_client(), expected);
            assert_eq!(error.place().map(|place| place.line), Some(3));
        }
    }
}
