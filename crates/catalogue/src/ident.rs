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

/// The candidates nearest to `name` without regard to case, nearest first, at most `most` of them.
///
/// A candidate that differs in more than a third of its letters, and in more than two, is no help and is left out.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>, most: usize) -> Vec<&'c str> {
    let name = name.to_lowercase();
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 2.max(candidate.chars().count() / 3))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}
