//! What `armilla config` prints: each key with its value and where that was said.

use std::fmt;

use conf_file::Place;

use super::defaults;

/// A key of the merged configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// `host`, or the name of the instance.
    pub title: String,
    /// The table that holds the key; empty at the top of a file.
    pub section: String,
    /// The key.
    pub key: String,
    /// The value as TOML text, without passwords.
    pub value: String,
    /// Where the value was said.
    pub origin: Origin,
}

/// Where a value was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In a file, or on the command line.
    Place(Place),
    /// Nowhere: it is the default.
    Default,
}

impl Listed {
    /// A key with its text; without one the default of the shipped file.
    pub fn new(title: &str, section: &str, key: &str, text: Option<&str>, origin: Origin) -> Self {
        let value = match text {
            Some(text) => text.to_owned(),
            None => defaults::text_of(title, section, key),
        };
        let value = if key == "connection" { without_password(&value) } else { value };
        Self { title: title.into(), section: section.into(), key: key.into(), value, origin }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(place) if place.line > 0 => write!(out, "{}:{}", place.file, place.line),
            Self::Place(place) => out.write_str(&place.file),
            Self::Default => out.write_str("default"),
        }
    }
}

/// A connection string with `***` for the password, in both forms that libpq reads.
fn without_password(text: &str) -> String {
    if let Some((head, tail)) = text.split_once("password=") {
        let end = password_end(tail);
        return format!("{head}password=***{}", &tail[end..]);
    }
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let authority = &rest[..rest.find('/').unwrap_or(rest.len())];
    match authority.rsplit_once('@').and_then(|(login, _)| Some((login, login.split_once(':')?.0))) {
        Some((login, user)) => format!("{scheme}://{user}:***{}", &rest[login.len()..]),
        None => text.to_owned(),
    }
}

/// Where a keyword's value ends: at a blank or, if quoted, behind the closing quote; never behind the string itself.
fn password_end(tail: &str) -> usize {
    if let Some(quoted) = tail.strip_prefix('\'') {
        return quoted.find('\'').map_or(tail.len(), |end| end + 2);
    }
    tail.find([' ', '"', '&', '\n']).unwrap_or(tail.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_listed() {
        let cases = [
            ("\"host=a password=s3cret dbname=b\"", "\"host=a password=*** dbname=b\""),
            ("\"host=a password=s3cret\"", "\"host=a password=***\""),
            ("\"password='with blank' host=a\"", "\"password=*** host=a\""),
            ("\"postgresql://u:s3cret@h:5432/d\"", "\"postgresql://u:***@h:5432/d\""),
            ("\"postgresql://u:p@ss@h/d\"", "\"postgresql://u:***@h/d\""),
            ("\"postgresql://h/d?password=s3cret&x=1\"", "\"postgresql://h/d?password=***&x=1\""),
            ("\"postgresql://u@h/d\"", "\"postgresql://u@h/d\""),
        ];
        for (text, shown) in cases {
            assert_eq!(without_password(text), shown);
        }
    }

    #[test]
    fn an_origin_is_file_and_line() {
        let place = Place { file: "conf.d/a.toml".into(), line: 3, column: 7 };
        assert_eq!(Origin::Place(place).to_string(), "conf.d/a.toml:3");
        assert_eq!(Origin::Place(Place::file("--set a.b")).to_string(), "--set a.b");
        assert_eq!(Origin::Default.to_string(), "default");
    }
}
