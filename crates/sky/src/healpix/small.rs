//! The cheap cover of a small cone: the cells of one level that its surrounding square in their plane touches.

use cdshealpix::nested;

use super::{Healpix, ORDER};
use crate::{CellRange, Coverage, Region, SkyError, SkyPosition};

/// Up to here a few large cells serve as well as cells that fit; larger cones are covered by the walk.
const SMALL_DEG: f64 = 60.0 / 3600.0;

/// The deepest level of the cells: 26 arcseconds, which hold about one row of a deep catalogue.
const DEPTH_MAX: u8 = 13;

/// How many radii long the edge of a cell is at least, so that most cones touch no border of their cell.
const EDGE_RADII: f64 = 6.4;

/// The mean edge of a base cell in radians.
const BASE_EDGE_RAD: f64 = 1.023_326_707_946_488_5;

/// Up to this latitude the projection is cylindrical: asin(2 / 3), less what a small cone may reach.
const BELT_DEG: f64 = 41.7;

/// The distance along an axis of a cell, in edges, that a way of one mean edge covers at most: within the belt.
const STRETCH_BELT: f64 = 1.05;

/// The same for the whole sky; the largest value, 1.49, belongs to the meridians where base cells meet at a pole.
const STRETCH: f64 = 1.5;

/// The part of an edge that the rounding of a position may take, and some more.
const ROUNDING: f64 = 1e-6;

/// The ranges that hold every point of a cone, in place of what is in `ranges`; sorted, apart, none of them `full`.
///
/// Up to 1 arcminute the cells have edges of at least 6.4 radii, and the few of them that the cone may touch are found
/// by arithmetic; 1.3 ranges on the mean for 2 arcseconds. Larger cones, and those across the border of a base cell,
/// get the cover of [`Healpix`]. A negative or non-finite radius is an error.
pub fn small_cone_cover(
    position: &SkyPosition,
    radius_deg: f64,
    ranges: &mut Vec<CellRange>,
) -> Result<(), SkyError> {
    ranges.clear();
    let region = Region::cone(*position, radius_deg)?;
    if radius_deg > SMALL_DEG || !cover_by_square(position, radius_deg.to_radians(), ranges) {
        ranges.extend(CellRange::without_flags(&Healpix.cover(&region)?));
    }
    Ok(())
}

/// Adds the cells that the square round the cone touches; `false` if it leaves the base cell.
fn cover_by_square(position: &SkyPosition, radius_rad: f64, ranges: &mut Vec<CellRange>) -> bool {
    let depth = depth(radius_rad);
    let (lon_rad, lat_rad) = (position.lon_deg().to_radians(), position.lat_deg().to_radians());
    let (hash, dx, dy) = nested::get(depth).hash_with_dxdy(lon_rad, lat_rad);
    let stretch = if position.lat_deg().abs() < BELT_DEG { STRETCH_BELT } else { STRETCH };
    let reach = stretch * radius_rad / edge_rad(depth) + ROUNDING;
    let base = hash >> (2 * depth);
    let (x, y) = (every_second_bit(hash), every_second_bit(hash >> 1));
    let (Some(columns), Some(rows)) = (steps(x, dx, reach, depth), steps(y, dy, reach, depth)) else {
        return false;
    };
    let mut cells = [0; 4];
    let mut count = 0;
    for row in rows {
        for column in columns.clone() {
            cells[count] = (base << (2 * depth)) | spread(column) | (spread(row) << 1);
            count += 1;
        }
    }
    push_sorted(&mut cells[..count], depth, ranges);
    true
}

/// The places along one axis that a square reaches: the own one and perhaps one neighbour; `None` outside the base
/// cell. The reach is less than half an edge.
fn steps(place: u64, offset: f64, reach: f64, depth: u8) -> Option<std::ops::RangeInclusive<u64>> {
    let last = (1u64 << depth) - 1;
    let place = place & last;
    let first = if offset <= reach { place.checked_sub(1)? } else { place };
    let end = if offset >= 1.0 - reach { place + 1 } else { place };
    (end <= last).then_some(first..=end)
}

fn push_sorted(cells: &mut [u64], depth: u8, ranges: &mut Vec<CellRange>) {
    cells.sort_unstable();
    let shift = 2 * (ORDER - depth);
    for cell in cells {
        // Cells of order 29 end below 2^62, so that the casts lose nothing.
        let (first, last) = ((*cell << shift) as i64, (((*cell + 1) << shift) - 1) as i64);
        match ranges.last_mut() {
            Some(previous) if previous.last + 1 == first => previous.last = last,
            _ => ranges.push(CellRange { first, last, full: false }),
        }
    }
}

/// The deepest level, up to [`DEPTH_MAX`], whose cells are large against the cone.
fn depth(radius_rad: f64) -> u8 {
    let mut depth = DEPTH_MAX;
    while depth > 0 && edge_rad(depth) < EDGE_RADII * radius_rad {
        depth -= 1;
    }
    depth
}

fn edge_rad(depth: u8) -> f64 {
    BASE_EDGE_RAD / f64::from(1u32 << depth)
}

/// Bits 0, 2, 4 ... 30 as a number: one axis of a nested cell of at most [`DEPTH_MAX`], with bits of the base cell on
/// top.
fn every_second_bit(bits: u64) -> u64 {
    let mut bits = bits & 0x5555_5555;
    bits = (bits | (bits >> 1)) & 0x3333_3333;
    bits = (bits | (bits >> 2)) & 0x0f0f_0f0f;
    bits = (bits | (bits >> 4)) & 0x00ff_00ff;
    (bits | (bits >> 8)) & 0xffff
}

/// The 16 lowest bits with a gap before each.
fn spread(number: u64) -> u64 {
    let mut bits = number & 0xffff;
    bits = (bits | (bits << 8)) & 0x00ff_00ff;
    bits = (bits | (bits << 4)) & 0x0f0f_0f0f;
    bits = (bits | (bits << 2)) & 0x3333_3333;
    (bits | (bits << 1)) & 0x5555_5555
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use proptest::prelude::*;

    use super::*;
    use crate::sample::{any_position, any_radius_deg, at_distance, awkward_positions, even_sky, position};

    fn check_rim(centre: &SkyPosition, radius_deg: f64, ranges: &[CellRange]) {
        for i in 0..16 {
            let point = at_distance(centre, radius_deg * 0.999_999_999, f64::from(i) * 22.5 + radius_deg);
            let cell = Healpix::index(&point);
            let held = ranges.iter().any(|range| (range.first..=range.last).contains(&cell));
            assert!(held, "{point:?} of the cone {centre:?}, {radius_deg} is lost");
        }
    }

    #[test]
    fn two_hundred_thousand_cones_lose_no_point_of_their_rims() {
        let mut ranges = Vec::new();
        let radii_deg = [0.1, 1.0, 2.0, 5.0, 30.0, 61.0].map(|arcsec: f64| arcsec / 3600.0);
        for (centre, radius_deg) in even_sky(200_000).iter().zip(radii_deg.iter().cycle()) {
            small_cone_cover(centre, *radius_deg, &mut ranges).unwrap();
            check_rim(centre, *radius_deg, &ranges);
        }
    }

    #[test]
    fn cones_at_awkward_places_lose_no_point_of_their_rims() {
        let mut ranges = Vec::new();
        for centre in awkward_positions() {
            for radius_arcsec in [0.001, 1.0, 10.0, 59.0] {
                small_cone_cover(&centre, radius_arcsec / 3600.0, &mut ranges).unwrap();
                check_rim(&centre, radius_arcsec / 3600.0, &ranges);
            }
        }
    }

    #[test]
    fn cover_of_two_arcseconds_is_mostly_one_cell() {
        let sky = even_sky(20_000);
        let (mut ranges, mut total) = (Vec::new(), 0);
        let begun = Instant::now();
        for centre in &sky {
            small_cone_cover(centre, 2.0 / 3600.0, &mut ranges).unwrap();
            total += ranges.len();
        }
        let (mean, cost) =
            (total as f64 / sky.len() as f64, begun.elapsed().as_secs_f64() / sky.len() as f64);
        println!("2 arcsec: {mean:.2} ranges, {:.2} us a cone", cost * 1e6);
        assert!((1.0..1.5).contains(&mean), "{mean}");
    }

    #[test]
    fn negative_radius_is_refused() {
        let error = small_cone_cover(&position(0.0, 0.0), -1.0, &mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "radius -1 is not a number of degrees of 0 or more");
    }

    proptest! {
        #[test]
        fn any_cone_holds_its_rim(centre in any_position(), radius_deg in any_radius_deg()) {
            let mut ranges = vec![CellRange { first: 0, last: 0, full: true }];
            small_cone_cover(&centre, radius_deg, &mut ranges).unwrap();
            prop_assert!(ranges.iter().all(|range| !range.full));
            check_rim(&centre, radius_deg, &ranges);
        }
    }
}
