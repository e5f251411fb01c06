//! Tests of the quick answers for polygons of four vertices, against the general functions and the crate `sky`.

use sky::{Healpix, Polygon, Region, SkyPosition, footprint};

use crate::places::awkward;
use crate::server::{array, for_each_pair_as_text, parse_array, value};
use crate::vectors::{Random, at_distance};

/// Pairs of boxes near each other, and circles in place of the second ones.
fn boxes(seed: u64) -> Vec<(Vec<f64>, Vec<f64>)> {
    let mut random = Random(seed);
    let mut centres = awkward();
    centres.extend((0..300).map(|_| random.place()));
    let shape = |random: &mut Random, centre: [f64; 2], size_deg: f64| -> Vec<f64> {
        let centre = SkyPosition::new(centre[0], centre[1].clamp(-90.0, 90.0)).unwrap();
        let shape = Polygon::from_box(&centre, size_deg, size_deg * random.between(0.2, 1.0)).unwrap();
        shape.vertices().iter().flat_map(|at| [at.lon_deg(), at.lat_deg()]).collect()
    };
    let pair = |centre: [f64; 2]| {
        let (one_deg, other_deg) = (random.scale(1e-3, 60.0), random.between(0.2, 2.0));
        let other_deg = (one_deg * other_deg).min(60.0);
        let apart_deg = random.between(0.0, 1.0) * (one_deg + other_deg);
        let there = at_distance(centre[0], centre[1], apart_deg, random.between(0.0, 360.0));
        (shape(&mut random, centre, one_deg), shape(&mut random, there, other_deg))
    };
    centres.into_iter().map(pair).collect()
}

fn check(cases: &[(Vec<f64>, Vec<f64>)], quick: &str, general: &str) {
    let both = format!("coalesce(({quick})::text, 'null') || ' ' || ({general})::text");
    let mut known = 0;
    for (found, (a, b)) in for_each_pair_as_text(cases, &both).iter().zip(cases) {
        let (quick, general) = found.split_once(' ').unwrap();
        assert!(quick == "null" || quick == general, "{found}: {a:?} and {b:?}");
        known += usize::from(quick != "null");
    }
    assert!(known * 10 > cases.len() * 7, "{known} of {} are known", cases.len());
}

#[test]
fn quick_answers_are_those_of_the_general_functions() {
    let cases = boxes(71);
    check(&cases, "armilla.quad_meets(a, armilla.quad(b), armilla.quad(b))", "armilla.intersects(a, b)");
    let circle = "ARRAY[b[1], b[2], 0.3 * armilla.distance(b[1], b[2], b[5], b[6])]";
    check(
        &cases,
        &format!("armilla.quad_reach(a, b[1], b[2], sind(({circle})[3]))"),
        &format!("armilla.intersects(a, {circle})"),
    );
    check(&cases, "armilla.quad_reach(a, b[1], b[2], 0)", "armilla.contains(b[1:2], a)");
}

#[test]
fn other_shapes_have_no_quick_answer() {
    for shape in [
        "'{0,0,1}'",
        "'{0,0,1,0,1,1}'",
        "'{0,0,1,0,1,1,0,1,-1,0.5}'",
        // Clockwise, notched, crossed, with a vertex twice, without vertices.
        "'{0,0,0,1,1,1,1,0}'",
        "'{0,0,4,0,1,1,0,4}'",
        "'{0,0,1,0,0,1,1,1}'",
        "'{0,0,1,0,1,0,0,1}'",
        "'{0,0,1,0,1,NaN,0,1}'",
        "NULL",
    ] {
        assert_eq!(value(&format!("armilla.quad({shape})")), "", "{shape}");
        assert_eq!(value(&format!("armilla.quad_reach({shape}, 0, 0, 0.1)")), "", "{shape}");
    }
}

#[test]
fn cells_round_a_place_are_those_of_sky() {
    for place in awkward() {
        let at = SkyPosition::new(place[0], place[1]).unwrap();
        let index = Healpix::index(&at);
        let codes = parse_array(&value(&format!("armilla.cells_round({index})")));
        let stored = footprint::stored(&Region::cone(at, 0.5).unwrap());
        assert!(codes.iter().any(|code| stored.contains(&(*code as i64))), "{}", array(&place));
        let own: Vec<f64> =
            (0..=12).map(|order| f64::from(4 << (2 * order)) + (index >> (58 - 2 * order)) as f64).collect();
        assert_eq!(codes, own);
    }
    assert_eq!(value("armilla.cells_round(NULL) && '{4}'"), "f");
}
