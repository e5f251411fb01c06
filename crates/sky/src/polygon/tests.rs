//! Tests of polygons: what is refused, what is inside.

use proptest::prelude::*;

use super::*;
use crate::sample::{any_position, at_distance, even_sky, position};

fn polygon(vertices: &[(f64, f64)]) -> Result<Polygon, SkyError> {
    Polygon::new(vertices.iter().map(|&(lon, lat)| position(lon, lat)).collect())
}

/// A star of `2 * tips` vertices round a centre, alternately at the two radii: concave if the inner one is small.
fn star(
    centre: &SkyPosition,
    outer_deg: f64,
    inner_deg: f64,
    tips: usize,
    turn_deg: f64,
) -> Vec<SkyPosition> {
    let step_deg = 180.0 / tips as f64;
    let radius_deg = |i: usize| if i.is_multiple_of(2) { outer_deg } else { inner_deg };
    (0..2 * tips).map(|i| at_distance(centre, radius_deg(i), turn_deg + i as f64 * step_deg)).collect()
}

/// Whether the outline winds round the point, as seen from it; right if the point's antipode is outside.
fn winds_round(point: &SkyPosition, vertices: &[SkyPosition]) -> bool {
    let here = point.vector();
    let north = UnitVector { x: 0.0, y: 0.0, z: 1.0 };
    let up = here.normal(&north).unwrap_or(UnitVector { x: 1.0, y: 0.0, z: 0.0 });
    let right = up.cross(&here);
    let azimuths: Vec<f64> =
        vertices.iter().map(|v| right.dot(&v.vector()).atan2(up.dot(&v.vector()))).collect();
    let turns: f64 = (0..azimuths.len())
        .map(|i| {
            let step = azimuths[(i + 1) % azimuths.len()] - azimuths[i];
            (step + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI
        })
        .sum();
    turns.abs() > std::f64::consts::PI
}

#[test]
fn impossible_polygons_are_refused_with_their_reason() {
    for (vertices, text) in [
        (vec![(0.0, 0.0), (1.0, 0.0)], "a polygon needs at least 3 different vertices, this one has 2"),
        (
            vec![(0.0, 0.0), (1.0, 0.0), (1.0, 0.0), (360.0, 0.0)],
            "a polygon needs at least 3 different vertices, this one has 2",
        ),
        (
            vec![(0.0, 0.0), (180.0, 0.0), (90.0, 80.0)],
            "vertices 1 and 2 of the polygon are opposite points of the sky; add a vertex between them",
        ),
        (
            vec![(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)],
            "all vertices of the polygon lie on one great circle, so that it has no inside",
        ),
        (
            vec![(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)],
            "the polygon crosses itself: the edge after vertex 1 meets the edge after vertex 3",
        ),
        (
            vec![(0.0, 0.0), (4.0, 0.0), (2.0, 0.0), (2.0, 2.0)],
            "the polygon crosses itself: the edge after vertex 1 meets the edge after vertex 2",
        ),
        (
            vec![(0.0, 10.0), (90.0, -10.0), (180.0, 10.0), (270.0, -10.0)],
            "the polygon divides the sky into equal halves, so that its inside is not clear; split it",
        ),
    ] {
        assert_eq!(polygon(&vertices).unwrap_err().to_string(), text);
    }
}

#[test]
fn too_many_vertices_are_refused() {
    let error = Polygon::new(star(&position(0.0, 0.0), 2.0, 1.0, 501, 0.0)).unwrap_err();
    let text = "a polygon may have at most 1000 vertices, this one has 1002; simplify it or split it";
    assert_eq!(error.to_string(), text);
}

#[test]
fn polygon_of_a_thousand_vertices_is_cut_up() {
    let centre = position(0.0, 88.0);
    let polygon = Polygon::new(star(&centre, 5.0, 4.0, VERTICES_MAX / 2, 0.0)).unwrap();
    assert_eq!(polygon.parts().len(), VERTICES_MAX - 2);
    assert!(polygon.contains(&position(0.0, 90.0)));
    assert!(!polygon.contains(&position(180.0, 86.9)));
}

#[test]
fn order_of_vertices_does_not_matter() {
    let clockwise = polygon(&[(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]).unwrap();
    let counter_clockwise = polygon(&[(1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]).unwrap();
    for polygon in [clockwise, counter_clockwise] {
        assert!(polygon.contains(&position(0.5, 0.5)));
        assert!(!polygon.contains(&position(1.5, 0.5)));
        assert!(!polygon.contains(&position(180.5, -0.5)));
    }
}

#[test]
fn vertices_and_edges_are_inside() {
    let square = polygon(&[(350.0, -5.0), (10.0, -5.0), (10.0, 5.0), (350.0, 5.0), (350.0, -5.0)]).unwrap();
    assert_eq!(square.vertices().len(), 4);
    for vertex in square.vertices().to_vec() {
        assert!(square.contains(&vertex));
    }
    assert!(square.contains(&position(10.0, 0.0)));
    assert!(!square.contains(&position(10.0 + 1e-12, 0.0)));
}

#[test]
fn polygon_round_a_pole_holds_the_pole() {
    let cap = polygon(&[(0.0, 80.0), (90.0, 80.0), (180.0, 80.0), (270.0, 80.0)]).unwrap();
    assert!(cap.contains(&position(0.0, 90.0)));
    assert!(cap.contains(&position(45.0, 83.0)));
    assert!(!cap.contains(&position(45.0, 81.0)));
}

#[test]
fn straight_corners_do_no_harm() {
    let with_midpoints =
        polygon(&[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 1.0), (0.0, 2.0), (0.0, 1.0)])
            .unwrap();
    assert!(with_midpoints.contains(&position(1.0, 0.0)));
    assert!(with_midpoints.contains(&position(0.1, 1.5)));
    assert!(!with_midpoints.contains(&position(1.0, 1.5)));
}

#[test]
fn notched_band_longer_than_half_the_sky_is_cut_up() {
    let mut vertices: Vec<(f64, f64)> = (0..=30).map(|i| (f64::from(i) * 10.0, 0.0)).collect();
    vertices.extend((0..=30).rev().map(|i| (f64::from(i) * 10.0, if i % 2 == 0 { 10.0 } else { 5.0 })));
    let band = polygon(&vertices).unwrap();
    assert!(band.contains(&position(150.0, 3.0)));
    assert!(band.contains(&position(299.0, 9.0)));
    assert!(!band.contains(&position(150.0, 8.0)));
    assert!(!band.contains(&position(330.0, 3.0)));
    assert!(!band.contains(&position(150.0, -3.0)));
}

#[test]
fn tiny_concave_polygon_is_exact() {
    let centre = position(123.4, 56.7);
    let star = Polygon::new(star(&centre, 1e-6, 4e-7, 5, 0.0)).unwrap();
    assert!(star.contains(&at_distance(&centre, 9.9e-7, 0.0)));
    assert!(star.contains(&at_distance(&centre, 3.9e-7, 36.0)));
    assert!(!star.contains(&at_distance(&centre, 4.1e-7, 36.0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn inside_agrees_with_winding(
        centre in any_position(), outer_deg in 1e-3..80.0_f64, shrink in 0.1..1.2_f64, tips in 3usize..30,
        turn_deg in 0.0..360.0,
    ) {
        let vertices = star(&centre, outer_deg, (outer_deg * shrink).min(80.0), tips, turn_deg);
        let polygon = Polygon::new(vertices.clone()).unwrap();
        // Within a quarter of the sky the antipode of a point is outside, as the winding needs it.
        let reach_deg = (outer_deg * 1.3).min(90.0);
        for i in 0..500 {
            let point = at_distance(&centre, reach_deg * f64::from(i) / 500.0, f64::from(i) * 37.5);
            prop_assert_eq!(polygon.contains(&point), winds_round(&point, &vertices), "{:?}", point);
        }
    }

    #[test]
    fn any_vertices_give_a_polygon_or_an_error(vertices in prop::collection::vec(any_position(), 0..8)) {
        if let Ok(polygon) = Polygon::new(vertices) {
            prop_assert!(!polygon.parts().is_empty());
            let inside = even_sky(500).iter().filter(|point| polygon.contains(point)).count();
            prop_assert!(inside <= 255, "{} of 500 points are inside the smaller side", inside);
        }
    }
}
