//! What to write instead.

use catalogue::quoted;

use super::ErrorKind;

impl ErrorKind {
    /// What the user can do about it, if there is more to say than the message says.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownTable { known, near, .. } => known_names("known tables", known, *near),
            Self::UnknownColumn { quoted: Some(text), known, near: false, .. } => Some(join_hints(
                format!("a string is written in single quotes: '{}'", text.replace('\'', "''")),
                known_names("known columns", known, false),
            )),
            Self::UnknownColumn { known, near, .. } => known_names("known columns", known, *near),
            Self::UnknownQualifier { known, .. } => known_names("known here", known, false),
            Self::UnknownFunction { near, .. } => known_names("known functions", near, true),
            Self::AmbiguousTable { candidates, .. } | Self::AmbiguousColumn { candidates, .. } => {
                Some(format!("write one of {}", listed(candidates)))
            }
            Self::Reserved { word, .. } => {
                Some(format!("to use it as a name, write it in double quotes: \"{word}\""))
            }
            Self::LeadingUnderscore { name } => {
                Some(format!("write it in double quotes, with the exact case: {}", quoted(name)))
            }
            Self::NumberTouchesWord { text } => {
                Some(format!("put a blank between them, or write a name in double quotes: \"{text}\""))
            }
            Self::ArgumentCount { signature, .. } => Some(format!("write {signature}")),
            Self::NotCondition { flag: Some(name) } => Some(format!("write 1 = {name}(...)")),
            Self::NotAdql { instead, .. } | Self::NotLiteral { instead, .. } => {
                Some((*instead).to_owned()).filter(|hint| !hint.is_empty())
            }
            Self::DuplicateTable { name } => {
                Some(format!("give one of them another name: ... AS {}", quoted(&format!("{name}_2"))))
            }
            Self::Mismatch { left, right, .. } => mismatch_hint(left, right),
            Self::Enumeration(error) => error.hint(),
            Self::Function(problem) => problem.hint(),
            Self::Unit(problem) => Some(problem.hint().to_owned()),
            Self::Character(character) => character_hint(*character).map(str::to_owned),
            _ => self.fixed_hint().map(str::to_owned),
        }
    }

    /// Hints that do not depend on the query.
    fn fixed_hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::TooLong { .. } | Self::TooLarge { .. } => {
                "split it into several queries, or make long lists a table and join it"
            }
            Self::TooDeep { .. } => "write long AND, OR and + chains without parentheses round each part",
            Self::OpenString => "a quote inside a string is written twice: 'O''Neill'",
            Self::OpenName => "double quotes enclose names; strings are written in single quotes",
            Self::BlockComment => "write -- in front of each line of the comment",
            Self::NotWindow { .. } => {
                "window functions are ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD, \
                 FIRST_VALUE, LAST_VALUE and the aggregates"
            }
            Self::WindowPlace { .. } => "select it in a subquery of FROM, and use its name outside",
            Self::TextAfterEnd => "send one query at a time",
            Self::Limit => "write the number after SELECT: SELECT TOP 10 ...",
            Self::NoAlias => "add one after the parenthesis: ( ... ) AS q",
            Self::AloneInParentheses => "leave the parentheses out",
            Self::NotCondition { flag: None } => "compare it with something, e.g. x > 0 or x IS NOT NULL",
            Self::NotValue => "conditions stand in WHERE, ON and HAVING only",
            Self::TwoSigns => "put the inner one into parentheses: -(-x)",
            Self::ClauseInOperand { .. } => {
                "put the operand into parentheses if the clause is meant for it alone"
            }
            Self::NaturalCondition => "leave out NATURAL or the condition",
            Self::NoJoinCondition { .. } => "add ON a.id = b.id, or USING (id)",
            Self::Catalog { .. } => "write schema.table",
            Self::AmbiguousOutput { .. } => "give each of them its own name with AS, or sort by position",
            Self::NotGrouped { .. } => "add it to GROUP BY, or take e.g. MIN, MAX or AVG of it",
            Self::AggregatePlace { place: "WHERE", .. } => "conditions on aggregates stand in HAVING",
            Self::AggregatePlace { .. } => "compute it in a subquery of FROM",
            Self::DistinctOrder => "add the sort key to the select list",
            Self::SetOrder { .. } => "give the value a name with AS in the first SELECT, and sort by that",
            Self::Timestamp { .. } => "write 'YYYY-MM-DD' or 'YYYY-MM-DDThh:mm:ss.sss', in UTC",
            Self::CoordinateSystem { .. } => {
                "write 'ICRS', 'FK5', 'FK4' or 'GALACTIC', or leave the argument out"
            }
            Self::UnionShapes { .. } => {
                "write several conditions, or put the shapes into a table and join it"
            }
            _ => return None,
        })
    }
}

/// `did you mean ...` for near names, else all names under a heading.
pub(super) fn known_names(heading: &str, names: &[String], near: bool) -> Option<String> {
    match names {
        [] => None,
        _ if near => Some(format!("did you mean {}?", listed(names))),
        _ => Some(format!("{heading}: {}", names.join(", "))),
    }
}

fn join_hints(first: String, second: Option<String>) -> String {
    match second {
        Some(second) => format!("{first}; {second}"),
        None => first,
    }
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} or {last}", all.join(", ")),
        _ => names.join(", "),
    }
}

fn mismatch_hint(left: &str, right: &str) -> Option<String> {
    let is_number = |kind: &str| matches!(kind, "an integer" | "a number");
    let one_is = |test: &dyn Fn(&str) -> bool| test(left) || test(right);
    (one_is(&is_number) && one_is(&|kind| kind == "a string"))
        .then(|| "numbers are written without quotes, strings with: 12.5, 'M31'".to_owned())
}

fn character_hint(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' | '\u{00b4}' => {
            "write straight quotes round strings: '...'"
        }
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' | '\u{00ab}' | '\u{00bb}' => {
            "write straight quotes: 'text' for strings, \"name\" for names"
        }
        '`' => "write double quotes round names: \"name\"",
        '\u{2013}' | '\u{2014}' | '\u{2212}' => "write - for minus",
        '%' => "write MOD(x, y) for the remainder",
        '^' => "write POWER(x, y)",
        '&' | '|' | '~' => "ADQL has no bit operators; || joins strings, AND and OR join conditions",
        '!' => "write <> or != for `not equal`, NOT in front of a condition",
        '#' | '{' | '}' => "a comment starts with --",
        '\\' => "a quote inside a string is written twice: 'O''Neill'",
        '$' | '@' | '?' | ':' => "a query has no parameters: write the value itself",
        _ => return None,
    })
}
