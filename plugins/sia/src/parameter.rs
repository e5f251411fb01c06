//! The parameters that select images in SIA 2.0: what each constrains, and what the service says of it (SIA 2.0 §2.1).

use dali::{Error, Params};

use crate::interval::Interval;
use crate::literal::{any_of, one_of, quoted, text};
use crate::shape::Shape;

/// A parameter that selects images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    /// The name, in upper case.
    pub(crate) name: &'static str,
    /// How its values become conditions.
    pub(crate) rule: Rule,
    /// The unit of its numbers.
    pub(crate) unit: Option<&'static str>,
    /// UCD1+ words.
    pub(crate) ucd: &'static str,
    /// What it is for, in a sentence.
    pub(crate) description: &'static str,
}

/// How values of a parameter become conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// A shape that meets the region of the image.
    Shape,
    /// An interval that meets the one between two columns; whether only numbers above 0 mean something.
    Meets([&'static str; 2], bool),
    /// An interval that holds the value of a column.
    Holds(&'static str),
    /// A text that is the value of a column.
    Text(&'static str),
    /// A number that is the level of calibration.
    Calibration,
    /// A media type that is that of the image.
    MediaType,
    /// An identifier, which is the same in any case.
    Identifier,
    /// A state of polarisation that is one of those of the image.
    Polarisation,
}

/// The states of polarisation (ObsCore 1.1 §B.6.6.1).
pub(crate) const STATES: [&str; 14] =
    ["I", "Q", "U", "V", "RR", "LL", "RL", "LR", "XX", "YY", "XY", "YX", "POLI", "POLA"];

/// All of them, in the order of the standard.
pub(crate) const PARAMETERS: [Parameter; 17] = [
    parameter(
        "POS",
        Rule::Shape,
        "pos.outline;obs",
        "Region that an image meets: CIRCLE lon lat radius, RANGE lon1 lon2 lat1 lat2 or POLYGON lon1 lat1 ..., ICRS degrees",
    ),
    with_unit(
        "m",
        parameter(
            "BAND",
            Rule::Meets(["em_min", "em_max"], true),
            "em.wl;stat.interval",
            "Wavelengths in vacuum that an image has some of",
        ),
    ),
    with_unit(
        "d",
        parameter(
            "TIME",
            Rule::Meets(["t_min", "t_max"], false),
            "time.interval;obs.exposure",
            "Times that an image was taken in, as MJD in UTC",
        ),
    ),
    parameter(
        "POL",
        Rule::Polarisation,
        "meta.code;phys.polarization",
        "State of polarisation that an image has",
    ),
    with_unit(
        "deg",
        parameter("FOV", Rule::Holds("s_fov"), "phys.angSize;instr.fov", "Field of view, as a diameter"),
    ),
    with_unit(
        "arcsec",
        parameter("SPATRES", Rule::Holds("s_resolution"), "pos.angResolution", "Spatial resolution"),
    ),
    parameter("SPECRP", Rule::Holds("em_res_power"), "spect.resolution", "Spectral resolving power"),
    with_unit(
        "s",
        parameter("EXPTIME", Rule::Holds("t_exptime"), "time.duration;obs.exposure", "Time of exposure"),
    ),
    with_unit(
        "s",
        parameter("TIMERES", Rule::Holds("t_resolution"), "time.resolution", "Temporal resolution"),
    ),
    parameter("ID", Rule::Identifier, "meta.ref.ivoid", "Identifier of an image, in any case"),
    parameter("COLLECTION", Rule::Text("obs_collection"), "meta.id", "Collection"),
    parameter("FACILITY", Rule::Text("facility_name"), "meta.id;instr.tel", "Telescope"),
    parameter("INSTRUMENT", Rule::Text("instrument_name"), "meta.id;instr", "Instrument"),
    parameter("DPTYPE", Rule::Text("dataproduct_type"), "meta.code.class", "Kind of data: image or cube"),
    parameter("CALIB", Rule::Calibration, "meta.code;obs.calib", "Level of calibration, 0 to 4"),
    parameter("TARGET", Rule::Text("target_name"), "meta.id;src", "Name of the target"),
    parameter("FORMAT", Rule::MediaType, "meta.code.mime", "Media type of what access_url gives"),
];

const fn parameter(
    name: &'static str,
    rule: Rule,
    ucd: &'static str,
    description: &'static str,
) -> Parameter {
    Parameter { name, rule, unit: None, ucd, description }
}

const fn with_unit(unit: &'static str, parameter: Parameter) -> Parameter {
    Parameter { unit: Some(unit), ..parameter }
}

impl Parameter {
    /// The condition that all its values together make: one of them must hold. `None` if it is not given.
    pub(crate) fn condition(&self, params: &Params) -> Result<Option<String>, Error> {
        let values = params.all(self.name);
        let name = self.name;
        let each = |read: &dyn Fn(&str) -> Result<String, Error>| {
            params.all(name).map(read).collect::<Result<Vec<_>, _>>()
        };
        Ok(match self.rule {
            Rule::Shape => any_of(each(&|value| Ok(Shape::read(value)?.meets("s_region")))?),
            Rule::Meets([least, largest], is_positive) => any_of(each(&|value| {
                let interval =
                    if is_positive { Interval::positive(name, value)? } else { Interval::read(name, value)? };
                Ok(interval.meets(least, largest))
            })?),
            Rule::Holds(column) => any_of(each(&|value| Ok(Interval::read(name, value)?.holds(column)))?),
            Rule::Text(column) => one_of(column, each(&|value| text(name, value))?),
            Rule::Calibration => one_of("calib_level", values.map(calibration).collect::<Result<_, _>>()?),
            Rule::MediaType => one_of("access_format", each(&|value| text(name, &without_blanks(value)))?),
            Rule::Identifier => {
                one_of("LOWER(obs_publisher_did)", each(&|value| text(name, &value.to_ascii_lowercase()))?)
            }
            Rule::Polarisation => any_of(values.map(polarisation).collect::<Result<_, _>>()?),
        })
    }

    /// The column whose values are all there is to ask for, if they are few.
    pub(crate) fn listed_column(&self) -> Option<&'static str> {
        match self.rule {
            Rule::Text("target_name") => None,
            Rule::Text(column) => Some(column),
            Rule::Calibration => Some("calib_level"),
            Rule::MediaType => Some("access_format"),
            _ => None,
        }
    }
}

fn calibration(value: &str) -> Result<String, Error> {
    match dali::integer(value) {
        Some(level @ 0..=4) => Ok(level.to_string()),
        _ => Err(Error::invalid("CALIB", value, "a whole number from 0 to 4")),
    }
}

/// A state stands between slashes in the column, so that none is found in the name of another.
fn polarisation(value: &str) -> Result<String, Error> {
    match STATES.iter().find(|state| **state == value.trim()) {
        Some(state) => Ok(format!("pol_states LIKE {}", quoted(&format!("%/{state}/%")))),
        None => Err(Error::invalid("POL", value, format!("one of {}", STATES.join(", ")))),
    }
}

/// A media type as tables have it, without blanks round its parameters.
fn without_blanks(value: &str) -> String {
    value.split(';').map(str::trim).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(query: &str) -> Result<String, String> {
        let params = Params::read(Some(query), None, dali::Limits::default()).unwrap();
        let conditions: Result<Vec<Option<String>>, Error> =
            PARAMETERS.iter().map(|parameter| parameter.condition(&params)).collect();
        let conditions = conditions.map_err(|error| error.to_string())?;
        Ok(conditions.into_iter().flatten().collect::<Vec<_>>().join(" AND "))
    }

    #[test]
    fn repeats_are_alternatives_and_different_parameters_hold_together() {
        let query = "BAND=-Inf+4e-7&BAND=1e-6+%2BInf&collection=a&COLLECTION=b&FOV=1";
        let expected = "((em_min <= 4e-7 AND em_max IS NOT NULL) OR (em_min IS NOT NULL AND em_max >= 1e-6)) AND \
                        s_fov = 1e0 AND obs_collection IN ('a', 'b')";
        assert_eq!(condition(query).unwrap(), expected);
    }

    #[test]
    fn every_parameter_has_its_column() {
        for (query, expected) in [
            ("POS=CIRCLE+1+2+3", "INTERSECTS(s_region, CIRCLE(1e0, 2e0, 3e0)) = 1"),
            ("TIME=58000", "(t_min <= 5.8e4 AND t_max >= 5.8e4)"),
            ("POL=RR", "pol_states LIKE '%/RR/%'"),
            ("POL=I&POL=V", "(pol_states LIKE '%/I/%' OR pol_states LIKE '%/V/%')"),
            ("SPATRES=1", "s_resolution = 1e0"),
            ("SPECRP=1", "em_res_power = 1e0"),
            ("EXPTIME=1", "t_exptime = 1e0"),
            ("TIMERES=1", "t_resolution = 1e0"),
            ("ID=IVO://A.B/C?D%2520E", "LOWER(obs_publisher_did) = 'ivo://a.b/c?d%20e'"),
            ("FACILITY=OAJ", "facility_name = 'OAJ'"),
            ("INSTRUMENT=T80Cam", "instrument_name = 'T80Cam'"),
            ("DPTYPE=cube", "dataproduct_type = 'cube'"),
            ("CALIB=2&CALIB=3", "calib_level IN (2, 3)"),
            ("TARGET=O'Neill", "target_name = 'O''Neill'"),
            (
                "FORMAT=application/x-votable%2Bxml;+content%3Ddatalink",
                "access_format = 'application/x-votable+xml;content=datalink'",
            ),
            ("pos=&BAND=+&nobody=1", ""),
        ] {
            assert_eq!(condition(query).as_deref(), Ok(expected), "{query}");
        }
    }

    #[test]
    fn what_a_level_or_a_state_cannot_be_is_refused() {
        for (query, expected) in [
            ("CALIB=5", "parameter CALIB has the value `5`; it must be a whole number from 0 to 4"),
            ("CALIB=-1", "parameter CALIB has the value `-1`; it must be a whole number from 0 to 4"),
            ("CALIB=2.5", "parameter CALIB has the value `2.5`; it must be a whole number from 0 to 4"),
            (
                "POL=i",
                "parameter POL has the value `i`; it must be one of I, Q, U, V, RR, LL, RL, LR, XX, YY, XY, YX, \
                 POLI, POLA",
            ),
        ] {
            assert_eq!(condition(query).unwrap_err(), expected);
        }
    }
}
