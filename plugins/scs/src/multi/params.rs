//! The parameters of a request for many cones.

use dali::{MaxRec, Params};
use plugin_api::Result;
use service::from_dali;

use crate::columns::Verbosity;
use crate::config::Config;
use crate::params::{flag, radius, verbosity};

/// A request for many cones, read and checked, but for its targets and the format of its answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// The radius round each target, 0 to 180.
    pub(crate) radius_deg: f64,
    /// Which rows there are for a target.
    pub(crate) mode: Mode,
    /// Whether a target without a match has a row, whose values of the table are null.
    pub(crate) with_unmatched: bool,
    /// How many columns of the table there are to be.
    pub(crate) verbosity: Verbosity,
    /// The most rows to send.
    pub(crate) maxrec: u64,
    /// The columns of the targets with longitude and latitude, where they are named.
    pub(crate) position: Option<[String; 2]>,
}

/// Which rows there are for a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// All within the radius.
    #[default]
    All,
    /// The nearest of them.
    Nearest,
}

impl Asked {
    /// Checks everything but targets and format. Parameters that nobody knows are nobody's matter.
    pub(crate) fn check(params: &Params, config: &Config) -> Result<Self> {
        Self::check_dali(params, config).map_err(|error| from_dali(&error))
    }

    fn check_dali(params: &Params, config: &Config) -> Result<Self, dali::Error> {
        Ok(Self {
            radius_deg: radius(params, config.radius_max_deg)?,
            mode: mode(params)?,
            with_unmatched: flag(params, "UNMATCHED")?.unwrap_or_default(),
            verbosity: verbosity(params)?,
            maxrec: MaxRec::read(params)?.limit(config.limits.maxrec_default, config.limits.maxrec_hard),
            position: position(params)?,
        })
    }
}

fn mode(params: &Params) -> Result<Mode, dali::Error> {
    match params.single("MODE")?.map(str::trim) {
        None => Ok(Mode::default()),
        Some(text) if text.eq_ignore_ascii_case("all") => Ok(Mode::All),
        Some(text) if text.eq_ignore_ascii_case("nearest") => Ok(Mode::Nearest),
        Some(text) => Err(dali::Error::invalid("MODE", text, "`all` or `nearest`")),
    }
}

/// LON and LAT, the names of columns; both or none.
fn position(params: &Params) -> Result<Option<[String; 2]>, dali::Error> {
    match (params.single("LON")?, params.single("LAT")?) {
        (None, None) => Ok(None),
        _ => Ok(Some([params.required("LON")?.to_owned(), params.required("LAT")?.to_owned()])),
    }
}

#[cfg(test)]
mod tests {
    use plugin_api::Settings;

    use super::*;

    fn check(query: &str) -> Result<Asked> {
        let config = Config::read(&Settings::default())?;
        Asked::check(&Params::read(Some(query), None, dali::Limits::default()).unwrap(), &config)
    }

    #[test]
    fn all_matches_of_the_usual_columns_are_the_default() {
        let expected = Asked {
            radius_deg: 0.1,
            mode: Mode::All,
            with_unmatched: false,
            verbosity: Verbosity::Usual,
            maxrec: 20_000,
            position: None,
        };
        assert_eq!(check("SR=0.1").unwrap(), expected);
        let asked = check("sr=1&Mode=NEAREST&unmatched=true&VERB=3&MAXREC=7&LON=l&LAT=b").unwrap();
        assert_eq!((asked.mode, asked.with_unmatched, asked.maxrec), (Mode::Nearest, true, 7));
        assert_eq!(asked.position, Some(["l".to_owned(), "b".to_owned()]));
    }

    #[test]
    fn what_is_wrong_is_named_with_what_is_right() {
        let told = |query| check(query).unwrap_err().for_client().to_owned();
        assert_eq!(
            told("SR=1&MODE=best"),
            "parameter MODE has the value `best`; it must be `all` or `nearest`"
        );
        assert_eq!(told("SR=1&LON=ra"), "parameter LAT is missing; give it a value");
        assert_eq!(
            told("SR=1&UNMATCHED=perhaps"),
            "parameter UNMATCHED has the value `perhaps`; it must be `true` or `false`"
        );
        assert_eq!(told("MODE=all"), "parameter SR is missing; give it a value");
    }
}
