//! Tests of rotations: the check values of the catalogue of functions, and what any rotation keeps.

use proptest::prelude::*;

use super::*;
use crate::sample::{any_position, position};

fn check(from: Frame, to: Frame, given: (f64, f64), expected: (f64, f64), digits_deg: f64) {
    let turned = Frame::rotate(from, to, &position(given.0, given.1));
    let (lon, lat) = (turned.lon_deg(), turned.lat_deg());
    assert!((lon - expected.0).abs() <= digits_deg && (lat - expected.1).abs() <= digits_deg, "{turned:?}");
}

#[test]
fn icrs_to_galactic_has_the_value_of_the_catalogue_of_functions() {
    check(Frame::Icrs, Frame::Galactic, (120.0, -23.0), (241.121831182, 3.62785788087), 1e-9);
}

#[test]
fn fk4_to_galactic_has_the_value_of_the_catalogue_of_functions() {
    let given = (189.70303055, 22.96240006);
    check(Frame::Fk4, Frame::Galactic, given, (275.00025405, 84.99996154), 1e-8);
}

#[test]
fn galactic_to_fk5_has_the_values_of_the_catalogue_of_functions() {
    for (given, expected) in [
        ((5.0, 3.0), (266.44721, -23.107310)),
        ((4.0, 4.0), (264.95088, -23.434037)),
        ((4.5, 2.0), (267.09936, -24.051919)),
    ] {
        check(Frame::Galactic, Frame::Fk5, given, expected, 5e-6);
    }
}

#[test]
fn ecliptic_pole_is_in_the_dragon() {
    let obliquity_deg = 84_381.406 / 3600.0;
    check(Frame::Ecliptic, Frame::Icrs, (0.0, 90.0), (270.0, 90.0 - obliquity_deg), 2e-5);
}

#[test]
fn ecliptic_begins_at_the_equinox() {
    let equinox = Frame::rotate(Frame::Ecliptic, Frame::Icrs, &position(0.0, 0.0));
    let bias_deg = equinox.separation_deg(&position(0.0, 0.0));
    assert!(bias_deg * 3600.0 < 0.03, "{bias_deg}");
}

#[test]
fn names_are_those_of_the_vocabulary_and_case_matters() {
    for frame in Frame::ALL {
        assert_eq!(Frame::named(frame.name()), Some(frame));
    }
    assert_eq!(Frame::named("icrs"), None);
}

#[test]
fn regions_turn_with_their_points() {
    let vertices = [(5.0, 3.0), (4.0, 4.0), (4.5, 2.0)].map(|(lon, lat)| position(lon, lat)).to_vec();
    for region in [Region::polygon(vertices).unwrap(), Region::cone(position(4.5, 3.0), 0.4).unwrap()] {
        let turned = Frame::rotate_region(Frame::Galactic, Frame::Fk4, &region).unwrap();
        for i in 0..400 {
            let point = position(3.503 + f64::from(i % 20) * 0.1, 2.007 + f64::from(i / 20) * 0.1);
            let there = Frame::rotate(Frame::Galactic, Frame::Fk4, &point);
            assert_eq!(turned.contains(&there), region.contains(&point), "{point:?}");
        }
    }
}

#[test]
fn range_in_another_frame_is_refused() {
    let range = Region::range([10.0, 11.0], [-1.0, 1.0]).unwrap();
    assert_eq!(Frame::rotate_region(Frame::Icrs, Frame::Fk5, &range), Ok(range.clone()));
    assert_eq!(
        Frame::rotate_region(Frame::Icrs, Frame::Galactic, &range).unwrap_err().to_string(),
        "a range of longitudes and latitudes in ICRS is none in GALACTIC; write its corners as a polygon"
    );
}

proptest! {
    #[test]
    fn rotations_keep_distances_and_turn_back(
        a in any_position(), b in any_position(),
        from in prop::sample::select(&Frame::ALL[..]), to in prop::sample::select(&Frame::ALL[..]),
    ) {
        let [there_a, there_b] = [a, b].map(|position| Frame::rotate(from, to, &position));
        prop_assert!((there_a.separation_deg(&there_b) - a.separation_deg(&b)).abs() < 1e-12);
        prop_assert!(Frame::rotate(to, from, &there_a).separation_deg(&a) < 1e-12);
    }

    #[test]
    fn ways_round_other_frames_meet(
        a in any_position(), from in prop::sample::select(&Frame::ALL[..]),
        by in prop::sample::select(&Frame::ALL[..]), to in prop::sample::select(&Frame::ALL[..]),
    ) {
        let by_way = Frame::rotate(by, to, &Frame::rotate(from, by, &a));
        prop_assert!(by_way.separation_deg(&Frame::rotate(from, to, &a)) < 1e-12);
    }
}
