//! The names of uploaded columns.

use std::collections::{HashMap, HashSet};

/// Makes names that a query can tell apart.
///
/// Blanks around a name are cut; a column without a name is `col1`, `col2` ... by its place; a name that is there already
/// gets `_2`, `_3` ... behind it. Names that differ in case only stay as they are: a query tells them apart by quotes.
pub(super) fn column_names<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut unique = Vec::new();
    // The next number of each repeated name, so that a million equal names do not take a million times a million steps.
    let mut numbers = HashMap::new();
    for (place, name) in names.into_iter().enumerate() {
        let name = match name.trim() {
            "" => format!("col{}", place + 1),
            name => name.to_owned(),
        };
        let mut candidate = name.clone();
        while !seen.insert(candidate.clone()) {
            let number = numbers.entry(name.clone()).or_insert(1_u32);
            *number += 1;
            candidate = format!("{name}_{number}");
        }
        unique.push(candidate);
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_unique() {
        let names = ["ra", " ra ", "RA", "", "col4", "ra_2", "ra", "größe"];
        let expected = ["ra", "ra_2", "RA", "col4", "col4_2", "ra_2_2", "ra_3", "größe"];
        assert_eq!(column_names(names), expected);
    }

    #[test]
    fn many_equal_names_take_no_quadratic_time() {
        let names = column_names(std::iter::repeat_n("x", 200_000));
        assert_eq!(names.last().map(String::as_str), Some("x_200000"));
    }
}
