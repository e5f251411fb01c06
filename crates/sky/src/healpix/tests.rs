//! Tests of covers against brute force over points and cells.

use cdshealpix::nested;
use proptest::prelude::*;

use super::cell::{Bound, CellRadii, centre};
use super::*;
use crate::UnitVector;
use crate::sample::{any_position, any_radius_deg, at_distance, awkward_positions, even_sky, position};

fn holds(ranges: &[CellRange], position: &SkyPosition) -> bool {
    let cell = Healpix::index(position);
    ranges.iter().any(|range| (range.first..=range.last).contains(&cell))
}

/// Sorted, apart, merged, inside the sky.
fn check_form(ranges: &[CellRange]) {
    for range in ranges {
        assert!(0 <= range.first && range.first <= range.last && range.last <= LAST_CELL, "{range:?}");
    }
    for pair in ranges.windows(2) {
        assert!(pair[0].last < pair[1].first, "{pair:?}");
        assert!(pair[0].last + 1 < pair[1].first || pair[0].full != pair[1].full, "{pair:?}");
    }
}

/// Centres of the first, the last and some middle cells of every full range are inside the region.
fn check_full(ranges: &[CellRange], region: &Region) {
    for range in ranges.iter().filter(|range| range.full) {
        for part in 0..=16 {
            let cell = range.first + (range.last - range.first) / 16 * part;
            for cell in [cell, range.last - (cell - range.first)] {
                let (lon_rad, lat_rad) = nested::get(ORDER).center(cell as u64);
                let point = position(lon_rad.to_degrees(), lat_rad.to_degrees());
                assert!(region.contains(&point), "{point:?} of {range:?} is outside {region:?}");
            }
        }
    }
}

/// Every position of the sky that is inside the region is covered.
fn check_points<'p>(
    ranges: &[CellRange],
    region: &Region,
    points: impl IntoIterator<Item = &'p SkyPosition>,
) {
    for point in points {
        assert!(!region.contains(point) || holds(ranges, point), "{point:?} of {region:?} is lost");
    }
}

#[test]
fn index_of_known_positions_is_that_of_the_standard() {
    // Base cells 0, 4 and 8 have their southern, respectively own, corners there.
    assert_eq!(Healpix::index(&position(45.0, 90.0)), (1 << 58) - 1);
    assert_eq!(Healpix::index(&position(0.0, 0.0)) >> 58, 4);
    assert_eq!(Healpix::index(&position(45.0, -90.0)) >> 58, 8);
    assert_eq!(Healpix::indexes(&awkward_positions())[3], Healpix::index(&awkward_positions()[3]));
}

#[test]
fn no_position_panics_or_leaves_the_sky() {
    for index in Healpix::indexes(&awkward_positions()) {
        assert!((0..=LAST_CELL).contains(&index));
    }
}

#[test]
fn whole_sky_is_one_full_range() {
    let region = Region::cone(position(10.0, 20.0), 180.0).unwrap();
    let whole = CellRange { first: 0, last: LAST_CELL, full: true };
    assert_eq!(Healpix.cover(&region), Ok(vec![whole]));
}

#[test]
fn point_is_a_few_smallest_cells() {
    for centre in awkward_positions() {
        let ranges = Healpix.cover(&Region::cone(centre, 0.0).unwrap()).unwrap();
        assert!(holds(&ranges, &centre), "{centre:?}");
        let cells: i64 = ranges.iter().map(|range| range.last - range.first + 1).sum();
        assert!(cells <= 9 && ranges.iter().all(|range| !range.full), "{centre:?}: {ranges:?}");
    }
}

#[test]
fn cones_lose_no_star_of_an_even_sky() {
    let stars = even_sky(50_000);
    for centre in awkward_positions() {
        for radius_deg in [0.5, 3.0, 40.0, 89.9, 90.1, 150.0, 179.99] {
            let region = Region::cone(centre, radius_deg).unwrap();
            let ranges = Healpix.cover(&region).unwrap();
            check_form(&ranges);
            check_points(&ranges, &region, &stars);
            check_full(&ranges, &region);
        }
    }
}

#[test]
fn polygon_along_cell_borders_loses_no_point_of_its_edges() {
    // The meridians 0 and 90 are borders of base cells in the cap, the equator is a diagonal of cells.
    let vertices = [(0.0, 50.0), (0.0, 70.0), (90.0, 70.0), (90.0, 50.0)];
    let vertices: Vec<SkyPosition> = vertices.iter().map(|&(lon, lat)| position(lon, lat)).collect();
    let region = Region::polygon(vertices).unwrap();
    let ranges = Healpix.cover(&region).unwrap();
    for step in 0..=1000 {
        let lat = 50.0 + 20.0 * f64::from(step) / 1000.0;
        assert!(holds(&ranges, &position(0.0, lat)) && holds(&ranges, &position(90.0, lat)), "{lat}");
    }
}

#[test]
fn covers_follow_the_depth_rule_and_are_as_tight_as_those_of_cdshealpix() {
    let radii = [(1.0, 0), (10.0, 0), (11.0, 2), (360.0, 2), (1800.0, 2), (3600.0, 4), (36000.0, 4)];
    for (radius_arcsec, levels) in radii {
        let radius_deg: f64 = radius_arcsec / 3600.0;
        let (mut ours, mut theirs) = (Size::default(), Size::default());
        for centre in even_sky(500) {
            let region = Region::cone(centre, radius_deg).unwrap();
            ours.add(&CellRange::without_flags(&Healpix.cover(&region).unwrap()));
            theirs.add(&cdshealpix_cover(&centre, radius_deg, levels));
        }
        let (ranges, cells) = (ours.ranges / theirs.ranges, ours.cells / theirs.cells);
        assert!((0.95..1.05).contains(&ranges), "{radius_arcsec}: {ranges} times their ranges");
        assert!((0.95..1.05).contains(&cells), "{radius_arcsec}: {cells} times their area");
    }
}

#[derive(Default)]
struct Size {
    ranges: f64,
    cells: f64,
}

impl Size {
    fn add(&mut self, ranges: &[CellRange]) {
        self.ranges += ranges.len() as f64;
        self.cells += ranges.iter().map(|range| (range.last - range.first + 1) as f64).sum::<f64>();
    }
}

/// The cover of cdshealpix some levels below the first depth, looking two levels ahead.
fn cdshealpix_cover(centre: &SkyPosition, radius_deg: f64, levels: u8) -> Vec<CellRange> {
    let radius_rad = radius_deg.to_radians();
    let depth = cdshealpix::best_starting_depth(radius_rad) + levels;
    let (lon_rad, lat_rad) = (centre.lon_deg().to_radians(), centre.lat_deg().to_radians());
    let cover = nested::get(depth).cone_coverage_approx_custom(2, lon_rad, lat_rad, radius_rad);
    let shift = 2 * (ORDER - depth);
    let range = |cells: &std::ops::Range<u64>| CellRange {
        first: (cells.start << shift) as i64,
        last: (cells.end << shift) as i64 - 1,
        full: false,
    };
    cover.to_ranges().iter().map(range).collect()
}

#[test]
fn no_cell_reaches_beyond_its_radius() {
    for depth in 0..7u8 {
        for hash in 0..nested::get(depth).n_hash() {
            check_cell_radius(depth, hash);
        }
    }
    for point in even_sky(2000).iter().chain(&awkward_positions()) {
        for depth in 7..ORDER {
            check_cell_radius(depth, (Healpix::index(point) >> (2 * (ORDER - depth))) as u64);
        }
    }
}

/// Points along the border of the cell are no farther from its centre than the limit that covers use.
fn check_cell_radius(depth: u8, hash: u64) {
    let middle = centre(depth, hash);
    let limit = CellRadii::near(&Bound { centre: middle, radius_rad: 0.0 }).at(depth);
    let segments = if depth < 4 { 16 } else { 2 };
    for &(lon_rad, lat_rad) in &nested::get(depth).grid(hash, segments) {
        let distance = middle.angle_rad(&UnitVector::from_radians(lon_rad, lat_rad));
        assert!(distance <= limit * (1.0 + 1e-12) + 1e-15, "cell {depth}/{hash}: {distance} > {limit}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn cone_holds_its_rim_and_its_full_cells_hold_nothing_else(
        centre in any_position(), radius_deg in any_radius_deg(), turn_deg in 0.0..360.0,
    ) {
        let region = Region::cone(centre, radius_deg).unwrap();
        let ranges = Healpix.cover(&region).unwrap();
        check_form(&ranges);
        check_full(&ranges, &region);
        for step in 0..24 {
            let angle_deg = turn_deg + f64::from(step) * 15.0;
            let rim = [1.0, 1.0 - 1e-13, 1.0 - 1e-6, 0.9].map(|part| at_distance(&centre, radius_deg * part, angle_deg));
            check_points(&ranges, &region, &rim);
            // What rounding puts just outside is covered too.
            prop_assert!(holds(&ranges, &rim[0]), "{:?} of {:?}", rim[0], region);
        }
    }

    #[test]
    fn polygon_holds_its_points_and_its_full_cells_hold_nothing_else(
        centre in any_position(), size_deg in -7.0..1.9_f64, shrink in 0.2..1.0, tips in 2usize..8, turn_deg in 0.0..360.0,
    ) {
        let size_deg = 10.0_f64.powf(size_deg);
        let vertex = |i: usize| {
            let radius_deg = if i.is_multiple_of(2) { size_deg } else { size_deg * shrink };
            at_distance(&centre, radius_deg, turn_deg + 180.0 * i as f64 / tips as f64)
        };
        let vertices: Vec<SkyPosition> = (0..2 * tips).map(vertex).collect();
        let region = Region::polygon(vertices.clone()).unwrap();
        let ranges = Healpix.cover(&region).unwrap();
        check_form(&ranges);
        check_full(&ranges, &region);
        check_points(&ranges, &region, &vertices);
        let points: Vec<SkyPosition> = (0..200)
            .map(|i| at_distance(&centre, size_deg * f64::from(i) / 200.0, f64::from(i) * 77.7))
            .collect();
        check_points(&ranges, &region, &points);
    }
}
