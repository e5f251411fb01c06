//! What is read from whole headers, and what they are refused for.

use sky::Frame;
use wcs::Wcs;

use crate::headers::{TPV, cards, in_icrs, plane, swapped};

fn error(lines: &[String]) -> String {
    Wcs::from_header(&cards(lines)).unwrap_err().to_string()
}

fn with(mut lines: Vec<String>, more: &[&str]) -> Vec<String> {
    lines.extend(more.iter().map(|line| (*line).to_owned()));
    lines
}

#[test]
fn an_alternative_description_is_read_by_its_letter() {
    let lines = with(
        plane("TAN", [10.0, 20.0], &[]),
        &[
            "CTYPE1A = 'GLON-CAR'",
            "CTYPE2A = 'GLAT-CAR'",
            "CDELT1A = -0.1",
            "CDELT2A = 0.1",
            "CRVAL1A = 30.0",
        ],
    );
    let header = cards(&lines);
    let wcs = Wcs::from_alternate(&header, 'A').unwrap();
    assert_eq!(wcs.reference().frame, Frame::Galactic);
    let orientation = wcs.orientation();
    assert_eq!((orientation.projection, orientation.reference_deg), ("CAR", [30.0, 0.0]));
    assert_eq!(orientation.matrix_deg, [[-0.1, 0.0], [0.0, 0.1]]);
    assert_eq!(
        Wcs::from_alternate(&header, 'B').unwrap_err().to_string(),
        "no world coordinates: no pair of CTYPEnB cards names a longitude and a latitude, such as RA---TAN and DEC--TAN"
    );
}

#[test]
fn the_orientation_has_longitude_first_whatever_the_order_of_axes() {
    let samples = in_icrs();
    let of = |name: &str| {
        let sample = samples.iter().find(|sample| sample.name == name).unwrap();
        Wcs::from_header(&sample.cards()).unwrap().orientation()
    };
    assert_eq!(of("swapped-TAN").matrix_deg, of("tan").matrix_deg);
    assert_eq!(of("swapped-TAN").reference_deg, [200.0, 47.0]);
    assert_eq!(of("tan-scamp").projection, "TPV");
}

#[test]
fn terms_of_tpv_belong_to_their_axis_also_if_declination_comes_first() {
    let straight = Wcs::from_header(&cards(&plane("TPV", [200.0, 47.0], TPV))).unwrap();
    let swapped = Wcs::from_header(&swapped("TPV", TPV).cards()).unwrap();
    for pixel in [[1.0, 1.0], [1000.0, 20.0], [512.3, 480.7]] {
        assert_eq!(swapped.sky_of(pixel), straight.sky_of(pixel));
    }
}

#[test]
fn cards_that_contradict_their_meaning_are_named() {
    let tan = || plane("TAN", [10.0, 20.0], &[]);
    assert_eq!(
        error(&with(tan(), &["A_ORDER = 2"])),
        "card B_ORDER is missing: the order of a SIP polynomial"
    );
    assert_eq!(
        error(&with(tan(), &["A_ORDER = 12", "B_ORDER = 2"])),
        "card A_ORDER is 12; expected an order from 0 to 9"
    );
    assert_eq!(
        error(&with(tan(), &["PV1_77  = 2.0"])),
        "card PV1_77 is 2; expected an index from 0 to 39 behind the axis"
    );
    assert_eq!(
        error(&with(tan(), &["CRVAL1  = 'here'"])),
        "card CRVAL1 is 'here'; expected a finite number of reasonable size"
    );
    assert_eq!(
        error(&with(
            plane("TNX", [10.0, 20.0], &[]),
            &["WAT1_001= 'wtype=tnx axtype=ra lngcor = \"3. 4. 4.\"'"]
        )),
        "card WAT1_001 is lngcor of 3 words; expected a surface of IRAF: kind, orders, cross terms, limits and as many \
         coefficients as they need"
    );
    assert_eq!(
        error(&with(plane("CYP", [10.0, 20.0], &[]), &["PV2_1   = 0.0", "PV2_2   = 0.0"])),
        "wcslib refuses the combination of CTYPE, CRVAL, LONPOLE, LATPOLE and PV cards (its status 5)"
    );
}

#[test]
fn pv_cards_beside_sip_are_left_alone() {
    let sip = ["A_ORDER = 2", "B_ORDER = 2", "A_2_0   = 1.0E-06"];
    let both = Wcs::from_header(&cards(&with(plane("TAN", [10.0, 20.0], TPV), &sip))).unwrap();
    let sip = Wcs::from_header(&cards(&with(plane("TAN", [10.0, 20.0], &[]), &sip))).unwrap();
    assert_eq!(both.sky_of([1.0, 1.0]), sip.sky_of([1.0, 1.0]));
}

#[test]
fn clones_work_on_other_threads() {
    let wcs = Wcs::from_header(&cards(&plane("TPV", [10.0, 20.0], TPV))).unwrap();
    let expected = wcs.sky_of([100.0, 200.0]);
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let wcs = wcs.clone();
            std::thread::spawn(move || (0..1000).all(|_| wcs.sky_of([100.0, 200.0]) == expected))
        })
        .collect();
    assert!(workers.into_iter().all(|worker| worker.join().unwrap()));
}

#[test]
fn headers_are_read_on_many_threads_at_once() {
    let samples = in_icrs();
    let workers: Vec<_> = (0..4)
        .map(|start| {
            let samples = samples.clone();
            std::thread::spawn(move || {
                let mut order = samples.iter().cycle().skip(start).take(20 * samples.len());
                order.all(|sample| Wcs::from_header(&sample.cards()).is_ok())
            })
        })
        .collect();
    assert!(workers.into_iter().all(|worker| worker.join().unwrap()));
}

#[test]
fn slices_of_different_lengths_are_used_as_far_as_both_go() {
    let wcs = Wcs::from_header(&cards(&plane("TAN", [10.0, 20.0], &[]))).unwrap();
    let mut positions = [None; 3];
    wcs.skies_of(&[[1.0, 1.0]; 200], &mut positions);
    assert!(positions.iter().all(Option::is_some));
    let mut positions = [None; 200];
    wcs.skies_of(&[[1.0, 1.0]; 100], &mut positions);
    assert!(positions[..100].iter().all(Option::is_some) && positions[100..].iter().all(Option::is_none));
}
