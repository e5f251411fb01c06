//! Footprints: one region round those of all images of a file.

use sky::{Cone, Polygon, Region, SkyPosition, UnitVector};
use wcs::{Extent, Footprint};

/// A plane tangential to the sky holds what is nearer to its middle, in degrees.
const PLANE_MAX_DEG: f64 = 80.0;
/// Points that stand for a circle; its polygon is widened so that it holds the circle.
const CIRCLE_POINTS: usize = 32;

/// What a footprint can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outline {
    Circle(Cone),
    Polygon(Polygon),
}

impl From<Outline> for Region {
    fn from(outline: Outline) -> Self {
        match outline {
            Outline::Circle(cone) => Self::Cone(cone),
            Outline::Polygon(polygon) => Self::Polygon(polygon),
        }
    }
}

/// The region, its middle, and the diameter of the circle round that which holds it; `None` without a footprint.
///
/// One footprint is the region itself; several have their convex hull, or a circle where they are too far from each other.
pub(crate) fn of(footprints: &[Footprint]) -> Option<(Outline, SkyPosition, f64)> {
    let (first, more) = footprints.split_first()?;
    if more.is_empty() {
        return Some((region_of(&first.extent, first.centre), first.centre, first.diameter_deg));
    }
    let points: Vec<SkyPosition> = footprints.iter().flat_map(outline).collect();
    let middle = middle_of(&points)?;
    let radius_deg = points.iter().map(|point| middle.separation_deg(point)).fold(0.0, f64::max);
    let polygon = (radius_deg < PLANE_MAX_DEG).then(|| convex(&points, &middle)).flatten();
    let region = match polygon {
        Some(polygon) => Outline::Polygon(polygon),
        None => Outline::Circle(Cone::new(middle, radius_deg).ok()?),
    };
    Some((region, middle, (2.0 * radius_deg).min(360.0)))
}

/// The middle of a region and the diameter of the circle round that which holds it.
pub(crate) fn round(region: &Outline) -> (SkyPosition, f64) {
    match region {
        Outline::Circle(cone) => (cone.centre(), 2.0 * cone.radius_deg()),
        Outline::Polygon(polygon) => {
            let vertices = polygon.vertices();
            let middle = middle_of(vertices).unwrap_or(vertices[0]);
            let far_deg = vertices.iter().map(|vertex| middle.separation_deg(vertex)).fold(0.0, f64::max);
            (middle, 2.0 * far_deg)
        }
    }
}

fn region_of(extent: &Extent, centre: SkyPosition) -> Outline {
    match extent {
        Extent::Polygon(polygon) => Outline::Polygon(polygon.clone()),
        Extent::Circle(cone) => Outline::Circle(*cone),
        Extent::WholeSky => Outline::Circle(Cone::new(centre, 180.0).expect("180 degrees are a radius")),
    }
}

/// Points whose hull holds a footprint.
fn outline(footprint: &Footprint) -> Vec<SkyPosition> {
    match &footprint.extent {
        Extent::Polygon(polygon) => polygon.vertices().to_vec(),
        Extent::Circle(cone) => circle(&cone.centre(), cone.radius_deg()),
        Extent::WholeSky => circle(&footprint.centre, 180.0),
    }
}

/// The corners of a polygon round a circle.
fn circle(centre: &SkyPosition, radius_deg: f64) -> Vec<SkyPosition> {
    let step = std::f64::consts::TAU / CIRCLE_POINTS as f64;
    let radius = if radius_deg < PLANE_MAX_DEG {
        (radius_deg.to_radians().tan() / (step / 2.0).cos()).atan()
    } else {
        radius_deg.to_radians()
    };
    let axes = Axes::at(centre);
    let point = |place: usize| {
        let (sin, cos) = (place as f64 * step).sin_cos();
        let along = sum(&[(axes.east, sin), (axes.north, cos)]);
        position(&sum(&[(axes.middle, radius.cos()), (along, radius.sin())]))
    };
    (0..CIRCLE_POINTS).filter_map(point).collect()
}

/// Their convex hull, in the plane tangential at the middle, where great circles are lines.
fn convex(points: &[SkyPosition], middle: &SkyPosition) -> Option<Polygon> {
    let axes = Axes::at(middle);
    let mut flat: Vec<([f64; 2], SkyPosition)> = points
        .iter()
        .map(|point| {
            let vector = point.vector();
            let depth = vector.dot(&axes.middle);
            ([vector.dot(&axes.east) / depth, vector.dot(&axes.north) / depth], *point)
        })
        .collect();
    flat.sort_by(|(a, _), (b, _)| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let mut corners = chain(flat.iter());
    let upper = chain(flat.iter().rev());
    // Each chain ends where the other begins.
    corners.pop();
    corners.extend(upper);
    corners.pop();
    Polygon::new(corners.into_iter().map(|(_, point)| point).collect()).ok()
}

type Corner = ([f64; 2], SkyPosition);

/// Half of a hull: points from one end to the other that turn left only (Andrew 1979).
fn chain<'p>(points: impl Iterator<Item = &'p Corner>) -> Vec<Corner> {
    let mut corners: Vec<Corner> = Vec::new();
    for point in points {
        while let [.., (a, _), (b, _)] = corners.as_slice()
            && (b[0] - a[0]) * (point.0[1] - a[1]) - (b[1] - a[1]) * (point.0[0] - a[0]) <= 0.0
        {
            corners.pop();
        }
        corners.push(*point);
    }
    corners
}

/// The direction of the sum of all points; `None` if they cancel each other.
fn middle_of(points: &[SkyPosition]) -> Option<SkyPosition> {
    let vectors: Vec<(UnitVector, f64)> = points.iter().map(|point| (point.vector(), 1.0)).collect();
    position(&sum(&vectors))
}

/// The middle of a plane, and its directions towards east and north.
struct Axes {
    middle: UnitVector,
    east: UnitVector,
    north: UnitVector,
}

impl Axes {
    fn at(position: &SkyPosition) -> Self {
        let (sin, cos) = position.lon_deg().to_radians().sin_cos();
        let east = UnitVector { x: -sin, y: cos, z: 0.0 };
        let middle = position.vector();
        Self { middle, east, north: middle.cross(&east) }
    }
}

fn sum(vectors: &[(UnitVector, f64)]) -> UnitVector {
    vectors.iter().fold(UnitVector { x: 0.0, y: 0.0, z: 0.0 }, |sum, (vector, factor)| {
        sum.plus(&UnitVector { x: vector.x * factor, y: vector.y * factor, z: vector.z * factor })
    })
}

fn position(vector: &UnitVector) -> Option<SkyPosition> {
    let unit = vector.normalised()?;
    let lat_deg = unit.z.atan2(unit.x.hypot(unit.y)).to_degrees();
    SkyPosition::new(unit.y.atan2(unit.x).to_degrees(), lat_deg).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon_deg: f64, lat_deg: f64) -> SkyPosition {
        SkyPosition::new(lon_deg, lat_deg).unwrap()
    }

    fn square(lon_deg: f64, lat_deg: f64, half_deg: f64) -> Footprint {
        let centre = at(lon_deg, lat_deg);
        let axes = Axes::at(&centre);
        let tan = half_deg.to_radians().tan();
        let corner = |(east, north): (f64, f64)| {
            position(&sum(&[(axes.middle, 1.0), (axes.east, east * tan), (axes.north, north * tan)])).unwrap()
        };
        let corners = [(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)].map(corner).to_vec();
        Footprint {
            extent: Extent::Polygon(Polygon::new(corners).unwrap()),
            centre,
            diameter_deg: 2.0 * half_deg * 2.0_f64.sqrt(),
        }
    }

    #[test]
    fn one_footprint_is_the_region_itself() {
        let only = square(359.9, 10.0, 0.5);
        let (region, centre, diameter_deg) = of(std::slice::from_ref(&only)).unwrap();
        assert!(
            matches!(&region, Outline::Polygon(polygon) if Extent::Polygon(polygon.clone()) == only.extent)
        );
        assert_eq!((centre, diameter_deg), (only.centre, only.diameter_deg));
        assert!(of(&[]).is_none());
    }

    #[test]
    fn the_hull_holds_all_footprints_and_what_is_between_them() {
        // Four chips round RA 0, and round the pole.
        for (lon, lat) in [(0.0, 30.0), (120.0, 90.0)] {
            let axes = Axes::at(&at(lon, lat));
            let chips: Vec<Footprint> = [(0.01, 0.01), (-0.01, 0.01), (0.01, -0.01), (-0.01, -0.02)]
                .iter()
                .map(|&(east, north)| {
                    let middle = sum(&[(axes.middle, 1.0), (axes.east, east), (axes.north, north)]);
                    let middle = position(&middle).unwrap();
                    square(middle.lon_deg(), middle.lat_deg(), 0.3)
                })
                .collect();
            let (region, centre, diameter_deg) = of(&chips).unwrap();
            assert!(matches!(region, Outline::Polygon(_)));
            let region = Region::from(region);
            for chip in &chips {
                assert!(region.contains(&chip.centre));
                for corner in outline(chip) {
                    assert!(centre.separation_deg(&corner) <= diameter_deg / 2.0 + 1e-9);
                    // Of the corners themselves rounding decides: a thousandth of the way in.
                    let inside = sum(&[(corner.vector(), 0.999), (centre.vector(), 0.001)]);
                    assert!(region.contains(&position(&inside).unwrap()));
                }
            }
            assert!(region.contains(&at(lon, lat)));
        }
    }

    #[test]
    fn footprints_on_both_sides_of_the_sky_are_in_a_circle() {
        let apart = [square(0.0, 0.0, 1.0), square(120.0, 0.0, 1.0)];
        let (region, ..) = of(&apart).unwrap();
        // Half of what lies between them, and the outer corners.
        assert!(matches!(&region, Outline::Polygon(_)), "they are within 80 degrees of their middle");
        let (region, ..) = of(&[square(0.0, 0.0, 1.0), square(165.0, 0.0, 1.0)]).unwrap();
        let Outline::Circle(cone) = region else { panic!("no circle") };
        assert!((83.0..84.0).contains(&cone.radius_deg()), "{cone:?}");
    }

    #[test]
    fn a_circle_counts_with_all_of_it() {
        let round = Footprint {
            extent: Extent::Circle(Cone::new(at(10.0, 40.0), 1.0).unwrap()),
            centre: at(10.0, 40.0),
            diameter_deg: 2.0,
        };
        let (region, ..) = of(&[round, square(12.0, 40.0, 0.1)]).unwrap();
        let region = Region::from(region);
        for degrees in 0..360 {
            let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
            let axes = Axes::at(&at(10.0, 40.0));
            let along = sum(&[(axes.east, sin), (axes.north, cos)]);
            let rim = 0.9999_f64.to_radians();
            let point = position(&sum(&[(axes.middle, rim.cos()), (along, rim.sin())])).unwrap();
            assert!(region.contains(&point), "{degrees}");
        }
    }
}
