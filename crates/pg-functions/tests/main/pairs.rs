//! Tests of `contains` and `intersects` for shapes, against the depths of many points of their borders.

use crate::brute::Shape;
use crate::places::awkward;
use crate::ranges::Range;
use crate::server::{for_each_pair, value};
use crate::vectors::{Random, at_distance};

/// Pairs of shapes that overlap, touch nearly, or are one in the other.
fn pairs(seed: u64) -> Vec<(Shape, Shape)> {
    let mut random = Random(seed);
    let mut centres = awkward();
    centres.extend((0..150).map(|_| random.place()));
    let pair = |centre: [f64; 2]| {
        let reach_deg = random.scale(1e-5, 35.0);
        let first = Shape::random(&mut random, centre, reach_deg);
        let other_deg = (reach_deg * random.scale(0.1, 3.0)).min(35.0);
        let apart_deg = random.between(0.0, 1.1) * (reach_deg + other_deg);
        let there = at_distance(centre[0], centre[1], apart_deg, random.between(0.0, 360.0));
        (first, Shape::random(&mut random, there, other_deg))
    };
    centres.into_iter().map(pair).collect()
}

/// What `contains(a, b)` must say; `None` if it depends on points between those that were tried.
pub fn lies_in(a: &Shape, b: &Shape) -> Option<bool> {
    let (points, step_deg) = a.border();
    let depth_deg = points.iter().map(|point| b.depth_deg(*point)).fold(f64::INFINITY, f64::min);
    // A border may go round what is left out.
    let outside = Range::of(&b.numbers).map_or(Vec::new(), |range| range.outside());
    if depth_deg < -1e-9 || outside.iter().any(|point| a.depth_deg(*point) > 1e-9) {
        return Some(false);
    }
    (depth_deg > step_deg).then_some(true)
}

/// What `intersects(a, b)` must say; `None` likewise.
pub fn meet(a: &Shape, b: &Shape) -> Option<bool> {
    let ((a_points, a_step_deg), (b_points, b_step_deg)) = (a.border(), b.border());
    let a_depth_deg = a_points.iter().map(|point| b.depth_deg(*point)).fold(-180.0, f64::max);
    let b_depth_deg = b_points.iter().map(|point| a.depth_deg(*point)).fold(-180.0, f64::max);
    if a_depth_deg.max(b_depth_deg) > 1e-9 {
        return Some(true);
    }
    (a_depth_deg < -a_step_deg && b_depth_deg < -b_step_deg).then_some(false)
}

pub fn check(expression: &str, cases: &[(Shape, Shape)], expected: impl Fn(&Shape, &Shape) -> Option<bool>) {
    let numbers: Vec<_> = cases.iter().map(|(a, b)| (a.numbers.clone(), b.numbers.clone())).collect();
    let found = for_each_pair(&numbers, expression);
    let mut known = [0, 0];
    for ((a, b), found) in cases.iter().zip(found) {
        if let Some(expected) = expected(a, b) {
            assert_eq!(found, Some(expected), "{expression} of {a:?} and {b:?}");
            known[usize::from(expected)] += 1;
        }
    }
    assert!(known.iter().all(|count| *count * 20 > cases.len()), "{known:?} of {} are known", cases.len());
}

#[test]
fn contains_agrees_with_the_points_of_borders() {
    let mut cases = pairs(11);
    // Small ones near the middle of large ones, so that many are inside.
    let mut random = Random(12);
    for (a, b) in cases.iter_mut().step_by(3) {
        let centre = at_distance(b.centre[0], b.centre[1], b.reach_deg * 0.1, random.between(0.0, 360.0));
        *a = Shape::random(&mut random, centre, b.reach_deg * 0.08);
    }
    check("armilla.contains(a, b)", &cases, lies_in);
}

#[test]
fn intersects_agrees_with_the_points_of_borders_in_both_orders() {
    let cases = pairs(13);
    check("armilla.intersects(a, b)", &cases, meet);
    check("armilla.intersects(b, a)", &cases, meet);
}

#[test]
fn every_shape_contains_itself_and_meets_itself() {
    let cases: Vec<_> = pairs(14).into_iter().map(|(a, _)| (a.numbers.clone(), a.numbers)).collect();
    for expression in ["armilla.contains(a, b)", "armilla.intersects(a, b)"] {
        let found = for_each_pair(&cases, expression);
        let wrong: Vec<_> = (0..cases.len()).filter(|&i| found[i] != Some(true)).map(|i| &cases[i]).collect();
        assert!(
            wrong.is_empty(),
            "{expression}: {} of {}, the first {:?}",
            wrong.len(),
            cases.len(),
            wrong[0]
        );
    }
}

#[test]
fn edges_across_a_notch_leave_a_concave_polygon() {
    let notched = "'{0,0,4,0,4,4,2,1,0,4}'";
    for (inner, holds) in [
        ("'{0.5,0.5,3.5,0.5,2,0.9}'", "t"),
        // All three vertices are inside, the upper edge is not.
        ("'{0.2,3,3.8,3,2,0.5}'", "f"),
        // The upper edge goes from vertex to vertex, outside.
        ("'{0,4,4,4,2,1}'", "f"),
        ("'{0,0,4,0,2,1}'", "t"),
        ("'{2,0.5,0.4}'", "t"),
        ("'{2,0.5,0.6}'", "f"),
    ] {
        assert_eq!(value(&format!("armilla.contains({inner}, {notched})")), holds, "{inner}");
        assert_eq!(value(&format!("armilla.intersects({inner}, {notched})")), "t", "{inner}");
    }
    assert_eq!(value(&format!("armilla.intersects('{{1,3.5,3,3.5,2,3}}', {notched})")), "f");
}

#[test]
fn edges_may_cross_though_no_vertex_is_inside() {
    let (lying, standing) = ("'{-5,-1,5,-1,5,1,-5,1}'", "'{-1,-5,1,-5,1,5,-1,5}'");
    assert_eq!(value(&format!("armilla.intersects({lying}, {standing})")), "t");
    assert_eq!(value(&format!("armilla.contains({lying}, {standing})")), "f");
    let opposite = "'{175,-1,185,-1,185,1,175,1}'";
    assert_eq!(value(&format!("armilla.intersects({opposite}, {standing})")), "f");
}

#[test]
fn circles_wider_than_a_hemisphere_leave_out_their_antipode() {
    for (polygon, holds) in [
        ("'{0,-5,5,5,-5,5}'", "t"),
        ("'{180,-5,185,5,175,5}'", "f"),
        ("'{165,-5,170,5,160,5}'", "t"),
        // Round the circle that is left out.
        ("'{165,-15,195,-15,195,15,165,15}'", "f"),
    ] {
        assert_eq!(value(&format!("armilla.contains({polygon}, '{{0,0,175}}')")), holds, "{polygon}");
        assert_eq!(value(&format!("armilla.contains({polygon}, '{{0,0,180}}')")), "t", "{polygon}");
    }
    assert_eq!(value("armilla.contains('{0,0,100}', '{0,0,120}')"), "t");
    assert_eq!(value("armilla.contains('{90,0,100}', '{0,0,120}')"), "f");
    assert_eq!(value("armilla.intersects('{0,0,100}', '{180,0,80}')"), "t");
    assert_eq!(value("armilla.intersects('{0,0,100}', '{180,0,79.9}')"), "f");
}

#[test]
fn circle_in_polygon_touches_the_edge_at_most() {
    let square = "'{-10,-5,10,-5,10,5,-10,5}'";
    for (radius, holds) in [("4.9", "t"), ("5.0002", "t"), ("5.2", "f"), ("0", "t")] {
        assert_eq!(value(&format!("armilla.contains('{{0,0,{radius}}}', {square})")), holds, "{radius}");
    }
    assert_eq!(value(&format!("armilla.contains({square}, '{{0,0}}')")), "f");
    assert_eq!(value("armilla.contains('{0,0,0}', '{0,0}')"), "t");
    assert_eq!(value("armilla.contains('{0,0,1}', '{0,1,2}')"), "t");
}
