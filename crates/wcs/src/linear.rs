//! From pixels to degrees in the plane of projection: CRPIX, and CD or PC and CDELT or CROTA, whichever is given.

use crate::Error;
use crate::axes::Axes;
use crate::cards::{Cards, wrong};

/// Larger absolute values than this are taken for damage.
const NUMBER_MAX: f64 = 1e15;

/// The linear part of the two axes of the sky.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Linear {
    /// The axes of the image that span the sky, counted from 1, in ascending order.
    pub(crate) pixel_axes: [usize; 2],
    /// CRPIX of these axes.
    pub(crate) reference_pixel: [f64; 2],
    /// CRVAL of longitude and latitude in degrees.
    pub(crate) reference_deg: [f64; 2],
    /// Degrees per pixel; rows are longitude and latitude.
    pub(crate) matrix: [[f64; 2]; 2],
}

impl Linear {
    pub(crate) fn read(cards: &Cards, axes: &Axes) -> Result<Self, Error> {
        let scales = [unit_deg(cards, axes, axes.lon)?, unit_deg(cards, axes, axes.lat)?];
        let rows = rows(cards, axes)?;
        let pixel_axes = pixel_axes(cards, axes, &rows)?;
        let mut linear =
            Self { pixel_axes, reference_pixel: [0.0; 2], reference_deg: [0.0; 2], matrix: [[0.0; 2]; 2] };
        for (place, axis) in pixel_axes.into_iter().enumerate() {
            linear.reference_pixel[place] = number(cards, &axes.card("CRPIX", axis))?.unwrap_or(0.0);
            for row in 0..2 {
                linear.matrix[row][place] = rows[row][axis - 1] * scales[row];
            }
        }
        for (row, axis) in [axes.lon, axes.lat].into_iter().enumerate() {
            linear.reference_deg[row] =
                number(cards, &axes.card("CRVAL", axis))?.unwrap_or(0.0) * scales[row];
        }
        linear.check(cards, axes)?;
        Ok(linear)
    }

    /// The determinant of the matrix, in square degrees.
    pub(crate) fn determinant(&self) -> f64 {
        let [[a, b], [c, d]] = self.matrix;
        a * d - b * c
    }

    fn check(&self, cards: &Cards, axes: &Axes) -> Result<(), Error> {
        let lengths = self.matrix.map(|[a, b]| a.hypot(b));
        // Rows that agree to a part in 10^12 leave no digit of the inverse.
        if self.determinant().abs() <= 1e-12 * lengths[0] * lengths[1] || lengths.contains(&0.0) {
            let names = if has_cd(cards, axes) { "CDi_j" } else { "CDELTi, PCi_j and CROTAi" };
            return Err(Error::Singular(format!("{names}{}", axes.alternate)));
        }
        if self.reference_deg[1].abs() > 90.0 + 1e-9 {
            let card = axes.card("CRVAL", axes.lat);
            let value = cards.value(&card).expect("it is not the default");
            return Err(wrong(&card, value, "a latitude in [-90, 90] degrees"));
        }
        Ok(())
    }
}

impl Axes {
    /// The name of a card of an axis.
    pub(crate) fn card(&self, name: &str, axis: usize) -> String {
        format!("{name}{axis}{}", self.alternate)
    }

    /// The name of a card of a world axis and a pixel axis.
    fn element(&self, name: &str, row: usize, column: usize) -> String {
        format!("{name}{row}_{column}{}", self.alternate)
    }
}

fn number(cards: &Cards, card: &str) -> Result<Option<f64>, Error> {
    cards.number(card, NUMBER_MAX)
}

/// How many degrees the unit of an axis has.
fn unit_deg(cards: &Cards, axes: &Axes, axis: usize) -> Result<f64, Error> {
    let card = axes.card("CUNIT", axis);
    match cards.text(&card)?.map(|unit| unit.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "deg" | "degree" | "degrees") => Ok(1.0),
        Some("arcmin") => Ok(1.0 / 60.0),
        Some("arcsec") => Ok(1.0 / 3600.0),
        Some("mas") => Ok(1.0 / 3_600_000.0),
        Some("rad" | "radian") => Ok(1.0_f64.to_degrees()),
        Some(_) => {
            let value = cards.value(&card).expect("its text was read");
            Err(wrong(&card, value, "deg, arcmin, arcsec, mas or rad"))
        }
    }
}

/// The elements of the rows of longitude and latitude for every axis of the image, in their own units.
fn rows(cards: &Cards, axes: &Axes) -> Result<[Vec<f64>; 2], Error> {
    if has_cd(cards, axes) {
        return Ok([matrix_row(cards, axes, "CD", axes.lon)?, matrix_row(cards, axes, "CD", axes.lat)?]);
    }
    let steps = [step(cards, axes, axes.lon)?, step(cards, axes, axes.lat)?];
    let angle_deg = number(cards, &axes.card("CROTA", axes.lat))?;
    if let Some(angle_deg) = angle_deg.filter(|_| axes.alternate.is_empty() && !has(cards, axes, "PC")) {
        return Ok(rotated(axes, steps, angle_deg));
    }
    let mut rows = [matrix_row(cards, axes, "PC", axes.lon)?, matrix_row(cards, axes, "PC", axes.lat)?];
    for (row, step) in rows.iter_mut().zip(steps) {
        row.iter_mut().for_each(|element| *element *= step);
    }
    Ok(rows)
}

fn has_cd(cards: &Cards, axes: &Axes) -> bool {
    has(cards, axes, "CD")
}

fn has(cards: &Cards, axes: &Axes, name: &str) -> bool {
    let mut places = [axes.lon, axes.lat].into_iter().flat_map(|row| (1..=axes.count).map(move |j| (row, j)));
    places.any(|(row, column)| cards.has(&axes.element(name, row, column)))
}

/// Elements that are not given are 0 in a CD matrix, those of the unit matrix in a PC matrix: Paper I §2.1.2.
fn matrix_row(cards: &Cards, axes: &Axes, name: &str, row: usize) -> Result<Vec<f64>, Error> {
    let element = |column: usize| {
        let absent = if name == "PC" && row == column { 1.0 } else { 0.0 };
        Ok(number(cards, &axes.element(name, row, column))?.unwrap_or(absent))
    };
    (1..=axes.count).map(element).collect()
}

fn step(cards: &Cards, axes: &Axes, axis: usize) -> Result<f64, Error> {
    let card = axes.card("CDELT", axis);
    match number(cards, &card)? {
        Some(step) => Ok(step),
        None if has(cards, axes, "PC") => Ok(1.0),
        None => Err(Error::Missing { card, meaning: "the size of a pixel, unless CDi_j cards give it" }),
    }
}

/// The rotation of AIPS, which the axis of latitude carries: Paper II §6.1.
fn rotated(axes: &Axes, [lon_step, lat_step]: [f64; 2], angle_deg: f64) -> [Vec<f64>; 2] {
    let (sin, cos) = angle_deg.to_radians().sin_cos();
    let mut rows = [vec![0.0; axes.count], vec![0.0; axes.count]];
    let (lon, lat) = (axes.lon - 1, axes.lat - 1);
    rows[0][lon] = lon_step * cos;
    rows[0][lat] = -lat_step * sin;
    rows[1][lon] = lon_step * sin;
    rows[1][lat] = lat_step * cos;
    rows
}

/// The two axes of the image that move the position; others may do so only if they are one pixel long and stand at
/// their reference.
fn pixel_axes(cards: &Cards, axes: &Axes, rows: &[Vec<f64>; 2]) -> Result<[usize; 2], Error> {
    let moves = |axis: &usize| rows.iter().any(|row| row[axis - 1] != 0.0);
    let moving: Vec<usize> = (1..=axes.count).filter(moves).collect();
    let mut kept = Vec::with_capacity(moving.len());
    for &axis in &moving {
        let at_reference = number(cards, &axes.card("CRPIX", axis))? == Some(1.0);
        if moving.len() <= 2 || cards.axis_length(axis) != Some(1) || !at_reference {
            kept.push(axis);
        }
    }
    match kept[..] {
        [first, second] => Ok([first, second]),
        [] | [_] => {
            let names = if has_cd(cards, axes) { "CDi_j" } else { "CDELTi, PCi_j and CROTAi" };
            Err(Error::Singular(format!("{names}{}", axes.alternate)))
        }
        _ => Err(Error::NotAPlane(kept.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(lines: &[&str]) -> Result<Linear, Error> {
        let types = ["CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'"];
        let header: String = types.iter().chain(lines).map(|line| format!("{line:80}")).collect();
        let cards = Cards::read(header.as_bytes());
        Linear::read(&cards, &Axes::find(&cards, None)?)
    }

    #[test]
    fn three_ways_to_write_a_rotation_by_thirty_degrees_are_one() {
        let (sin, cos) = 30.0_f64.to_radians().sin_cos();
        let by_angle = linear(&["CDELT1  = -2.0", "CDELT2  = 3.0", "CROTA2  = 30.0"]).unwrap();
        let matrix = |name: &str, elements: [f64; 4]| {
            let places = ["1_1", "1_2", "2_1", "2_2"];
            let cards = places.iter().zip(elements);
            cards
                .map(|(place, value)| format!("{:8}= {value:?}", format!("{name}{place}")))
                .collect::<Vec<_>>()
        };
        let cd = matrix("CD", [-2.0 * cos, -3.0 * sin, -2.0 * sin, 3.0 * cos]);
        let mut pc = matrix("PC", [cos, 1.5 * sin, -2.0 / 3.0 * sin, cos]);
        pc.extend(["CDELT1  = -2.0".to_owned(), "CDELT2  = 3.0".to_owned()]);
        for lines in [cd, pc] {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let given = linear(&lines).unwrap().matrix;
            for (row, expected) in given.iter().flatten().zip(by_angle.matrix.iter().flatten()) {
                assert!((row - expected).abs() < 1e-15, "{given:?} {:?}", by_angle.matrix);
            }
        }
    }

    #[test]
    fn units_are_turned_to_degrees() {
        let given =
            linear(&["CDELT1  = -3600.0", "CDELT2  = 60.0", "CUNIT1  = 'arcsec'", "CUNIT2  = 'arcmin'"]);
        assert_eq!(given.unwrap().matrix, [[-1.0, 0.0], [0.0, 1.0]]);
        assert_eq!(
            linear(&["CDELT1  = 1.0", "CDELT2  = 1.0", "CUNIT2  = 'pc'"]).unwrap_err().to_string(),
            "card CUNIT2 is 'pc'; expected deg, arcmin, arcsec, mas or rad"
        );
    }

    #[test]
    fn an_axis_of_one_pixel_may_be_coupled_and_a_longer_one_may_not() {
        let of_length = |length: u32| {
            let third = format!("NAXIS3  = {length}");
            linear(&[
                "NAXIS   = 3",
                &third,
                "CD1_1   = 1.0",
                "CD2_2   = 1.0",
                "CD1_3   = 0.1",
                "CRPIX3  = 1.0",
            ])
        };
        assert_eq!(of_length(1).unwrap().pixel_axes, [1, 2]);
        assert_eq!(
            of_length(5).unwrap_err().to_string(),
            "3 axes of the image move the position on the sky; only planes with two such axes are read"
        );
    }

    #[test]
    fn degenerate_descriptions_name_their_cards() {
        assert_eq!(
            linear(&["CD1_1   = 1.0", "CD1_2   = 2.0", "CD2_1   = 2.0", "CD2_2   = 4.0"])
                .unwrap_err()
                .to_string(),
            "the matrix of the cards CDi_j is singular: pixels have no position of their own on the sky"
        );
        assert_eq!(
            linear(&["CDELT1  = 0.0", "CDELT2  = 1.0"]).unwrap_err().to_string(),
            "the matrix of the cards CDELTi, PCi_j and CROTAi is singular: pixels have no position of their own on the \
             sky"
        );
        assert_eq!(
            linear(&["CDELT1  = 1.0"]).unwrap_err().to_string(),
            "card CDELT2 is missing: the size of a pixel, unless CDi_j cards give it"
        );
        assert_eq!(
            linear(&["CDELT1  = 1.0", "CDELT2  = 1.0", "CRVAL2  = 91.0"]).unwrap_err().to_string(),
            "card CRVAL2 is 91; expected a latitude in [-90, 90] degrees"
        );
    }
}
