//! Tests of `area`, `centroid` and `distance`, against sums over many small cells.

use crate::brute::Shape;
use crate::places::awkward;
use crate::server::{for_each_pair, for_each_row, numbers, parse_array, value};
use crate::vectors::{Random, Vector, angle_deg, at_distance, cross, dot, plus, unit, vector};

/// Square degrees of the sphere.
const SPHERE_DEG2: f64 = 129_600.0 / std::f64::consts::PI;

fn number(expression: &str) -> f64 {
    value(expression).parse().unwrap()
}

fn near(found: f64, expected: f64, part: f64) {
    assert!((found - expected).abs() <= part * expected.abs(), "{found} is not {expected}");
}

#[test]
fn areas_of_simple_shapes_are_known() {
    assert_eq!(number("armilla.area('{10,20}')"), 0.0);
    near(number("armilla.area('{10,20,180}')"), SPHERE_DEG2, 1e-14);
    near(number("armilla.area('{10,20,90}')"), SPHERE_DEG2 / 2.0, 1e-14);
    near(number("armilla.area('{10,20,1e-6}')"), std::f64::consts::PI * 1e-12, 1e-9);
    assert_eq!(number("armilla.area('{10,20,1e-200}')"), 0.0);
    near(number("armilla.area('{0,0,90,0,0,90}')"), SPHERE_DEG2 / 8.0, 1e-14);
    near(number("armilla.area('{0,0,0,90,90,0}')"), SPHERE_DEG2 / 8.0, 1e-14);
}

#[test]
fn what_has_no_area_is_null() {
    for geometry in ["NULL", "'{1,2,-3}'", "'{1,2,4,3}'", "'{1,2,1,2,1,2}'", "'{1,NULL}'", "'{1,2,Infinity}'"]
    {
        assert_eq!(value(&format!("armilla.area({geometry})")), "", "{geometry}");
        assert_eq!(value(&format!("armilla.centroid({geometry})")), "", "{geometry}");
    }
}

/// Area in steradian and mean of a star by cutting its triangles with the centre into many flat ones.
fn sums(shape: &Shape) -> (f64, Vector) {
    const STEPS: usize = 60;
    let middle = vector(shape.centre[0], shape.centre[1]);
    let corners: Vec<Vector> = shape.numbers.chunks(2).map(|pair| vector(pair[0], pair[1])).collect();
    let (mut area, mut mean) = (0.0, [0.0; 3]);
    for i in 0..corners.len() {
        let (a, b) = (plus(corners[i], -1.0, middle), plus(corners[(i + 1) % corners.len()], -1.0, middle));
        let place = |row: usize, column: usize| {
            let (s, t) = (row as f64 / STEPS as f64, column as f64 / STEPS as f64);
            unit(plus(plus(middle, s, a), t, b))
        };
        for row in 0..STEPS {
            for column in 0..STEPS - row {
                let mut add = |p: Vector, q: Vector, r: Vector| {
                    let normal = cross(plus(q, -1.0, p), plus(r, -1.0, p));
                    let size = dot(normal, normal).sqrt() / 2.0;
                    area += size;
                    mean = plus(mean, size, unit(plus(plus(p, 1.0, q), 1.0, r)));
                };
                add(place(row, column), place(row + 1, column), place(row, column + 1));
                if row + column + 1 < STEPS {
                    add(place(row + 1, column), place(row + 1, column + 1), place(row, column + 1));
                }
            }
        }
    }
    (area, mean)
}

fn stars() -> Vec<Shape> {
    let mut random = Random(21);
    let mut centres = awkward();
    centres.extend((0..40).map(|_| random.place()));
    let shapes = centres.into_iter().map(|centre| {
        let reach_deg = random.scale(1e-6, 60.0);
        Shape::random(&mut random, centre, reach_deg)
    });
    shapes.filter(|shape| shape.numbers.len() > 3).collect()
}

#[test]
fn areas_and_centroids_of_polygons_are_those_of_many_small_triangles() {
    let stars = stars();
    let backwards = |numbers: &[f64]| numbers.chunks(2).rev().flatten().copied().collect::<Vec<f64>>();
    let both: Vec<_> = stars.iter().map(|star| (star.numbers.clone(), backwards(&star.numbers))).collect();
    let found = for_each_pair_text(&both);
    for (star, line) in stars.iter().zip(found) {
        let (area_sr, mean) = sums(star);
        let expected_deg2 = area_sr * (180.0 / std::f64::consts::PI).powi(2);
        for (area, centroid) in [(&line[0], &line[1]), (&line[2], &line[3])] {
            near(area.parse().unwrap(), expected_deg2, 1e-3);
            let centroid = parse_array(centroid);
            let off_deg = angle_deg(vector(centroid[0], centroid[1]), unit(mean));
            assert!(off_deg < star.reach_deg * 1e-3, "{off_deg} from the mean of {star:?}");
        }
    }
}

/// Area and centroid of both polygons of each pair.
fn for_each_pair_text(pairs: &[(Vec<f64>, Vec<f64>)]) -> Vec<Vec<String>> {
    let texts = crate::server::for_each_pair_as_text(
        pairs,
        "concat_ws('|', armilla.area(a), armilla.centroid(a), armilla.area(b), armilla.centroid(b))",
    );
    texts.iter().map(|text| text.split('|').map(str::to_owned).collect()).collect()
}

#[test]
fn centroids_of_simple_shapes_are_known() {
    assert_eq!(numbers("armilla.centroid('{10,20}')"), [10.0, 20.0]);
    assert_eq!(numbers("armilla.centroid('{10,20,3}')"), [10.0, 20.0]);
    let centroid = numbers("armilla.centroid('{0,0,90,0,0,90}')");
    near(centroid[0], 45.0, 1e-13);
    near(centroid[1], (1.0_f64 / 2.0_f64.sqrt()).atan().to_degrees(), 1e-13);
}

#[test]
fn centroids_do_not_jump_where_the_way_of_computing_changes() {
    // A triangle of about 1e-4 radian, a little smaller and a little larger.
    let of = |side: f64| {
        numbers(&format!("armilla.centroid('{{50,40,{:?},40,50,{:?}}}')", 50.0 + side, 40.0 + side))
    };
    let (small, large) = (of(0.005_7), of(0.005_75));
    for (centroid, side) in [(small, 0.005_7), (large, 0.005_75)] {
        // Next to nothing is wrong with a flat triangle here but the bend of its lower edge and of the meridians.
        let bend_deg = 1e-6;
        assert!((centroid[0] - 50.0 - side / 3.0).abs() < bend_deg, "{centroid:?}");
        assert!((centroid[1] - 40.0 - side / 3.0).abs() < bend_deg, "{centroid:?}");
    }
}

#[test]
fn distances_are_those_that_were_gone() {
    let mut random = Random(22);
    let mut rows = Vec::new();
    for _ in 0..500 {
        let ([lon, lat], distance_deg) = (random.place(), random.scale(1e-9, 180.0));
        let there = at_distance(lon, lat, distance_deg, random.between(0.0, 360.0));
        rows.push(vec![lon, lat, there[0], there[1], distance_deg]);
    }
    let found = for_each_row(&rows, "abs(armilla.distance(a, b, c, d) - e) < 1e-12");
    assert!(found.iter().all(|answer| answer == "t"));
    assert_eq!(value("armilla.distance(1, 2, NULL, 4)"), "");
    assert!(
        for_each_pair(
            &[(vec![0.0, 0.0], vec![180.0, 0.0])],
            "armilla.distance(a[1], a[2], b[1], b[2]) = 180"
        ) == [Some(true)]
    );
}
