//! Measures positions, pixels, footprints and boxes: one core, best of several rounds.
//!
//! `cargo run --release -p wcs --example rates`
#![expect(clippy::print_stdout, reason = "the figures are the output")]

use std::time::Instant;

use sky::{LonLatRange, Region, SkyPosition};
use wcs::{CutRegion, Wcs};

const LENGTHS: [u64; 2] = [9216, 9216];
const POINTS: usize = 100_000;
const ROUNDS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bent = ["A_ORDER = 3", "B_ORDER = 3", "A_2_0   = 2.0E-07", "A_1_2   = -3.0E-12", "B_0_3   = 5.0E-12"];
    let tpv = [
        "PV1_1   = 1.0002",
        "PV1_4   = 2.2E-05",
        "PV1_7   = 1.4E-03",
        "PV2_1   = 0.9998",
        "PV2_7   = 1.1E-03",
    ];
    for (name, header) in [
        ("TAN", header("TAN", &[])),
        ("TAN in FK4", header("TAN", &["RADESYS = 'FK4'"])),
        ("ZEA", header("ZEA", &[])),
        ("TAN-SIP", header("TAN-SIP", &bent)),
        ("TPV", header("TPV", &tpv)),
    ] {
        measure(name, &header)?;
    }
    Ok(())
}

fn measure(name: &str, header: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    let wcs = Wcs::from_header(header)?;
    let step = |place: usize| 1.0 + (place * 7919 % 9216) as f64;
    let pixels: Vec<[f64; 2]> = (0..POINTS).map(|place| [step(place), step(3 * place + 5)]).collect();
    let mut positions = vec![None; POINTS];
    let to_sky = best(|| wcs.skies_of(&pixels, &mut positions)) / POINTS as f64;
    let positions: Vec<SkyPosition> = positions.into_iter().flatten().collect();
    let mut back = vec![None; positions.len()];
    let to_pixel = best(|| wcs.pixels_of(&positions, &mut back)) / POINTS as f64;
    let read = best(|| drop(Wcs::from_header(header)));
    let clone = best(|| drop(wcs.clone()));
    let footprint = best(|| drop(wcs.footprint(LENGTHS)));
    let centre = wcs.sky_of([4000.0, 5000.0]).ok_or("no position")?;
    let circle = CutRegion::from(Region::cone(centre, 0.01)?);
    let (lon, lat) = (centre.lon_deg(), centre.lat_deg());
    let range = CutRegion::from(LonLatRange::new([lon, lon + 0.02], [lat, lat + 0.02])?);
    let corners =
        [(lon, lat), (lon + 0.03, lat), (lon, lat + 0.02)].map(|(lon, lat)| SkyPosition::new(lon, lat));
    let polygon = CutRegion::from(Region::polygon(corners.into_iter().collect::<Result<_, _>>()?)?);
    let boxes = [circle, range, polygon].map(|region| best(|| _ = wcs.pixel_box(&region, LENGTHS)) / 1e3);
    println!(
        "{name:12} pixel to sky {to_sky:5.0} ns, sky to pixel {to_pixel:5.0} ns, header {:4.0} us, clone {:4.0} us, footprint \
         {:4.0} us, box of circle {:4.0} us, range {:4.0} us, polygon {:4.0} us",
        read / 1e3,
        clone / 1e3,
        footprint / 1e3,
        boxes[0],
        boxes[1],
        boxes[2],
    );
    Ok(())
}

/// Nanoseconds of the fastest round.
fn best(mut work: impl FnMut()) -> f64 {
    let round = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_nanos() as f64
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

fn header(projection: &str, more: &[&str]) -> Vec<u8> {
    let lines = [
        format!("CTYPE1  = 'RA---{projection}'"),
        format!("CTYPE2  = 'DEC--{projection}'"),
        "CRPIX1  = 4608.5".to_owned(),
        "CRPIX2  = 4608.5".to_owned(),
        "CRVAL1  = 150.0".to_owned(),
        "CRVAL2  = 40.0".to_owned(),
        "CD1_1   = -1.5278E-04".to_owned(),
        "CD2_2   = 1.5278E-04".to_owned(),
    ];
    let lines = lines.into_iter().chain(more.iter().map(|line| (*line).to_owned()));
    lines.flat_map(|line| format!("{line:80}").into_bytes()).collect()
}
