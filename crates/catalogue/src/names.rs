//! Names of columns as files have them, made fit for publication and for PostgreSQL.

use std::collections::{HashMap, HashSet};

/// The column that ingest adds for the HEALPix index; no other column is called so.
pub const HEALPIX_COLUMN: &str = "hpx";

/// Columns that every table of PostgreSQL has, and which no table may define.
const SYSTEM_COLUMNS: [&str; 7] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "oid"];

/// The longest name in PostgreSQL, in bytes.
const PG_NAME_BYTES: usize = 63;

/// The two names of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnName {
    /// As users see it: the file's spelling, unique in a table without regard to case.
    pub published: String,
    /// In PostgreSQL: lower-case letters, digits and `_`, no digit first, at most 63 bytes, unique in a table.
    pub pg_name: String,
}

/// Names the columns of a table after those of a file.
///
/// Blanks and control characters become one blank, and are cut at the ends; a column without a name is `col1`, `col2`
/// ... by its place; a name that is there already gets `_2`, `_3` ... behind it.
pub fn column_names<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<ColumnName> {
    let mut published = Unique::default();
    let mut stored = Unique::default();
    for name in SYSTEM_COLUMNS.iter().chain([&HEALPIX_COLUMN]) {
        stored.take(name, usize::MAX);
    }
    let name = |(place, name)| {
        let published =
            published.take(&one_line(name).unwrap_or_else(|| format!("col{}", place + 1)), usize::MAX);
        let pg_name = stored.take(&pg_safe(&published), PG_NAME_BYTES);
        ColumnName { published, pg_name }
    };
    names.into_iter().enumerate().map(name).collect()
}

/// A text with every run of blanks and control characters as one blank; `None` if nothing else is in it.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// The name in letters that PostgreSQL takes without quotes.
fn pg_safe(name: &str) -> String {
    let mut safe = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => safe.push(letter),
            _ if safe.ends_with('_') => {}
            _ => safe.push('_'),
        }
    }
    // A mark at the end, as in `e(B-V)`, is no part of a name.
    if !name.ends_with('_') {
        safe.truncate(safe.trim_end_matches('_').len());
    }
    match safe.bytes().next() {
        None => "col".to_owned(),
        Some(b'0'..=b'9') => format!("_{safe}"),
        Some(_) => safe,
    }
}

/// Names that were given out, compared without regard to case.
#[derive(Default)]
struct Unique {
    seen: HashSet<String>,
    /// The last number behind each repeated name, so that many equal names do not take quadratic time.
    numbers: HashMap<String, u32>,
}

impl Unique {
    /// The name, or the name with a number behind it, of at most so many bytes; only ASCII is ever cut.
    fn take(&mut self, name: &str, most_bytes: usize) -> String {
        let mut candidate = name[..name.len().min(most_bytes)].to_owned();
        let stem = candidate.clone();
        while !self.seen.insert(candidate.to_lowercase()) {
            let number = self.numbers.entry(stem.to_lowercase()).or_insert(1);
            *number += 1;
            let ending = format!("_{number}");
            candidate = format!("{}{ending}", &stem[..stem.len().min(most_bytes - ending.len())]);
        }
        candidate
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(names: &[&str]) -> Vec<(String, String)> {
        column_names(names.iter().copied()).into_iter().map(|name| (name.published, name.pg_name)).collect()
    }

    #[test]
    fn published_names_keep_the_spelling_and_stored_ones_are_safe() {
        for (name, published, stored) in [
            ("RAJ2000", "RAJ2000", "raj2000"),
            ("_RAJ2000", "_RAJ2000", "_raj2000"),
            ("e(B-V)", "e(B-V)", "e_b_v"),
            ("2MASS", "2MASS", "_2mass"),
            (" Größe\n in\tmm ", "Größe in mm", "gr_e_in_mm"),
            ("XMIN", "XMIN", "xmin_2"),
            ("hpx", "hpx", "hpx_2"),
            ("", "col1", "col1"),
            ("星", "星", "col"),
            ("a_", "a_", "a_"),
        ] {
            assert_eq!(named(&[name]), [(published.to_owned(), stored.to_owned())], "{name}");
        }
    }

    #[test]
    fn names_that_differ_in_case_only_get_a_number() {
        let names = named(&["ra", "RA", "ra-", "ra"]);
        let published: Vec<&str> = names.iter().map(|(published, _)| published.as_str()).collect();
        let stored: Vec<&str> = names.iter().map(|(_, stored)| stored.as_str()).collect();
        assert_eq!(published, ["ra", "RA_2", "ra-", "ra_3"]);
        assert_eq!(stored, ["ra", "ra_2", "ra_3", "ra_3_2"]);
    }

    #[test]
    fn long_names_are_cut_and_stay_different() {
        let long = "x".repeat(100);
        let names = named(&[&format!("{long}a"), &format!("{long}b")]);
        assert_eq!(names[0].1, "x".repeat(63));
        assert_eq!(names[1].1, format!("{}_2", "x".repeat(61)));
    }

    proptest! {
        #[test]
        fn any_names_become_unique_and_safe(names in prop::collection::vec("\\PC{0,4}|[aA_\\-]{0,3}|[a-z]{60,70}", 0..30)) {
            let made = column_names(names.iter().map(String::as_str));
            let stored: HashSet<&str> = made.iter().map(|name| name.pg_name.as_str()).collect();
            let published: HashSet<String> = made.iter().map(|name| name.published.to_lowercase()).collect();
            prop_assert_eq!((stored.len(), published.len()), (names.len(), names.len()));
            for name in &made {
                let safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
                prop_assert!(name.pg_name.len() <= 63 && name.pg_name.bytes().all(safe), "{:?}", name);
                prop_assert!(!name.pg_name.is_empty() && !name.pg_name.as_bytes()[0].is_ascii_digit());
                prop_assert_eq!(name.published.trim(), &name.published);
            }
        }
    }
}
