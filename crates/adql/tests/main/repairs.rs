//! The repaired query of every error that has one.

use adql::{Options, parse_with, translate};
use proptest::prelude::*;

use crate::properties::TOKENS;
use crate::sample::{self, translated};

/// A query that is wrong, and the query that was meant.
const REPAIRS: &[(&str, &str)] = &[
    // --- names ---
    ("SELECT id FROM demo.star", "SELECT id FROM demo.stars"),
    ("SELECT magg FROM demo.stars", "SELECT mag FROM demo.stars"),
    ("SELECT s.nam, s.id FROM demo.stars AS s", "SELECT s.name, s.id FROM demo.stars AS s"),
    ("SELECT x.id FROM demo.stars AS s", "SELECT s.id FROM demo.stars AS s"),
    ("SELECT SQR(mag) FROM demo.stars", "SELECT SQRT(mag) FROM demo.stars"),
    ("SELECT id FROM demo.stars s, demo.obs o", "SELECT s.id FROM demo.stars s, demo.obs o"),
    ("SELECT id FROM obs", "SELECT id FROM demo.obs"),
    ("SELECT id FROM cat.demo.stars", "SELECT id FROM demo.stars"),
    ("SELECT size FROM demo.stars", "SELECT \"size\" FROM demo.stars"),
    ("SELECT COUNT(*) AS count FROM demo.stars", "SELECT COUNT(*) AS \"count\" FROM demo.stars"),
    (
        "SELECT size, COUNT(*) AS count FROM t GROUP BY size",
        "SELECT \"size\", COUNT(*) AS \"count\" FROM t GROUP BY \"size\"",
    ),
    ("SELECT _x FROM demo.stars", "SELECT \"_x\" FROM demo.stars"),
    ("SELECT 2MASS FROM demo.stars", "SELECT \"2MASS\" FROM demo.stars"),
    // --- strings and signs ---
    ("SELECT id FROM demo.obs WHERE filter = \"rSDSS\"", "SELECT id FROM demo.obs WHERE filter = 'rSDSS'"),
    (
        "SELECT name FROM demo.stars WHERE name = \u{2018}M31\u{2019} OR name = \u{2018}M33\u{2019}",
        "SELECT name FROM demo.stars WHERE name = 'M31' OR name = 'M33'",
    ),
    ("SELECT \u{201c}name\u{201d} FROM demo.stars", "SELECT \"name\" FROM demo.stars"),
    ("SELECT mag \u{2212} 1 FROM demo.stars", "SELECT mag - 1 FROM demo.stars"),
    ("SELECT id FROM demo.stars WHERE mag \u{2264} 3", "SELECT id FROM demo.stars WHERE mag <= 3"),
    ("SELECT name FROM demo.stars WHERE name = 'M31", "SELECT name FROM demo.stars WHERE name = 'M31'"),
    ("SELECT /* all */ id FROM demo.stars", "SELECT   id FROM demo.stars"),
    ("SELECT id FROM demo.stars WHERE id == 1", "SELECT id FROM demo.stars WHERE id = 1"),
    (
        "SELECT id FROM demo.stars WHERE id = 1 && mag > 3",
        "SELECT id FROM demo.stars WHERE id = 1 AND mag > 3",
    ),
    ("SELECT id FROM demo.stars WHERE name = 5", "SELECT id FROM demo.stars WHERE name = '5'"),
    ("SELECT id FROM demo.stars WHERE mag < '5.5'", "SELECT id FROM demo.stars WHERE mag < 5.5"),
    // --- commas and parentheses ---
    ("SELECT id, FROM demo.stars", "SELECT id FROM demo.stars"),
    ("SELECT id FROM demo.stars WHERE id IN (1, 2,)", "SELECT id FROM demo.stars WHERE id IN (1, 2)"),
    ("SELECT id n, mag m name FROM demo.stars", "SELECT id n, mag m, name FROM demo.stars"),
    ("SELECT POINT('ICRS' ra, dec) FROM demo.stars", "SELECT POINT('ICRS', ra, dec) FROM demo.stars"),
    ("SELECT MAX(mag FROM demo.stars", ""),
    ("SELECT id FROM demo.stars WHERE (id = 1", "SELECT id FROM demo.stars WHERE (id = 1)"),
    ("SELECT id FROM demo.stars WHERE id = 1)", "SELECT id FROM demo.stars WHERE id = 1"),
    ("SELECT id FROM (demo.stars)", "SELECT id FROM demo.stars"),
    // --- clauses ---
    ("SELECT id FROM demo.stars; SELECT id FROM demo.obs", "SELECT id FROM demo.stars"),
    ("SELECT * FROM (SELECT id FROM demo.stars)", "SELECT * FROM (SELECT id FROM demo.stars) AS q"),
    (
        "SELECT id FROM demo.stars WHERE CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3))",
        "SELECT id FROM demo.stars WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3))",
    ),
    ("SELECT POINT(name, ra, dec) FROM demo.stars", "SELECT POINT('ICRS', ra, dec) FROM demo.stars"),
    ("SELECT a.id FROM demo.stars a CROSS JOIN demo.obs b", "SELECT a.id FROM demo.stars a JOIN demo.obs b"),
    ("SELECT id FROM demo.stars ORDER BY id NULLS LAST", "SELECT id FROM demo.stars ORDER BY id"),
    ("SELECT TOP 5 DISTINCT id FROM demo.stars", "SELECT DISTINCT TOP 5 id FROM demo.stars"),
    ("SELECT id FORM demo.stars", "SELECT id FROM demo.stars"),
    ("SELECT id FROM demo.stars WEHRE id = 1", "SELECT id FROM demo.stars WHERE id = 1"),
    ("SELCT id FROM demo.stars", "SELECT id FROM demo.stars"),
    (
        "SELECT a.id FROM demo.stars a NATURAL JOIN demo.obs b USING (id)",
        "SELECT a.id FROM demo.stars a JOIN demo.obs b USING (id)",
    ),
];

#[test]
fn what_was_meant_is_written_out() {
    let mut wrong = Vec::new();
    for (query, expected) in REPAIRS {
        let error = translated(query).unwrap_err();
        let found = error.repaired().unwrap_or_default();
        if found != *expected {
            wrong.push(format!("{query}\n  expected: {expected}\n  found:    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn limit_becomes_top_in_strict_mode() {
    let options = Options { strict: true, ..Options::default() };
    for (query, expected) in [
        ("SELECT id FROM demo.obs LIMIT 5", Some("SELECT TOP 5 id FROM demo.obs")),
        (
            "SELECT DISTINCT id FROM demo.obs ORDER BY id LIMIT 5",
            Some("SELECT DISTINCT TOP 5 id FROM demo.obs ORDER BY id"),
        ),
        ("SELECT TOP 3 id FROM demo.obs LIMIT 5", None),
        ("SELECT id FROM demo.obs UNION SELECT id FROM demo.stars LIMIT 5", None),
    ] {
        let error = translate(query, &sample::scope(), &sample::FewCells, &options).unwrap_err();
        assert_eq!(error.repaired(), expected, "{query}");
    }
}

#[test]
fn a_rendered_error_ends_with_the_repaired_query() {
    let query = "SELECT id FROM demo.stars WHERE id == 1";
    let expected = "error: `==` is not part of ADQL
 --> line 1, column 36
  |
1 | SELECT id FROM demo.stars WHERE id == 1
  |                                    ^^

hint: write =

try: SELECT id FROM demo.stars WHERE id = 1";
    assert_eq!(translated(query).unwrap_err().render(query), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_repaired_query_parses(
        tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..12),
        strict in any::<bool>(),
    ) {
        let options = Options { strict, ..Options::default() };
        let half = tokens.len() / 2;
        let text = format!("SELECT id, {} FROM demo.stars {}", tokens[..half].join(" "), tokens[half..].join(" "));
        if let Err(error) = translate(&text, &sample::scope(), &sample::FewCells, &options)
            && let Some(repaired) = error.repaired()
        {
            prop_assert!(parse_with(repaired, &options).is_ok(), "{}\n{}", text, repaired);
        }
    }
}
