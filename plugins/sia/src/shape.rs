//! Regions of the sky as POS gives them, in ADQL (SIA 2.0 §2.1.1).

use dali::Error;
use sky::{LonLatRange, Polygon, SkyPosition};

/// A region in ICRS, checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A single point: a circle without a radius.
    Point([f64; 2]),
    /// Centre and radius.
    Circle([f64; 3]),
    /// Two longitudes, the second to the east of the first, and two latitudes.
    Range([f64; 4]),
    /// Longitudes and latitudes of the vertices in turn. The inside is the smaller side.
    Polygon(Vec<f64>),
}

const SHAPES: &str = "CIRCLE lon lat radius, RANGE lon1 lon2 lat1 lat2 or POLYGON lon1 lat1 lon2 lat2 lon3 lat3 ..., \
                      in degrees";

impl Shape {
    /// Reads the value of POS.
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        let mut words = text.split_whitespace();
        let kind = words.next().unwrap_or_default().to_ascii_uppercase();
        let numbers: Option<Vec<f64>> =
            words.map(|word| dali::real(word).filter(|number| !number.is_nan())).collect();
        let is_known = matches!(kind.as_str(), "CIRCLE" | "RANGE" | "POLYGON");
        let Some(numbers) = numbers.filter(|_| is_known) else {
            return Err(Error::invalid("POS", text, SHAPES));
        };
        let shape = match kind.as_str() {
            "CIRCLE" => circle(&numbers),
            "RANGE" => range(&numbers),
            _ => polygon(numbers),
        };
        shape.map_err(|expected| Error::invalid("POS", text, expected))
    }

    /// The condition that the region in a column has a point in common with it.
    pub(crate) fn meets(&self, column: &str) -> String {
        match self {
            Self::Point([lon, lat]) => format!("CONTAINS(POINT({lon:e}, {lat:e}), {column}) = 1"),
            _ => format!("INTERSECTS({column}, {}) = 1", self.geometry()),
        }
    }

    /// The region as a value.
    pub(crate) fn geometry(&self) -> String {
        match self {
            Self::Point([lon, lat]) => format!("POINT({lon:e}, {lat:e})"),
            Self::Circle([lon, lat, radius]) => format!("CIRCLE({lon:e}, {lat:e}, {radius:e})"),
            Self::Range([west, east, south, north]) => {
                format!("REGION('RANGE {west:e} {east:e} {south:e} {north:e}')")
            }
            Self::Polygon(numbers) => {
                let numbers: Vec<String> = numbers.iter().map(|number| format!("{number:e}")).collect();
                format!("POLYGON({})", numbers.join(", "))
            }
        }
    }
}

fn circle(numbers: &[f64]) -> Result<Shape, String> {
    let &[lon, lat, radius] = numbers else {
        return Err(format!("CIRCLE lon lat radius, which is 3 numbers, not {}", numbers.len()));
    };
    within("a longitude", lon, 0.0, 360.0)?;
    within("a latitude", lat, -90.0, 90.0)?;
    within("a radius", radius, 0.0, 180.0)?;
    Ok(if radius == 0.0 { Shape::Point([lon, lat]) } else { Shape::Circle([lon, lat, radius]) })
}

/// Infinities are the ends of what there is.
fn range(numbers: &[f64]) -> Result<Shape, String> {
    let &[west, east, south, north] = numbers else {
        return Err(format!("RANGE lon1 lon2 lat1 lat2, which is 4 numbers, not {}", numbers.len()));
    };
    let [west, east] = [west, east].map(|lon| if lon.is_infinite() { lon.clamp(0.0, 360.0) } else { lon });
    let [south, north] =
        [south, north].map(|lat| if lat.is_infinite() { lat.clamp(-90.0, 90.0) } else { lat });
    for lon in [west, east] {
        within("a longitude", lon, 0.0, 360.0)?;
    }
    for lat in [south, north] {
        within("a latitude", lat, -90.0, 90.0)?;
    }
    match LonLatRange::new([west, east], [south, north]) {
        Ok(_) => Ok(Shape::Range([west, east, south, north])),
        Err(_) => Err(format!("a range whose first latitude is not above the second: {south} and {north}")),
    }
}

fn polygon(numbers: Vec<f64>) -> Result<Shape, String> {
    if numbers.len() < 6 || !numbers.len().is_multiple_of(2) {
        return Err(format!(
            "POLYGON and a longitude and a latitude for each of 3 or more vertices, not {} numbers",
            numbers.len()
        ));
    }
    let mut vertices = Vec::with_capacity(numbers.len() / 2);
    for vertex in numbers.chunks_exact(2) {
        within("a longitude", vertex[0], 0.0, 360.0)?;
        within("a latitude", vertex[1], -90.0, 90.0)?;
        vertices.push(SkyPosition::new(vertex[0], vertex[1]).map_err(|error| error.to_string())?);
    }
    match Polygon::new(vertices) {
        Ok(_) => Ok(Shape::Polygon(numbers)),
        Err(error) => Err(format!("a polygon that has an inside: {error}")),
    }
}

fn within(what: &str, number: f64, least: f64, most: f64) -> Result<(), String> {
    match (least..=most).contains(&number) {
        true => Ok(()),
        false => Err(format!("in degrees, with {what} from {least} to {most}, not {number}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(text: &str) -> String {
        Shape::read(text).unwrap().meets("s_region")
    }

    fn refused(text: &str) -> String {
        let told = Shape::read(text).unwrap_err().to_string();
        let (_, expected) = told.split_once("; it must be ").unwrap();
        expected.to_owned()
    }

    #[test]
    fn every_shape_becomes_a_condition() {
        assert_eq!(
            meets("CIRCLE 201.365 -43.019 0.2"),
            "INTERSECTS(s_region, CIRCLE(2.01365e2, -4.3019e1, 2e-1)) = 1"
        );
        assert_eq!(meets("circle 10  20 0"), "CONTAINS(POINT(1e1, 2e1), s_region) = 1");
        assert_eq!(
            meets("RANGE 359 1 -1 1"),
            "INTERSECTS(s_region, REGION('RANGE 3.59e2 1e0 -1e0 1e0')) = 1"
        );
        assert_eq!(
            meets("Range -Inf +Inf 89 Inf"),
            "INTERSECTS(s_region, REGION('RANGE 0e0 3.6e2 8.9e1 9e1')) = 1"
        );
        assert_eq!(
            meets("POLYGON 10 10 10 12 12 12"),
            "INTERSECTS(s_region, POLYGON(1e1, 1e1, 1e1, 1.2e1, 1.2e1, 1.2e1)) = 1"
        );
    }

    #[test]
    fn what_has_another_number_of_numbers_is_refused() {
        assert_eq!(refused("CIRCLE 10 20"), "CIRCLE lon lat radius, which is 3 numbers, not 2");
        assert_eq!(refused("RANGE 1 2 3 4 5"), "RANGE lon1 lon2 lat1 lat2, which is 4 numbers, not 5");
        for (wrong, count) in [("POLYGON 1 2 3 4", 4), ("POLYGON 1 2 3 4 5 6 7", 7), ("POLYGON", 0)] {
            let expected = format!(
                "POLYGON and a longitude and a latitude for each of 3 or more vertices, not {count} numbers"
            );
            assert_eq!(refused(wrong), expected);
        }
    }

    #[test]
    fn what_is_nowhere_on_the_sky_is_refused() {
        assert_eq!(refused("CIRCLE 361 20 1"), "in degrees, with a longitude from 0 to 360, not 361");
        assert_eq!(refused("CIRCLE 10 -91 1"), "in degrees, with a latitude from -90 to 90, not -91");
        assert_eq!(refused("CIRCLE 10 20 -1"), "in degrees, with a radius from 0 to 180, not -1");
        assert_eq!(refused("CIRCLE 10 20 Inf"), "in degrees, with a radius from 0 to 180, not inf");
        assert_eq!(refused("POLYGON 1 2 3 4 5 99"), "in degrees, with a latitude from -90 to 90, not 99");
        assert_eq!(refused("RANGE 1 2 4 3"), "a range whose first latitude is not above the second: 4 and 3");
        assert_eq!(
            refused("POLYGON 0 0 10 10 10 0 0 10"),
            "a polygon that has an inside: the polygon crosses itself: the edge after vertex 1 meets the edge after vertex 3"
        );
    }

    #[test]
    fn words_of_other_languages_are_refused_with_what_there_is() {
        for wrong in ["BOX 1 2 3 4", "CIRCLE ICRS 1 2 3", "10 20 1", "CIRCLE 1 NaN 1", "CIRCLE 1,2,3"] {
            assert_eq!(refused(wrong), SHAPES);
        }
    }
}
