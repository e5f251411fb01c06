//! Tokens to syntax tree, by recursive descent (ADQL 2.1 §2 and appendix A).
//!
//! Each grammar function carries examples: a `// test` line holds a query that it accepts, a `// test_err` line one
//! that it refuses. `tests` runs them all.

mod boolean;
mod call;
mod case;
mod condition;
mod cursor;
mod from;
mod geometry;
mod kind;
mod limit;
mod name;
mod newer;
mod query;
mod refuse;
mod select;
mod set;
mod value;
mod window;

use crate::error::{AdqlError, ErrorKind, Fault, Outcome};
use crate::lexer::{TokenKind, scan, unreserve};
use crate::options::Options;
use crate::syntax::{Expr, Query, Span};
use crate::version::Version;
use cursor::Cursor;

/// The syntax tree of an ADQL 2.1 query, with the default [`Options`].
///
/// Names are not looked up and types are not checked.
pub fn parse(text: &str) -> Result<Query, AdqlError> {
    parse_with(text, &Options::default())
}

/// The syntax tree of a query.
pub fn parse_with(text: &str, options: &Options) -> Result<Query, AdqlError> {
    tree(text, options).map_err(|fault| AdqlError::repairable(fault, text, options))
}

/// The syntax tree, or what is wrong with the text.
pub(crate) fn tree(text: &str, options: &Options) -> Result<Query, Fault> {
    read(text, options, query::whole)
}

/// The syntax tree of a condition that stands alone, or what is wrong with the text.
pub(crate) fn condition_tree(text: &str, options: &Options) -> Result<Expr, Fault> {
    read(text, options, |cursor| {
        let condition = condition::condition(cursor)?;
        match cursor.kind() {
            TokenKind::End => Ok(condition),
            _ => cursor.unexpected("the end of the condition"),
        }
    })
}

fn read<T>(
    text: &str,
    options: &Options,
    grammar: impl FnOnce(&mut Cursor<'_>) -> Outcome<T>,
) -> Result<T, Fault> {
    let limit_bytes = options.length_limit_bytes.min(u32::MAX as usize);
    if text.len() > limit_bytes {
        return Err(Fault { kind: ErrorKind::TooLong { limit_bytes }, span: Span::default() });
    }
    let mut scanned = scan(text);
    if options.version == Version::V2_0 {
        unreserve(&mut scanned.tokens);
    }
    let mut cursor = Cursor::new(text, scanned.tokens, options);
    let outcome = grammar(&mut cursor);
    match (outcome, scanned.fault) {
        (Ok(tree), None) => Ok(tree),
        // Where the grammar stumbles over text that is no token, say what is wrong with the text.
        (_, Some(lexical)) if cursor.at(TokenKind::Fault) => Err(lexical),
        (Err(fault), _) => Err(*fault),
        (Ok(_), Some(lexical)) => Err(lexical),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: &[&str] = &[
        include_str!("parser/boolean.rs"),
        include_str!("parser/call.rs"),
        include_str!("parser/case.rs"),
        include_str!("parser/condition.rs"),
        include_str!("parser/from.rs"),
        include_str!("parser/geometry.rs"),
        include_str!("parser/kind.rs"),
        include_str!("parser/limit.rs"),
        include_str!("parser/name.rs"),
        include_str!("parser/query.rs"),
        include_str!("parser/refuse.rs"),
        include_str!("parser/select.rs"),
        include_str!("parser/set.rs"),
        include_str!("parser/value.rs"),
        include_str!("parser/window.rs"),
    ];

    fn examples(prefix: &'static str) -> impl Iterator<Item = &'static str> {
        let lines = SOURCES.iter().flat_map(|source| source.lines());
        lines.filter_map(move |line| line.trim_start().strip_prefix(prefix))
    }

    #[test]
    fn examples_of_the_grammar_parse_and_survive_printing() {
        let mut count = 0;
        for text in examples("// test ") {
            let query = parse(text).unwrap_or_else(|error| panic!("{}", error.render(text)));
            let printed = query.to_string();
            assert_eq!(parse(&printed).as_ref(), Ok(&query), "{text}\n{printed}");
            count += 1;
        }
        assert!(count >= 60, "{count}");
    }

    #[test]
    fn counterexamples_of_the_grammar_are_refused() {
        let mut count = 0;
        for text in examples("// test_err ") {
            assert!(parse(text).is_err(), "{text}");
            count += 1;
        }
        assert!(count >= 40, "{count}");
    }
}
