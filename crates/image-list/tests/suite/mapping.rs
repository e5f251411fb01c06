//! The list from a table that is there.

use image_list::Report;

use crate::support::{Base, FILES, order};

const TABLE: &str = "CREATE SCHEMA s; CREATE TABLE s.tiles (name text, \"RA\" float8, dec float8, side real, filter_id int, \
    seen timestamp, corners float8[], outline text, path text);";

fn numbers(report: &Report) -> [u64; 5] {
    [report.added, report.changed, report.unchanged, report.removed, report.skipped.len() as u64]
}

#[test]
fn columns_and_constants_of_a_table_fill_the_list() {
    let Some(files) = FILES.as_ref() else { return };
    let base = Base::start();
    base.execute(&format!(
        "{TABLE} INSERT INTO s.tiles VALUES ('a', 10, 20, 0.5, 2, '2020-03-01 12:00', NULL, NULL, NULL), \
         ('b', 359.9, -5, 'NaN', 7, NULL, '{{359,-6,1,-6,1,-4,359,-4}}', NULL, NULL), \
         ('c', 400, 95, 1, NULL, NULL, NULL, NULL, NULL), ('A', 1, 1, 1, NULL, NULL, NULL, NULL, NULL), \
         (NULL, 1, 1, 1, NULL, NULL, NULL, NULL, NULL)"
    ));
    let lines = "table = 'tiles'\n[images.columns]\nobs_id = 'name'\ns_ra = 'ra'\ns_dec = 'DEC'\ns_fov = 'side'\n\
        s_region = 'corners'\nband = 'filter_id'\nt_min = 'seen'\ninstrument_name = { value = \"O'Cam\" }\n\
        calib_level = { value = 3 }";
    let mut order = order(files.path(), lines);
    let first = base.ingest(&order);
    assert_eq!(numbers(&first), [2, 0, 0, 0, 3]);
    assert_eq!(
        first.skipped,
        [
            ("c".to_owned(), "the position: latitude 95 is outside [-90, 90] degrees".to_owned()),
            ("A".to_owned(), "another row has this name".to_owned()),
            ("(a row without a name)".to_owned(), "`file` and `obs_id` are NULL".to_owned()),
        ]
    );
    assert_eq!(first.unknown_filters.get("7"), Some(&1));
    let rows = base.rows(
        "SELECT obs_id, s_region, s_fov::text, band, t_min::text, instrument_name, calib_level::text, \
         obs_publisher_did, em_min::text FROM armilla.images ORDER BY obs_id",
    );
    let shown: Vec<Vec<&str>> =
        rows.iter().map(|row| row.iter().map(|text| text.as_deref().unwrap_or("-")).collect()).collect();
    assert_eq!(
        shown[0],
        [
            "a",
            "CIRCLE ICRS 10 20 0.25",
            "0.5",
            "R",
            "58909.5",
            "O'Cam",
            "3",
            "ivo://example.org/dr1?a",
            "5.5e-07"
        ]
    );
    assert_eq!(shown[1][1], "POLYGON ICRS 359 -4 1 -4 1 -6 359 -6");
    assert_eq!((shown[1][3], shown[1][4], shown[1][8]), ("7", "-", "-"));

    base.execute(
        "UPDATE s.tiles SET side = 1 WHERE name = 'a'; DELETE FROM s.tiles WHERE name IN ('b', 'c', 'A')",
    );
    order.dry_run = true;
    assert_eq!(numbers(&base.ingest(&order)), [0, 1, 0, 1, 1]);
    order.dry_run = false;
    assert_eq!(numbers(&base.ingest(&order)), [0, 1, 0, 1, 1]);
    assert_eq!(numbers(&base.ingest(&order)), [0, 0, 1, 0, 1]);
}

#[test]
fn files_of_a_table_are_read_and_the_table_has_the_last_word() {
    let Some(files) = FILES.as_ref() else { return };
    let base = Base::start();
    base.execute(&format!(
        "{TABLE} INSERT INTO s.tiles (name, outline, path) VALUES ('of table', NULL, 'tan.fits'), \
         ('moved', 'Circle ICRS 1 2 0.5', 'zea.fits'), ('not here', 'POLYGON ICRS 1 1 2 1 2 2', 'gone/x.fits'), \
         ('nowhere', NULL, 'gone/y.fits'), ('astray', NULL, '../secret.fits'), ('broken', NULL, 'cut.fits'), \
         ('odd', 'Position ICRS 1 2', 'sip.fits')"
    ));
    let lines =
        "table = 's.tiles'\n[images.columns]\nfile = 'path'\nobs_title = 'name'\ns_region = 'outline'";
    let report = base.ingest(&order(files.path(), lines));
    assert_eq!(numbers(&report), [4, 0, 0, 0, 3]);
    let why = |file: &str| report.skipped.iter().find(|(known, _)| known == file).unwrap().1.clone();
    assert_eq!(why("../secret.fits"), "its path leads out of the folder of the collection");
    assert_eq!(why("cut.fits"), "HDU 0: the file ends after 4000 bytes and should have 12480; copy it again");
    assert_eq!(why("sip.fits"), "column `s_region`: a point is no region; map `s_ra`, `s_dec` and `s_fov`");
    let expected = [("gone/y.fits".to_owned(), "neither the table nor a file says where it is".to_owned())];
    assert_eq!(report.no_footprint, expected);
    let rows =
        base.rows("SELECT file, obs_title, target_name, left(s_region, 7) FROM armilla.images ORDER BY file");
    let shown: Vec<Vec<&str>> =
        rows.iter().map(|row| row.iter().map(|text| text.as_deref().unwrap_or("-")).collect()).collect();
    assert_eq!(
        shown,
        [
            ["gone/x.fits", "not here", "-", "POLYGON"],
            ["gone/y.fits", "nowhere", "-", "-"],
            ["tan.fits", "of table", "NGC 5128", "POLYGON"],
            ["zea.fits", "moved", "NGC 5128", "CIRCLE "],
        ]
    );
}

#[test]
fn a_mapping_that_does_not_fit_is_told() {
    let Some(files) = FILES.as_ref() else { return };
    let base = Base::start();
    base.execute(TABLE);
    let refused = |lines: &str| base.refused(&order(files.path(), lines));
    assert_eq!(
        refused("table = 'tile'\n[images.columns]\nobs_id = 'name'"),
        "table s.tile of the `[images]` of collection `dr1`: there is no such table\nwrite `table` in the collection file as PostgreSQL \
         has it, e.g. \"survey_dr1.images\""
    );
    assert_eq!(
        refused("table = 'tiles'\n[images.columns]\nobs_id = 'nane'"),
        "table s.tiles of the `[images]` of collection `dr1`: it has no column `nane`, which `obs_id` names\ndid you mean `name`? known \
         columns: name, RA, path, seen, side, dec, corners, outline, filter_id"
    );
}
