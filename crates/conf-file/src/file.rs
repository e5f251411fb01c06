//! A TOML file that could be parsed.

use toml::de::{DeTable, Error};

use crate::{Problem, Problems, Source, Table};

/// A TOML file: its text and the table that it parsed to.
#[derive(Clone, Debug, PartialEq)]
pub struct TomlFile {
    /// Name and text.
    pub source: Source,
    /// What the text says; spans are byte ranges of the text.
    pub table: Table,
}

impl TomlFile {
    /// Parses a text; all mistakes of syntax at once.
    pub fn parse(source: Source) -> Result<Self, Problems> {
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        // What a broken text still says would only give false alarms.
        match Problems::of(errors.iter().map(|error| syntax(&source, error)).collect()) {
            Some(problems) => Err(problems),
            None => Ok(Self { table: Table::from_toml(table.get_ref()), source }),
        }
    }

    /// What stands for a file that is not there: nothing is said in it.
    pub fn empty(name: impl Into<std::sync::Arc<str>>) -> Self {
        Self { source: Source::new(name, ""), table: Table::default() }
    }
}

fn syntax(source: &Source, error: &Error) -> Problem {
    let place = error.span().map_or_else(|| source.whole(), |span| source.place(span.start));
    Problem::new(place, format!("this is not TOML: {}", error.message().trim().replace('\n', ", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_of_syntax_is_told_with_its_place() {
        let source = Source::new("conf.d/a.toml", "a = \nb = 1\nb = 2\nc = [1\n");
        let problems = TomlFile::parse(source).unwrap_err();
        assert!(problems.list().len() >= 3, "{problems}");
        for problem in problems.list() {
            assert!(problem.message.starts_with("this is not TOML: "), "{problem}");
            assert!(problem.place.line > 0, "{problem}");
        }
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert_eq!(TomlFile::empty("a.toml"), TomlFile::parse(Source::new("a.toml", "")).unwrap());
    }
}
