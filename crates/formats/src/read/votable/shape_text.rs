//! Shapes that TAP 1.0 wrote as text (STC-S), to coordinates.

use catalogue::PgBase;
use sky::{Region, SkyPosition, region_text};

use super::cell::Shape;
use super::text_value::wrong;
use crate::read::row::{ArrayValue, write_null};

/// Appends the coordinates, in ICRS and degrees; a blank text is NULL.
pub(super) fn write(shape: Shape, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    if text.trim().is_empty() {
        write_null(out);
        return Ok(());
    }
    let shapes = region_text::parse(text).and_then(|region| region.icrs_shapes());
    let shapes = shapes.map_err(|error| format!("{}: {error}", wrong(text, expected(shape))))?;
    let mut array = ArrayValue::begin(PgBase::Float8, out);
    match (shape, shapes.as_slice()) {
        (Shape::Point, [sky::Shape::Position(position)]) => push(position, &mut array, out),
        (Shape::Circle, [sky::Shape::Region(Region::Cone(cone))]) => {
            push(&cone.centre(), &mut array, out);
            array.element(&cone.radius_deg().to_be_bytes(), out);
        }
        (Shape::Polygon, [sky::Shape::Region(Region::Polygon(polygon))]) => {
            polygon.vertices().iter().for_each(|vertex| push(vertex, &mut array, out));
        }
        _ => return Err(wrong(text, expected(shape))),
    }
    array.end(out);
    Ok(())
}

fn push(position: &SkyPosition, array: &mut ArrayValue, out: &mut Vec<u8>) {
    array.element(&position.lon_deg().to_be_bytes(), out);
    array.element(&position.lat_deg().to_be_bytes(), out);
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Point => "a position such as `Position ICRS 10 20`",
        Shape::Circle => "a circle such as `Circle ICRS 10 20 1`",
        Shape::Polygon => "a polygon such as `Polygon ICRS 10 20 11 20 11 21`",
    }
}
