//! Names of columns that have one usual meaning.

use crate::{Column, Datatype};

/// What a name means.
struct Meaning {
    /// Names in lower case; `*` at one end stands for anything.
    names: &'static [&'static str],
    unit: Option<&'static str>,
    ucd: &'static str,
    description: Option<&'static str>,
    /// Whether only numbers mean it.
    number: bool,
}

const fn number(
    names: &'static [&'static str],
    unit: &'static str,
    ucd: &'static str,
    description: &'static str,
) -> Meaning {
    let unit = if unit.is_empty() { None } else { Some(unit) };
    let description = if description.is_empty() { None } else { Some(description) };
    Meaning { names, unit, ucd, description, number: true }
}

const fn word(names: &'static [&'static str], ucd: &'static str, description: &'static str) -> Meaning {
    Meaning { names, unit: None, ucd, description: Some(description), number: false }
}

/// The first that fits counts. Units are only given where catalogues agree on them; proper motions do not.
const MEANINGS: &[Meaning] = &[
    number(
        &["ra", "raj2000", "_raj2000", "ra_icrs", "ra_j2000", "alpha_j2000", "radeg"],
        "deg",
        "pos.eq.ra",
        "Right ascension",
    ),
    number(
        &["dec", "dej2000", "_dej2000", "de_icrs", "dec_j2000", "delta_j2000", "decj2000", "dedeg"],
        "deg",
        "pos.eq.dec",
        "Declination",
    ),
    number(&["glon"], "deg", "pos.galactic.lon", "Galactic longitude"),
    number(&["glat"], "deg", "pos.galactic.lat", "Galactic latitude"),
    number(&["elon", "ecl_lon"], "deg", "pos.ecliptic.lon", "Ecliptic longitude"),
    number(&["elat", "ecl_lat"], "deg", "pos.ecliptic.lat", "Ecliptic latitude"),
    number(&["pmra", "pm_ra"], "", "pos.pm;pos.eq.ra", "Proper motion in right ascension"),
    number(&["pmdec", "pmde", "pm_dec", "pm_de"], "", "pos.pm;pos.eq.dec", "Proper motion in declination"),
    number(&["parallax", "plx"], "", "pos.parallax.trig", "Parallax"),
    number(&["radial_velocity"], "km/s", "spect.dopplerVeloc", "Radial velocity"),
    number(
        &["redshift", "zspec", "z_spec", "zphot", "z_phot", "photoz", "photo_z", "specz"],
        "",
        "src.redshift",
        "Redshift",
    ),
    number(
        &["magerr*", "mag_err*", "e_mag*", "*magerr", "*mag_err", "*mag_error"],
        "mag",
        "stat.error;phot.mag",
        "",
    ),
    number(&["e_*mag"], "mag", "stat.error;phot.mag", ""),
    number(&["mag_*", "mag", "*mag"], "mag", "phot.mag", ""),
    number(&["fluxerr*", "flux_err*", "e_flux*", "*flux_error", "*flux_err"], "", "stat.error;phot.flux", ""),
    number(&["flux", "flux_*", "*_flux"], "", "phot.flux", ""),
    number(&["jd"], "d", "time.epoch", "Julian date"),
    number(&["mjd"], "d", "time.epoch", "Modified Julian date"),
    number(&["teff"], "K", "phys.temperature.effective", "Effective temperature"),
    number(&["ellipticity"], "", "src.ellipticity", "Ellipticity"),
    word(&["sptype", "sp_type"], "src.spType", "Spectral type"),
    word(&["designation"], "meta.id", "Designation"),
];

/// Fills in what is missing, and says what it was.
pub(super) fn fill(column: &mut Column) -> Option<&'static str> {
    let name = column.field.name.to_lowercase();
    let meaning = MEANINGS.iter().find(|meaning| meaning.names.iter().any(|known| matches(known, &name)))?;
    let field = &column.field;
    // A unit or UCD that is there may say that the name means something else.
    if meaning.number && !is_number(column) || field.ucd.as_deref().is_some_and(|ucd| ucd != meaning.ucd) {
        return None;
    }
    let unit = meaning.unit.filter(|_| field.unit.is_none() && field.ucd.is_none());
    let ucd = Some(meaning.ucd).filter(|_| field.ucd.is_none());
    let description = meaning.description.filter(|_| field.description.is_none());
    let field = &mut column.field;
    field.unit = unit.map(str::to_owned).or(field.unit.take());
    field.ucd = ucd.map(str::to_owned).or(field.ucd.take());
    field.description = description.map(str::to_owned).or(field.description.take());
    match (unit, ucd, description) {
        (Some(_), Some(_), Some(_)) => Some("unit, UCD and description from the name"),
        (Some(_), Some(_), None) => Some("unit and UCD from the name"),
        (None, Some(_), Some(_)) => Some("UCD and description from the name"),
        (None, Some(_), None) => Some("UCD from the name"),
        (_, None, Some(_)) => Some("description from the name"),
        _ => None,
    }
}

/// Whether values are numbers, or arrays of such, that can measure something.
pub(super) fn is_number(column: &Column) -> bool {
    matches!(column.field.value_type.datatype, Datatype::Float | Datatype::Double)
}

fn matches(known: &str, name: &str) -> bool {
    let Some((start, end)) = known.split_once('*') else { return known == name };
    name.len() > start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
}
