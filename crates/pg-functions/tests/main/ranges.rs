//! Tests of ranges of longitudes and latitudes with all other geometries, against vector arithmetic.

use crate::brute::{Shape, arc_distance_deg};
use crate::pairs::{check, lies_in, meet};
use crate::places::awkward;
use crate::server::{for_each_pair, numbers, value};
use crate::vectors::{Random, angle_deg, at_distance, vector};

/// A range, which knows what is inside.
pub struct Range {
    west_deg: f64,
    span_deg: f64,
    lats_deg: [f64; 2],
}

impl Range {
    /// The range of four numbers.
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let &[west_deg, east_deg, south_deg, north_deg] = numbers else { return None };
        let span_deg = east_deg - west_deg;
        let span_deg = if span_deg >= 360.0 { 360.0 } else { span_deg.rem_euclid(360.0) };
        Some(Self { west_deg, span_deg, lats_deg: [south_deg, north_deg] })
    }

    /// One round a place; some reach round the sky or to a pole.
    pub fn random(random: &mut Random, centre: [f64; 2], reach_deg: f64) -> Shape {
        let height_deg = reach_deg * random.between(0.1, 1.0);
        let width_deg = reach_deg * random.between(0.1, 1.0) / centre[1].to_radians().cos().max(0.01);
        let round = random.unit() < 0.15 || width_deg > 170.0;
        let west_deg = centre[0] - width_deg;
        let east_deg = if round { west_deg + 360.0 } else { centre[0] + width_deg };
        let numbers =
            vec![west_deg, east_deg, (centre[1] - height_deg).max(-90.0), (centre[1] + height_deg).min(90.0)];
        Shape { centre, reach_deg, numbers }
    }

    fn holds(&self, [lon, lat]: [f64; 2]) -> bool {
        let east_deg = (lon - self.west_deg).rem_euclid(360.0);
        (self.lats_deg[0]..=self.lats_deg[1]).contains(&lat)
            && (east_deg <= self.span_deg || lat.abs() == 90.0)
    }

    /// The parallels and meridians that are its border.
    fn parallels(&self) -> impl Iterator<Item = f64> {
        self.lats_deg.into_iter().filter(|lat| lat.abs() < 90.0)
    }

    fn meridians(&self) -> impl Iterator<Item = f64> {
        let both = [self.west_deg, self.west_deg + self.span_deg];
        both.into_iter().filter(|_| self.span_deg < 360.0)
    }

    pub fn depth_deg(&self, point: [f64; 2]) -> f64 {
        let [lon, lat] = point;
        let (here, [south, north]) = (vector(lon, lat), self.lats_deg);
        let beside = (lon - self.west_deg).rem_euclid(360.0) <= self.span_deg;
        let to_parallels = self.parallels().filter(|_| beside).map(|parallel| (lat - parallel).abs());
        let middle = (south + north) / 2.0;
        let to_meridians = self.meridians().flat_map(|lon| {
            [[south, middle], [middle, north]].map(|[a, b]| match a == b {
                true => angle_deg(here, vector(lon, a)),
                false => arc_distance_deg(here, vector(lon, a), vector(lon, b)),
            })
        });
        let border_deg = to_parallels.chain(to_meridians).fold(180.0, f64::min);
        if self.holds(point) { border_deg } else { -border_deg }
    }

    /// Points of the border, and some more of the inside; the largest distance of neighbours.
    pub fn border(&self, count: usize) -> (Vec<[f64; 2]>, f64) {
        let [south, north] = self.lats_deg;
        let part = |i: usize| i as f64 / count as f64;
        let mut points = vec![[self.west_deg + self.span_deg / 2.0, (south + north) / 2.0]];
        points.extend(self.lats_deg.iter().filter(|lat| lat.abs() == 90.0).map(|lat| [0.0, *lat]));
        for i in 0..=count {
            points.extend(self.parallels().map(|lat| [self.west_deg + self.span_deg * part(i), lat]));
            points.extend(self.meridians().map(|lon| [lon, south + (north - south) * part(i)]));
        }
        (points, (self.span_deg).max(north - south) / count as f64)
    }

    /// A point of each piece of the sky that is left out.
    pub fn outside(&self) -> Vec<[f64; 2]> {
        let poles = [[0.0, -90.0], [0.0, 90.0]].into_iter();
        let opposite = [self.west_deg + self.span_deg / 2.0 + 180.0, 0.0];
        poles.chain([opposite]).filter(|point| !self.holds(*point)).collect()
    }
}

/// Pairs of a range and any shape, near each other.
fn pairs(seed: u64) -> Vec<(Shape, Shape)> {
    let mut random = Random(seed);
    let mut centres = awkward();
    centres.extend((0..300).map(|_| random.place()));
    let pair = |centre: [f64; 2]| {
        let reach_deg = random.scale(1e-5, 35.0);
        let range = Range::random(&mut random, centre, reach_deg);
        let other_deg = (reach_deg * random.scale(0.1, 3.0)).min(35.0);
        let apart_deg = random.between(0.0, 1.1) * (reach_deg + other_deg);
        let there = at_distance(centre[0], centre[1], apart_deg, random.between(0.0, 360.0));
        let other = match random.unit() < 0.3 {
            true => Range::random(&mut random, there, other_deg),
            false => Shape::random(&mut random, there, other_deg),
        };
        (range, other)
    };
    centres.into_iter().map(pair).collect()
}

#[test]
fn ranges_meet_what_their_points_say_in_both_orders() {
    let cases = pairs(51);
    check("armilla.intersects(a, b)", &cases, meet);
    check("armilla.intersects(b, a)", &cases, meet);
}

#[test]
fn ranges_hold_what_their_points_say() {
    let mut cases = pairs(52);
    let mut random = Random(53);
    for (a, b) in cases.iter_mut().step_by(3) {
        *b = Shape::random(&mut random, a.centre, a.reach_deg * 0.05);
    }
    check("armilla.contains(b, a)", &cases, |range, other| lies_in(other, range));
}

#[test]
fn shapes_hold_the_ranges_whose_points_they_hold() {
    let mut cases = pairs(54);
    let mut random = Random(55);
    for (a, b) in cases.iter_mut().step_by(3) {
        *a = Range::random(&mut random, b.centre, b.reach_deg * 0.05);
    }
    check("armilla.contains(a, b)", &cases, lies_in);
}

#[test]
fn points_are_in_ranges_by_their_coordinates() {
    let mut random = Random(56);
    let mut cases = Vec::new();
    let mut expected = Vec::new();
    for (range, _) in pairs(57) {
        let known = Range::of(&range.numbers).unwrap();
        for _ in 0..10 {
            let distance_deg = range.reach_deg * random.between(0.0, 1.5);
            let point =
                at_distance(range.centre[0], range.centre[1], distance_deg, random.between(0.0, 360.0));
            if known.depth_deg(point).abs() > 1e-11 {
                cases.push((point.to_vec(), range.numbers.clone()));
                expected.push(Some(known.holds(point)));
            }
        }
    }
    for expression in ["armilla.contains(a, b)", "armilla.intersects(a, b)", "armilla.intersects(b, a)"] {
        assert_eq!(for_each_pair(&cases, expression), expected);
    }
    assert!(expected.iter().filter(|holds| **holds == Some(true)).count() * 4 > expected.len());
}

#[test]
fn every_range_contains_itself_and_meets_itself() {
    let cases: Vec<_> = pairs(58).into_iter().map(|(a, _)| (a.numbers.clone(), a.numbers)).collect();
    for expression in ["armilla.contains(a, b)", "armilla.intersects(a, b)"] {
        let found = for_each_pair(&cases, expression);
        let wrong = (0..cases.len()).find(|&i| found[i] != Some(true)).map(|i| &cases[i]);
        assert!(wrong.is_none(), "{expression}: {wrong:?}");
    }
}

#[test]
fn known_ranges_meet_and_hold_what_they_should() {
    for (expression, answer) in [
        // Through longitude 0, both ways of writing it.
        ("contains('{0,0}', '{359,1,-1,1}')", "t"),
        ("contains('{0,0}', '{-1,1,-1,1}')", "t"),
        ("contains('{180,0}', '{359,1,-1,1}')", "f"),
        ("contains('{361,1}', '{359,1,-1,1}')", "t"),
        // A pole has all longitudes.
        ("contains('{77,90}', '{10,11,80,90}')", "t"),
        ("contains('{77,89.9}', '{10,11,80,90}')", "f"),
        ("intersects('{10,11,80,90}', '{100,110,85,90}')", "t"),
        ("intersects('{10,11,80,89}', '{100,110,85,89}')", "f"),
        ("contains('{10,50,90,90}', '{200,201,80,90}')", "t"),
        // The whole sky, a band, a cap.
        ("contains('{0,360,-90,90}', '{10,20,180}')", "t"),
        ("contains('{10,20,180}', '{0,360,-90,90}')", "t"),
        ("contains('{0,60,30,60,30,80}', '{0,360,50,90}')", "t"),
        ("contains('{0,85,90,85,180,85,270,85}', '{0,360,84,86}')", "f"),
        ("intersects('{0,85,90,85,180,85,270,85}', '{0,360,84,86}')", "t"),
        ("contains('{0,360,88,90}', '{0,85,90,85,180,85,270,85}')", "t"),
        ("contains('{0,360,-90,88}', '{0,85,90,85,180,85,270,85}')", "f"),
        // The upper edge of a box goes north of the parallel of its corners.
        ("contains('{0,60,40,60,40,70,0,70}', '{0,40,60,70}')", "f"),
        ("contains('{0,60,40,60,40,70,0,70}', '{0,40,60,72}')", "t"),
        ("intersects('{0,60,40,60,40,70,0,70}', '{19,21,71,72}')", "t"),
        ("intersects('{0,60,40,60,40,70,0,70}', '{0,1,71,72}')", "f"),
        // An edge through it, of a polygon with neither vertices nor corners inside the other.
        ("intersects('{-10,-0.1,10,-0.1,10,0.1,-10,0.1}', '{-1,1,-5,5}')", "t"),
        // Over the pole.
        ("intersects('{0,85,180,85,181,84,1,84}', '{90,91,89,90}')", "t"),
        ("intersects('{10,20,30,40}', '{50,60,30,40}')", "f"),
        ("intersects('{10,89,2}', '{190,191,88.9,89.5}')", "t"),
        ("contains('{10,89,0.9}', '{0,360,88,90}')", "t"),
        ("contains('{10,89,1.1}', '{0,360,88,90}')", "f"),
        ("contains('{10,89,1.1}', '{-80,100,0,90}')", "f"),
        ("contains('{10,89,0.9}', '{-80,100,0,90}')", "t"),
        ("intersects('{351,89.98,15,89.98,3,90,1,90}', '{359,1,-1,1}')", "f"),
        // Degenerate: a point, a piece of a meridian.
        ("contains('{10,10,20,20}', '{10,20,0}')", "t"),
        ("intersects('{10,10,20,20}', '{10,20}')", "t"),
        ("intersects('{10,10,-5,5}', '{9,0,11,0,10,1}')", "t"),
        // Latitudes beyond a pole are angles.
        ("contains('{190,91,190.5,91,190.2,90.5}', '{10,11,88,90}')", "t"),
    ] {
        assert_eq!(value(&format!("armilla.{expression}")), answer, "{expression}");
    }
}

#[test]
fn ranges_have_areas_and_middles_and_no_other_frame() {
    let whole: f64 = value("armilla.area('{0,360,-90,90}')").parse().unwrap();
    assert!((whole - 129_600.0 / std::f64::consts::PI).abs() < 1e-9);
    let cap: f64 = value("armilla.area('{0,360,80,90}') - armilla.area('{0,90,10}')").parse().unwrap();
    assert!(cap.abs() < 1e-9);
    assert_eq!(numbers("armilla.centroid('{0,360,80,90}')")[1], 90.0);
    let middle = numbers("armilla.centroid('{350,370,-5,5}')");
    assert!(angle_deg(vector(middle[0], middle[1]), vector(0.0, 0.0)) < 1e-12, "{middle:?}");
    assert_eq!(value("armilla.centroid('{0,360,-20,20}')"), "");
    assert_eq!(value("armilla.rotate('ICRS', 'FK5', '{1,2,3,4}')"), "{1,2,3,4}");
    assert_eq!(value("armilla.rotate('ICRS', 'GALACTIC', '{1,2,3,4}')"), "");
}

#[test]
fn ranges_are_read_from_texts() {
    for (text, expected) in [
        ("range 359 1 -1 1", "{359,1,-1,1}"),
        ("RANGE ICRS 10 20 3e1 40", "{10,20,30,40}"),
        ("Range -Inf +Inf -inf 20.5", "{0,360,-90,20.5}"),
        ("range 10 inf 0 Infinity", "{10,360,0,90}"),
    ] {
        assert_eq!(value(&format!("armilla.region('{text}')")), expected, "{text}");
    }
}
