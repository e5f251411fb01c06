//! Regions of rows against regions, of all pairs of kinds: the rows are those of brute force by edges and angles.

use crate::edges::{Corner, FORMS, box_corners, corners, polygon, winds};
use crate::exact::CENTRES;
use crate::server::{asked, asked_rim, uploads};
use crate::shapes::{
    Shape, circle_touches, circle_within, polygon_in_polygon, polygon_within, polygons_touch, shapes,
};
use crate::sky::{angle_deg, vector};

/// Compares, and counts the rows that fulfil the condition.
async fn compare(condition: &str, holds: impl Fn(&Shape) -> bool) -> usize {
    let expected: Vec<i64> = shapes().iter().filter(|shape| holds(shape)).map(|shape| shape.id).collect();
    let found = asked_rim(&format!("SELECT s.id FROM sky.shapes AS s WHERE {condition} ORDER BY s.id")).await;
    assert_eq!(found, expected, "{condition}");
    expected.len()
}

/// A circle, a box and two polygons near each awkward centre, none of which has an edge in common with a row.
fn near(centre: Corner) -> (Corner, Vec<Corner>, [Vec<Corner>; 2]) {
    let middle = corners(centre, &[(0.13, 0.07)])[0];
    (middle, box_corners(middle, (0.83, 0.57)), [corners(middle, FORMS[0]), corners(middle, FORMS[2])])
}

#[tokio::test]
async fn stored_polygons_against_constants_of_all_kinds() {
    let mut rows = [0; 6];
    for centre in CENTRES {
        let (middle, _, polygons) = near(centre);
        let (lon, lat) = middle;
        let (point, circle) = (format!("POINT({lon:?}, {lat:?})"), format!("CIRCLE({lon:?}, {lat:?}, 0.37)"));
        let is_in = |shape: &Shape| winds(&vector(middle), &shape.corners);
        rows[0] += compare(&format!("1 = CONTAINS({point}, s.outline)"), is_in).await;
        let touches = |shape: &Shape| circle_touches(middle, 0.37, &shape.corners);
        rows[1] += compare(&format!("1 = INTERSECTS(s.outline, {circle})"), touches).await;
        compare(&format!("INTERSECTS({circle}, s.outline) = 1"), touches).await;
        compare(&format!("0 = INTERSECTS(s.outline, {circle})"), |shape| !touches(shape)).await;
        let wide = format!("CIRCLE({lon:?}, {lat:?}, 1.1)");
        let within = |shape: &Shape| polygon_within(&shape.corners, middle, 1.1);
        rows[2] += compare(&format!("1 = CONTAINS(s.outline, {wide})"), within).await;
        let small = format!("CIRCLE({lon:?}, {lat:?}, 0.05)");
        let holds = |shape: &Shape| circle_within(middle, 0.05, &shape.corners);
        rows[3] += compare(&format!("1 = CONTAINS({small}, s.outline)"), holds).await;
        for other in &polygons {
            let text = polygon(other);
            let touches = |shape: &Shape| polygons_touch(&shape.corners, other);
            rows[4] += compare(&format!("1 = INTERSECTS(s.outline, {text})"), touches).await;
            compare(&format!("NOT 1 = INTERSECTS({text}, s.outline)"), |shape| !touches(shape)).await;
            let holds = |shape: &Shape| polygon_in_polygon(other, &shape.corners);
            rows[5] += compare(&format!("1 = CONTAINS({text}, s.outline)"), holds).await;
            let inner = |shape: &Shape| polygon_in_polygon(&shape.corners, other);
            compare(&format!("1 = CONTAINS(s.outline, {text})"), inner).await;
        }
    }
    assert!(rows.iter().all(|count| *count > 5), "{rows:?}");
}

#[tokio::test]
async fn boxes_made_of_rows_and_constant_boxes_are_polygons_of_the_tangent_plane() {
    let mut rows = [0; 5];
    let sized = |shape: &Shape| box_corners(shape.place, (2.0 * shape.size_deg, shape.size_deg));
    const OF_ROW: &str = "BOX(s.ra, s.dec, 2 * s.reach, s.reach)";
    for centre in CENTRES {
        let (middle, boxed, _) = near(centre);
        let (lon, lat) = middle;
        let text = format!("BOX('ICRS', {lon:?}, {lat:?}, 0.83, 0.57)");
        let circle = format!("CIRCLE({lon:?}, {lat:?}, 0.37)");
        let point = |shape: &Shape| winds(&vector(middle), &sized(shape));
        rows[0] += compare(&format!("1 = CONTAINS(POINT({lon:?}, {lat:?}), {OF_ROW})"), point).await;
        let circles = |shape: &Shape| circle_touches(middle, 0.37, &sized(shape));
        rows[1] += compare(&format!("1 = INTERSECTS({OF_ROW}, {circle})"), circles).await;
        let boxes = |shape: &Shape| polygons_touch(&sized(shape), &boxed);
        rows[2] += compare(&format!("INTERSECTS({text}, {OF_ROW}) = 1"), boxes).await;
        let stored = |shape: &Shape| polygons_touch(&shape.corners, &boxed);
        rows[3] += compare(&format!("1 = INTERSECTS(s.outline, {text})"), stored).await;
        let round = |shape: &Shape| circle_touches(shape.place, shape.size_deg, &boxed);
        rows[4] += compare(&format!("1 = INTERSECTS(CIRCLE(s.ra, s.dec, s.reach), {text})"), round).await;
        let within = |shape: &Shape| circle_within(shape.place, shape.size_deg, &boxed);
        compare(&format!("1 = CONTAINS(CIRCLE(s.ra, s.dec, s.reach), {text})"), within).await;
    }
    assert!(rows.iter().all(|count| *count > 5), "{rows:?}");
}

#[tokio::test]
async fn circles_of_rows_with_radii_of_their_own_against_circles() {
    for (lon, lat) in CENTRES {
        let deg = |shape: &Shape| angle_deg(&vector(shape.place), &vector((lon, lat)));
        let (of_row, circle) = ("CIRCLE(s.ra, s.dec, s.reach)", format!("CIRCLE({lon:?}, {lat:?}, 0.293)"));
        compare(&format!("1 = INTERSECTS({of_row}, {circle})"), |s| deg(s) <= s.size_deg + 0.293).await;
        compare(&format!("1 = CONTAINS({of_row}, {circle})"), |s| deg(s) + s.size_deg <= 0.293).await;
        compare(&format!("1 = CONTAINS({circle}, {of_row})"), |s| deg(s) + 0.293 <= s.size_deg).await;
    }
}

#[tokio::test]
async fn stored_polygons_and_circles_of_rows_join_as_their_edges_say() {
    let shapes = shapes();
    let pairs = |holds: fn(&Shape, &Shape) -> bool| {
        let mut rows = Vec::new();
        for one in &shapes {
            rows.extend(
                shapes
                    .iter()
                    .filter(|other| holds(one, other))
                    .map(|other| vec![Some(one.id), Some(other.id)]),
            );
        }
        rows
    };
    type Holds = fn(&Shape, &Shape) -> bool;
    let questions: [(&str, Holds); 4] = [
        ("INTERSECTS(s.outline, t.outline)", |s, t| polygons_touch(&s.corners, &t.corners)),
        ("INTERSECTS(CIRCLE(s.ra, s.dec, s.reach), t.outline)", |s, t| {
            circle_touches(s.place, s.size_deg, &t.corners)
        }),
        ("CONTAINS(POINT(s.ra, s.dec), t.outline)", |s, t| winds(&vector(s.place), &t.corners)),
        ("CONTAINS(t.outline, CIRCLE(s.ra, s.dec, 3 * s.reach))", |s, t| {
            polygon_within(&t.corners, s.place, 3.0 * s.size_deg)
        }),
    ];
    for (condition, holds) in questions {
        let expected = pairs(holds);
        assert!(expected.len() > 20, "{condition}: {}", expected.len());
        let adql = format!(
            "SELECT s.id AS a, t.id AS b FROM sky.shapes AS s JOIN sky.shapes AS t ON 1 = {condition} \
             WHERE s.id <> t.id"
        );
        let expected: Vec<_> = expected.into_iter().filter(|row| row[0] != row[1]).collect();
        assert_eq!(asked(&adql, uploads(&[], &[])).await, expected, "{adql}");
    }
}
