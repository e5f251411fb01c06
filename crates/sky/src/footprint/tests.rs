//! Tests of stored lists and probes against each other and against points.

use proptest::prelude::*;

use super::*;
use crate::healpix::ORDER;
use crate::sample::{any_position, any_radius_deg, at_distance, awkward_positions, even_sky, position};
use crate::{CellRange, Coverage, Healpix, SkyPosition};

fn overlap(stored: &[i64], probe: &[i64]) -> bool {
    stored.iter().any(|code| probe.binary_search(code).is_ok())
}

/// The cells that are not ancestors.
fn cells(stored: &[i64]) -> Vec<Cell> {
    let cell = |&code: &i64| {
        let depth = ((63 - (code as u64).leading_zeros()) / 2 - 1) as u8;
        Cell { depth, hash: code as u64 - (4 << (2 * depth)) }
    };
    stored.iter().filter(|code| **code > 0).map(cell).collect()
}

fn holds(cells: &[Cell], point: &SkyPosition) -> bool {
    let index = Healpix::index(point) as u64;
    cells.iter().any(|cell| index >> (2 * (ORDER - cell.depth)) == cell.hash)
}

/// The part of the sky that cells cover.
fn size(cells: &[Cell]) -> f64 {
    cells.iter().map(|cell| 1.0 / f64::from(12u32 << (2 * cell.depth))).sum()
}

/// A region of every kind and size that holds a point, often on its border.
fn region_round(point: SkyPosition) -> impl Strategy<Value = Region> {
    let place = prop_oneof![Just(0.0), Just(1.0), 0.0..1.0_f64];
    let kind = 0..3;
    (kind, any_radius_deg(), place.clone(), place, 0.0..360.0_f64, 2usize..6).prop_filter_map(
        "does not hold the point",
        move |(kind, size_deg, along, across, angle_deg, tips)| {
            let region = match kind {
                0 => Region::cone(at_distance(&point, size_deg * along, angle_deg), size_deg),
                1 => star(&point, size_deg.min(80.0), along, angle_deg, tips),
                _ => range_round(&point, [2.0 * size_deg, size_deg], [along, across]),
            };
            region.ok().filter(|region| region.contains(&point))
        },
    )
}

fn star(
    point: &SkyPosition,
    size_deg: f64,
    along: f64,
    angle_deg: f64,
    tips: usize,
) -> Result<Region, crate::SkyError> {
    let centre = at_distance(point, size_deg * along, angle_deg);
    // The first tip is at the point if that is on the rim.
    let back_deg = if along == 0.0 { 0.0 } else { bearing_deg(&centre, point) };
    let vertex = |i: usize| {
        let radius_deg = if i.is_multiple_of(2) { size_deg } else { size_deg * 0.4 };
        match (i, along == 1.0) {
            (0, true) => *point,
            _ => at_distance(&centre, radius_deg, back_deg + 180.0 * i as f64 / tips as f64),
        }
    };
    Region::polygon((0..2 * tips).map(vertex).collect())
}

/// The direction of a point as seen from another, east of north.
fn bearing_deg(from: &SkyPosition, to: &SkyPosition) -> f64 {
    let (from_sin, from_cos) = from.lat_deg().to_radians().sin_cos();
    let (to_sin, to_cos) = to.lat_deg().to_radians().sin_cos();
    let (sin, cos) = (to.lon_deg() - from.lon_deg()).to_radians().sin_cos();
    (sin * to_cos).atan2(from_cos * to_sin - from_sin * to_cos * cos).to_degrees()
}

fn range_round(
    point: &SkyPosition,
    [width_deg, height_deg]: [f64; 2],
    [along, across]: [f64; 2],
) -> Result<Region, crate::SkyError> {
    let west_deg = point.lon_deg() - width_deg * along;
    let south_deg = (point.lat_deg() - height_deg * across).max(-90.0);
    let north_deg = (south_deg + height_deg).clamp(point.lat_deg(), 90.0);
    Region::range([west_deg, west_deg + width_deg], [south_deg, north_deg])
}

#[test]
fn codes_are_those_of_moc_with_ancestors_below_zero() {
    let place = position(40.0, 12.0);
    let codes = stored(&Region::cone(place, 0.0).unwrap());
    let index = Healpix::index(&place) >> (2 * (ORDER - ORDER_MAX));
    let uniq = |order: u8| (4_i64 << (2 * order)) + (index >> (2 * (ORDER_MAX - order)));
    let expected = (0..ORDER_MAX).rev().map(|order| -uniq(order)).chain([uniq(ORDER_MAX)]);
    assert_eq!(codes, expected.collect::<Vec<i64>>());
    let sky = Region::cone(position(0.0, 0.0), 180.0).unwrap();
    assert_eq!(stored(&sky), (4..16).collect::<Vec<i64>>());
    assert_eq!(probe(&sky), (-15..=-4).chain(4..16).collect::<Vec<i64>>());
}

#[test]
fn everything_overlaps_the_whole_sky() {
    let sky = Region::range([0.0, 360.0], [-90.0, 90.0]).unwrap();
    for place in awkward_positions() {
        for radius_deg in [0.0, 1e-9, 0.3, 20.0, 100.0, 180.0] {
            let region = Region::cone(place, radius_deg).unwrap();
            assert!(overlap(&stored(&region), &probe(&sky)) && overlap(&stored(&sky), &probe(&region)));
        }
    }
}

#[test]
fn what_is_far_apart_has_no_common_code() {
    for place in even_sky(500) {
        for (radius_deg, away_deg) in [(0.0, 0.1), (0.01, 0.1), (0.7, 4.0), (10.0, 50.0)] {
            let [one, other] = [0.0, away_deg]
                .map(|away_deg| Region::cone(at_distance(&place, away_deg, 77.0), radius_deg).unwrap());
            assert!(!overlap(&stored(&one), &probe(&other)), "{place:?} {radius_deg}");
        }
    }
}

#[test]
fn images_are_covered_with_little_beside_them() {
    for side_deg in [0.05, 0.3, 1.4, 5.0] {
        let (mut covered, mut count) = (0.0, 0);
        for place in even_sky(500) {
            let shape = crate::Polygon::from_box(&place, side_deg, side_deg).unwrap();
            let stored = stored(&Region::Polygon(shape));
            covered += size(&cells(&stored)) * 41_253.0 / (side_deg * side_deg);
            count += stored.len();
        }
        let (times, codes) = (covered / 500.0, count as f64 / 500.0);
        assert!(times < 2.2 && codes < 45.0, "{side_deg}: {times} times the area, {codes} codes");
    }
}

/// Points of a region: some of an even sky, and some round a place.
fn points_of<'r>(region: &'r Region, place: &'r SkyPosition) -> impl Iterator<Item = SkyPosition> + 'r {
    let near = (0..300)
        .map(|i| at_distance(place, 10.0_f64.powf(f64::from(i % 60) / 5.0 - 10.0), f64::from(i) * 77.7));
    even_sky(300).into_iter().chain(near).filter(|point| region.contains(point))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn regions_that_share_a_point_have_a_common_code(
        [one, other] in any_position().prop_flat_map(|point| [region_round(point), region_round(point)]),
    ) {
        prop_assert!(overlap(&stored(&one), &probe(&other)));
        prop_assert!(overlap(&stored(&other), &probe(&one)));
    }

    #[test]
    fn few_cells_hold_every_point(
        (place, region) in any_position().prop_flat_map(|point| (Just(point), region_round(point))),
    ) {
        let own = cells(&stored(&region));
        prop_assert!((1..=STORED_MAX).contains(&own.len()), "{own:?}");
        for point in points_of(&region, &place) {
            prop_assert!(holds(&own, &point), "{point:?} of {region:?}");
        }
        let alone = Region::cone(place, 0.0).unwrap();
        prop_assert!(overlap(&stored(&region), &probe(&alone)));
    }

    #[test]
    fn ranges_are_covered_and_their_full_cells_hold_nothing_else(
        (place, region) in any_position().prop_flat_map(|point| {
            let sides = (any_radius_deg(), any_radius_deg(), 0.0..=1.0_f64, 0.0..=1.0_f64);
            (Just(point), sides.prop_filter_map("not a range", move |(width, height, along, across)| {
                range_round(&point, [2.0 * width, height], [along, across]).ok()
            }))
        }),
    ) {
        let ranges: Vec<CellRange> = Healpix.cover(&region).unwrap();
        for point in points_of(&region, &place) {
            let index = Healpix::index(&point);
            prop_assert!(ranges.iter().any(|range| (range.first..=range.last).contains(&index)), "{point:?}");
        }
        for range in ranges.iter().filter(|range| range.full) {
            for part in 0..=16 {
                let cell = range.first + (range.last - range.first) / 16 * part;
                let (lon_rad, lat_rad) = cdshealpix::nested::get(ORDER).center(cell as u64);
                let point = position(lon_rad.to_degrees(), lat_rad.to_degrees());
                prop_assert!(region.contains(&point), "{point:?} of {range:?} is outside {region:?}");
            }
        }
    }
}
