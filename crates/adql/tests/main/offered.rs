//! Functions that plugins offer, from the call to the value.

use std::sync::Arc;

use adql::{AdqlError, Extensions, OfferedFunction, Options, Translation, translate};

use crate::functions::psql;
use crate::sample;

/// An absolute magnitude, and a function of a text.
fn functions() -> Vec<OfferedFunction> {
    let argument = |name: &str, ty: &str| (name.to_owned(), ty.to_owned());
    vec![
        OfferedFunction {
            name: "absMag".to_owned(),
            description: Some("The absolute magnitude.".to_owned()),
            arguments: vec![argument("mag", "REAL"), argument("parallax", "DOUBLE PRECISION")],
            returns: "DOUBLE PRECISION".to_owned(),
            unit: Some("mag".to_owned()),
            ucd: Some("phys.magAbs".to_owned()),
            sql: "$1 + 5 * log($2) - 10".to_owned(),
        },
        OfferedFunction {
            name: "first_word".to_owned(),
            description: None,
            arguments: vec![argument("t", "VARCHAR")],
            returns: "VARCHAR(10)".to_owned(),
            unit: None,
            ucd: None,
            sql: "split_part($1, ' ', 1)".to_owned(),
        },
    ]
}

fn translated(text: &str) -> Result<Translation, AdqlError> {
    let functions = functions().into_iter().map(Arc::new).collect();
    let extensions = Arc::new(Extensions { functions, ..Extensions::default() });
    let options = Options { extensions, ..Options::default() };
    translate(text, &sample::scope(), &sample::FewCells, &options)
}

#[test]
fn the_offers_are_good() {
    for function in functions() {
        assert_eq!(function.check(), Ok(()));
    }
}

#[test]
fn an_offered_function_is_printed_with_its_arguments_in_parentheses() {
    let translation = translated("SELECT 2 * ABSMAG(mag - 1, parallax) AS m FROM demo.stars").unwrap();
    assert_eq!(
        translation.sql,
        "SELECT (2 * (((\"t1\".\"mag\"::float8 - 1)::float4) + 5 * log((\"t1\".\"parallax\"::float8)) - 10))::float8 \
         AS \"c1\" FROM \"demo\".\"stars\" AS \"t1\""
    );
}

#[test]
fn the_result_has_the_unit_and_the_ucd_of_the_offer() {
    let translation =
        translated("SELECT absmag(mag, 10) AS m, IN_UNIT(absMag(mag, 1), 'mmag') AS n FROM demo.stars");
    let columns = translation.unwrap().columns;
    let field = &columns[0].field;
    assert_eq!((field.unit.as_deref(), field.ucd.as_deref()), (Some("mag"), Some("phys.magAbs")));
    assert_eq!(field.description.as_deref(), Some("The absolute magnitude"));
    assert_eq!(columns[1].field.unit.as_deref(), Some("mmag"));
}

#[test]
fn an_offered_function_gives_its_value() {
    let sql =
        translated("SELECT absmag(parallax, 10) AS m, first_word(name) AS w FROM demo.stars").unwrap().sql;
    assert_eq!(psql(&sql), "20|M");
}

#[test]
fn wrong_arguments_are_told_the_form() {
    let error = translated("SELECT absMag(name, 1) FROM demo.stars").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1, column 15: argument 1 of absMag must be a number, not a string \
         (write absMag(mag REAL, parallax DOUBLE PRECISION) -> DOUBLE PRECISION)"
    );
    let error = translated("SELECT absMg(mag, 1) FROM demo.stars").unwrap_err();
    assert_eq!(error.to_string(), "line 1, column 8: unknown function `absMg` (did you mean absMag or ABS?)");
}
