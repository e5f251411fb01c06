//! Which axes of a header are longitude and latitude, and in which projection.

use crate::Error;
use crate::cards::{Cards, Value, wrong};

/// How many axes are looked at.
const AXES_MAX: usize = 20;

/// Codes of Paper II and of the registered conventions; cubes with a face axis are left out.
const PROJECTIONS: &[&str] = &[
    "AZP", "SZP", "TAN", "STG", "SIN", "ARC", "ZPN", "ZEA", "AIR", "CYP", "CEA", "CAR", "MER", "COP", "COE",
    "COD", "COO", "SFL", "PAR", "MOL", "AIT", "BON", "PCO", "TSC", "CSC", "QSC", "HPX", "XPH", "NCP", "TPV",
    "TNX", "ZPX",
];

/// The coordinates that the axes measure, before their reference frame is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    Equatorial,
    Galactic,
    Ecliptic,
}

/// The two axes of the sky.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axes {
    /// The axis of longitude, counted from 1.
    pub(crate) lon: usize,
    /// The axis of latitude, counted from 1.
    pub(crate) lat: usize,
    /// How many axes the header describes.
    pub(crate) count: usize,
    pub(crate) system: System,
    /// The three letters of the projection, or those of a convention that is written like one.
    pub(crate) projection: &'static str,
    /// The letter of the description, or nothing for the primary one.
    pub(crate) alternate: String,
}

impl Axes {
    /// Finds the first pair of axes of the sky in a description.
    pub(crate) fn find(cards: &Cards, alternate: Option<char>) -> Result<Self, Error> {
        let alternate = alternate.map(String::from).unwrap_or_default();
        let count = count(cards, &alternate)?;
        let mut types = Vec::new();
        for axis in 1..=count {
            let card = format!("CTYPE{axis}{alternate}");
            let text = match cards.value(&card) {
                Some(Value::Text(text)) => text.trim_end(),
                Some(other) => return Err(wrong(&card, other, "the name of an axis in quotes")),
                None => continue,
            };
            types.extend(AxisType::read(axis, &card, text)?);
        }
        let pair = types.iter().filter(|axis| axis.is_lon).find_map(|lon| {
            let partner = |lat: &&AxisType| !lat.is_lon && lat.system == lon.system;
            types.iter().find(partner).map(|lat| (lon, lat))
        });
        let Some((lon, lat)) = pair else { return Err(Error::NoSkyAxes(format!("CTYPEn{alternate}"))) };
        if lon.projection != lat.projection {
            let card = format!("CTYPE{}{alternate}", lat.axis);
            let value = Value::Text(lat.text.clone());
            return Err(wrong(&card, &value, "the same projection as of the longitude"));
        }
        Ok(Self {
            lon: lon.axis,
            lat: lat.axis,
            count,
            system: lon.system,
            projection: lon.projection,
            alternate,
        })
    }
}

/// How many axes there may be: as many as are declared or named.
fn count(cards: &Cards, alternate: &str) -> Result<usize, Error> {
    let mut count = 2;
    for name in ["NAXIS", "ZNAXIS", &format!("WCSAXES{alternate}")] {
        if let Some(number) = cards.number(name, 999.0)? {
            count = count.max(number.max(0.0) as usize);
        }
    }
    Ok(count.min(AXES_MAX))
}

struct AxisType {
    axis: usize,
    is_lon: bool,
    system: System,
    projection: &'static str,
    text: String,
}

impl AxisType {
    /// `None` for an axis that is not one of the sky.
    fn read(axis: usize, card: &str, text: &str) -> Result<Option<Self>, Error> {
        let (name, code) = text.split_at_checked(4).unwrap_or((text, ""));
        let (is_lon, system) = match name.trim_end_matches(['-', ' ']) {
            "RA" => (true, System::Equatorial),
            "DEC" => (false, System::Equatorial),
            "GLON" => (true, System::Galactic),
            "GLAT" => (false, System::Galactic),
            "ELON" => (true, System::Ecliptic),
            "ELAT" => (false, System::Ecliptic),
            _ => return Ok(None),
        };
        let code = code.strip_prefix('-').and_then(|code| code.get(..3)).unwrap_or_default();
        let Some(projection) = PROJECTIONS.iter().find(|known| **known == code) else {
            let value = Value::Text(text.to_owned());
            let expected =
                "a name of four characters, `-` and a projection of FITS, such as RA---TAN, TPV or ZEA";
            return Err(wrong(card, &value, expected));
        };
        Ok(Some(Self { axis, is_lon, system, projection, text: text.to_owned() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(lines: &[&str]) -> Result<Axes, Error> {
        let header: String = lines.iter().map(|line| format!("{line:80}")).collect();
        Axes::find(&Cards::read(header.as_bytes()), None)
    }

    #[test]
    fn axes_of_the_sky_are_found_in_any_order_and_place() {
        let found =
            axes(&["NAXIS   = 3", "CTYPE1  = 'FREQ'", "CTYPE2  = 'GLAT-CAR'", "CTYPE3  = 'GLON-CAR'"]);
        let found = found.unwrap();
        assert_eq!((found.lon, found.lat, found.count), (3, 2, 3));
        assert_eq!((found.system, found.projection), (System::Galactic, "CAR"));
    }

    #[test]
    fn headers_without_the_sky_say_what_they_lack() {
        let none = "no world coordinates: no pair of CTYPEn cards names a longitude and a latitude, such as RA---TAN \
                    and DEC--TAN";
        assert_eq!(axes(&[]).unwrap_err().to_string(), none);
        assert_eq!(axes(&["CTYPE1  = 'RA---TAN'", "CTYPE2  = 'GLAT-TAN'"]).unwrap_err().to_string(), none);
        assert_eq!(axes(&["CTYPE1  = 'LINEAR'", "CTYPE2  = 'LINEAR'"]).unwrap_err().to_string(), none);
    }

    #[test]
    fn projections_that_are_absent_unknown_or_unequal_are_refused() {
        let expected =
            "expected a name of four characters, `-` and a projection of FITS, such as RA---TAN, TPV or ZEA";
        let of_type = |text: &str| axes(&[&format!("CTYPE1  = '{text}'")]).unwrap_err().to_string();
        assert_eq!(of_type("RA"), format!("card CTYPE1 is 'RA'; {expected}"));
        assert_eq!(of_type("RA---XYZ"), format!("card CTYPE1 is 'RA---XYZ'; {expected}"));
        assert_eq!(
            axes(&["CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--SIN'"]).unwrap_err().to_string(),
            "card CTYPE2 is 'DEC--SIN'; expected the same projection as of the longitude"
        );
    }
}
