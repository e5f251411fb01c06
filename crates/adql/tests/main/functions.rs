//! The check values of user-defined functions, computed by a PostgreSQL of our own.

use std::sync::OnceLock;

use private_postgres::PrivateServer;

use crate::cells;
use crate::sample::translated;

/// Calls, and what they give: the check values of the Catalogue of ADQL User Defined Functions 1.2, and our own.
const VALUES: &[(&str, &str)] = &[
    ("ivo_to_jd('2000-01-02T12:00:00')", "2451546"),
    ("ivo_to_jd('1910-12-31T06:00:00')", "2419036.75"),
    ("ivo_to_mjd('2000-01-02T12:00:00')", "51545.5"),
    ("gavo_to_mjd('1910-12-31T06:00:00')", "19036.25"),
    ("ivo_to_jd(NULL)", ""),
    ("ivo_nocasematch('ABcabc', 'ab__bc')", "1"),
    ("ivo_nocasematch('abcabc', 'abcab')", "0"),
    ("ivo_nocasematch('a\\c', 'A\\C')", "1"),
    ("ivo_hasword('shown that a primordial', 'shown soup')", "0"),
    ("ivo_hasword('Miller and Urey have', 'miller')", "1"),
    ("ivo_hasword('the galaxies', 'the galaxy')", "1"),
    ("ivo_hasword('to be', 'to be')", "1"),
    ("ivo_hashlist_has('Red#green#blue', 'red')", "1"),
    ("ivo_hashlist_has('red#green#blue', 're')", "0"),
    ("ivo_hashlist_has('red#green#blue', 'red#green')", "0"),
    ("ivo_hashlist_has(NULL, 'red')", ""),
    ("ivo_interval_overlaps(-3, -2, 2, 3)", "0"),
    ("ivo_interval_overlaps(-2, 55.3, 2, 3)", "1"),
    ("ivo_interval_overlaps(-2, 55.3, 3, 2)", "0"),
    ("ivo_interval_overlaps(-2, 2, 2, 3)", "1"),
    ("ivo_interval_overlaps(-2, NULL, 4, 3)", ""),
    ("ivo_interval_has(1, 1, 2)", "1"),
    ("ivo_interval_has(2.5, 1, 2)", "0"),
    ("ivo_interval_has(3, spectrum)", "1"),
    ("ivo_interval_has(4.5, spectrum)", "0"),
    ("ivo_hms_to_degrees('3:34:45.4')", "53.68916666666667"),
    ("ivo_hms_to_degrees('033445.4')", "53.68916666666667"),
    ("ivo_hms_to_degrees('3H34M45.4S')", "53.68916666666667"),
    ("ivo_hms_to_degrees('3:64:45.4')", ""),
    ("ivo_dms_to_degrees('-00:15:00')", "-0.25"),
    ("ivo_dms_to_degrees('42d9m6.768s')", "42.15188"),
    ("ivo_dms_to_degrees('north')", ""),
    (
        "ivo_epoch_prop_pos(7.606083572, 11.79044105, 125, 300, -428.8, 52.51, 2016.0, 1992.25)",
        "7.604061404627978 11.7932703828279",
    ),
    (
        "ivo_epoch_prop_pos(7.606083572, 11.79044105, 125, 300, -428.8, NULL, 2016.0, 1875.0)",
        "7.594079587029898 11.807235464326332",
    ),
    (
        "ivo_epoch_prop_pos(7.606083572, 11.79044105, 125, 300, NULL, NULL, 2016.0, 1875.0)",
        "7.594080321498365 11.790440798509207",
    ),
    ("ivo_epoch_prop(10, 20, 0, NULL, NULL, 5, 2000, 2016)", "10 20 0 0 0 5"),
    ("ivo_epoch_prop(359.9999, 0, 100, 3600000, 0, 0, 2000, 2000.1)[1]", "0.099899898461"),
    ("gavo_apply_pm(359.5, 0, 1, 0, 1)", "0.49989848 0"),
    ("ivo_healpix_index(0, 1, 1)", "4"),
    ("ivo_healpix_index(17, 1, 1)", "81609757711"),
    ("ivo_healpix_index(17, 359, -1)", "73009064944"),
    ("ivo_healpix_index(0, POINT(1, 1))", "4"),
    ("ivo_healpix_center(0, 6)", "180 0"),
    ("ivo_healpix_center(17, ivo_healpix_index(17, 23.4, 56.7))", "23.399843462947466 56.70016214363192"),
    ("ivo_geom_transform('ICRS', 'GALACTIC', POINT(120, -23))", "241.12183118 3.627857881"),
    (
        "ivo_geom_transform('FK4', 'GALACTIC', CIRCLE(189.70303055, 22.96240006, 3))",
        "275.00025405 84.99996154 3.0",
    ),
    (
        "gavo_transform('GALACTIC', 'FK5', POLYGON(5, 3, 4, 4, 4.5, 2))",
        "266.44721 -23.107310 264.95088 -23.434037 267.09936 -24.051919",
    ),
    ("gavo_match('^N.*7$', 'NGC 17')", "1"),
    ("gavo_urlescape('a b/\u{fc}~')", "a%20b%2F%C3%BC~"),
    ("gavo_urlescape('')", ""),
    ("gavo_getauthority('ivo://org.example/tap?x')", "org.example"),
    ("gavo_getauthority('no uri')", ""),
    ("gavo_specconv(500, 'nm', 'eV')", "2.4796839686640046"),
    ("gavo_specconv(21.106114054160, 'cm', 'MHz')", "1420.405751768"),
    ("gavo_specconv(1, 'keV', 'Hz')", "2.417989242084918e17"),
    ("IN_UNIT(ra, 'arcsec')", "36000"),
    ("IN_UNIT(parallax, 'arcsec')", "0.025"),
];

/// The same for functions that make one value of many rows.
const AGGREGATES: &[(&str, &str)] = &[
    ("ivo_histogram(\"size\", 0, 10, 5)", "2 1 0 0 0 1 1"),
    ("gavo_histogram(\"size\", 100, 200, 2)", "5 0 0 0"),
    ("ivo_string_agg(name, ', ')", "M 31, M 33"),
    ("CAST(ROUND(AVG(gavo_normal_random(7, 0.0))) AS INTEGER)", "7"),
];

const ROWS: &str = "
    CREATE SCHEMA demo;
    CREATE TABLE demo.stars (id int8, name text, ra float8, dec float8, parallax float8, spectrum real[]);
    INSERT INTO demo.stars VALUES (1, 'M 31', 10, 41, 25, '{2.5, 4}');
    ALTER TABLE demo.stars ADD hpx int8;
    UPDATE demo.stars SET hpx = armilla.healpix_index(29, ra, dec);
    CREATE TABLE demo.many AS SELECT * FROM (VALUES (NULL, 'M 31'), (-1, NULL), (0, 'M 33'), (9, NULL), (10, NULL))
        AS many (size, name);
";

#[test]
fn functions_give_their_check_values() {
    check(VALUES, "demo.stars", None);
}

#[test]
fn aggregates_give_their_check_values() {
    check(AGGREGATES, "demo.stars", Some("\"demo\".\"many\""));
}

#[test]
fn a_histogram_of_no_rows_has_empty_bins() {
    let sql = translated("SELECT ivo_histogram(ra, 0, 1, 2) AS h FROM demo.stars WHERE id = 0").unwrap().sql;
    assert_eq!(psql(&sql), "{0,0,0,0}");
}

#[test]
fn random_numbers_have_their_mean_and_width() {
    let sql = "SELECT avg(x), stddev(x) FROM generate_series(1, 20000), LATERAL (SELECT (MU) AS x) AS draws";
    let draw = translated("SELECT ivo_normal_random(5, 2) AS x FROM demo.stars").unwrap().sql;
    let draw = draw.split(" AS \"c1\"").next().unwrap().trim_start_matches("SELECT ");
    let printed = psql(&sql.replace("MU", &format!("{draw} + 0 * generate_series")));
    let (mean, width) = printed.split_once('|').unwrap();
    let (mean, width): (f64, f64) = (mean.parse().unwrap(), width.parse().unwrap());
    // Seven standard errors.
    assert!((mean - 5.0).abs() < 0.1 && (width - 2.0).abs() < 0.07, "{printed}");
}

#[test]
fn a_star_without_a_position_is_an_error() {
    let text = "SELECT ivo_epoch_prop_pos(NULL, dec, 1, 2, 3, 4, 2000, 2016) AS p FROM demo.stars";
    let error = run(&translated(text).unwrap().sql).unwrap_err();
    assert!(error.contains("ERROR:  a position or an epoch to propagate is NULL"), "{error}");
}

#[test]
fn propagation_to_and_fro_changes_nothing() {
    let sql =
        "SELECT max(abs(sind((q[1] - lon) / 2)) + abs(q[2] - lat) + abs(q[3] - 100) + abs(q[4] - 2000) + abs(q[5] + 1000)
            + abs(q[6] - 60))
        FROM generate_series(0, 330, 30) AS lon, generate_series(-80, 80, 20) AS lat,
            armilla.epoch_prop(lon, lat, 100, 2000, -1000, 60, 2000, 2100) AS p,
            armilla.epoch_prop(p[1], p[2], p[3], p[4], p[5], p[6], 2100, 2000) AS q";
    let error: f64 = psql(sql).parse().unwrap();
    assert!(error < 1e-8, "{error}");
}

/// Runs all calls at once and compares the values, numbers to 13 digits or as many as are given.
fn check(values: &[(&str, &str)], table: &str, stored: Option<&str>) {
    let statements = values.iter().map(|(call, _)| {
        let translation = translated(&format!("SELECT {call} AS x FROM {table}"));
        let sql = translation.unwrap_or_else(|error| panic!("{call}: {error}")).sql;
        stored.map_or(sql.clone(), |stored| sql.replace("\"demo\".\"stars\"", stored))
    });
    let printed = psql(&statements.collect::<Vec<_>>().join(";\n"));
    let lines: Vec<&str> = printed.split('\n').collect();
    assert_eq!(lines.len(), values.len(), "{printed}");
    let wrong: Vec<String> = values
        .iter()
        .zip(lines)
        .filter(|((_, expected), found)| !is_near(expected, found))
        .map(|((call, expected), found)| format!("{call}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_near(expected: &str, found: &str) -> bool {
    let found = match found.strip_prefix('{') {
        Some(array) => array.trim_end_matches('}').replace(',', " "),
        None => found.to_owned(),
    };
    if expected == found {
        return true;
    }
    let numbers = |text: &str| text.split(' ').map(str::parse::<f64>).collect::<Result<Vec<f64>, _>>();
    let (Ok(wanted), Ok(got)) = (numbers(expected), numbers(&found)) else { return false };
    // Without a point a number is exact but for rounding.
    let digits = |text: &str| match text.contains('.') {
        true => text.bytes().filter(u8::is_ascii_digit).count().min(13) as i32,
        false => 13,
    };
    wanted.len() == got.len()
        && wanted.iter().zip(&got).zip(expected.split(' ')).all(|((wanted, got), text)| {
            (wanted - got).abs() <= wanted.abs().max(1e-9) * 0.1_f64.powi(digits(text) - 1)
        })
}

/// What psql prints, without decoration.
pub fn psql(sql: &str) -> String {
    run(sql).unwrap_or_else(|error| panic!("{error}"))
}

fn run(sql: &str) -> Result<String, String> {
    let arguments = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql];
    let output = server().client("psql").args(arguments).output().unwrap();
    match output.status.success() {
        true => Ok(String::from_utf8(output.stdout).unwrap().trim_end_matches('\n').to_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// A server with the functions and the rows, that ends with the test process.
fn server() -> &'static PrivateServer {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = PrivateServer::temporary(|_| {}).unwrap();
        let functions = pg_functions::script();
        let sql = format!(
            "SET check_function_bodies = off; CREATE SCHEMA armilla; {functions} {ROWS} {}",
            cells::ROWS
        );
        let arguments = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", &sql];
        let output = server.client("psql").args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        server
    })
}
