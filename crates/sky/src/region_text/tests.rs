//! Tests of region texts: what clients send, and what is refused.

use proptest::prelude::*;

use super::*;
use crate::Polygon;
use crate::sample::position;

fn read(text: &str) -> RegionText {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn one(frame: Frame, shape: Shape) -> RegionText {
    RegionText { frame, shapes: vec![shape] }
}

fn circle(lon_deg: f64, lat_deg: f64, radius_deg: f64) -> Shape {
    Shape::Region(Region::cone(position(lon_deg, lat_deg), radius_deg).unwrap())
}

fn triangle() -> Shape {
    Shape::Region(Region::polygon(vec![position(0.0, 0.0), position(2.0, 0.0), position(1.0, 2.0)]).unwrap())
}

#[test]
fn circles_of_stc_s_and_dali_are_read() {
    for text in [
        "Circle ICRS 10 20 0.5",
        "circle 10 20 0.5",
        "CIRCLE icrs GEOCENTER 10.0 +20 .5",
        "Circle ICRS BARYCENTER SPHERICAL2 10 20 5e-1 unit deg",
        " Circle fillfactor 0.9 ICRS TOPOCENTER 1e1 20.000 0.5 unit deg deg\n",
        "10 20 0.5",
        "Circle UNKNOWNFrame 10 20 0.5",
    ] {
        assert_eq!(read(text), one(Frame::Icrs, circle(10.0, 20.0, 0.5)), "{text}");
    }
}

#[test]
fn frames_are_read_in_any_case_with_their_equinox() {
    for (text, frame) in [
        ("Circle FK5 10 20 0.5", Frame::Fk5),
        ("Circle fk5 J2000 GEOCENTER 10 20 0.5", Frame::Fk5),
        ("Circle J2000 10 20 0.5", Frame::Fk5),
        ("Circle FK4 B1950 10 20 0.5", Frame::Fk4),
        ("Circle GALACTIC 10 20 0.5", Frame::Galactic),
        ("Circle GALACTIC_II LSR 10 20 0.5", Frame::Galactic),
        ("Circle Ecliptic 10 20 0.5", Frame::Ecliptic),
    ] {
        assert_eq!(read(text), one(frame, circle(10.0, 20.0, 0.5)), "{text}");
    }
}

#[test]
fn polygons_boxes_and_positions_are_read() {
    for text in ["Polygon ICRS 0 0 2 0 1 2", "polygon 0 0 2 0 1 2 0 0", "0 0 2 0 1 2"] {
        assert_eq!(read(text), one(Frame::Icrs, triangle()), "{text}");
    }
    let shape = Polygon::from_box(&position(10.0, 20.0), 2.0, 3.0).unwrap();
    assert_eq!(read("Box ICRS 10 20 2 3"), one(Frame::Icrs, Shape::Region(Region::Polygon(shape))));
    for text in ["Position FK5 10 -20", "point FK5 370 -20"] {
        assert_eq!(read(text), one(Frame::Fk5, Shape::Position(position(10.0, -20.0))), "{text}");
    }
}

#[test]
fn ranges_are_read_with_open_ends_and_beyond_longitude_zero() {
    let inf = f64::INFINITY;
    for (text, lons_deg, lats_deg) in [
        ("RANGE 10 11.5 -3 4", [10.0, 11.5], [-3.0, 4.0]),
        ("range icrs 359 1 -1 1 unit deg", [359.0, 1.0], [-1.0, 1.0]),
        ("Range -Inf +Inf -inf 20", [-inf, inf], [-inf, 20.0]),
        ("RANGE 0 360 89 Infinity", [0.0, 360.0], [89.0, inf]),
    ] {
        let range = Region::range(lons_deg, lats_deg).unwrap();
        assert_eq!(read(text), one(Frame::Icrs, Shape::Region(range)), "{text}");
    }
}

#[test]
fn unions_are_flat_and_share_their_frame() {
    let shapes = vec![circle(10.0, 20.0, 0.5), triangle(), Shape::Position(position(1.0, 2.0))];
    for text in [
        "Union ICRS (Circle 10 20 0.5 Polygon 0 0 2 0 1 2 Position 1 2)",
        "UNION ( Circle ICRS 10 20 0.5 polygon icrs 0 0 2 0 1 2 Position ICRS 1 2 )",
        "union(circle 10 20 0.5 union ICRS GEOCENTER (polygon 0 0 2 0 1 2 Position 1 2))",
    ] {
        assert_eq!(read(text), RegionText { frame: Frame::Icrs, shapes: shapes.clone() }, "{text}");
    }
}

#[test]
fn shapes_in_icrs_are_turned() {
    let shapes = read("Position GALACTIC 241.121831182 3.62785788087").icrs_shapes().unwrap();
    let [Shape::Position(turned)] = shapes[..] else { panic!("{shapes:?}") };
    assert!(turned.separation_deg(&position(120.0, -23.0)) < 1e-9);
    let shapes = read("Union GALACTIC (Circle 5 3 1)").icrs_shapes().unwrap();
    let [Shape::Region(Region::Cone(turned))] = &shapes[..] else { panic!("{shapes:?}") };
    assert!(turned.centre().separation_deg(&position(266.44721, -23.107310)) < 1e-5);
}

#[test]
fn texts_that_are_no_regions_say_what_was_expected() {
    for (text, expected) in [
        (
            "",
            "region, character 1: expected a shape (Circle, Polygon, Box, Range, Position, Union), found the end",
        ),
        (
            "Ellipse ICRS 10 20 1 2 3",
            "region, character 1: expected a shape (Circle, Polygon, Box, Range, Position, Union), found `Ellipse`",
        ),
        (
            "Circle SUPERGALACTIC 10 20 1",
            "region, character 8: expected a frame (ICRS, FK5, FK4, GALACTIC, ECLIPTIC) or a longitude in \
             degrees, found `SUPERGALACTIC`",
        ),
        ("Circle ICRS 10", "region, character 15: expected a latitude in degrees, found the end"),
        (
            "Circle ICRS 10 20 nan",
            "region, character 19: expected the radius of the circle in degrees, found `nan`",
        ),
        ("Circle ICRS 10 20 1 7", "region, character 21: expected the end of the region, found `7`"),
        (
            "Range 1 2 3",
            "region, character 12: expected the second latitude of the range in degrees, found the end",
        ),
        ("Range 1 2 4 3", "the first latitude of a range, 4, is above the second, 3"),
        ("Circle 1 Inf 3", "region, character 10: expected a latitude in degrees, found `Inf`"),
        ("Box 1 2 3", "region, character 10: expected the height of the box in degrees, found the end"),
        ("Polygon 0 0 2 0 1", "region, character 18: expected a latitude in degrees, found the end"),
        (
            "Circle 1 2 3 unit arcsec",
            "region, character 19: expected `deg`, the only unit here, found `arcsec`",
        ),
        (
            "Union ICRS Circle 1 2 3",
            "region, character 12: expected `(` and the shapes of the union, found `Circle`",
        ),
        ("Union ()", "region, character 9: expected a shape inside the union, found the end"),
        (
            "Union (Circle 1 2 3",
            "region, character 20: expected a shape (Circle, Polygon, Box, Range, Position, Union), found the end",
        ),
        (
            "Union ICRS (Circle FK5 1 2 3)",
            "region, character 20: the frame FK5 differs from ICRS before it; use one frame for the whole region",
        ),
        ("1 2 3 4", "2 numbers are a position, 3 a circle, 6 or more in pairs a polygon; this region has 4"),
        ("1 2 x", "region, character 5: expected a number of degrees, found `x`"),
        ("Circle 10 20 -1", "radius -1 is not a number of degrees of 0 or more"),
        ("Position 10 91", "latitude 91 is outside [-90, 90] degrees"),
        ("Box 10 20 0 1", "the width of a box must be more than 0 and less than 180 degrees, this one is 0"),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn places_count_characters_and_long_words_are_cut() {
    let error = parse(&format!("Cïrcle{}", "é".repeat(100))).unwrap_err().to_string();
    let shown = format!("Cïrcle{}…", "é".repeat(34));
    let expected = format!(
        "region, character 1: expected a shape (Circle, Polygon, Box, Range, Position, Union), found `{shown}`"
    );
    assert_eq!(error, expected);
}

#[test]
fn deep_and_wide_unions_are_read_without_recursion() {
    let deep = format!("{}Circle 1 2 3{}", "Union (".repeat(100_000), ")".repeat(100_000));
    assert_eq!(read(&deep).shapes.len(), 1);
    let wide = format!("Union ({})", "Circle 1 2 3 ".repeat(100_000));
    assert_eq!(read(&wide).shapes.len(), 100_000);
}

#[test]
fn too_many_vertices_together_are_refused() {
    let polygon = "Polygon 0 0 2 0 1 2 ";
    let error = parse(&format!("Union ({})", polygon.repeat(3334))).unwrap_err();
    let text = "the polygons of a region may have 10000 vertices together; simplify it or split it";
    assert_eq!(error.to_string(), text);
}

proptest! {
    #[test]
    fn no_text_panics(text in "(Union|Circle|box|Polygon|ICRS|FK4|[(]|[)]| |-?[0-9]{1,3}|\\.|é|unit|deg){0,20}") {
        if let Ok(region) = parse(&text) {
            prop_assert!(!region.shapes.is_empty());
        }
    }
}
