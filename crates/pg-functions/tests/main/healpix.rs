//! Tests of HEALPix numbers and centres: the check values of the catalogue of functions, and the crate `sky`.

use sky::{Healpix, SkyPosition};

use crate::places::awkward;
use crate::server::{complaint, for_each_row, numbers, parse_array, value};
use crate::vectors::{Random, angle_deg, vector};

#[test]
fn cells_have_the_numbers_of_the_catalogue_of_functions() {
    assert_eq!(value("armilla.healpix_index(0, 1, 1)"), "4");
    assert_eq!(value("armilla.healpix_index(17, 1, 1)"), "81609757711");
    assert_eq!(value("armilla.healpix_index(17, 359, -1)"), "73009064944");
}

#[test]
fn centres_are_those_of_the_catalogue_of_functions() {
    assert_eq!(numbers("armilla.healpix_center(0, 6)"), [180.0, 0.0]);
    let centre = numbers("armilla.healpix_center(17, armilla.healpix_index(17, 23.4, 56.7))");
    let expected = [23.399843462947466, 56.70016214363192];
    assert!((0..2).all(|i| (centre[i] - expected[i]).abs() < 1e-13), "{centre:?}");
}

#[test]
fn what_is_no_cell_is_null_and_what_is_no_order_is_an_error() {
    for expression in [
        "armilla.healpix_index(3, NULL, 0)",
        "armilla.healpix_index(3, 0, 90.5)",
        "armilla.healpix_index(3, 'NaN', 0)",
        "armilla.healpix_index(3, 'Infinity', 0)",
        "armilla.healpix_center(0, 12)",
        "armilla.healpix_center(0, -1)",
    ] {
        assert_eq!(value(expression), "", "{expression}");
    }
    let text = "ERROR:  order 30 of HEALPix cells is outside 0 to 29";
    assert_eq!(complaint("armilla.healpix_index(30, 0, 0)"), text);
    assert_eq!(complaint("armilla.healpix_center(30, 0)"), text);
}

/// The cells of order 29 in which the database and `sky` put positions.
fn cells(positions: &[[f64; 2]]) -> Vec<(i64, i64)> {
    let rows: Vec<Vec<f64>> = positions.iter().map(|place| place.to_vec()).collect();
    let found = for_each_row(&rows, "armilla.healpix_index(29, a, b)");
    let known = positions.iter().map(|[lon, lat]| Healpix::index(&SkyPosition::new(*lon, *lat).unwrap()));
    found.iter().map(|cell| cell.parse().unwrap()).zip(known).collect()
}

#[test]
fn numbers_are_those_of_sky() {
    let mut random = Random(1);
    let mut positions: Vec<[f64; 2]> = (0..70_000).map(|_| random.place()).collect();
    positions.extend((0..30_000).map(|_| [random.between(-720.0, 720.0), 90.0 - random.scale(1e-12, 10.0)]));
    let differ = cells(&positions).iter().filter(|(found, known)| found != known).count();
    assert!(differ < 10, "{differ} of {} differ", positions.len());
}

#[test]
fn positions_on_borders_are_in_a_cell_that_touches_them() {
    let mut positions = awkward();
    for n in 0..10_000 {
        // Meridians and parallels on which corners of cells of orders up to 5 lie.
        let lat = (f64::from(n / 100) / 49.5 - 1.0).asin().to_degrees();
        positions.push([f64::from(n % 100) * 5.625, lat]);
        positions.push([f64::from(n % 100) * 5.625, f64::from(n / 100 % 65 - 32) / 48.0]);
    }
    let cells: Vec<Vec<f64>> = cells(&positions)
        .iter()
        .map(|(found, _)| vec![(found >> 40) as f64, (found & ((1 << 40) - 1)) as f64])
        .collect();
    let centres = for_each_row(&cells, "armilla.healpix_center(29, (a::int8 << 40) + b::int8)");
    let reach_deg = (1.07 / f64::from(1u32 << 29)).to_degrees();
    for ([lon, lat], centre) in positions.iter().zip(centres) {
        let centre = parse_array(&centre);
        let distance_deg = angle_deg(vector(centre[0], centre[1]), vector(*lon, *lat));
        assert!(distance_deg <= reach_deg * 1.001, "{lon} {lat} is {distance_deg} from {centre:?}");
    }
}

#[test]
fn coarse_cells_hold_fine_ones_and_their_own_centres() {
    let mut random = Random(2);
    let rows: Vec<Vec<f64>> = (0..3_000)
        .map(|i| {
            let [lon, lat] = random.place();
            vec![f64::from(i % 30), lon, lat]
        })
        .collect();
    let fits = "armilla.healpix_index(29, b, c) >> (2 * (29 - a::int)) = armilla.healpix_index(a::int, b, c)";
    assert!(for_each_row(&rows, fits).iter().all(|answer| answer == "t"));
    let own = "(SELECT armilla.healpix_index(a::int, p[1], p[2]) = i
        FROM armilla.healpix_index(a::int, b, c) i, armilla.healpix_center(a::int, i) p)";
    assert!(for_each_row(&rows, own).iter().all(|answer| answer == "t"));
}
