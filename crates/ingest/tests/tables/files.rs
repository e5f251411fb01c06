//! Several files, compressed files, and files that are none.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{Place, stars_csv};

#[tokio::test]
async fn files_of_one_table_become_one_table() {
    let place = Place::new();
    let whole = place.file("whole.csv", stars_csv(400));
    place.run(&place.order(&[&whole])).await.unwrap();
    let expected = place.stored();
    let text = stars_csv(400);
    let lines: Vec<&str> = text.lines().collect();
    let part = |lines: &[&str]| format!("name,ra,dec\n{}\n", lines.join("\n"));
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(part(&lines[1..250]).as_bytes()).unwrap();
    let one = place.file("one.csv.gz", gzip.finish().unwrap());
    let two = place.file("two.csv", part(&lines[250..]));
    let ingested = place.run(&place.order(&[&one, &two])).await.unwrap();
    assert_eq!((ingested.rows, ingested.replaced), (400, true));
    assert_eq!(place.stored(), expected);
}

#[test]
fn a_file_that_is_not_there_or_no_table_is_told() {
    let place = Place::new();
    let missing = place.folder.path().join("missing.fits");
    let (text, hint) = place.refused(&place.order(&[&missing]));
    assert_eq!(text, "FOLDER/missing.fits: No such file or directory (os error 2)");
    assert_eq!(hint, "give the path of a FITS, VOTable, CSV, TSV, ECSV or Parquet file");
    let empty = place.file("empty.fits", "");
    let (text, _) = place.refused(&place.order(&[&empty]));
    assert_eq!(text, "FOLDER/empty.fits: the table is neither VOTable, FITS, Parquet nor CSV: it is empty");
}

#[test]
fn a_table_without_a_position_asks_for_it() {
    let place = Place::new();
    let file = place.file("names.csv", "name,lon,lat,Alpha\na,1,2,x\n");
    let mut order = place.order(&[&file]);
    let (text, hint) = place.refused(&order);
    assert_eq!(text, "neither UCDs nor names tell which columns hold the position");
    assert_eq!(
        hint,
        "name them with --ra and --dec, or write --no-position for a table that is not on the sky"
    );
    order.position = ingest::PositionChoice::Columns { lon: "long".into(), lat: "lat".into() };
    let (text, hint) = place.refused(&order);
    assert_eq!(text, "there is no column `long`");
    assert!(hint.starts_with("did you mean `lon`?"), "{hint}");
    order.position = ingest::PositionChoice::Columns { lon: "alpha".into(), lat: "lat".into() };
    let (text, _) = place.refused(&order);
    assert_eq!(text, "column `Alpha` holds no numbers, and so no position");
}
