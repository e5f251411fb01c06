//! Wide and deep queries: time grows with the text, the stack does not.

use std::time::{Duration, Instant};

use adql::{Options, translate};

use crate::sample::{self, translated};

/// A stack that any thread has.
const STACK_BYTES: usize = 1 << 20;

fn translates_fast(query: &str) {
    let start = Instant::now();
    let outcome = translated(query);
    let took = start.elapsed();
    assert!(outcome.is_ok(), "{:?}", outcome.map_err(|error| error.to_string()));
    // Far above what it takes on a busy machine, far below what a quadratic step would take.
    assert!(took < Duration::from_secs(20), "{took:?}");
}

fn repeated(count: usize, separator: &str, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<String>>().join(separator)
}

#[test]
fn a_list_of_100_000_identifiers_is_translated_in_a_moment() {
    let list = repeated(100_000, ", ", |number| number.to_string());
    translates_fast(&format!("SELECT id FROM demo.stars WHERE id IN ({list})"));
}

#[test]
fn chains_of_100_000_operators_are_translated_in_a_moment() {
    let conditions = repeated(100_000, " AND ", |number| format!("id<>{number}"));
    translates_fast(&format!("SELECT id FROM demo.stars WHERE {conditions}"));
    let alternatives = repeated(100_000, " OR ", |number| format!("id={number}"));
    translates_fast(&format!("SELECT id FROM demo.stars WHERE {alternatives}"));
    translates_fast(&format!("SELECT 0{} AS s FROM demo.stars", "+mag".repeat(100_000)));
    translates_fast(&format!("SELECT 1{} AS s FROM demo.stars", "*2".repeat(100_000)));
    translates_fast(&format!("SELECT name{} AS s FROM demo.stars", "||'x'".repeat(100_000)));
}

#[test]
fn chains_of_100_000_set_operations_are_translated_in_a_moment() {
    translates_fast(
        &repeated(100_000, " UNION ", |_| "SELECT id FROM obs".to_owned()).replace("obs", "stars"),
    );
    translates_fast(&repeated(100_000, " UNION ALL ", |number| format!("SELECT {number} FROM demo.obs")));
}

#[test]
fn wide_queries_need_little_stack() {
    let list = repeated(100_000, ", ", |number| number.to_string());
    let chain = repeated(100_000, " OR ", |number| format!("id={number}"));
    let union = repeated(100_000, " UNION ", |_| "SELECT id FROM stars".to_owned());
    let branches = repeated(50_000, " ", |number| format!("WHEN id = {number} THEN {number}"));
    for query in [
        format!("SELECT id FROM stars WHERE id IN ({list})"),
        format!("SELECT id FROM stars WHERE {chain}"),
        format!("SELECT CASE {branches} END FROM stars"),
        format!("SELECT COALESCE({list}) FROM stars"),
        union,
    ] {
        assert_eq!(on_small_stack(query), Ok(()));
    }
}

/// A query that repeats `open` and `close` round `core`.
struct Shape {
    lead: &'static str,
    open: &'static str,
    core: &'static str,
    close: &'static str,
    end: &'static str,
    /// How often the limit of nesting allows to repeat.
    times: usize,
}

const fn shape(
    lead: &'static str,
    open: &'static str,
    core: &'static str,
    close: &'static str,
    end: &'static str,
    times: usize,
) -> Shape {
    Shape { lead, open, core, close, end, times }
}

const WHERE: &str = "SELECT id FROM demo.obs WHERE ";
const SHAPES: &[Shape] = &[
    shape("SELECT ", "(", "1", ")", " FROM demo.obs", 198),
    shape("SELECT ", "ABS(", "ra", ")", " FROM demo.obs", 198),
    shape("SELECT ", "-(1 + 2 * (1 + ", "ra", "))", " FROM demo.obs", 99),
    shape("SELECT ", "CASE WHEN id = 1 THEN ", "ra", " END", " FROM demo.obs", 198),
    shape("SELECT ", "CASE ", "ra", " WHEN 1 THEN 2 END", " FROM demo.obs", 198),
    shape("SELECT ", "COALESCE(1, ", "ra", ")", " FROM demo.obs", 198),
    shape("SELECT ", "CONTAINS(POINT(", "ra", ", 1), CIRCLE(1, 2, 3))", " FROM demo.obs", 6),
    shape(WHERE, "NOT (", "id = 1", ")", "", 198),
    shape(WHERE, "(id > 1 OR id < 2 AND ", "id = 1", ")", "", 198),
    shape(WHERE, "id IN (SELECT id FROM demo.obs WHERE ", "id = 1", ")", "", 65),
    shape(WHERE, "EXISTS (SELECT id FROM demo.obs WHERE ", "id = 1", ")", "", 65),
    shape("SELECT id FROM ", "(SELECT id FROM ", "demo.obs", ") AS q", "", 99),
    shape(
        "SELECT a + a AS a FROM ",
        "(SELECT a + a AS a FROM ",
        "(SELECT ra AS a FROM demo.obs) AS q",
        ") AS q",
        "",
        98,
    ),
    shape("", "(", "SELECT id FROM demo.obs", ")", "", 198),
    shape("SELECT 1 FROM ", "(", "demo.obs JOIN demo.stars USING (id)", ")", "", 199),
];

impl Shape {
    fn query(&self, times: usize) -> String {
        let (open, close) = (self.open.repeat(times), self.close.repeat(times));
        format!("{}{open}{}{close}{}", self.lead, self.core, self.end)
    }
}

/// Translates on a thread with a small stack; the error text if it fails.
fn on_small_stack(query: String) -> Result<(), String> {
    let work = move || translated(&query).map(|_| ()).map_err(|error| error.message());
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap()
}

#[test]
fn nesting_to_the_limit_needs_little_stack() {
    for shape in SHAPES {
        assert_eq!(on_small_stack(shape.query(shape.times)), Ok(()), "{}", shape.query(1));
    }
}

#[test]
fn nesting_beyond_the_limit_is_an_error() {
    let too_deep = Err("the query is nested more than 200 levels deep".to_owned());
    for shape in SHAPES {
        assert_eq!(on_small_stack(shape.query(5_000)), too_deep, "{}", shape.query(1));
    }
}

#[test]
fn nested_distances_stop_at_the_limit_of_the_translation() {
    let open = "DISTANCE(".repeat(150);
    let close = ", dec, 1, 2)".repeat(150);
    let query = format!("SELECT {open}ra{close} FROM demo.obs");
    let start = Instant::now();
    let expected = "the query is too large: its translation would be longer than 64000000 bytes";
    assert_eq!(on_small_stack(query), Err(expected.to_owned()));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn a_text_beyond_the_limit_is_an_error() {
    let options = Options { length_limit_bytes: 20, ..Options::default() };
    let outcome = translate("SELECT id FROM demo.obs", &sample::scope(), &sample::FewCells, &options);
    let error = outcome.map_err(|error| error.to_string());
    let hint = "split it into several queries, or make long lists a table and join it";
    assert_eq!(error, Err(format!("line 1, column 1: the query is longer than 20 bytes ({hint})")));
}

#[test]
fn tables_and_columns_beyond_the_limits_are_errors() {
    let columns = vec!["id"; 1665].join(", ");
    let message = |query: String| translated(&query).map(|_| ()).map_err(|error| error.message());
    let expected = "the select list has 1665 columns; at most 1664 are possible";
    assert_eq!(message(format!("SELECT {columns} FROM demo.obs")), Err(expected.to_owned()));
    let tables = repeated(257, ", ", |number| format!("demo.obs AS o{number}"));
    let expected = "this FROM has more than 256 tables";
    assert_eq!(message(format!("SELECT 1 AS one FROM {tables}")), Err(expected.to_owned()));
}

#[test]
fn thousands_of_joins_by_position_are_translated_in_a_moment() {
    let near = repeated(10_000, " AND ", |n| format!("DISTANCE(s.ra, s.dec, o.ra + {n}, o.dec) < 1"));
    translates_fast(&format!("SELECT s.id FROM demo.stars AS s, demo.obs AS o WHERE {near}"));
    translates_fast(&format!(
        "SELECT s.id FROM demo.stars AS s FULL JOIN demo.obs AS o ON s.id = o.id WHERE {near}"
    ));
}

#[test]
fn a_region_of_more_shapes_than_a_condition_tests_is_an_error() {
    let shapes = repeated(40, " ", |number| format!("Circle {number} 2 1"));
    let region = format!("REGION('Union ({shapes})')");
    let query = format!("SELECT 1 AS one FROM demo.obs WHERE 1 = INTERSECTS({region}, {region})");
    let message = translated(&query).map(|_| ()).map_err(|error| error.message());
    let expected = "a condition tests at most 1000 shapes of a region, this one 1600";
    assert_eq!(message, Err(expected.to_owned()));
}
