//! Extensions of the language: each is taken, and each is refused by name in strict mode.

use adql::{Options, language_extensions, parse, translate};

use crate::sample;

/// A query with each extension, and what strict mode says of it.
const REFUSED: &[(&str, &str, &str)] = &[
    ("CASE", "SELECT CASE WHEN id > 1 THEN 1 END FROM demo.obs", "CASE"),
    ("window functions", "SELECT RANK() OVER (ORDER BY id) FROM demo.obs", "a window function"),
    ("booleans", "SELECT id FROM demo.stars WHERE variable = TRUE", "a boolean literal"),
    ("booleans", "SELECT id FROM demo.stars WHERE NOT variable", "a boolean value as a condition"),
    ("array subscripts", "SELECT spectrum[1] FROM demo.stars", "an array subscript"),
    ("enumerations", "SELECT jplus::rSDSS FROM demo.stars", "an enumeration"),
    ("array_element", "SELECT array_element(spectrum, 1) FROM demo.stars", "array_element"),
    ("array_length", "SELECT array_length(spectrum) FROM demo.stars", "array_length"),
    ("* beside other columns", "SELECT *, id FROM demo.obs", "`*` beside other columns"),
    (
        "GROUP BY an output",
        "SELECT id FROM demo.obs GROUP BY 1",
        "a position or the name of an output in GROUP BY",
    ),
];

#[test]
fn every_extension_is_refused_by_name_in_strict_mode() {
    let options = Options { strict: true, ..Options::default() };
    for (_, query, what) in REFUSED {
        let message = translate(query, &sample::scope(), &sample::FewCells, &options).unwrap_err().message();
        assert_eq!(message, format!("{what} is an extension of ADQL, which strict mode refuses"), "{query}");
        assert!(parse(query).is_ok(), "{query}");
    }
    let limit = "SELECT id FROM demo.obs LIMIT 5";
    let message = translate(limit, &sample::scope(), &sample::FewCells, &options).unwrap_err().message();
    assert_eq!(message, "ADQL has no LIMIT");
}

#[test]
fn the_published_list_holds_every_extension() {
    let listed: Vec<&str> = language_extensions().iter().map(|(name, _)| *name).collect();
    for name in &listed {
        assert!(*name == "LIMIT" || REFUSED.iter().any(|(known, ..)| known == name), "{name}");
    }
    assert!(REFUSED.iter().all(|(name, ..)| listed.contains(name)));
}
