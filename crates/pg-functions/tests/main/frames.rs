//! Tests of `rotate` and `region`, against the catalogue of functions and the crate `sky`.

use sky::{Frame, SkyPosition, region_text};

use crate::places::awkward;
use crate::server::{array, complaint, numbers, value};
use crate::vectors::{angle_deg, vector};

fn check(expression: &str, expected: &[f64], digits_deg: f64) {
    let found = numbers(expression);
    let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= digits_deg);
    assert!(near && found.len() == expected.len(), "{expression}: {found:?}");
}

#[test]
fn rotations_have_the_values_of_the_catalogue_of_functions() {
    check("armilla.rotate('ICRS', 'GALACTIC', '{120,-23}')", &[241.121831182, 3.62785788087], 1e-9);
    let circle = "armilla.rotate('FK4', 'GALACTIC', '{189.70303055,22.96240006,3}')";
    check(circle, &[275.00025405, 84.99996154, 3.0], 1e-8);
    let polygon = "armilla.rotate('GALACTIC', 'FK5', '{5,3,4,4,4.5,2}')";
    check(polygon, &[266.44721, -23.107310, 264.95088, -23.434037, 267.09936, -24.051919], 5e-6);
}

#[test]
fn rotations_are_those_of_sky() {
    for from in Frame::ALL {
        for to in Frame::ALL {
            let places: Vec<[f64; 2]> = awkward().into_iter().step_by(5).collect();
            let flat: Vec<f64> = places.iter().flatten().copied().collect();
            let turned =
                numbers(&format!("armilla.rotate('{}', '{}', '{}')", from.name(), to.name(), array(&flat)));
            for ([lon, lat], turned) in places.iter().zip(turned.chunks(2)) {
                let known = Frame::rotate(from, to, &SkyPosition::new(*lon, *lat).unwrap());
                let off_deg =
                    angle_deg(vector(known.lon_deg(), known.lat_deg()), vector(turned[0], turned[1]));
                assert!(off_deg < 1e-12, "{from:?} to {to:?}, {lon} {lat}: {off_deg}");
            }
        }
    }
}

#[test]
fn unknown_frames_are_refused_and_nothing_stays_nothing() {
    let text = "ERROR:  unknown frame \"galactic\": use ICRS, FK5, FK4, GALACTIC or ECLIPTIC";
    assert_eq!(complaint("armilla.rotate('ICRS', 'galactic', '{1,2}')"), text);
    assert_eq!(value("armilla.rotate('ICRS', 'FK4', NULL)"), "");
    assert_eq!(value("armilla.rotate('ICRS', 'FK5', '{1,2,-1}')"), "");
}

#[test]
fn regions_are_read_as_sky_reads_them() {
    for text in [
        "Circle ICRS 10 20 0.5",
        "CIRCLE 10 20 0.5",
        "10 20 0.5",
        "  10  20 ",
        "Circle ICRS BARYCENTER SPHERICAL2 10 20 5e-1 unit deg",
        "Position FK5 J2000 10 -20",
        "point 10 +20.5",
        "Circle fk4 B1950 TOPOCENTER 10 20 .5",
        "Polygon GALACTIC_II 0 0 2 0 1 2",
        "0 0 2 0 1 2",
        "Box ECLIPTIC 10 20 2 3",
        "circle fillfactor 0.9 J2000 GEOCENTER 10 20 0.5 unit deg deg",
    ] {
        let mut expected = Vec::new();
        match &region_text::parse(text).unwrap().icrs_shapes().unwrap()[..] {
            [sky::Shape::Position(place)] => expected.extend([place.lon_deg(), place.lat_deg()]),
            [sky::Shape::Region(sky::Region::Cone(cone))] => {
                expected.extend([cone.centre().lon_deg(), cone.centre().lat_deg(), cone.radius_deg()]);
            }
            [sky::Shape::Region(sky::Region::Polygon(polygon))] => {
                expected
                    .extend(polygon.vertices().iter().flat_map(|place| [place.lon_deg(), place.lat_deg()]));
            }
            other => panic!("{other:?}"),
        }
        check(&format!("armilla.region('{text}')"), &expected, 1e-12);
    }
}

#[test]
fn other_texts_are_null() {
    for text in [
        "",
        "nonsense",
        "Circle ICRS 10 20",
        "Circle ICRS 10 20 1 2",
        "Polygon 0 0 2 0 1",
        "Union ICRS (Circle 10 20 1)",
        "Circle SUPERGALACTIC 10 20 1",
        "Circle 10 95 1",
        "Circle 10 20 -1",
        "Box 10 20 0 1",
        "1 2 3 4",
        "range 1 2 4 3",
        "range 1 2 3 91",
        "range galactic 1 2 3 4",
        "circle 1 2 inf",
        "Circle 1e999 2 3",
        "Circle NaN 2 3",
    ] {
        assert_eq!(value(&format!("armilla.region('{text}')")), "", "{text}");
    }
    assert_eq!(value("armilla.region(NULL)"), "");
}
