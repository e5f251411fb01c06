//! The table that is to be made, as it is named on the command line.

use std::fmt;
use std::str::FromStr;

use catalogue::is_regular;

use crate::row::quoted;

/// The longest name: PostgreSQL has 63 bytes, and names of indices hang `_hpx_idx` behind it.
const NAME_BYTES_MAX: usize = 55;

/// Schemas that belong to PostgreSQL, to the host or to the standards.
const TAKEN: [&str; 4] = ["armilla", "information_schema", "tap_schema", "tap_upload"];

/// A table of PostgreSQL: lower-case names that need no quotes anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The schema.
    pub schema: String,
    /// The table.
    pub table: String,
}

impl Target {
    /// The name in SQL.
    pub(crate) fn sql(&self) -> String {
        self.sibling(&self.table)
    }

    /// The name in SQL of another relation in the same schema.
    pub(crate) fn sibling(&self, name: &str) -> String {
        format!("{}.{}", quoted(&self.schema), quoted(name))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.schema, self.table)
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let split = text.split_once('.').filter(|(_, table)| !table.contains('.'));
        let Some((schema, table)) = split else {
            return Err(format!("`{text}` is not of the form SCHEMA.TABLE, e.g. survey_dr1.stars"));
        };
        for name in [schema, table] {
            check(name)?;
        }
        if TAKEN.contains(&schema) || schema.starts_with("pg_") {
            return Err(format!("schema `{schema}` is not for catalogues; take a name of your own"));
        }
        Ok(Self { schema: schema.to_owned(), table: table.to_owned() })
    }
}

fn check(name: &str) -> Result<(), String> {
    let lower = name.to_ascii_lowercase();
    if lower != name && is_regular(&lower) {
        return Err(format!("`{name}` must be in lower case: write `{lower}`"));
    }
    if !is_regular(name) {
        let what = "a name has a letter first, then letters, digits and `_`, and is no word of ADQL";
        return Err(format!("`{name}` cannot be a name: {what}"));
    }
    if name.len() > NAME_BYTES_MAX {
        return Err(format!("`{name}` is too long: a name has at most {NAME_BYTES_MAX} letters"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_and_table_are_split_at_the_dot() {
        let target: Target = "survey_dr1.stars".parse().unwrap();
        assert_eq!((target.schema.as_str(), target.table.as_str()), ("survey_dr1", "stars"));
        assert_eq!(
            (target.to_string(), target.sql()),
            ("survey_dr1.stars".into(), "\"survey_dr1\".\"stars\"".into())
        );
    }

    #[test]
    fn names_that_would_need_quotes_are_refused_with_what_to_write() {
        for (text, told) in [
            ("stars", "`stars` is not of the form SCHEMA.TABLE, e.g. survey_dr1.stars"),
            ("a.b.c", "`a.b.c` is not of the form SCHEMA.TABLE, e.g. survey_dr1.stars"),
            ("dr1.Stars", "`Stars` must be in lower case: write `stars`"),
            (
                "2mass.psc",
                "`2mass` cannot be a name: a name has a letter first, then letters, digits and `_`, and is no word of ADQL",
            ),
            (
                "dr1.select",
                "`select` cannot be a name: a name has a letter first, then letters, digits and `_`, and is no word of ADQL",
            ),
            ("pg_catalog.x", "schema `pg_catalog` is not for catalogues; take a name of your own"),
            ("armilla.x", "schema `armilla` is not for catalogues; take a name of your own"),
        ] {
            assert_eq!(text.parse::<Target>().unwrap_err(), told);
        }
    }
}
