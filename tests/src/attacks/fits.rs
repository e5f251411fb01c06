//! Uploads in FITS: names of columns, their formats, and values.

use super::fortress::Fortress;
use super::uploads::{self, uploaded};

/// Values of TTYPE1, as they stand between the quotes.
pub(super) const NAMES: &[&str] = &[
    "a\"; DROP TABLE depot.canary; --",
    "a''; DROP TABLE depot.canary; --",
    "a\\",
    "a$1",
    "$$a$$",
    "ctid",
    "xmin",
    "tableoid",
    "armilla_lo",
    "c1",
    "select",
    "depot.canary",
    "a.b",
    "a b",
    "a, (SELECT egg FROM depot.canary) AS b",
    "",
];

/// Values of TFORM1 that say something else than the row has.
pub(super) const FORMATS: &[&str] = &[
    "999999999999A",
    "-1A",
    "1Q(99999999999)",
    "1PA(1)",
    "; DROP TABLE depot.canary",
    "''",
    "8M",
    "99999999999999999999A",
];

const BLOCK: usize = 2880;

/// A binary table of one row with one text (FITS 4.0 §7.3). Names are written as they are, quotes doubled by the caller.
fn fits(name: &str, format: &str, value: &[u8]) -> Vec<u8> {
    let block = |cards: &[String]| {
        let mut text: Vec<u8> = cards
            .iter()
            .chain([&"END".to_owned()])
            .flat_map(|card| format!("{card:<80}").into_bytes())
            .collect();
        text.resize(text.len().next_multiple_of(BLOCK), b' ');
        text
    };
    let number = |key: &str, value: usize| format!("{key:<8}= {value:>20}");
    let text = |key: &str, value: &str| format!("{key:<8}= '{value:<8}'");
    let mut file = block(&[
        format!("{:<8}= {:>20}", "SIMPLE", "T"),
        number("BITPIX", 8),
        number("NAXIS", 0),
        format!("{:<8}= {:>20}", "EXTEND", "T"),
    ]);
    file.extend(block(&[
        text("XTENSION", "BINTABLE"),
        number("BITPIX", 8),
        number("NAXIS", 2),
        number("NAXIS1", value.len()),
        number("NAXIS2", 1),
        number("PCOUNT", 0),
        number("GCOUNT", 1),
        number("TFIELDS", 1),
        text("TTYPE1", name),
        text("TFORM1", format),
    ]));
    file.extend_from_slice(value);
    file.resize(file.len().next_multiple_of(BLOCK), 0);
    file
}

fn one(name: &str, value: &str) -> Vec<u8> {
    fits(name, &format!("{}A", value.len()), value.as_bytes())
}

#[tokio::test]
async fn columns_of_a_fits_upload_are_names_and_nothing_else() {
    let fortress = Fortress::new();
    for name in NAMES {
        let file = one(name, "seven");
        let answer = uploaded(&fortress, "SELECT * FROM TAP_UPLOAD.x", "x,param:file", file.clone()).await;
        assert!(matches!(answer.status, 200 | 400), "{name}: {}", answer.text());
        assert!(answer.status == 400 || answer.text().contains("seven"), "{name}: {}", answer.text());
        let said = name.replace("''", "'").replace('"', "\"\"");
        let quoted = format!("SELECT \"{said}\" AS v FROM TAP_UPLOAD.x");
        let again = uploaded(&fortress, &quoted, "x,param:file", file).await;
        assert!(matches!(again.status, 200 | 400), "{name}: {}", again.text());
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn values_of_a_fits_upload_come_back_as_they_were() {
    let fortress = Fortress::new();
    for value in uploads::VALUES.iter().filter(|value| value.is_ascii()) {
        let file = one("v", value);
        let answer = uploaded(&fortress, "SELECT t.v FROM TAP_UPLOAD.x AS t", "x,param:file", file).await;
        assert_eq!(answer.status, 200, "{value}: {}", answer.text());
        let document = answer.json();
        assert!(document.to_string().contains(&serde_json::to_string(value).unwrap()), "{value}: {document}");
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn a_fits_upload_that_lies_about_its_rows_is_refused() {
    let fortress = Fortress::new();
    let mut taken = Vec::new();
    for format in FORMATS {
        let file = fits("v", format, b"seven");
        let answer = uploaded(&fortress, "SELECT * FROM TAP_UPLOAD.x", "x,param:file", file).await;
        if !(400..500).contains(&answer.status) {
            taken.push(format!("{format}: {} {}", answer.status, answer.text()));
        }
    }
    assert_eq!(taken, [""; 0]);
    for cut in [100, BLOCK - 1, BLOCK + 80, 2 * BLOCK, 2 * BLOCK + 2] {
        let file = one("v", "seven")[..cut].to_vec();
        let answer = uploaded(&fortress, "SELECT * FROM TAP_UPLOAD.x", "x,param:file", file).await;
        assert!((400..500).contains(&answer.status), "{cut} bytes: {} {}", answer.status, answer.text());
    }
    fortress.assert_unchanged();
}
