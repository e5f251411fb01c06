//! Values of requests as literals of ADQL.

use dali::Error;

/// A text between quotes. PostgreSQL has no text with a NUL character in it.
pub(crate) fn text(name: &str, value: &str) -> Result<String, Error> {
    match value.contains('\0') {
        true => Err(Error::invalid(name, value, "a text without NUL characters")),
        false => Ok(quoted(value)),
    }
}

/// A text that is known to have no NUL character, between quotes.
pub(crate) fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// Conditions of which one must hold; `None` without any.
pub(crate) fn any_of(mut conditions: Vec<String>) -> Option<String> {
    match conditions.len() {
        0 => None,
        1 => conditions.pop(),
        _ => Some(format!("({})", conditions.join(" OR "))),
    }
}

/// The condition that a value is one of these; `None` without any.
pub(crate) fn one_of(value: &str, mut literals: Vec<String>) -> Option<String> {
    literals.sort_unstable();
    literals.dedup();
    match literals.as_slice() {
        [] => None,
        [only] => Some(format!("{value} = {only}")),
        all => Some(format!("{value} IN ({})", all.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_a_value_do_not_end_it() {
        assert_eq!(text("ID", "a'; DROP TABLE x --'").as_deref(), Ok("'a''; DROP TABLE x --'''"));
        assert_eq!(text("ID", "").as_deref(), Ok("''"));
    }

    #[test]
    fn a_value_that_postgresql_cannot_have_is_refused() {
        let expected = "parameter ID has the value `a b`; it must be a text without NUL characters";
        assert_eq!(text("ID", "a\0b").unwrap_err().to_string(), expected);
    }

    #[test]
    fn one_value_is_compared_and_several_are_listed_once_each() {
        let literals = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        assert_eq!(one_of("a", literals(&[])), None);
        assert_eq!(one_of("a", literals(&["1", "1"])).as_deref(), Some("a = 1"));
        assert_eq!(one_of("a", literals(&["2", "1", "2"])).as_deref(), Some("a IN (1, 2)"));
        assert_eq!(any_of(literals(&["a", "b"])).as_deref(), Some("(a OR b)"));
    }
}
