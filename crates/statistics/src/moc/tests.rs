//! Tests of coverage maps: their forms agree, and all are canonical.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn moc(text: &str) -> Moc {
    text.parse().unwrap()
}

/// The cells of each order, as the JSON form tells them.
fn json_cells(moc: &Moc) -> Vec<(u8, Vec<u64>)> {
    let orders: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&moc.json()).unwrap();
    let mut cells: Vec<(u8, Vec<u64>)> = orders
        .into_iter()
        .map(|(order, cells)| (order.parse().unwrap(), serde_json::from_value(cells).unwrap()))
        .collect();
    cells.sort();
    cells
}

/// The value of a card of the FITS form's second header.
fn card(file: &[u8], keyword: &str) -> Option<String> {
    let cards = file[2880..5760].chunks(80).map(|card| std::str::from_utf8(card).unwrap());
    let mut found = cards.filter(|card| card.split('=').next().unwrap().trim_end() == keyword);
    Some(found.next()?.split_once('=')?.1.trim().trim_matches('\'').trim_end().to_owned())
}

fn uniqs(file: &[u8]) -> Vec<u64> {
    let rows: usize = card(file, "NAXIS2").unwrap().parse().unwrap();
    assert_eq!(file.len(), 5760 + (rows * 8).next_multiple_of(2880));
    file[5760..].chunks(8).take(rows).map(|row| u64::from_be_bytes(row.try_into().unwrap())).collect()
}

#[test]
fn json_form_has_single_cells_and_the_order() {
    assert_eq!(json_cells(&moc("3/5 12-14 4/60 6/")), [(3, vec![5, 12, 13, 14]), (4, vec![60]), (6, vec![])]);
    assert_eq!(json_cells(&moc("10/")), [(10, vec![])]);
}

#[test]
fn fits_form_has_the_keywords_of_the_standard() {
    let file = moc("3/5 4/60 6/").fits();
    assert_eq!(&file[..30], b"SIMPLE  =                    T");
    for (keyword, value) in [
        ("XTENSION", "BINTABLE"),
        ("NAXIS1", "8"),
        ("NAXIS2", "2"),
        ("TFIELDS", "1"),
        ("MOCVERS", "2.0"),
        ("MOCDIM", "SPACE"),
        ("ORDERING", "NUNIQ"),
        ("COORDSYS", "C"),
        ("MOCORD_S", "6"),
        ("MOCORDER", "6"),
        ("MOCTYPE", "CATALOG"),
        ("TTYPE1", "UNIQ"),
        ("TFORM1", "1K"),
    ] {
        assert_eq!(card(&file, keyword).as_deref(), Some(value), "{keyword}");
    }
    assert_eq!(uniqs(&file), [261, 1084]);
}

#[test]
fn empty_map_has_all_forms() {
    let empty = moc("0/");
    assert_eq!((empty.ascii().as_str(), empty.fraction()), ("0/", 0.0));
    assert_eq!(uniqs(&empty.fits()), [0; 0]);
}

#[test]
fn whole_sky_is_twelve_cells() {
    let sky = Moc::of_cells(2, 0..192).unwrap();
    assert_eq!((sky.ascii().as_str(), sky.fraction()), ("0/0-11 2/", 1.0));
}

#[test]
fn coarser_map_holds_the_finer_one_and_a_finer_order_changes_nothing() {
    let moc = moc("3/5 6/1000");
    assert_eq!(moc.degraded(4).to_string(), "3/5 4/62");
    assert_eq!(moc.degraded(2).to_string(), "2/1 3");
    assert_eq!(moc.degraded(6), moc);
    assert_eq!(moc.degraded(200), moc);
}

#[test]
fn union_has_the_cells_of_both_and_the_finer_order() {
    assert_eq!(moc("3/0 2 5/").union(&moc("3/1 3 4/9")), moc("2/0 4/9 5/"));
    assert_eq!(moc("7/").union(&moc("3/1")).to_string(), "3/1 7/");
}

#[test]
fn text_that_is_too_long_is_shortened_by_a_coarser_order() {
    let scattered = Moc::of_cells(8, (0..786_432).step_by(97)).unwrap();
    let short = scattered.shortened(2_000);
    assert!(short.ascii().len() <= 2_000 && short.order() < 8, "{short}");
    assert!(scattered.degraded(short.order() + 1).ascii().len() > 2_000);
    assert_eq!(scattered.shortened(0).order(), 0);
}

#[test]
fn cells_beyond_their_order_are_refused() {
    let error = Moc::of_cells(0, [3, 12]).unwrap_err();
    assert_eq!(error.to_string(), "cells 12-12 in a MOC are not cells of order 0");
    assert_eq!(Moc::of_cells(30, []).unwrap_err().to_string(), "order 30 in a MOC is greater than 29");
}

/// Cells of an order, near each other so that some are siblings.
fn some_cells() -> impl Strategy<Value = (u8, BTreeSet<u64>)> {
    (0..=29_u8).prop_flat_map(|order| {
        let count = 12_u64 << (2 * order);
        let cells = prop_oneof![0..count, 0..count.min(40), count - count.min(20)..count];
        (Just(order), prop::collection::btree_set(cells, 0..60))
    })
}

proptest! {
    #[test]
    fn every_form_has_the_cells_and_is_canonical((order, cells) in some_cells()) {
        let moc = Moc::of_cells(order, cells.iter().copied()).unwrap();
        prop_assert_eq!(moc.order(), order);
        prop_assert_eq!(&Moc::from_ascii(&moc.ascii()).unwrap(), &moc);
        let listed = json_cells(&moc);
        let finest: BTreeSet<u64> = listed
            .iter()
            .flat_map(|(of, cells)| cells.iter().map(move |&cell| (2 * (order - of), cell)))
            .flat_map(|(shift, cell)| cell << shift..(cell + 1) << shift)
            .collect();
        prop_assert_eq!(&finest, &cells);
        for (of, cells) in &listed {
            prop_assert!(cells.is_sorted_by(|a, b| a < b));
            let whole = cells.windows(4).any(|four| four[0] % 4 == 0 && four[3] == four[0] + 3);
            prop_assert!(*of == 0 || !whole, "four siblings at order {}: {:?}", of, cells);
        }
        let uniq = listed.iter().flat_map(|(of, cells)| cells.iter().map(move |cell| (4 << (2 * of)) + cell));
        prop_assert_eq!(uniqs(&moc.fits()), uniq.collect::<Vec<u64>>());
    }

    #[test]
    fn degraded_cells_are_the_parents((order, cells) in some_cells(), coarser in 0..=29_u8) {
        let coarser = coarser.min(order);
        let parents = cells.iter().map(|cell| cell >> (2 * (order - coarser)));
        let degraded = Moc::of_cells(order, cells.iter().copied()).unwrap().degraded(coarser);
        prop_assert_eq!(degraded, Moc::of_cells(coarser, parents).unwrap());
    }

    #[test]
    fn any_text_is_a_map_or_an_error(text in "[0-9/ ,s-]{0,40}") {
        if let Ok(moc) = Moc::from_ascii(&text) {
            prop_assert_eq!(Moc::from_ascii(&moc.ascii()).unwrap(), moc);
        }
    }
}
