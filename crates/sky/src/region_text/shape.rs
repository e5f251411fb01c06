//! The shapes of a region text and their numbers.

use super::words::Words;
use super::{Shape, VERTICES_MAX_IN_TEXT};
use crate::{Polygon, Region, SkyError, SkyPosition};

const SHAPE: &str = "a shape (Circle, Polygon, Box, Range, Position, Union)";
const LON: &str = "a frame (ICRS, FK5, FK4, GALACTIC, ECLIPTIC) or a longitude in degrees";
const LAT: &str = "a latitude in degrees";

/// The shapes that have names.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Position,
    Circle,
    Polygon,
    Box,
    Range,
}

/// Reads the name of a shape.
pub(super) fn kind(words: &mut Words) -> Result<Kind, SkyError> {
    let names = [
        ("circle", Kind::Circle),
        ("polygon", Kind::Polygon),
        ("box", Kind::Box),
        ("range", Kind::Range),
        ("position", Kind::Position),
        ("point", Kind::Position),
    ];
    let found = names.iter().find(|(name, _)| words.take(name));
    found.map(|(_, kind)| *kind).ok_or_else(|| words.error(SHAPE))
}

/// Reads the numbers of a shape and the unit that may follow.
pub(super) fn read(kind: Kind, words: &mut Words) -> Result<Shape, SkyError> {
    let shape = match kind {
        Kind::Position => Shape::Position(position(words)?),
        Kind::Circle => {
            let centre = position(words)?;
            let radius_deg = words.number("the radius of the circle in degrees")?;
            Shape::Region(Region::cone(centre, radius_deg)?)
        }
        Kind::Box => {
            let centre = position(words)?;
            let width_deg = words.number("the width of the box in degrees")?;
            let height_deg = words.number("the height of the box in degrees")?;
            Shape::Region(Region::Polygon(Polygon::from_box(&centre, width_deg, height_deg)?))
        }
        Kind::Polygon => Shape::Region(Region::polygon(vertices(words)?)?),
        Kind::Range => Shape::Region(range(words)?),
    };
    if words.take("unit") {
        words.expect("deg", "`deg`, the only unit here")?;
        words.take("deg");
    }
    Ok(shape)
}

/// `lon1 lon2 lat1 lat2`; where one is infinite the range is open.
fn range(words: &mut Words) -> Result<Region, SkyError> {
    let lons_deg = [words.end(LON)?, words.end("the second longitude of the range in degrees")?];
    let lats_deg = [words.end(LAT)?, words.end("the second latitude of the range in degrees")?];
    Region::range(lons_deg, lats_deg)
}

/// Reads a shape without a name: its kind follows from how many numbers there are.
pub(super) fn from_numbers(words: &mut Words) -> Result<Shape, SkyError> {
    let mut numbers = Vec::new();
    while words.peek().is_some() {
        if numbers.len() > 2 * VERTICES_MAX_IN_TEXT {
            return Err(SkyError::TooManyVertices { count: numbers.len() / 2, max: crate::VERTICES_MAX });
        }
        numbers.push(words.number("a number of degrees")?);
    }
    match numbers[..] {
        [lon, lat] => Ok(Shape::Position(SkyPosition::new(lon, lat)?)),
        [lon, lat, radius_deg] => Ok(Shape::Region(Region::cone(SkyPosition::new(lon, lat)?, radius_deg)?)),
        _ if numbers.len() >= 6 && numbers.len().is_multiple_of(2) => {
            let vertices = numbers.chunks_exact(2).map(|pair| SkyPosition::new(pair[0], pair[1]));
            Ok(Shape::Region(Region::polygon(vertices.collect::<Result<_, _>>()?)?))
        }
        _ => Err(SkyError::RegionText(format!(
            "2 numbers are a position, 3 a circle, 6 or more in pairs a polygon; this region has {}",
            numbers.len()
        ))),
    }
}

fn vertices(words: &mut Words) -> Result<Vec<SkyPosition>, SkyError> {
    let mut vertices = vec![position(words)?];
    while words.at_number() {
        vertices.push(position(words)?);
        if vertices.len() > VERTICES_MAX_IN_TEXT {
            return Err(SkyError::TooManyVertices { count: vertices.len(), max: crate::VERTICES_MAX });
        }
    }
    Ok(vertices)
}

fn position(words: &mut Words) -> Result<SkyPosition, SkyError> {
    let lon_deg = words.number(LON)?;
    let lat_deg = words.number(LAT)?;
    SkyPosition::new(lon_deg, lat_deg)
}
