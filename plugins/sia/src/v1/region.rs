//! The region of SIA 1.0 and how an image may lie to it (SIA 1.0 §4.1.1).

use dali::{Error, Params};

use crate::shape::Shape;

/// A box on the sky round a place, in ICRS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Region {
    /// Right ascension and declination of its centre.
    pub(crate) centre_deg: [f64; 2],
    /// Width and height, as angles on the sky.
    pub(crate) size_deg: [f64; 2],
}

/// How an image must lie to the region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Intersect {
    /// The image holds all of the region.
    Covers,
    /// The region holds all of the image.
    Enclosed,
    /// The image holds the centre of the region.
    Center,
    /// They have a point in common.
    #[default]
    Overlaps,
}

impl Intersect {
    /// The words of the parameter.
    pub(crate) const WORDS: [(&str, Self); 4] = [
        ("COVERS", Self::Covers),
        ("ENCLOSED", Self::Enclosed),
        ("CENTER", Self::Center),
        ("OVERLAPS", Self::Overlaps),
    ];

    /// Reads INTERSECT, in any case.
    pub(crate) fn read(params: &Params) -> Result<Self, Error> {
        let Some(text) = params.single("INTERSECT")? else { return Ok(Self::default()) };
        let known = Self::WORDS.iter().find(|(word, _)| text.trim().eq_ignore_ascii_case(word));
        let expected = "COVERS, ENCLOSED, CENTER or OVERLAPS";
        known.map(|(_, intersect)| *intersect).ok_or_else(|| Error::invalid("INTERSECT", text, expected))
    }
}

impl Region {
    /// Reads POS and SIZE; the latter is `size_max_deg` at most.
    pub(crate) fn read(params: &Params, size_max_deg: f64) -> Result<Self, Error> {
        let centre_deg = position(params.required("POS")?)?;
        let size_deg = size(params.required("SIZE")?, size_max_deg)?;
        Ok(Self { centre_deg, size_deg })
    }

    /// Whether there is nothing in it but its centre.
    pub(crate) fn is_point(&self) -> bool {
        self.size_deg == [0.0; 2]
    }

    /// The condition that the image lies to the region as it must. A region that is a point is held by images.
    pub(crate) fn condition(&self, intersect: Intersect) -> String {
        let [lon, lat] = self.centre_deg;
        let centre = || format!("CONTAINS(POINT({lon:e}, {lat:e}), s_region) = 1");
        if self.is_point() {
            return centre();
        }
        let range = self.shape().geometry();
        match intersect {
            Intersect::Covers => format!("CONTAINS({range}, s_region) = 1"),
            Intersect::Enclosed => format!("CONTAINS(s_region, {range}) = 1"),
            Intersect::Center => centre(),
            Intersect::Overlaps => format!("INTERSECTS(s_region, {range}) = 1"),
        }
    }

    /// The region between two meridians and two parallels. Its half width in longitude is that of the equator divided by the
    /// cosine of the declination; a region that reaches a pole has all longitudes.
    pub(crate) fn shape(&self) -> Shape {
        let [lon, lat] = self.centre_deg;
        let [half_width, half_height] = self.size_deg.map(|size| size / 2.0);
        let (south, north) = ((lat - half_height).max(-90.0), (lat + half_height).min(90.0));
        let half_lon = half_width / lat.to_radians().cos();
        let is_at_pole = south == -90.0 || north == 90.0;
        if is_at_pole || half_lon.is_nan() || half_lon >= 180.0 {
            return Shape::Range([0.0, 360.0, south, north]);
        }
        let [west, east] = [lon - half_lon, lon + half_lon].map(|lon| lon.rem_euclid(360.0));
        Shape::Range([west, east, south, north])
    }
}

fn position(text: &str) -> Result<[f64; 2], Error> {
    match numbers(text).as_deref() {
        Some([lon, lat]) if (0.0..=360.0).contains(lon) && (-90.0..=90.0).contains(lat) => Ok([*lon, *lat]),
        _ => Err(Error::invalid(
            "POS",
            text,
            "right ascension from 0 to 360 and declination from -90 to 90, decimal degrees with a comma between, e.g. \
             `83.6331,22.0145`",
        )),
    }
}

fn size(text: &str, max_deg: f64) -> Result<[f64; 2], Error> {
    let size_deg = match numbers(text).as_deref() {
        Some([both]) if *both >= 0.0 => [*both; 2],
        Some([width, height]) if *width >= 0.0 && *height >= 0.0 => [*width, *height],
        _ => {
            let expected =
                "degrees, one number or width and height with a comma between, e.g. `0.2` or `0.2,0.1`";
            return Err(Error::invalid("SIZE", text, expected));
        }
    };
    match size_deg.iter().all(|size| *size <= max_deg) {
        true => Ok(size_deg),
        false => {
            let expected = format!("at most {max_deg} degrees, the largest region of this service");
            Err(Error::invalid("SIZE", text, expected))
        }
    }
}

/// Numbers with commas between; blanks round them do not matter.
fn numbers(text: &str) -> Option<Vec<f64>> {
    let finite = |part: &str| dali::real(part).filter(|number| number.is_finite());
    text.split(',').take(3).map(finite).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(query: &str) -> Result<Region, String> {
        let params = Params::read(Some(query), None, dali::Limits::default()).unwrap();
        Region::read(&params, 10.0).map_err(|error| error.to_string())
    }

    fn range(query: &str) -> [f64; 4] {
        match region(query).unwrap().shape() {
            Shape::Range(numbers) => numbers,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn width_is_an_angle_on_the_sky() {
        let [west, east, south, north] = range("POS=180,60&SIZE=2,1");
        assert!((west - 178.0).abs() < 1e-9 && (east - 182.0).abs() < 1e-9, "{west} {east}");
        assert_eq!([south, north], [59.5, 60.5]);
        assert_eq!(range("POS=+0.25+,+0&SIZE=1"), [359.75, 0.75, -0.5, 0.5]);
    }

    #[test]
    fn a_region_at_a_pole_has_all_longitudes() {
        assert_eq!(range("POS=20,89.9&SIZE=0.4"), [0.0, 360.0, 89.7, 90.0]);
        assert_eq!(range("POS=20,-90&SIZE=1"), [0.0, 360.0, -90.0, -89.5]);
        assert_eq!(range("POS=20,89&SIZE=9,0.1")[..2], [0.0, 360.0]);
    }

    #[test]
    fn every_way_to_lie_to_the_region_is_a_condition() {
        let region = region("POS=10,0&SIZE=2").unwrap();
        let range = "REGION('RANGE 9e0 1.1e1 -1e0 1e0')";
        for (word, expected) in [
            ("covers", format!("CONTAINS({range}, s_region) = 1")),
            ("ENCLOSED", format!("CONTAINS(s_region, {range}) = 1")),
            ("Center", "CONTAINS(POINT(1e1, 0e0), s_region) = 1".to_owned()),
            ("OVERLAPS", format!("INTERSECTS(s_region, {range}) = 1")),
            ("", format!("INTERSECTS(s_region, {range}) = 1")),
        ] {
            let query = format!("INTERSECT={word}");
            let params = Params::read(Some(&query), None, dali::Limits::default()).unwrap();
            assert_eq!(region.condition(Intersect::read(&params).unwrap()), expected);
        }
        let point = Region { size_deg: [0.0; 2], ..region };
        assert_eq!(point.condition(Intersect::Enclosed), "CONTAINS(POINT(1e1, 0e0), s_region) = 1");
    }

    #[test]
    fn what_is_no_region_is_refused() {
        let position = "it must be right ascension from 0 to 360 and declination from -90 to 90, decimal degrees with a \
                        comma between, e.g. `83.6331,22.0145`";
        for wrong in ["10", "10,91", "-1,20", "361,20", "1,2,3", "a,b", "05:30:00,22"] {
            let expected = format!("parameter POS has the value `{wrong}`; {position}");
            assert_eq!(region(&format!("POS={wrong}&SIZE=1")).unwrap_err(), expected);
        }
        for wrong in ["-1", "a", "1,2,3", "NaN", "inf"] {
            let expected = format!(
                "parameter SIZE has the value `{wrong}`; it must be degrees, one number or width and height with a \
                 comma between, e.g. `0.2` or `0.2,0.1`"
            );
            assert_eq!(region(&format!("POS=1,2&SIZE={wrong}")).unwrap_err(), expected);
        }
        let expected = "parameter SIZE has the value `10.5`; it must be at most 10 degrees, the largest region of this service";
        assert_eq!(region("POS=1,2&SIZE=10.5").unwrap_err(), expected);
        assert_eq!(region("POS=1,2").unwrap_err(), "parameter SIZE is missing; give it a value");
        assert_eq!(region("SIZE=1&POS=").unwrap_err(), "parameter POS is missing; give it a value");
    }

    #[test]
    fn another_word_for_intersect_is_refused() {
        let params = Params::read(Some("INTERSECT=TOUCHES"), None, dali::Limits::default()).unwrap();
        let expected =
            "parameter INTERSECT has the value `TOUCHES`; it must be COVERS, ENCLOSED, CENTER or OVERLAPS";
        assert_eq!(Intersect::read(&params).unwrap_err().to_string(), expected);
    }
}
