//! Damaged headers: whatever they say, the answer is a position, none, or an error, soon.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sky::{Region, SkyPosition};
use wcs::{CutRegion, Wcs};

use crate::headers::{Sample, cards, in_icrs, in_other_frames};
use crate::random::Random;

/// Values that numbers of a header do not usually have.
const VALUES: &[&str] = &[
    "0",
    "-1",
    "1E300",
    "-1E300",
    "1E-300",
    "NaN",
    "inf",
    "1E999",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "89.99999999",
    "90.0",
    "-90.0",
    "180.0",
    "360.0",
    "1E6",
    "'text'",
    "'RA---HPX'",
    "'DEC--HPX'",
    "'RA---ZPN'",
    "'RA---SZP'",
    "T",
    "",
    "'unclosed",
    "(1, 2)",
    "7",
    "9",
    "-0.0",
    "1E14",
    "4.9E-324",
];

/// Cards that change what the others mean.
const CARDS: &[&str] = &[
    "PV1_99999999999999999999= 1.0",
    "PV2_20  = 1.0E10",
    "PV1_40  = 3.0",
    "PV2_1   = -1.0E5",
    "PV2_2   = 1.0E-30",
    "PV2_3   = 5.0",
    "PV1_1   = 0.0",
    "A_ORDER = 9",
    "A_ORDER = 99999999",
    "B_ORDER = 1",
    "A_9_0   = 1.0E30",
    "B_0_9   = -1.0E30",
    "WCSAXES = 0",
    "WCSAXES = 999",
    "NAXIS1  = 0",
    "NAXIS1  = 99999999999999",
    "NAXIS2  = 1",
    "LONPOLE = 1.0E8",
    "LATPOLE = -90.0",
    "LATPOLE = 1.0E30",
    "CROTA2  = 1.0E14",
    "WAT1_001= 'wtype=tnx axtype=ra lngcor = \"3. 4. 4. 2. -1 1 -1 1 1 2 3 4 5 6 7 8 9 10\"'",
    "WAT1_001= 'wtype=zpx projp1=1 projp3=1e9 lngcor = \"1. 99999. 1. 1. 0 0 0 0\"'",
    "CTYPE1  = 'RA---TNX'",
    "CTYPE2  = 'DEC--TNX'",
    "EQUINOX = 1.0E9",
    "RADESYS = 'FK4'",
    "CUNIT1  = 'arcsec'",
];

fn mutate(sample: &Sample, random: &mut Random) -> Vec<u8> {
    let mut lines = sample.lines.clone();
    for _ in 0..=random.below(4) {
        let place = random.below(lines.len());
        match random.below(5) {
            0 => drop(lines.remove(place)),
            1 => lines.insert(place, CARDS[random.below(CARDS.len())].to_owned()),
            2 => lines.push(CARDS[random.below(CARDS.len())].to_owned()),
            3 | 4 => {
                let name = lines[place].split('=').next().unwrap_or_default().to_owned();
                lines[place] = format!("{name:8}= {}", VALUES[random.below(VALUES.len())]);
            }
            _ => {}
        }
        if lines.is_empty() {
            break;
        }
    }
    let mut bytes = cards(&lines);
    for _ in 0..random.below(4) {
        let place = random.below(bytes.len());
        bytes[place] = random.below(256) as u8;
    }
    bytes
}

/// Asks everything of a header; whether it could be read.
fn use_all(header: &[u8]) -> bool {
    let Ok(wcs) = Wcs::from_header(header) else { return false };
    let pixels =
        [[1.0, 1.0], [512.0, 480.0], [1e9, -1e9], [f64::NAN, 0.0], [1e300, f64::INFINITY], [-0.0, 1e-300]];
    let mut positions = [None; 6];
    wcs.skies_of(&pixels, &mut positions);
    for (lon_deg, lat_deg) in [(150.3, 2.2), (0.0, 90.0), (180.0, -90.0), (330.3, -2.2)] {
        let position = SkyPosition::new(lon_deg, lat_deg).unwrap();
        if let Some(pixel) = wcs.pixel_of(&position) {
            assert!(pixel.iter().all(|coordinate| coordinate.is_finite()));
        }
    }
    if let Some(footprint) = wcs.footprint([1024, 1000]) {
        assert!(footprint.diameter_deg > 0.0 && footprint.diameter_deg <= 360.0, "{footprint:?}");
    }
    let centre = positions[1].unwrap_or(SkyPosition::new(150.3, 2.2).unwrap());
    let region = CutRegion::from(Region::cone(centre, 0.01).unwrap());
    if let Some(found) = wcs.pixel_box(&region, [1024, 1000]) {
        assert!(
            found.first.iter().all(|first| *first >= 1) && found.last[0] <= 1024 && found.last[1] <= 1000
        );
        assert!(found.first[0] <= found.last[0] && found.first[1] <= found.last[1]);
    }
    true
}

#[test]
fn damaged_headers_give_an_answer_in_time() {
    let samples: Vec<Sample> =
        in_icrs().into_iter().chain(in_other_frames().into_iter().map(|(sample, _)| sample)).collect();
    let mut random = Random::new(31);
    let (mut read, mut refused) = (0, 0);
    for round in 0..6000 {
        let header = mutate(&samples[round % samples.len()], &mut random);
        let start = Instant::now();
        if use_all(&header) {
            read += 1
        } else {
            refused += 1
        }
        let took = start.elapsed();
        assert!(took < Duration::from_secs(5), "{took:?}: {}", String::from_utf8_lossy(&header));
    }
    assert!(read > 1000 && refused > 1000, "{read} read, {refused} refused");
}

proptest! {
    #[test]
    fn bytes_that_are_no_header_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(!use_all(&bytes));
    }

    #[test]
    fn headers_cut_anywhere_give_an_answer(which in 0..20_usize, end in 0..4000_usize) {
        let header = in_icrs()[which].cards();
        use_all(&header[..end.min(header.len())]);
    }
}
