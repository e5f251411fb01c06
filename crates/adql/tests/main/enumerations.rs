//! Enumerations that depend on what plugins offer at the moment.

use std::sync::Arc;

use adql::{Extensions, Options, translate};

use crate::extensions::extensions;
use crate::sample;

/// The SQL, or the error on one line, when plugins offer these.
fn with(extensions: Extensions, query: &str) -> String {
    let options = Options { extensions: Arc::new(extensions), ..Options::default() };
    match translate(query, &sample::scope(), &sample::FewCells, &options) {
        Ok(translation) => translation.sql,
        Err(error) => error.to_string(),
    }
}

#[test]
fn without_enumerations_a_name_is_an_error_and_a_number_works() {
    let none = Extensions::default;
    assert_eq!(
        with(none(), "SELECT spectrum[jplus::rSDSS] FROM demo.stars"),
        "line 1, column 17: unknown enumeration `jplus` (this service has no enumerations; an element is written \
         by its number: mag[1], a conversion as CAST(x AS type))"
    );
    assert_eq!(
        with(none(), "SELECT mag_auto[1] FROM jplus.MagABDualObj"),
        "SELECT (\"t1\".\"mag_auto\")[1]::float4 AS \"c1\" FROM \"sim_dr1\".\"magabdualobj\" AS \"t1\""
    );
}

#[test]
fn the_table_of_enumerations_is_empty_without_any() {
    assert_eq!(
        with(Extensions::default(), "SELECT e.element_name FROM TAP_SCHEMA.enumerations AS e"),
        "SELECT \"t1\".\"element_name\"::text AS \"c1\" FROM (SELECT * FROM (VALUES (NULL::text, NULL::text, \
         NULL::int4, NULL::text, NULL::float8, NULL::float8, NULL::text)) AS \"v\" (\"enumeration_name\", \
         \"element_name\", \"element_index\", \"description\", \"wavelength\", \"width\", \"colour\") WHERE FALSE) \
         AS \"t1\""
    );
}

#[test]
fn an_enumeration_that_is_gone_is_not_listed() {
    let mut others = (*extensions()).clone();
    others.enumerations.retain(|enumeration| enumeration.name != "jplus");
    assert_eq!(
        with(others, "SELECT mag_auto[jpas::J0378] FROM jplus.MagABDualObj"),
        "line 1, column 17: the elements of `MAG_AUTO` are those of enumeration `jplus`, not of `jpas` \
         (which this service does not offer; write the number of the element)"
    );
}

#[test]
fn of_several_enumerations_of_one_name_that_of_the_collection_is_meant() {
    let index = |query| with((*extensions()).clone(), query);
    assert!(index("SELECT mag_auto[jplus::J0378] FROM jplus.MagABDualObj").contains("[6]"));
    assert!(index("SELECT jplus::J0378 AS n FROM jplus.TileImage").starts_with("SELECT 6 AS"));
    let mut reversed = (*extensions()).clone();
    reversed.enumerations.reverse();
    assert!(with(reversed, "SELECT mag_auto[jplus::J0378] FROM jplus.MagABDualObj").contains("[6]"));
}
