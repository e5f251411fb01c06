//! The parameters of a cone (SCS 1.03 §2.1, and MAXREC and RESPONSEFORMAT of the draft of 1.1).

use dali::{MaxRec, Params};
use plugin_api::Result;
use service::from_dali;
use sky::{Cone, SkyPosition};

use crate::columns::Verbosity;
use crate::config::Config;

/// A request for a cone, read and checked, but for the format of its answer, which may be that of a plugin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// The cone, in ICRS.
    pub(crate) cone: Cone,
    /// How many columns there are to be.
    pub(crate) verbosity: Verbosity,
    /// Whether the distance from the centre is one of them.
    pub(crate) with_distance: bool,
    /// Whether the nearest rows come first.
    pub(crate) by_distance: bool,
    /// The most rows to send.
    pub(crate) maxrec: u64,
}

impl Asked {
    /// Checks everything but the format. Parameters that nobody knows are nobody's matter.
    pub(crate) fn check(params: &Params, config: &Config) -> Result<Self> {
        Self::check_dali(params, config).map_err(|error| from_dali(&error))
    }

    fn check_dali(params: &Params, config: &Config) -> Result<Self, dali::Error> {
        let by_distance = by_distance(params)?;
        Ok(Self {
            cone: cone(params, config.radius_max_deg)?,
            verbosity: verbosity(params)?,
            with_distance: flag(params, "DISTANCE")?.unwrap_or(config.distance_column || by_distance),
            by_distance,
            maxrec: MaxRec::read(params)?.limit(config.limits.maxrec_default, config.limits.maxrec_hard),
        })
    }
}

/// RA, DEC and SR.
fn cone(params: &Params, radius_max_deg: f64) -> Result<Cone, dali::Error> {
    let ra_deg = degrees(params, "RA", 0.0, 360.0, "decimal degrees from 0 to 360, e.g. 83.6331")?;
    let dec_deg = degrees(params, "DEC", -90.0, 90.0, "decimal degrees from -90 to 90, e.g. 22.0145")?;
    let radius_deg = radius(params, radius_max_deg)?;
    let cone = SkyPosition::new(ra_deg, dec_deg).and_then(|centre| Cone::new(centre, radius_deg));
    cone.map_err(|error| dali::Error::invalid("RA", &ra_deg.to_string(), error.to_string()))
}

/// SR; 0 asks for the columns, and for what lies exactly there.
pub(crate) fn radius(params: &Params, max_deg: f64) -> Result<f64, dali::Error> {
    let radius_deg = degrees(params, "SR", 0.0, 180.0, "decimal degrees from 0 to 180, e.g. 0.1")?;
    if radius_deg <= max_deg {
        return Ok(radius_deg);
    }
    let expected = format!("at most {max_deg} degrees, the largest radius of this service");
    Err(dali::Error::invalid("SR", params.required("SR")?, expected))
}

/// A decimal number of degrees; sexagesimal text is none, and neither are NaN and infinity.
fn degrees(
    params: &Params,
    name: &str,
    low_deg: f64,
    high_deg: f64,
    expected: &'static str,
) -> Result<f64, dali::Error> {
    let text = params.required(name)?;
    match dali::real(text) {
        Some(number) if (low_deg..=high_deg).contains(&number) => Ok(number),
        _ => Err(dali::Error::invalid(name, text, expected)),
    }
}

/// VERB; anything but 1 to 3 counts as 2 (SCS 1.03 §2.1).
pub(crate) fn verbosity(params: &Params) -> Result<Verbosity, dali::Error> {
    Ok(match params.single("VERB")?.map(str::trim) {
        Some("1") => Verbosity::Fewest,
        Some("3") => Verbosity::All,
        _ => Verbosity::Usual,
    })
}

/// Ours: a parameter that is true or false.
pub(crate) fn flag(params: &Params, name: &'static str) -> Result<Option<bool>, dali::Error> {
    let Some(text) = params.single(name)? else { return Ok(None) };
    match dali::boolean(text) {
        Some(wanted) => Ok(Some(wanted)),
        None => Err(dali::Error::invalid(name, text, "`true` or `false`")),
    }
}

/// Ours: whether the nearest rows come first.
fn by_distance(params: &Params) -> Result<bool, dali::Error> {
    match params.single("ORDER")? {
        None => Ok(false),
        Some(text) if text.trim().eq_ignore_ascii_case("distance") => Ok(true),
        Some(text) => Err(dali::Error::invalid("ORDER", text, "`distance`, or left out")),
    }
}
