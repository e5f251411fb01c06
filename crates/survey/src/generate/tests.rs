//! What the rows of a whole release must be like.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::*;
use crate::{
    Release, Survey,
    image::images,
    object::Kind,
    photometry::{NOT_DETECTED, ZERO_POINT_MAG},
    plan::index,
    tables::{Entry, OBJECT_TABLES},
    tile::HALF_SIDE_DEG,
};

fn plan(objects: u64, seed: u64, release: Release) -> Plan {
    Plan::new(&Survey::new(objects, seed).unwrap(), release)
}

/// A hash of the rows of each table.
fn hashes(plan: &Plan, threads: usize) -> Vec<Vec<u8>> {
    let mut hashes: [Sha256; OBJECT_TABLES.len()] = Default::default();
    generate(plan, threads, |block| {
        for (hash, rows) in hashes.iter_mut().zip(block.tables) {
            hash.update(rows.into_bytes());
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    hashes.into_iter().map(|hash| hash.finalize().to_vec()).collect()
}

/// The objects of a release, in the order of its rows.
fn entries(plan: &Plan) -> Vec<Entry> {
    let images = images(plan);
    let of_cell = |cell: &Cell| {
        let mut stream = plan.stream(*b"object", cell.number);
        place(plan, cell)
            .into_iter()
            .map(|place| Entry::new(place, plan.tiles[place.tile].tile_id, &images[place.tile], &mut stream))
            .collect::<Vec<Entry>>()
    };
    plan.cells.iter().flat_map(of_cell).collect()
}

#[test]
fn rows_do_not_depend_on_the_number_of_threads() {
    let plan = plan(20_000, 5, Release::Dr1);
    let alone = hashes(&plan, 1);
    assert_eq!(alone, hashes(&plan, 2));
    assert_eq!(alone, hashes(&plan, 7));
}

#[test]
fn same_survey_is_the_same_rows_and_another_seed_or_release_is_not() {
    let rows = |seed, release| hashes(&plan(1_000, seed, release), 2);
    let first = rows(5, Release::Dr1);
    assert_eq!(first, rows(5, Release::Dr1));
    for other in [rows(6, Release::Dr1), rows(5, Release::Idr2)] {
        assert!(first.iter().zip(&other).all(|(a, b)| a != b));
    }
}

#[test]
fn every_object_has_a_row_in_each_table_but_that_of_gaia() {
    let mut rows = [0; OBJECT_TABLES.len()];
    generate(&plan(5_000, 5, Release::Dr1), 2, |block| {
        for (count, table) in rows.iter_mut().zip(&block.tables) {
            *count += table.rows();
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    let [mag_ab, f_nu, star_class, photo_z, gaia] = rows;
    assert_eq!([mag_ab, f_nu, star_class, photo_z], [5_000; 4]);
    assert!((1_000..3_000).contains(&gaia), "{gaia} counterparts");
}

#[test]
fn making_ends_when_nobody_takes_more() {
    let mut blocks = 0;
    generate(&plan(50_000, 5, Release::Dr1), 3, |_| {
        blocks += 1;
        if blocks == 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(blocks, 4);
}

#[test]
fn thread_that_ends_early_is_an_error() {
    let plan = plan(1_000, 5, Release::Dr1);
    let (sender, receiver) = sync_channel(1);
    drop(sender);
    assert!(!collect(&plan, &[receiver], |_| ControlFlow::Continue(())));
    assert_eq!(
        SurveyError::Generator(plan.release.id()).to_string(),
        "the rows of release `sim-dr1` ended early: a thread that makes them has failed; its message is in the log"
    );
}

#[test]
fn objects_are_in_healpix_order_at_the_index_of_their_position() {
    let entries = entries(&plan(20_000, 5, Release::Dr1));
    assert!(entries.is_sorted_by_key(|entry| entry.object.place.hpx));
    for entry in &entries {
        let place = &entry.object.place;
        assert_eq!(Some(place.hpx), index(place.lon_deg, place.lat_deg));
    }
}

#[test]
fn objects_are_in_their_tile_and_numbered_from_one() {
    let mut numbers: HashMap<i32, Vec<i32>> = HashMap::new();
    for entry in entries(&plan(20_000, 5, Release::Idr2)) {
        let place = entry.object.place;
        assert!(place.point.east_deg.abs() < HALF_SIDE_DEG && place.point.north_deg.abs() < HALF_SIDE_DEG);
        numbers.entry(entry.tile_id).or_default().push(place.number);
    }
    assert_eq!(numbers.len(), 35);
    for numbers in numbers.values_mut() {
        numbers.sort_unstable();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as i32));
    }
}

#[test]
fn objects_lie_on_both_sides_of_ra_zero_and_round_dec_88() {
    let entries = entries(&plan(20_000, 5, Release::Dr1));
    let count = |wanted: fn(f64, f64) -> bool| {
        entries.iter().filter(|entry| wanted(entry.object.place.lon_deg, entry.object.place.lat_deg)).count()
    };
    assert!(count(|lon, lat| lon > 359.5 && lat < 5.0) > 100);
    assert!(count(|lon, lat| lon < 0.5 && lat < 5.0) > 100);
    assert!(count(|_, lat| lat > 85.0) > 1_000);
    assert!(count(|_, lat| (lat - 88.0).abs() < 0.2) > 100);
    assert!(count(|lon, lat| (lon - 211.8).abs() < 1.0 && (lat - 55.16).abs() < 0.5) > 100);
}

#[test]
fn sky_is_clumped() {
    let entries = entries(&plan(50_000, 5, Release::Dr1));
    // Cells of order 11, about 100 arcsec wide, in the interior of the survey hold about one object each.
    let mut cells: HashMap<i64, f64> = HashMap::new();
    for entry in &entries {
        *cells.entry(entry.object.place.hpx >> 36).or_default() += 1.0;
    }
    let mean_of_neighbours = cells.values().map(|count| count * (count - 1.0)).sum::<f64>() / 50_000.0;
    // Objects strewn evenly over 57 square degrees would have 0.7 neighbours in their cell.
    assert!((0.9..6.0).contains(&mean_of_neighbours), "{mean_of_neighbours} neighbours");
}

#[test]
fn magnitudes_are_plausible_or_99_with_error_99() {
    let mut missing = [0; 12];
    for entry in entries(&plan(20_000, 5, Release::Dr1)) {
        let measured = &entry.photometry;
        for magnitudes in [&measured.auto, &measured.psfcor, &measured.aper_3_0, &measured.aper_6_0] {
            for (value, error) in magnitudes.value.iter().zip(magnitudes.error) {
                let detected = (9.0..25.5).contains(value) && (0.001..1.09).contains(&error);
                assert!(detected || (*value, error) == (NOT_DETECTED, NOT_DETECTED), "{value} {error}");
            }
        }
        for (count, value) in missing.iter_mut().zip(measured.auto.value) {
            *count += u32::from(value == NOT_DETECTED);
        }
    }
    assert!(missing[0] < 200, "{} not detected in r, the detection band", missing[0]);
    assert!((1_000..15_000).contains(&missing[4]), "{} not detected in u", missing[4]);
}

#[test]
fn magnitudes_agree_with_fluxes() {
    let mut negative = 0;
    for entry in entries(&plan(5_000, 5, Release::Dr1)) {
        let measured = &entry.photometry;
        for filter in 0..12 {
            let (flux, relative_error) = (measured.flux_auto[filter], measured.flux_relerr_auto[filter]);
            negative += u32::from(flux < 0.0);
            assert!(relative_error > 0.0);
            if measured.auto.value[filter] == NOT_DETECTED {
                assert!(flux < 0.0 || relative_error > 0.999);
            } else {
                let magnitude = ZERO_POINT_MAG as f32 - 2.5 * flux.log10();
                assert!((magnitude - measured.auto.value[filter]).abs() < 1e-4);
                assert!((1.0857 * relative_error / measured.auto.error[filter] - 1.0).abs() < 1e-3);
            }
        }
    }
    assert!(negative > 100);
}

#[test]
fn errors_grow_towards_faint_objects() {
    let entries = entries(&plan(20_000, 5, Release::Dr1));
    let mean_error = |bright: f32, faint: f32| {
        let errors = entries.iter().map(|entry| &entry.photometry.aper_3_0);
        let chosen = errors.filter(|magnitudes| (bright..faint).contains(&magnitudes.value[0]));
        let errors: Vec<f32> = chosen.map(|magnitudes| magnitudes.error[0]).collect();
        errors.iter().sum::<f32>() / errors.len() as f32
    };
    let means = [(15.0, 17.0), (17.0, 19.0), (19.0, 21.0), (21.0, 22.0)].map(|(a, b)| mean_error(a, b));
    assert!(means.is_sorted_by(|a, b| 1.5 * a < *b), "{means:?}");
    assert!(means[0] < 0.02 && (0.1..0.35).contains(&means[3]), "{means:?}");
}

#[test]
fn bright_stars_follow_the_stellar_locus() {
    let mut stars = 0;
    for entry in entries(&plan(20_000, 5, Release::Dr1)) {
        let [r, g, i, ..] = entry.photometry.aper_6_0.value;
        if !matches!(entry.object.kind, Kind::Star { .. }) || r > 16.5 || g > 17.5 {
            continue;
        }
        stars += 1;
        let (g_minus_r, r_minus_i) = (g - r, r - i);
        assert!((-0.5..1.8).contains(&g_minus_r), "g - r = {g_minus_r}");
        // Hot stars are blue in both colours; only M dwarfs leave the narrow part of the locus.
        let expected = if g_minus_r < 1.2 { -0.4..0.8 } else { 0.2..2.0 };
        assert!(expected.contains(&r_minus_i), "r - i = {r_minus_i} at g - r = {g_minus_r}");
    }
    assert!(stars > 500, "{stars} bright stars");
}

#[test]
fn bright_stars_and_galaxies_are_told_apart() {
    let entries = entries(&plan(20_000, 5, Release::Dr1));
    let mut right = 0;
    let mut bright = 0;
    for entry in entries.iter().filter(|entry| entry.object.magnitudes[0] < 19.0) {
        let star = matches!(entry.object.kind, Kind::Star { .. });
        let point = star || matches!(entry.object.kind, Kind::Quasar { .. });
        assert_eq!(entry.appearance.class_star > 0.5, point);
        bright += 1;
        right += u32::from((entry.star.total > 0.5) == star);
        let probabilities =
            [entry.star.prior, entry.star.likelihood, entry.star.morphology, entry.star.total];
        assert!(probabilities.iter().all(|probability| (0.0..=1.0).contains(probability)));
    }
    // Quasars look like stars.
    assert!(right * 10 > bright * 9, "{right} of {bright}");
}

#[test]
fn redshifts_of_galaxies_are_found_within_their_errors() {
    let entries = entries(&plan(20_000, 5, Release::Dr1));
    let (mut close, mut all, mut without) = (0, 0, 0);
    for entry in &entries {
        match (entry.object.kind, entry.redshift) {
            (Kind::Galaxy { redshift }, Some(fit)) => {
                assert!(fit.best > 0.0 && fit.error > 0.0 && (0.0..=1.0).contains(&fit.odds));
                all += 1;
                close += u32::from((fit.best - redshift).abs() < 3.0 * fit.error);
            }
            (_, None) => without += 1,
            _ => {}
        }
    }
    assert!(close * 100 > all * 93, "{close} of {all}");
    assert!(without > 0);
}

#[test]
fn gaia_numbers_are_unique_and_hold_the_cell_of_the_position() {
    let entries = entries(&plan(20_000, 5, Release::Dr1));
    let mut numbers = HashSet::new();
    let mut without_motion = 0;
    for gaia in entries.iter().filter_map(|entry| entry.gaia.as_ref()) {
        assert!(numbers.insert(gaia.source));
        let hpx = index(gaia.lon_deg, gaia.lat_deg).unwrap();
        assert_eq!(gaia.source >> 35, hpx >> 34);
        assert!(gaia.distance_arcsec < 0.6);
        without_motion += u32::from(gaia.motion.is_none());
    }
    assert!(without_motion > 0);
}
