//! The settings of a cone search instance.

use plugin_api::{Description, KeyKind, Result, Settings};
use serde::Deserialize;
use service::{Limits, UploadLimits};

/// Valid settings.
#[derive(Clone, Copy)]
pub(crate) struct Config {
    pub(crate) limits: Limits,
    /// How many targets a request for many cones may bring.
    pub(crate) uploads: UploadLimits,
    /// The largest radius, 180 for the whole sky.
    pub(crate) radius_max_deg: f64,
    /// Whether answers have a column with the distance from the centre, unless the client says otherwise.
    pub(crate) distance_column: bool,
    /// The words that describe the columns.
    pub(crate) ucds: Ucds,
    /// The status of errors.
    pub(crate) error_status: ErrorStatus,
}

/// Which words describe the columns of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Ucds {
    /// UCD1, as SCS 1.03 §2 has them; columns that have no such word keep their UCD1+.
    #[default]
    #[serde(rename = "1")]
    Old,
    /// UCD1+, as the draft of SCS 1.1 has them.
    #[serde(rename = "1+")]
    New,
}

/// With which HTTP status a wrong request is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum ErrorStatus {
    /// 200: clients of SCS 1.03 read the document with no other.
    #[default]
    #[serde(rename = "standard")]
    Standard,
    /// The one that fits.
    #[serde(rename = "4xx")]
    Fitting,
}

#[derive(Deserialize)]
#[serde(default)]
struct Own {
    radius_max_deg: f64,
    distance_column: bool,
    ucds: Ucds,
    error_status: ErrorStatus,
}

impl Default for Own {
    fn default() -> Self {
        Self {
            radius_max_deg: 180.0,
            distance_column: true,
            ucds: Ucds::default(),
            error_status: ErrorStatus::default(),
        }
    }
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        let limits = Limits::read(settings)?;
        let uploads = UploadLimits::read(settings, &limits)?;
        let Own { radius_max_deg, distance_column, ucds, error_status } = settings.parse()?;
        if !(radius_max_deg > 0.0 && radius_max_deg <= 180.0) {
            let message = format!(
                "`radius_max_deg` is {radius_max_deg}: write a number above 0, and at most 180, which is the whole sky"
            );
            return Err(settings.mistake("radius_max_deg", message));
        }
        Ok(Self { limits, uploads, radius_max_deg, distance_column, ucds, error_status })
    }
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    UploadLimits::keys(Limits::keys(description))
        .key(
            "radius_max_deg",
            KeyKind::Number,
            "180.0",
            "The largest radius of a cone in degrees; a larger SR is an error that says so. 180 is the whole sky.",
        )
        .key(
            "distance_column",
            KeyKind::Boolean,
            "true",
            "Whether answers have the column `_r`, the distance from the centre; DISTANCE=false leaves it out.",
        )
        .key(
            "ucds",
            KeyKind::String,
            "\"1\"",
            "The UCDs of answers: \"1\", which clients of SCS 1.03 look for, or \"1+\", as SCS 1.1 will have them.",
        )
        .key(
            "error_status",
            KeyKind::String,
            "\"standard\"",
            "HTTP status of wrong requests: \"standard\", which is 200, or \"4xx\", the one that fits.",
        )
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::{declared_defaults, unsaid_defaults};

    use super::*;

    fn read(text: &str) -> Result<Config> {
        let text = format!("[settings]\n{text}");
        Config::read(&Settings { file: "conf.d/scs.toml".into(), text, ..Settings::default() })
    }

    #[test]
    fn declared_defaults_are_the_real_ones() {
        let declared = declared_defaults(&keys(Description::default()));
        let (declared, silent) = (read(&declared.join("\n")).unwrap(), read("").unwrap());
        for config in [declared, silent] {
            assert_eq!((config.limits, config.uploads), (Limits::default(), UploadLimits::default()));
            assert_eq!((config.radius_max_deg, config.distance_column), (180.0, true));
            assert_eq!((config.ucds, config.error_status), (Ucds::Old, ErrorStatus::Standard));
        }
    }

    #[test]
    fn the_shipped_file_says_every_key_with_its_default() {
        let shipped = include_str!("../../../conf.d/scs.toml");
        assert_eq!(unsaid_defaults(&keys(Description::default()), shipped), [""; 0]);
    }

    #[test]
    fn a_radius_that_no_cone_can_have_is_refused_at_its_place() {
        for wrong in ["0", "-1.5", "180.5", "nan", "inf"] {
            let error = read(&format!("ucds = \"1+\"\nradius_max_deg = {wrong}\n")).err().unwrap();
            let number = wrong.replace("nan", "NaN");
            let expected = format!(
                "`radius_max_deg` is {number}: write a number above 0, and at most 180, which is the whole sky"
            );
            assert_eq!(error.for_client(), expected);
            assert_eq!(error.place().map(|place| place.line), Some(3));
        }
    }
}
