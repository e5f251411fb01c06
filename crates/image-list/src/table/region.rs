//! The region of a row of a table.

use sky::{Cone, Region, Shape, SkyPosition, region_text};

use crate::hull::{self, Outline};
use crate::row::ImageRow;
use crate::space;

/// Takes the region from its text or its numbers, else from position and diameter; whether there is one.
pub(super) fn fill(
    row: &mut ImageRow,
    region: Option<&str>,
    values: &[(&str, &str)],
) -> Result<bool, String> {
    let is_given = |name: &str| values.iter().any(|(column, _)| *column == name);
    let position = row.s_ra.zip(row.s_dec).map(|(lon_deg, lat_deg)| SkyPosition::new(lon_deg, lat_deg));
    let position = position.transpose().map_err(|error| format!("the position: {error}"))?;
    let region = match region {
        Some(text) => Some(parsed(text).map_err(|why| format!("column `s_region`: {why}"))?),
        None => match (position, row.s_fov.filter(|_| is_given("s_fov"))) {
            (Some(position), Some(diameter_deg)) => {
                let circle = Cone::new(position, diameter_deg / 2.0).map(Outline::Circle);
                Some(circle.map_err(|error| format!("column `s_fov`: {error}"))?)
            }
            _ => None,
        },
    };
    let Some(region) = region else { return Ok(false) };
    let (centre, diameter_deg) = hull::round(&region);
    let diameter_deg = row.s_fov.filter(|_| is_given("s_fov")).unwrap_or(diameter_deg);
    let centre = position.filter(|_| is_given("s_ra") && is_given("s_dec")).unwrap_or(centre);
    space::place(row, region, &centre, diameter_deg);
    Ok(true)
}

/// A region from STC-S, from the text of DALI, or from the numbers of an array.
fn parsed(text: &str) -> Result<Outline, String> {
    let numbers = text.trim().trim_start_matches('{').trim_end_matches('}').replace(',', " ");
    let is_array = text.trim().starts_with('{');
    let read = region_text::parse(if is_array { &numbers } else { text });
    let shapes = read.and_then(|text| text.icrs_shapes()).map_err(|error| error.to_string())?;
    match shapes.as_slice() {
        [Shape::Region(Region::Cone(cone))] => Ok(Outline::Circle(*cone)),
        [Shape::Region(Region::Polygon(polygon))] => Ok(Outline::Polygon(polygon.clone())),
        [Shape::Region(Region::Range(_))] => {
            Err("a range is no footprint; map a polygon that holds it".to_owned())
        }
        [_] => Err("a point is no region; map `s_ra`, `s_dec` and `s_fov`".to_owned()),
        _ => Err("the union of several shapes is no footprint; map one that holds them".to_owned()),
    }
}
