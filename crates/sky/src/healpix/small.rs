//! The cheap cover of a small cone: the ranges of the square round it in the plane of the cells.

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2, FRAC_PI_4};

use cdshealpix::nested;

use super::{Healpix, ORDER};
use crate::{CellRange, Coverage, Region, SkyError, SkyPosition};

/// Up to here a square serves as well as cells that fit; larger cones are covered by the walk.
const SMALL_DEG: f64 = 60.0 / 3600.0;

/// The deepest level of the cells: 26 arcseconds, which hold about one row of a deep catalogue. To read a row in vain
/// costs about as much as to look into an index once more.
const DEPTH_MAX: u8 = 13;

/// How many radii long the edge of a cell is at least.
const EDGE_RADII: f64 = 6.4;

/// The mean edge of a base cell in radians.
const BASE_EDGE_RAD: f64 = 1.023_326_707_946_488_5;

/// Up to this sine of the latitude the projection is cylindrical: 2 / 3, less what a small cone may reach.
const BELT_HEIGHT: f64 = 0.665;

/// Beyond this sine of the latitude, at 85 degrees, a small cone may turn far round the pole.
const POLE_HEIGHT: f64 = 0.996;

/// How much more than at its centre the stretch may be elsewhere in a small cone.
const CURVED: f64 = 1.01;

/// The distance along an axis of a cell, in edges, that a way of one mean edge covers at most: within the belt.
const STRETCH_BELT: f64 = 1.05;

/// The same for the whole sky; the largest value, 1.49, belongs to the meridians where base cells meet at a pole.
const STRETCH: f64 = 1.5;

/// The part of an edge that the rounding of a position may take, and some more.
const ROUNDING: f64 = 1e-6;

/// The ranges that hold every point of a cone, in place of what is in `ranges`; sorted, apart, none of them `full`.
///
/// Up to 1 arcminute they are found by arithmetic, and hold less than a cell of 6.4 radii beside the cone for each look
/// into an index that they spare; 1.3 ranges on the mean for 2 arcseconds. Larger cones, and those across the border of
/// a base cell, get the cover of [`Healpix`]. A negative or non-finite radius is an error.
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

/// Adds the ranges of the square round the cone; `false` if it leaves the base cell.
fn cover_by_square(position: &SkyPosition, radius_rad: f64, ranges: &mut Vec<CellRange>) -> bool {
    let depth = depth(radius_rad);
    let (lon_rad, lat_rad) = (position.lon_deg().to_radians(), position.lat_deg().to_radians());
    let (hash, dx, dy) = nested::get(depth).hash_with_dxdy(lon_rad, lat_rad);
    let reach = stretch(lon_rad, lat_rad) * radius_rad / edge_rad(depth) + ROUNDING;
    let base = hash >> (2 * depth);
    let side = |bits, offset| side(every_second_bit(bits), offset, reach, depth);
    let (Some(x), Some(y)) = (side(hash, dx), side(hash >> 1, dy)) else {
        return false;
    };
    let square = Square { x, y };
    square.push_ranges(base << (2 * ORDER), 1 << (2 * (ORDER - depth)), ranges);
    true
}

/// Cells of order 29 along both axes of a base cell, first and last.
#[derive(Clone, Copy)]
struct Square {
    x: (u64, u64),
    y: (u64, u64),
}

impl Square {
    /// Adds ranges that hold all cells of the square; a range more must spare the reader more than so many other cells.
    ///
    /// The cells of the lower and of the upper corner of a square have its least and its largest number.
    fn push_ranges(self, base: u64, spare: u64, ranges: &mut Vec<CellRange>) {
        let (first, last) = (number(self.x.0, self.y.0), number(self.x.1, self.y.1));
        let held = (self.x.1 - self.x.0 + 1) * (self.y.1 - self.y.0 + 1);
        if last - first + 1 - held <= spare {
            return push_joined(base + first, base + last, spare, ranges);
        }
        // The highest bit in which the corners differ parts the square into two whose numbers are apart.
        let bit = 63 - (first ^ last).leading_zeros();
        let [lower, upper] = match bit % 2 {
            0 => halves(self.x, bit / 2).map(|x| Self { x, ..self }),
            _ => halves(self.y, bit / 2).map(|y| Self { y, ..self }),
        };
        lower.push_ranges(base, spare, ranges);
        upper.push_ranges(base, spare, ranges);
    }
}

/// The number of a cell within its base cell.
fn number(x: u64, y: u64) -> u64 {
    spread(x) | (spread(y) << 1)
}

/// A side in two at the multiple of a power of two that it holds.
fn halves((first, last): (u64, u64), bit: u32) -> [(u64, u64); 2] {
    let middle = (last >> bit) << bit;
    [(first, middle - 1), (middle, last)]
}

/// The cells of order 29 along one axis that a square reaches, and one more at each end, since the cell of a position
/// is rounded too; `None` if some are outside the base cell. The place is that of a cell of the given level, the offset
/// the part of its edge before the centre.
fn side(place: u64, offset: f64, reach: f64, depth: u8) -> Option<(u64, u64)> {
    let cells = (1u64 << (ORDER - depth)) as f64;
    let place = (place & ((1u64 << depth) - 1)) as f64 + offset;
    let (first, last) = ((place - reach) * cells - 1.0, (place + reach) * cells + 1.0);
    let end = (1u64 << ORDER) as f64;
    (first >= 0.0 && last < end).then_some((first as u64, last as u64))
}

/// Adds a range, or lengthens the one before it where few cells are between them.
fn push_joined(first: u64, last: u64, spare: u64, ranges: &mut Vec<CellRange>) {
    // Cells of order 29 end below 2^62, so that the casts lose nothing.
    let (first, last) = (first as i64, last as i64);
    match ranges.last_mut() {
        Some(previous) if first - previous.last - 1 <= spare as i64 => previous.last = last,
        _ => ranges.push(CellRange { first, last, full: false }),
    }
}

/// The distance along an axis of a cell, in mean edges, that a way of one mean edge covers at most near a position.
fn stretch(lon_rad: f64, lat_rad: f64) -> f64 {
    let height = lat_rad.sin().abs();
    if height < BELT_HEIGHT {
        return STRETCH_BELT;
    }
    if height > POLE_HEIGHT {
        return STRETCH;
    }
    // In the polar caps meridians converge on the middle of each base cell; the more so the farther from it.
    let from_middle = (lon_rad.rem_euclid(FRAC_PI_2) - FRAC_PI_4).abs();
    let along = (from_middle + FRAC_PI_4).powi(2) * (1.0 + height) / 4.0;
    let steepest = BASE_EDGE_RAD * FRAC_2_PI * (3.0 * (1.0 / (1.0 + height) + along)).sqrt();
    STRETCH_BELT.max(steepest * CURVED)
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

/// The 32 lowest bits with a gap before each.
fn spread(number: u64) -> u64 {
    let mut bits = number & 0xffff_ffff;
    bits = (bits | (bits << 16)) & 0x0000_ffff_0000_ffff;
    bits = (bits | (bits << 8)) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | (bits << 4)) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | (bits << 2)) & 0x3333_3333_3333_3333;
    (bits | (bits << 1)) & 0x5555_5555_5555_5555
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
    fn cover_of_two_arcseconds_is_mostly_one_range() {
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

    #[test]
    fn cover_of_two_arcseconds_is_smaller_than_the_cells_that_it_touches() {
        let sky = even_sky(20_000);
        let (mut ranges, mut total) = (Vec::new(), 0);
        for centre in &sky {
            small_cone_cover(centre, 2.0 / 3600.0, &mut ranges).unwrap();
            total += ranges.iter().map(|range| range.last - range.first + 1).sum::<i64>();
        }
        let mean_cells = total as f64 / sky.len() as f64 / (1u64 << (2 * (ORDER - DEPTH_MAX))) as f64;
        println!("2 arcsec: {mean_cells:.2} of a cell of 26 arcsec");
        assert!((0.02..0.8).contains(&mean_cells), "{mean_cells}");
    }

    proptest! {
        #[test]
        fn ranges_of_a_square_hold_its_cells_and_are_far_apart(
            x in 0u64..5000, y in 0u64..5000, width in 1u64..40, height in 1u64..40, spare in 0u64..3000,
        ) {
            let mut ranges = Vec::new();
            let base = 7 << (2 * ORDER);
            Square { x: (x, x + width - 1), y: (y, y + height - 1) }.push_ranges(base, spare, &mut ranges);
            for (x, y) in (x..x + width).flat_map(|x| (y..y + height).map(move |y| (x, y))) {
                let cell = (base + number(x, y)) as i64;
                prop_assert!(ranges.iter().any(|range| (range.first..=range.last).contains(&cell)));
            }
            let apart = |pair: &[CellRange]| pair[1].first - pair[0].last - 1 > spare as i64;
            prop_assert!(ranges.windows(2).all(apart));
        }

        #[test]
        fn any_cone_holds_its_rim(centre in any_position(), radius_deg in any_radius_deg()) {
            let mut ranges = vec![CellRange { first: 0, last: 0, full: true }];
            small_cone_cover(&centre, radius_deg, &mut ranges).unwrap();
            prop_assert!(ranges.iter().all(|range| !range.full));
            check_rim(&centre, radius_deg, &ranges);
        }
    }
}
