//! Tests of `contains` and `box` for points: against vector arithmetic, at all scales and places.

use crate::brute::{border_deg, star, star_holds, vertices};
use crate::places::awkward;
use crate::server::{for_each_pair, numbers, value};
use crate::vectors::{Random, at_distance, dot, vector};

#[test]
fn points_in_stars_are_those_of_vector_arithmetic() {
    let mut random = Random(3);
    let mut centres = awkward();
    centres.extend((0..200).map(|_| random.place()));
    let mut pairs = Vec::new();
    let mut expected = Vec::new();
    for centre in centres {
        let outer_deg = random.scale(1e-6, 80.0);
        let shrink = random.between(0.1, 1.1);
        let tips = 2 + (random.unit() * 8.0) as usize;
        let mut polygon = star(centre, outer_deg, outer_deg * shrink, tips, random.between(0.0, 360.0));
        let known = polygon.clone();
        if random.unit() < 0.5 {
            polygon = polygon.chunks(2).rev().flatten().copied().collect();
        }
        for _ in 0..30 {
            let point = at_distance(
                centre[0],
                centre[1],
                random.between(0.0, 1.3) * outer_deg,
                random.between(0.0, 360.0),
            );
            if border_deg(&known, point) > 1e-9_f64.min(outer_deg * 1e-3) {
                pairs.push((point.to_vec(), polygon.clone()));
                expected.push(Some(star_holds(&known, centre, point)));
            }
        }
    }
    let found = for_each_pair(&pairs, "armilla.contains(a, b)");
    let wrong: Vec<_> = (0..pairs.len()).filter(|&i| found[i] != expected[i]).map(|i| &pairs[i]).collect();
    assert!(wrong.is_empty(), "{} of {} differ, the first is {:?}", wrong.len(), pairs.len(), wrong[0]);
    assert!(expected.iter().filter(|holds| **holds == Some(true)).count() * 5 > expected.len());
}

#[test]
fn antipodes_of_a_polygon_are_outside() {
    let mut random = Random(4);
    let mut pairs = Vec::new();
    for _ in 0..300 {
        let centre = random.place();
        let polygon = star(centre, 60.0, 20.0, 4, random.between(0.0, 360.0));
        let point = at_distance(centre[0], centre[1], random.between(0.0, 60.0), random.between(0.0, 360.0));
        pairs.push((vec![point[0] + 180.0, -point[1]], polygon));
    }
    assert!(for_each_pair(&pairs, "armilla.contains(a, b)").iter().all(|holds| *holds == Some(false)));
}

#[test]
fn vertices_and_points_of_edges_are_inside() {
    let square = vec![350.0, -5.0, 10.0, -5.0, 10.0, 5.0, 350.0, 5.0];
    let on_border = [[350.0, -5.0], [10.0, 5.0], [10.0, 0.0], [10.0, -4.999], [-10.0, 2.5], [370.0, 1.0]];
    let mut pairs: Vec<_> = on_border.iter().map(|point| (point.to_vec(), square.clone())).collect();
    assert!(for_each_pair(&pairs, "armilla.contains(a, b)").iter().all(|holds| *holds == Some(true)));
    pairs = [[10.0 + 1e-9, 0.0], [350.0 - 1e-9, 0.0], [0.0, 6.0]]
        .map(|point| (point.to_vec(), square.clone()))
        .to_vec();
    assert!(for_each_pair(&pairs, "armilla.contains(a, b)").iter().all(|holds| *holds == Some(false)));
}

#[test]
fn polygons_wider_than_half_the_sky_keep_their_smaller_side() {
    // A belt that goes round five sixths of the equator.
    let up = (0..=30).flat_map(|i| [f64::from(i) * 10.0, 0.0]);
    let down = (0..=30).rev().flat_map(|i| [f64::from(i) * 10.0, 10.0]);
    let belt: Vec<f64> = up.chain(down).collect();
    let backwards: Vec<f64> = belt.chunks(2).rev().flatten().copied().collect();
    for (point, holds) in [
        ([150.0, 3.0], true),
        ([299.0, 9.0], true),
        ([330.0, 3.0], false),
        ([150.0, -3.0], false),
        ([330.0, -5.0], false),
        ([0.0, 90.0], false),
        ([0.0, -90.0], false),
        ([120.0, -5.0], false),
        ([120.0, -10.0], false),
        ([180.0, 0.0], true),
        ([170.0, 10.0], true),
        ([300.0, 5.0], true),
    ] {
        for polygon in [&belt, &backwards] {
            let found = for_each_pair(&[(point.to_vec(), polygon.clone())], "armilla.contains(a, b)");
            assert_eq!(found, [Some(holds)], "{point:?}");
        }
    }
}

#[test]
fn points_in_circles_are_those_within_the_radius() {
    let mut random = Random(5);
    let mut pairs = Vec::new();
    let mut expected = Vec::new();
    let mut centres = awkward();
    centres.extend((0..200).map(|_| random.place()));
    for centre in centres {
        let radius_deg = random.scale(1e-8, 180.0);
        for factor in [0.0, 0.3, 1.0 - 1e-6, 1.0 + 1e-6, 2.0] {
            let distance_deg = (radius_deg * factor).min(180.0);
            let point = at_distance(centre[0], centre[1], distance_deg, random.between(0.0, 360.0));
            if (distance_deg - radius_deg).abs() > 1e-12 {
                pairs.push((point.to_vec(), vec![centre[0], centre[1], radius_deg]));
                expected.push(Some(distance_deg <= radius_deg));
            }
        }
    }
    assert_eq!(for_each_pair(&pairs, "armilla.contains(a, b)"), expected);
}

#[test]
fn whole_sky_and_single_points_are_circles_too() {
    assert_eq!(value("armilla.contains('{180,-30}', '{0,30,180}')"), "t");
    assert_eq!(value("armilla.contains('{180,-30}', '{0,30,720}')"), "t");
    assert_eq!(value("armilla.contains('{10,20}', '{370,20,0}')"), "t");
    assert_eq!(value("armilla.contains('{10,20}', '{10,20}')"), "t");
    assert_eq!(value("armilla.contains('{10,20}', '{10,20.000000001}')"), "f");
}

#[test]
fn what_is_no_geometry_is_null() {
    for (a, b) in [
        ("NULL", "'{0,0,1}'"),
        ("'{0,0}'", "NULL"),
        ("'{0,NULL}'", "'{0,0,1}'"),
        ("'{0,0}'", "'{0,0,-1}'"),
        ("'{0,0}'", "'{0,0,NaN}'"),
        ("'{0,0}'", "'{0,0,1,0}'"),
        ("'{0,0}'", "'{0,0,1,91}'"),
        ("'{0,0}'", "'{0,0,1,1,2}'"),
        ("'{0,0}'", "'{0,0,1,1,0,0}'"),
        ("'{0,0,0,0,1}'", "'{0,0,1,0,1,1}'"),
        ("'{0}'", "'{0,0,1}'"),
        ("'{}'", "'{0,0,1}'"),
    ] {
        assert_eq!(value(&format!("armilla.contains({a}, {b})")), "", "{a} in {b}");
        assert_eq!(value(&format!("armilla.intersects({a}, {b})")), "", "{a} and {b}");
    }
}

#[test]
fn coordinates_off_the_sky_are_angles_and_no_error() {
    assert_eq!(value("armilla.contains('{-1234.5,-4321}', '{0,0,1}')"), "f");
    assert_eq!(value("armilla.contains('{0.2,-0.3}', '{0,0,1}')"), "t");
    assert_eq!(value("armilla.contains('{1e-200,1e-200}', '{-1,-1,1,-1,0,1}')"), "t");
    assert_eq!(value("armilla.contains('{-100,200}', '{-1,-1,1,-1,0,1}')"), "f");
}

#[test]
fn boxes_are_rectangles_of_the_tangent_plane() {
    let mut random = Random(6);
    let mut centres = awkward();
    centres.extend((0..100).map(|_| random.place()));
    for centre in centres.iter().step_by(3) {
        let (width_deg, height_deg) = (random.scale(1e-5, 170.0), random.scale(1e-5, 170.0));
        let [lon, lat] = centre;
        let corners = numbers(&format!("armilla.box({lon:?}, {lat:?}, {width_deg:?}, {height_deg:?})"));
        let (east, north) = (vector(lon + 90.0, 0.0), vector(*lon, lat + 90.0));
        for (corner, (x, y)) in
            vertices(&corners).iter().zip([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])
        {
            let depth = dot(*corner, vector(*lon, *lat));
            let found = (dot(*corner, east) / depth, dot(*corner, north) / depth);
            let half = |side_deg: f64| (side_deg / 2.0).to_radians().tan();
            let (x, y) = (x * half(width_deg), y * half(height_deg));
            let scale = 1.0 + x.abs().max(y.abs()).powi(2);
            assert!(
                (found.0 - x).abs() < 1e-14 * scale && (found.1 - y).abs() < 1e-14 * scale,
                "{centre:?} {corners:?}"
            );
        }
    }
}

#[test]
fn impossible_boxes_are_null() {
    for sides in ["0, 1", "1, 0", "180, 1", "1, 180", "-1, 1", "'NaN', 1", "1, NULL"] {
        assert_eq!(value(&format!("armilla.box(10, 20, {sides})")), "", "{sides}");
    }
    assert_eq!(value("armilla.box('Infinity', 20, 1, 1)"), "");
}
