//! The SQL that is printed, read by a parser that is not ours.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use adql::{Options, translate};
use catalogue::Scope;
use proptest::prelude::*;
use sqlparser::ast::Statement;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::keywords::ALL_KEYWORDS;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer, Whitespace};

use crate::cases::{DASHES, case_files};
use crate::sample;

/// The names of schemas, relations and columns in the database.
static RESOLVED: LazyLock<HashSet<String>> = LazyLock::new(|| names_of(&sample::scope()));

/// Every word in a string of the sources that print SQL.
static PRINTED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut words: HashSet<String> = ALL_KEYWORDS.iter().map(|word| word.to_ascii_lowercase()).collect();
    for folder in ["printer", "functions", "syntax"] {
        collect_words(&sources.join(folder), &mut words);
    }
    words
});

fn names_of(scope: &Scope) -> HashSet<String> {
    let mut names = HashSet::new();
    for table in scope.tables() {
        let table = table.table;
        let relations = std::iter::once(&table.relation).chain(table.parts.iter().map(|part| &part.relation));
        for relation in relations {
            names.extend([relation.schema.clone(), relation.table.clone()]);
            names.extend(relation.conditions.iter().map(|condition| condition.column.clone()));
        }
        names.extend(table.columns.iter().map(|column| column.pg_name.clone()));
        names.extend(table.position.iter().filter_map(|position| position.healpix.clone()));
        for part in &table.parts {
            names.extend(part.healpix.iter().cloned());
            names.extend(part.key.iter().flat_map(|(core, part)| [core.clone(), part.clone()]));
        }
    }
    names
}

fn collect_words(folder: &Path, words: &mut HashSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => collect_words(&path, words),
            false => {
                let text = std::fs::read_to_string(path).unwrap();
                let strings = text.split('"').skip(1).step_by(2);
                let separate = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
                words.extend(strings.flat_map(|string| string.split(separate)).map(str::to_ascii_lowercase));
            }
        }
    }
}

/// What is wrong with a statement, if anything.
fn complaint(sql: &str) -> Option<String> {
    let dialect = PostgreSqlDialect {};
    match Parser::parse_sql(&dialect, sql) {
        Err(error) => return Some(error.to_string()),
        Ok(statements) if matches!(&statements[..], [Statement::Query(_)]) => {}
        Ok(statements) => return Some(format!("{} statements", statements.len())),
    }
    let tokens = Tokenizer::new(&dialect, sql).tokenize().unwrap();
    tokens.iter().find_map(|token| match token {
        Token::Word(word) => match word.quote_style {
            Some('"') if RESOLVED.contains(&word.value) || is_made_up(&word.value) => None,
            None if PRINTED.contains(&word.value.to_ascii_lowercase()) => None,
            _ => Some(format!("`{word}` is neither resolved nor ours")),
        },
        Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)) => {
            Some("a comment".to_owned())
        }
        _ => None,
    })
}

/// `t1`, `c12`, `w3`: names that the printer makes, and those that start with our own.
fn is_made_up(name: &str) -> bool {
    let numbered = name.split_at_checked(1).is_some_and(|(letter, number)| {
        letter.chars().all(|letter| letter.is_ascii_lowercase())
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
    });
    // `v`, `x`: what the printer calls a value that it uses several times.
    let letter = name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_lowercase());
    numbered || letter || name.starts_with("armilla")
}

#[test]
fn every_case_is_one_query_of_postgresql_with_resolved_names() {
    let scope = sample::scope();
    let mut wrong = Vec::new();
    let mut read = 0;
    for path in case_files() {
        let content = std::fs::read_to_string(&path).unwrap();
        let query = content.split_once(DASHES).map_or(content.as_str(), |(query, _)| query);
        let extensions = crate::extensions::extensions();
        let options = Options { extensions, ..Options::default() };
        if let Ok(translation) = translate(query, &scope, &sample::FewCells, &options) {
            read += 1;
            if let Some(complaint) = complaint(&translation.sql) {
                wrong.push(format!("{}: {complaint}\n  {}", path.display(), translation.sql));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read >= 60, "{read}");
}

#[test]
fn the_check_notices_what_it_is_for() {
    let query =
        |end: &str| format!("SELECT \"t1\".\"mag\"::float8 AS \"c1\" FROM \"demo\".\"stars\" AS \"t1\"{end}");
    assert_eq!(complaint(&query("")), None);
    assert_eq!(complaint(&query("; SELECT 1")).as_deref(), Some("2 statements"));
    assert_eq!(complaint(&query(" -- x")).as_deref(), Some("a comment"));
    assert_eq!(complaint(&query(" WHERE evil")).as_deref(), Some("`evil` is neither resolved nor ours"));
    assert_eq!(
        complaint(&query(" WHERE \"Evil\"")).as_deref(),
        Some("`\"Evil\"` is neither resolved nor ours")
    );
}

/// A string or a name as a user may write it, with every character that could end it early.
fn wild() -> impl Strategy<Value = String> {
    "[ -~\\\\'\"\u{e9};$-]{1,12}"
}

fn number() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["id", "ra", "dec", "mag", "s.ra", "stars.mag", "NULL", "spectrum[2]"])
            .prop_map(str::to_owned),
        any::<u32>().prop_map(|number| number.to_string()),
        (0.0..1e9f64).prop_map(|number| format!("{number:?}")),
    ]
    .prop_map(|text| text.replace("stars.", "s."));
    leaf.boxed()
        .prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                (inner.clone(), prop::sample::select(vec!["+", "-", "*"]), inner.clone())
                    .prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
                (prop::sample::select(vec!["ABS", "FLOOR", "SQRT", "SIN"]), inner.clone())
                    .prop_map(|(function, value)| format!("{function}({value})")),
                (inner.clone(), inner.clone()).prop_map(|(x, y)| format!("ROUND(MOD({x}, {y} + 1), 2)")),
                (inner.clone(), inner.clone())
                    .prop_map(|(x, y)| format!("CASE WHEN {x} > 0 THEN {y} ELSE COALESCE({x}, 1) END")),
                (inner.clone(), inner)
                    .prop_map(|(x, y)| format!("LAG({x}) OVER (PARTITION BY name ORDER BY {y} DESC)")),
            ]
        })
        .boxed()
}

fn text() -> impl Strategy<Value = String> {
    let literal = wild().prop_map(|text| format!("'{}'", text.replace('\'', "''"))).boxed();
    prop_oneof![
        Just("name".to_owned()),
        literal.clone(),
        literal.prop_map(|literal| format!("UPPER(name || {literal})"))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_queries_print_as_one_query_with_resolved_names(
        values in prop::collection::vec((number(), wild()), 1..4),
        strings in prop::collection::vec(text(), 1..3),
        pattern in text(),
        top in prop::option::of(0..100u32),
    ) {
        let items: Vec<String> = values
            .iter()
            .map(|(value, alias)| format!("{value} AS \"{}\"", alias.replace('"', "\"\"")))
            .chain(strings.iter().cloned())
            .collect();
        let top = top.map_or_else(String::new, |rows| format!("TOP {rows} "));
        let query = format!(
            "SELECT {top}{} FROM demo.stars AS s WHERE name LIKE {pattern} AND name IN ({})",
            items.join(", "),
            strings.join(", ")
        );
        // Types may forbid it, e.g. a subscript that is no integer.
        if let Ok(translation) = sample::translated(&query) {
            prop_assert_eq!(complaint(&translation.sql), None, "{}\n{}", query, translation.sql);
        }
    }
}
