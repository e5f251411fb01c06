//! The settings of an instance, with the place of each value.

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::error::{Error, Place, Result};

/// What `conf.d/NAME.toml` says for one instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The name of the instance: its file's name without `.toml`.
    pub instance: String,
    /// Where the instance is mounted, e.g. `/tap`.
    pub mount: String,
    /// The file, as messages name it.
    pub file: String,
    /// The whole text of the file; the settings are its table `[settings]`.
    pub text: String,
    /// Values that replace those of the file: dotted key below `[settings]`, TOML text.
    #[serde(default)]
    pub overrides: Vec<(String, String)>,
}

impl Settings {
    /// Reads `[settings]` into a type of the plugin. A missing table is an empty one. Errors carry file, line and column.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        let mut file = DeTable::parse(&self.text).map_err(|error| self.problem(error))?;
        let mut settings = file
            .get_mut()
            .remove("settings")
            .unwrap_or_else(|| Spanned::new(0..0, DeValue::Table(DeTable::new())));
        for (key, value) in &self.overrides {
            replace(&mut settings, key, value)
                .map_err(|message| Error::settings(message).at(self.start()))?;
        }
        T::deserialize(ValueDeserializer::from(settings)).map_err(|error| self.problem(error))
    }

    /// A mistake in the value of `key`, placed where the file says it; for checks that a type cannot express.
    pub fn mistake(&self, key: &str, message: impl Into<String>) -> Error {
        Error::settings(message).at(self.place_of(key).unwrap_or_else(|| self.start()))
    }

    /// A mistake in the value that stands at these bytes of [`Settings::text`], as `toml::Spanned` tells them.
    pub fn mistake_in(&self, span: Range<usize>, message: impl Into<String>) -> Error {
        Error::settings(message).at(self.place(span.start))
    }

    fn problem(&self, error: toml::de::Error) -> Error {
        let place = error.span().map_or_else(|| self.start(), |span| self.place(span.start));
        Error::settings(error.message().trim().to_owned()).at(place)
    }

    fn place_of(&self, key: &str) -> Option<Place> {
        let file = DeTable::parse(&self.text).ok()?;
        let mut table = file.get_ref().get("settings")?.get_ref().as_table()?;
        let mut parts = key.split('.').peekable();
        while let Some(part) = parts.next() {
            let (name, value) = table.get_key_value(part)?;
            if parts.peek().is_none() {
                return Some(self.place(name.span().start));
            }
            table = value.get_ref().as_table()?;
        }
        None
    }

    fn start(&self) -> Place {
        Place { file: self.file.clone(), line: 1, column: 1 }
    }

    fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Place {
            file: self.file.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// Puts the TOML `value` at the dotted `key` below `table`, making the sections on the way.
fn replace<'v>(table: &mut Spanned<DeValue<'v>>, key: &'v str, value: &'v str) -> Result<(), String> {
    let value = DeValue::parse(value).map_err(|error| format!("override of `{key}`: {}", error.message()))?;
    let mut table = table;
    let mut parts = key.split('.').peekable();
    while let Some(part) = parts.next() {
        let DeValue::Table(entries) = table.get_mut() else {
            return Err(format!("override of `{key}`: `{part}` is not below a table"));
        };
        let name = Spanned::new(0..0, part.into());
        if parts.peek().is_none() {
            entries.insert(name, value);
            return Ok(());
        }
        table = entries.entry(name).or_insert_with(|| Spanned::new(0..0, DeValue::Table(DeTable::new())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Greeting {
        word: String,
        #[serde(default)]
        limits: Limits,
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    struct Limits {
        rows: u32,
    }

    fn settings(text: &str) -> Settings {
        Settings { file: "conf.d/hello.toml".into(), text: text.into(), ..Settings::default() }
    }

    #[test]
    fn a_wrong_type_is_told_with_its_place() {
        let error = settings("plugin = \"hello\"\n[settings]\nword = 7\n").parse::<Greeting>().unwrap_err();
        assert_eq!(error.for_client(), "invalid type: integer `7`, expected a string");
        assert_eq!(error.place(), Some(&Place { file: "conf.d/hello.toml".into(), line: 3, column: 8 }));
    }

    #[test]
    fn an_override_replaces_a_value_of_a_section() {
        let mut settings = settings("[settings]\nword = \"hi\"\n[settings.limits]\nrows = 1\n");
        settings.overrides.push(("limits.rows".into(), "9".into()));
        let greeting: Greeting = settings.parse().unwrap();
        assert_eq!(greeting, Greeting { word: "hi".into(), limits: Limits { rows: 9 } });
    }

    #[test]
    fn a_mistake_points_at_the_bytes_of_its_value() {
        #[derive(Deserialize)]
        struct Words {
            words: Vec<Spanned<String>>,
        }
        let settings = settings("[settings]\nwords = [\"a\",\n  \"\"]\n");
        let words: Words = settings.parse().unwrap();
        let error = settings.mistake_in(words.words[1].span(), "a word is empty");
        assert_eq!(error.place().map(|place| (place.line, place.column)), Some((3, 3)));
    }

    #[test]
    fn a_mistake_points_at_its_key() {
        let error = settings("[settings]\nword = \"\"\n").mistake("word", "a greeting needs a word");
        assert_eq!(error.place().map(|place| (place.line, place.column)), Some((2, 1)));
    }
}
