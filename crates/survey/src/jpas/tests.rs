//! What the rows of the narrow-band survey must be like.

use std::ops::ControlFlow;

use super::apertures::APERTURES;
use super::photometry::Magnitudes;
use super::{Entry, JPAS_FILTERS, conditions, relations};
use crate::{
    Release, Survey, generate::generate, image::images, object::Kind, photometry::NOT_DETECTED,
    placing::place, plan::Plan, spectrum::Spectrum, tuple::Tuples,
};

fn plan(objects: u64) -> Plan {
    Plan::new(&Survey::new(objects, 5).unwrap(), Release::Jpas)
}

/// The objects of a survey, in the order of their rows.
fn entries(objects: u64) -> Vec<Entry> {
    let plan = plan(objects);
    let (images, conditions) = (images(&plan), conditions(&plan));
    let mut entries = Vec::new();
    for cell in &plan.cells {
        let mut stream = plan.stream(*b"object", cell.number);
        entries.extend(place(&plan, cell).into_iter().map(|place| {
            let tile_id = plan.tiles[place.tile].tile_id;
            Entry::new(place, tile_id, &images[place.tile][0], &conditions[place.tile], &mut stream)
        }));
    }
    entries
}

fn filter(name: &str) -> usize {
    JPAS_FILTERS.iter().position(|filter| filter.name == name).unwrap()
}

/// The bytes of all tables.
fn rows(plan: &Plan, threads: usize) -> Vec<Vec<u8>> {
    let mut tables = vec![Vec::new(); relations().len()];
    generate(plan, threads, |block| {
        for (bytes, rows) in tables.iter_mut().zip(block.tables) {
            bytes.extend(Tuples::into_bytes(rows));
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    tables
}

#[test]
fn rows_are_the_same_each_time_and_with_any_number_of_threads() {
    let plan = plan(500);
    let first = rows(&plan, 1);
    assert_eq!(first.len(), 18);
    assert!(first.iter().all(|bytes| !bytes.is_empty()));
    assert!(first == rows(&plan, 3));
}

#[test]
fn objects_are_in_healpix_order_across_ra_zero_and_near_the_pole() {
    let entries = entries(2_000);
    assert_eq!(entries.len(), 2_000);
    assert!(entries.is_sorted_by_key(|entry| entry.object.place.hpx));
    let among = |wanted: fn(f64, f64) -> bool| {
        entries.iter().any(|entry| wanted(entry.object.place.lon_deg, entry.object.place.lat_deg))
    };
    assert!(among(|lon, lat| lon > 359.0 && lat < 3.0) && among(|lon, lat| lon < 1.0 && lat < 3.0));
    assert!(among(|_, lat| lat > 86.0));
}

#[test]
fn magnitudes_are_plausible_or_99_with_error_99() {
    let mut missing = 0;
    let entries = entries(1_000);
    for Magnitudes { value, error } in entries.iter().flat_map(|entry| &entry.photometry.magnitudes) {
        for (value, error) in value.iter().zip(error) {
            let detected = (8.0..29.0).contains(value) && (0.001..1.09).contains(error);
            assert!(detected || (*value, *error) == (NOT_DETECTED, NOT_DETECTED), "{value} {error}");
            missing += usize::from(!detected);
        }
    }
    let all = entries.len() * APERTURES.len() * JPAS_FILTERS.len();
    assert!(missing > all / 200 && missing < all / 3, "{missing} of {all}");
}

#[test]
fn larger_apertures_are_brighter_where_noise_is_small() {
    let i = filter("iSDSS");
    for entry in entries(1_000).iter().filter(|entry| entry.object.r_mag < 16.0) {
        let circles = entry.photometry.magnitudes[..12].iter().map(|magnitudes| magnitudes.value[i]);
        let circles: Vec<f32> = circles.collect();
        assert!(circles.windows(2).all(|pair| pair[1] < pair[0] + 0.05), "{circles:?}");
    }
}

#[test]
fn galaxies_with_emission_shine_in_the_band_of_h_alpha() {
    let (mut all, mut shining) = (0, 0);
    for entry in entries(3_000) {
        let Spectrum::Galaxy { class, redshift } = entry.object.spectrum else { continue };
        let red_nm = (656.3 * (1.0 + redshift)) as f32;
        if class < 1.0 || entry.object.r_mag > 18.0 || red_nm > 850.0 {
            continue;
        }
        let band = |nm: f32| JPAS_FILTERS[2..55].iter().position(|one| (one.wavelength_nm - nm).abs() <= 5.0);
        let [before, within, behind] = [-30.0, 0.0, 30.0].map(|offset| 2 + band(red_nm + offset).unwrap());
        let aperture = &entry.photometry.magnitudes[6].value;
        all += 1;
        shining += usize::from(aperture[within] < (aperture[before] + aperture[behind]) / 2.0 - 0.05);
    }
    assert!(all > 10 && shining * 10 > all * 8, "{shining} of {all}");
}

#[test]
fn colours_are_smooth_along_the_spectrum_of_a_star() {
    for entry in entries(1_000) {
        if !matches!(entry.object.kind, Kind::Star { .. }) || entry.object.r_mag > 16.0 {
            continue;
        }
        let red = &entry.photometry.magnitudes[6].value[filter("J0700")..filter("J0900")];
        assert!(red.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.4), "{red:?}");
    }
}
