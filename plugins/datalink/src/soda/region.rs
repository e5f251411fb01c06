//! Regions and intervals as parameters write them (SODA 1.0 §3.3, DALI 1.1 §3.3).

use sky::{Region, SkyError, SkyPosition};
use wcs::CutRegion;

use crate::error::{Result, invalid};

/// The lower and the upper end, both within; infinite ends are open.
pub(crate) type Interval = [f64; 2];

/// `CIRCLE`: longitude, latitude, radius in degrees.
pub(crate) fn circle(name: &str, text: &str) -> Result<CutRegion> {
    let expected = "three numbers of degrees: longitude, latitude, radius, e.g. `10.2 -5.5 0.05`";
    let [lon, lat, radius_deg] = *numbers(name, text, text, expected)? else {
        return Err(invalid(name, text, expected));
    };
    let region = SkyPosition::new(lon, lat).and_then(|centre| Region::cone(centre, radius_deg));
    Ok(region.map_err(|error| wrong(name, text, &error))?.into())
}

/// `POLYGON`: longitude and latitude of each vertex in degrees.
pub(crate) fn polygon(name: &str, text: &str) -> Result<CutRegion> {
    let expected = "longitude and latitude in degrees of three vertices or more, e.g. `10 0 11 0 11 1`";
    let numbers = numbers(name, text, text, expected)?;
    if numbers.len() < 6 || !numbers.len().is_multiple_of(2) {
        return Err(invalid(name, text, expected));
    }
    let vertices = numbers.chunks_exact(2).map(|pair| SkyPosition::new(pair[0], pair[1]));
    let region = vertices.collect::<Result<Vec<_>, _>>().and_then(Region::polygon);
    Ok(region.map_err(|error| wrong(name, text, &error))?.into())
}

/// `POS`: the name of a shape and its numbers.
pub(crate) fn position(name: &str, text: &str) -> Result<CutRegion> {
    let trimmed = text.trim();
    let (shape, rest) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
    match shape.to_ascii_uppercase().as_str() {
        "CIRCLE" => circle(name, rest),
        "POLYGON" => polygon(name, rest),
        "RANGE" => range(name, text, rest),
        _ => {
            Err(invalid(name, text, "CIRCLE, RANGE or POLYGON and its numbers, e.g. `CIRCLE 10.2 -5.5 0.05`"))
        }
    }
}

/// One number or two; `-Inf` and `+Inf` are open ends.
pub(crate) fn interval(name: &str, text: &str) -> Result<Interval> {
    let expected =
        "one number, or the lower and the upper end of an interval, e.g. `5e-7 6e-7` or `-Inf 6e-7`";
    let interval = match *open_numbers(name, text, text, expected)? {
        [value] => [value, value],
        [low, high] => [low, high],
        _ => return Err(invalid(name, text, expected)),
    };
    let is_one = interval[0] <= interval[1] && interval[0] < f64::INFINITY && interval[1] > f64::NEG_INFINITY;
    if is_one { Ok(interval) } else { Err(invalid(name, text, expected)) }
}

fn range(name: &str, text: &str, rest: &str) -> Result<CutRegion> {
    let expected = "RANGE and the first and the last longitude, then latitude, e.g. `RANGE 10 11 -1 1`";
    let [west, east, south, north] = *open_numbers(name, text, rest, expected)? else {
        return Err(invalid(name, text, expected));
    };
    let range = Region::range([west, east], [south, north]);
    Ok(range.map_err(|error| wrong(name, text, &error))?.into())
}

fn numbers(name: &str, text: &str, rest: &str, expected: &'static str) -> Result<Vec<f64>> {
    let numbers = open_numbers(name, text, rest, expected)?;
    if numbers.iter().all(|number| number.is_finite()) {
        Ok(numbers)
    } else {
        Err(invalid(name, text, expected))
    }
}

/// Numbers with blanks between them; infinite ones too.
fn open_numbers(name: &str, text: &str, rest: &str, expected: &'static str) -> Result<Vec<f64>> {
    let numbers: Option<Vec<f64>> = rest.split_whitespace().map(dali::real).collect();
    numbers
        .filter(|numbers| numbers.iter().all(|number| !number.is_nan()))
        .ok_or_else(|| invalid(name, text, expected))
}

fn wrong(name: &str, text: &str, error: &SkyError) -> crate::error::Fault {
    invalid(name, text, format!("a region of the sky: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused<T: std::fmt::Debug>(result: Result<T>) -> String {
        result.unwrap_err().labelled()
    }

    #[test]
    fn pos_reads_what_circle_and_polygon_read_in_any_case() {
        assert_eq!(position("POS", " circle 10  20\t0.5 ").unwrap(), circle("CIRCLE", "10 20 0.5").unwrap());
        assert_eq!(
            position("POS", "POLYGON 1 0 2 0 2 1").unwrap(),
            polygon("POLYGON", "1 0 2 0 2 1").unwrap()
        );
        let range = position("POS", "RANGE 359 1 -Inf 5").unwrap();
        assert!(range.contains(&SkyPosition::new(0.5, -80.0).unwrap()));
        assert!(!range.contains(&SkyPosition::new(2.0, 0.0).unwrap()));
    }

    #[test]
    fn an_interval_has_one_number_or_two_and_open_ends() {
        assert_eq!(interval("BAND", "5.5e-7").unwrap(), [5.5e-7, 5.5e-7]);
        assert_eq!(interval("TIME", "-Inf 58000").unwrap(), [f64::NEG_INFINITY, 58000.0]);
        assert_eq!(interval("BAND", "-Inf +Inf").unwrap(), [f64::NEG_INFINITY, f64::INFINITY]);
        for wrong in ["2 1", "NaN 1", "1 2 3", "a", "", "+Inf +Inf", "1;2"] {
            let expected = format!(
                "UsageError: parameter BAND has the value `{wrong}`; it must be one number, or the lower and the upper \
                 end of an interval, e.g. `5e-7 6e-7` or `-Inf 6e-7`"
            );
            assert_eq!(refused(interval("BAND", wrong)), expected);
        }
    }

    #[test]
    fn what_is_no_region_is_refused_with_the_reason() {
        assert_eq!(
            refused(circle("CIRCLE", "1 2")),
            "UsageError: parameter CIRCLE has the value `1 2`; it must be three numbers of degrees: longitude, latitude, \
             radius, e.g. `10.2 -5.5 0.05`"
        );
        assert_eq!(
            refused(circle("CIRCLE", "10 91 1")),
            "UsageError: parameter CIRCLE has the value `10 91 1`; it must be a region of the sky: latitude 91 is outside \
             [-90, 90] degrees"
        );
        assert!(refused(polygon("POLYGON", "1 2 3 4 5 6 7")).contains("three vertices or more"));
        assert!(refused(polygon("POLYGON", "0 0 1 1 1 0 0 1")).contains("the polygon crosses itself"));
        assert!(refused(circle("CIRCLE", "1 2 Inf")).contains("three numbers"));
        assert!(refused(position("POS", "ELLIPSE 1 2 3")).contains("CIRCLE, RANGE or POLYGON"));
        assert!(refused(position("POS", "RANGE 1 2 5 4")).contains("is above the second"));
    }
}
