//! Units and UCDs in old or free spellings, in those of the standards.

use super::old_ucds;
use crate::Column;

/// Free spellings of units in lower case, and what VOUnits call them.
const UNITS: &[(&str, &str)] = &[
    ("degrees", "deg"),
    ("degree", "deg"),
    ("degs", "deg"),
    ("°", "deg"),
    ("radians", "rad"),
    ("radian", "rad"),
    ("arcseconds", "arcsec"),
    ("arcsecond", "arcsec"),
    ("arcsecs", "arcsec"),
    ("asec", "arcsec"),
    ("\"", "arcsec"),
    ("″", "arcsec"),
    ("arcminutes", "arcmin"),
    ("arcmins", "arcmin"),
    ("′", "arcmin"),
    ("milliarcsec", "mas"),
    ("milliarcseconds", "mas"),
    ("magnitude", "mag"),
    ("magnitudes", "mag"),
    ("mags", "mag"),
    ("angstroms", "Angstrom"),
    ("å", "Angstrom"),
    ("microns", "um"),
    ("µm", "um"),
    ("μm", "um"),
    ("sec", "s"),
    ("secs", "s"),
    ("seconds", "s"),
    ("days", "d"),
    ("hours", "h"),
    ("years", "yr"),
    ("kelvin", "K"),
    ("pixels", "pix"),
    ("km/sec", "km/s"),
    ("mas/year", "mas/yr"),
    ("arcsec/year", "arcsec/yr"),
    ("janskys", "Jy"),
    ("parsecs", "pc"),
];

/// Respells unit and UCD where that is needed, and says so.
pub(super) fn correct(column: &mut Column) -> Option<&'static str> {
    let field = &mut column.field;
    let unit = field.unit.as_deref().and_then(standard);
    let ucd = field.ucd.as_deref().and_then(old_ucds::modern);
    if let Some(unit) = unit {
        field.unit = Some(unit.to_owned());
    }
    if let Some(ucd) = ucd {
        field.ucd = Some(ucd.to_owned());
    }
    match (unit.is_some(), ucd.is_some()) {
        (true, true) => Some("unit and UCD from older spellings"),
        (true, false) => Some("unit from another spelling"),
        (false, true) => Some("UCD from an older one"),
        (false, false) => None,
    }
}

/// The standard's spelling of a unit.
fn standard(unit: &str) -> Option<&'static str> {
    let lower = unit.trim().to_lowercase();
    UNITS.iter().find(|(known, _)| *known == lower).map(|(_, standard)| *standard)
}
