//! Names as users write them, plain or between double quotes.

use std::borrow::Cow;

use crate::is_reserved;

/// An identifier of ADQL (ADQL 2.1 §2.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ident<'a> {
    /// The name without quotes, doubled quotes undone.
    pub text: &'a str,
    /// Whether it was written between double quotes; then case matters.
    pub delimited: bool,
}

impl<'a> Ident<'a> {
    /// A name without quotes: case does not matter.
    pub fn regular(text: &'a str) -> Self {
        Self { text, delimited: false }
    }

    /// A name between double quotes: case matters.
    pub fn delimited(text: &'a str) -> Self {
        Self { text, delimited: true }
    }

    /// Whether this means the thing with that published name.
    pub fn matches(&self, name: &str) -> bool {
        if self.delimited { self.text == name } else { self.text.eq_ignore_ascii_case(name) }
    }
}

/// An identifier that owns its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedIdent {
    /// The name without quotes, doubled quotes undone.
    pub text: String,
    /// Whether it was written between double quotes; then case matters.
    pub delimited: bool,
}

impl OwnedIdent {
    /// The same, borrowed.
    pub fn as_ident(&self) -> Ident<'_> {
        Ident { text: &self.text, delimited: self.delimited }
    }
}

/// The name as it must be written in ADQL: between double quotes if it is not a regular identifier or is reserved.
pub fn quoted(name: &str) -> Cow<'_, str> {
    if is_regular(name) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
    }
}

/// Whether the name can be written without quotes (ADQL 2.1 §2.1.2): an ASCII letter, then letters, digits and
/// underscores, and not reserved.
pub fn is_regular(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !is_reserved(name)
}

/// Reads `table` or `schema.table` as it is written in queries, with double quotes where needed.
///
/// Anything else is `None`. A name without quotes may hold any character but `.`, `"` and blanks, since it is only
/// looked up.
pub fn split_qualified(text: &str) -> Option<(Option<OwnedIdent>, OwnedIdent)> {
    let (first, rest) = split_ident(text)?;
    match rest.strip_prefix('.') {
        None => rest.is_empty().then_some((None, first)),
        Some(rest) => {
            let (second, rest) = split_ident(rest)?;
            rest.is_empty().then_some((Some(first), second))
        }
    }
}

/// One identifier at the start of a text, and what follows it.
fn split_ident(text: &str) -> Option<(OwnedIdent, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', '"']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let good = !name.is_empty() && !name.contains(char::is_whitespace);
        return good.then(|| (OwnedIdent { text: name.to_owned(), delimited: false }, rest));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"')?;
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                name.push('"');
                rest = more;
            }
            None => return Some((OwnedIdent { text: name, delimited: true }, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_they_must_be() {
        for (name, written) in [
            ("alpha", "alpha"),
            ("MAG_AUTO_2", "MAG_AUTO_2"),
            ("size", "\"size\""),
            ("Offset", "\"Offset\""),
            ("2mass", "\"2mass\""),
            ("_id", "\"_id\""),
            ("a b", "\"a b\""),
            ("a\"b", "\"a\"\"b\""),
            ("año", "\"año\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(name), written);
        }
    }

    #[test]
    fn qualified_names_are_split_at_the_dot_between_their_parts() {
        let shown = |text: &str| {
            let (schema, table) = split_qualified(text)?;
            Some((schema.map(|schema| schema.text), table.text, table.delimited))
        };
        let table = |name: &str, delimited| Some((None, name.to_owned(), delimited));
        assert_eq!(shown("stars"), table("stars", false));
        assert_eq!(shown("\"a.b\""), table("a.b", true));
        assert_eq!(
            shown("demo.\"odd \"\"name\""),
            Some((Some("demo".to_owned()), "odd \"name".to_owned(), true))
        );
        for text in ["", ".", "a.", ".a", "a.b.c", "\"a", "a\"b\"", "\"a\"b", "a b"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn delimited_names_match_exactly_and_others_in_any_case() {
        assert!(Ident::regular("alpha").matches("ALPHA"));
        assert!(!Ident::delimited("alpha").matches("ALPHA"));
        assert!(Ident::delimited("ALPHA").matches("ALPHA"));
    }
}
