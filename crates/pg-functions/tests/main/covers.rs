//! Tests of covers: no point of a region is lost, ranges are disjoint and few.

use crate::brute::Shape;
use crate::places::awkward;
use crate::ranges::Range;
use crate::server::{for_each_pair_as_text, for_each_row, value};
use crate::vectors::{Random, at_distance};
use sky::{Healpix, SkyPosition};

type Ranges = Vec<(i64, i64)>;

/// Ranges as the text `lo hi,lo hi`.
fn parse(text: &str) -> Ranges {
    let pair = |text: &str| {
        let (lo, hi) = text.split_once(' ').unwrap();
        (lo.parse().unwrap(), hi.parse().unwrap())
    };
    let mut ranges: Ranges = text.split(',').filter(|pair| !pair.is_empty()).map(pair).collect();
    ranges.sort_unstable();
    for pair in ranges.windows(2) {
        assert!(pair[0].1 < pair[1].0, "{pair:?} overlap");
    }
    assert!(ranges.iter().all(|(lo, hi)| 0 <= *lo && lo <= hi && *hi <= sky::LAST_CELL), "{ranges:?}");
    ranges
}

fn holds(ranges: &Ranges, point: [f64; 2]) -> bool {
    let cell = Healpix::index(&SkyPosition::new(point[0], point[1]).unwrap());
    ranges.iter().any(|(lo, hi)| (*lo..=*hi).contains(&cell))
}

fn cone_covers(cones: &[[f64; 3]]) -> Vec<Ranges> {
    let rows: Vec<Vec<f64>> = cones.iter().map(|cone| cone.to_vec()).collect();
    let text = "(SELECT string_agg(lo || ' ' || hi, ',') FROM armilla.cone_cover(a, b, c))";
    for_each_row(&rows, text).iter().map(|line| parse(line)).collect()
}

/// Cones of 0.01 arcsecond to the whole sky, a third of them at awkward places.
fn cones() -> Vec<[f64; 3]> {
    let mut random = Random(31);
    let mut cones = Vec::new();
    for place in awkward() {
        for _ in 0..6 {
            cones.push([place[0], place[1], random.scale(0.01 / 3600.0, 180.0)]);
        }
    }
    for i in 0..4000 {
        let [lon, lat] = random.place();
        let largest_deg = if i % 10 == 0 { 180.0 } else { 0.25 };
        cones.push([lon, lat, random.scale(0.01 / 3600.0, largest_deg)]);
    }
    // Along borders of base cells in the caps and in the belt.
    for _ in 0..1500 {
        let lat = random.between(-90.0, 90.0);
        let quarter = (random.unit() * 8.0).floor() * 45.0;
        let belt = ((random.between(-1.0, 1.0)) * 2.0 / 3.0).asin().to_degrees();
        let lon = quarter + 45.0 * 1.5 * belt.to_radians().sin();
        let radius_deg = random.scale(0.01 / 3600.0, 0.25);
        let place = if random.unit() < 0.5 { [quarter, lat] } else { [lon, belt] };
        let place = at_distance(
            place[0],
            place[1],
            radius_deg * random.between(0.0, 1.2),
            random.between(0.0, 360.0),
        );
        cones.push([place[0], place[1], radius_deg]);
    }
    cones
}

#[test]
fn cones_lose_no_point_of_their_rims_and_insides() {
    let mut random = Random(32);
    let cones = cones();
    for ([lon, lat, radius_deg], ranges) in cones.iter().zip(cone_covers(&cones)) {
        assert!(holds(&ranges, [*lon, *lat]), "centre of {lon} {lat} {radius_deg}");
        for i in 0..64 {
            let part = if i % 2 == 0 { 1.0 - 1e-9 } else { random.unit().sqrt() };
            let point = at_distance(*lon, *lat, radius_deg * part, f64::from(i) * 5.625 + random.unit());
            assert!(holds(&ranges, point), "{point:?} of the cone {lon} {lat} {radius_deg} is lost");
        }
    }
}

#[test]
fn covers_of_small_cones_are_few_ranges() {
    let mut random = Random(33);
    let cone = |random: &mut Random, radius_deg: f64| {
        let [lon, lat] = random.place();
        [lon, lat, radius_deg]
    };
    for (radius_deg, mean_max) in
        [(2.0 / 3600.0, 1.5), (10.0 / 3600.0, 1.6), (0.01, 3.0), (0.1, 3.0), (1.0, 16.0)]
    {
        let cones: Vec<[f64; 3]> = (0..500).map(|_| cone(&mut random, radius_deg)).collect();
        let covers = cone_covers(&cones);
        let mean = covers.iter().map(Vec::len).sum::<usize>() as f64 / covers.len() as f64;
        assert!(mean <= mean_max, "{radius_deg}: {mean} ranges on the mean");
        let most = covers.iter().map(Vec::len).max().unwrap();
        assert!(radius_deg > 0.25 || most <= 6, "{radius_deg}: {most} ranges");
    }
}

#[test]
fn polygons_circles_and_ranges_lose_no_point() {
    let mut random = Random(34);
    let mut centres = awkward();
    centres.extend((0..60).map(|_| random.place()));
    let shape = |centre: [f64; 2]| {
        let reach_deg = random.scale(1e-5, 60.0);
        match random.unit() < 0.3 {
            true => Range::random(&mut random, centre, reach_deg),
            false => Shape::random(&mut random, centre, reach_deg),
        }
    };
    let shapes: Vec<Shape> = centres.into_iter().map(shape).collect();
    let pairs: Vec<_> = shapes.iter().map(|shape| (shape.numbers.clone(), Vec::new())).collect();
    let text = "(SELECT string_agg(lo || ' ' || hi, ',') FROM armilla.shape_cover(a))";
    let mut random = Random(35);
    for (shape, line) in shapes.iter().zip(for_each_pair_as_text(&pairs, text)) {
        let ranges = parse(&line);
        let [lon, lat] = shape.centre;
        let inner = (0..100).map(|_| {
            at_distance(lon, lat, shape.reach_deg * random.unit().sqrt(), random.between(0.0, 360.0))
        });
        for point in shape.border().0.into_iter().chain(inner) {
            assert!(shape.depth_deg(point) < 0.0 || holds(&ranges, point), "{point:?} of {shape:?} is lost");
        }
    }
}

#[test]
fn whole_sky_and_single_points_are_one_range() {
    let whole = format!("{{0,{}}}", sky::LAST_CELL);
    assert_eq!(value("(SELECT ARRAY[lo, hi] FROM armilla.cone_cover(10, 20, 180))"), whole);
    assert_eq!(value("(SELECT ARRAY[lo, hi] FROM armilla.cone_cover(10, 20, 1e9))"), whole);
    let cell = Healpix::index(&SkyPosition::new(10.0, 20.0).unwrap());
    let point = format!("(SELECT {cell} BETWEEN lo AND hi FROM armilla.shape_cover('{{10,20}}'))");
    assert_eq!(value(&point), "t");
}

#[test]
fn what_is_no_region_has_no_ranges() {
    for cover in [
        "cone_cover(10, 20, -1)",
        "cone_cover(10, 20, NULL)",
        "cone_cover('NaN', 20, 1)",
        "cone_cover(10, 'Infinity', 1)",
        "cone_cover(10, 20, 'NaN')",
        "shape_cover(NULL)",
        "shape_cover('{1,2,4,3}')",
        "shape_cover('{1,2,1,2,1,2}')",
    ] {
        assert_eq!(value(&format!("(SELECT count(*) FROM armilla.{cover})")), "0", "{cover}");
    }
}

#[test]
fn centres_off_the_sky_are_angles() {
    let beyond = "(SELECT bool_or(armilla.healpix_index(29, 190, 89) BETWEEN lo AND hi)
        FROM armilla.cone_cover(10, 91, 0.01))";
    assert_eq!(value(beyond), "t");
}
