//! What holds for every text and every tree.

use adql::syntax::{Body, Expr, ExprKind, SelectItem, SetOperator};
use adql::{Options, parse, translate};
use proptest::prelude::*;

use crate::{sample, trees};

/// Pieces of queries, right and wrong, that random texts are made of.
pub const TOKENS: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "AND",
    "OR",
    "NOT",
    "IN",
    "BETWEEN",
    "LIKE",
    "IS",
    "NULL",
    "EXISTS",
    "GROUP BY",
    "HAVING",
    "ORDER BY",
    "TOP 3",
    "DISTINCT",
    "JOIN",
    "LEFT JOIN",
    "NATURAL",
    "USING",
    "ON",
    "AS",
    "UNION",
    "INTERSECT ALL",
    "WITH",
    "OFFSET 2",
    "COUNT(*)",
    "MAX(",
    "POINT(",
    "CIRCLE(",
    "CONTAINS(",
    "DISTANCE(",
    "ROUND(",
    "CAST(",
    "COALESCE(",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    ";",
    "::",
    "jplus::rSDSS",
    "[jplus::J0378]",
    "+",
    "-",
    "*",
    "/",
    "||",
    "=",
    "<>",
    "!=",
    "<=",
    "1",
    "2.5",
    "1e3",
    "'text'",
    "'",
    "\"",
    "\"Mixed Case\"",
    "demo.stars",
    "demo.obs",
    "stars",
    "obs",
    "id",
    "ra",
    "dec",
    "mag",
    "name",
    "spectrum",
    "q",
    "TRUE",
    "LIMIT 5",
    "CASE",
    "CASE WHEN",
    "THEN",
    "ELSE",
    "END",
    "OVER (",
    "PARTITION BY",
    "ROW_NUMBER()",
    "LAG(",
    "ROWS 1 PRECEDING",
    "array_length(",
    "FALSE",
    "variable",
    "--",
    "\n",
    "é",
    "\u{0}",
    "%",
    "2020-01-01",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        if let Err(error) = parse(&text) {
            error.render(&text);
        }
    }

    #[test]
    fn no_soup_of_tokens_makes_the_translator_panic(
        tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..40),
    ) {
        let text = tokens.join(" ");
        if let Err(error) = sample::translated(&text) {
            let rendered = error.render(&text);
            prop_assert!(rendered.contains("\n --> line "), "{}", rendered);
            let span = error.span();
            prop_assert!(span.start <= span.end && span.end as usize <= text.len());
        }
    }

    #[test]
    fn a_string_reaches_sql_as_one_literal(text in "[ -~\\\\'\u{0}-\u{ff}]{0,20}") {
        let query = format!("SELECT id FROM demo.stars WHERE name = '{}'", text.replace('\'', "''"));
        match sample::translated(&query) {
            Ok(translation) => {
                let (_, literal) = translation.sql.split_once("(\"t1\".\"name\" = ").unwrap();
                prop_assert_eq!(literal_content(literal.strip_suffix(')').unwrap()), Some(text));
            }
            Err(error) => prop_assert!(text.contains('\0'), "{}", error),
        }
    }

    #[test]
    fn no_end_of_a_select_makes_the_translator_panic(
        tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..12),
    ) {
        let text = format!("SELECT id, {} FROM demo.stars WHERE {}", tokens[..tokens.len() / 2].join(" "), tokens.join(" "));
        if let Err(error) = sample::translated(&text) {
            error.render(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_query_survives_printing_and_parsing(query in trees::query()) {
        let text = query.to_string();
        match parse(&text) {
            Ok(parsed) => prop_assert_eq!(parsed, query, "{}", text),
            Err(error) => prop_assert!(false, "{}", error.render(&text)),
        }
    }

    #[test]
    fn a_tree_and_its_text_translate_alike(query in trees::query()) {
        let (scope, options) = (sample::scope(), Options::default());
        let of_tree = adql::translate_tree(&query, &scope, &sample::FewCells, &options);
        let of_text = translate(&query.to_string(), &scope, &sample::FewCells, &options);
        prop_assert_eq!(of_tree.map_err(|error| error.message()), of_text.map_err(|error| error.message()));
    }
}

/// Trees print with as few parentheses as possible, so those that vanish were needless.
#[test]
fn operators_bind_as_the_standard_says() {
    for (grouped, bare) in [
        ("a + (b * c)", "a + b * c"),
        ("(a + b) * c", "(a + b) * c"),
        ("(-a) * b", "-a * b"),
        ("(a * (-b)) + c", "a * -b + c"),
        ("a - (b - c)", "a - (b - c)"),
        ("a / (b * c)", "a / (b * c)"),
    ] {
        assert_eq!(reprinted(&format!("SELECT {grouped} FROM t")), format!("SELECT {bare} FROM t"));
    }
    for (grouped, bare) in [
        ("a = 1 OR (b = 2 AND c = 3)", "a = 1 OR b = 2 AND c = 3"),
        ("(a = 1 OR b = 2) AND c = 3", "(a = 1 OR b = 2) AND c = 3"),
        ("(NOT (a = 1)) AND b = 2", "NOT a = 1 AND b = 2"),
        ("NOT (a = 1 AND b = 2)", "NOT (a = 1 AND b = 2)"),
        ("(a + 1) > (b * 2)", "a + 1 > b * 2"),
        ("(a || b) = c", "a || b = c"),
        ("(a BETWEEN 1 AND 2) AND (b = 3)", "a BETWEEN 1 AND 2 AND b = 3"),
        ("(a < (b + 1)) OR (NOT (b IS NULL))", "a < b + 1 OR NOT b IS NULL"),
    ] {
        assert_eq!(
            reprinted(&format!("SELECT a FROM t WHERE {grouped}")),
            format!("SELECT a FROM t WHERE {bare}")
        );
    }
}

#[test]
fn chains_of_equal_rank_run_from_left_to_right() {
    let tree = parse("SELECT a - b - c FROM t").unwrap();
    let Body::Select(select) = tree.body else { panic!("not a SELECT") };
    let [SelectItem::Value { value: Expr { kind: ExprKind::Sum(chain), .. }, .. }] = &select.items[..] else {
        panic!("not a sum: {:?}", select.items)
    };
    assert_eq!(chain.first.to_string(), "a");
    let rest: Vec<String> = chain.rest.iter().map(|(_, operand)| operand.to_string()).collect();
    assert_eq!(rest, ["b", "c"]);
}

#[test]
fn intersect_binds_tighter_than_union_and_except() {
    let tree =
        parse("SELECT 1 FROM a UNION SELECT 2 FROM b INTERSECT SELECT 3 FROM c EXCEPT SELECT 4 FROM d")
            .unwrap();
    let Body::Set(chain) = tree.body else { panic!("no set operation") };
    let operators: Vec<SetOperator> = chain.rest.iter().map(|step| step.operator).collect();
    assert_eq!(operators, [SetOperator::Union, SetOperator::Except]);
    assert_eq!(chain.rest[0].operand.to_string(), "SELECT 2 FROM b INTERSECT SELECT 3 FROM c");
}

fn reprinted(text: &str) -> String {
    parse(text).unwrap_or_else(|error| panic!("{}", error.render(text))).to_string()
}

/// What PostgreSQL reads from a string literal, under any setting; `None` if it is not exactly one literal.
fn literal_content(literal: &str) -> Option<String> {
    let (escapes, quoted) = match literal.strip_prefix('E') {
        Some(quoted) => (true, quoted),
        None => (false, literal),
    };
    let mut inner = quoted.strip_prefix('\'')?.strip_suffix('\'')?.chars();
    let mut content = String::new();
    while let Some(character) = inner.next() {
        match character {
            '\'' if inner.next() != Some('\'') => return None,
            '\\' if !escapes || inner.next() != Some('\\') => return None,
            _ => content.push(character),
        }
    }
    Some(content)
}
