//! The functions that a note declares, as `name(argument TYPE, ...) -> TYPE`.

use std::str::FromStr;

/// What a value is, as far as declared types tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not known.
    Any,
    /// A number of any width.
    Number,
    /// A string.
    Text,
    /// A geometry of any shape.
    Geometry,
}

impl Kind {
    /// Whether a value of this kind can stand where `wanted` is declared.
    pub fn fits(self, wanted: Self) -> bool {
        self == wanted || self == Self::Any || wanted == Self::Any
    }

    /// The kind of a declared type.
    fn of_type(name: &str) -> Self {
        let name = name.trim().to_ascii_uppercase();
        let word = name.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
        match word {
            "SMALLINT" | "INTEGER" | "INT" | "BIGINT" | "REAL" | "DOUBLE" | "FLOAT" | "NUMERIC"
            | "NUMBER" => Self::Number,
            "CHAR" | "VARCHAR" | "STRING" | "TEXT" => Self::Text,
            "POINT" | "CIRCLE" | "POLYGON" | "BOX" | "REGION" | "GEOMETRY" => Self::Geometry,
            _ => Self::Any,
        }
    }
}

/// A declared function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its name.
    pub name: String,
    /// What its arguments are.
    pub arguments: Vec<Kind>,
    /// What it gives.
    pub returns: Kind,
}

impl FromStr for Signature {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, rest) = text.split_once('(').ok_or(())?;
        let (arguments, returns) = rest.rsplit_once(')').ok_or(())?;
        let arguments = arguments.split(',').map(str::trim).filter(|argument| !argument.is_empty());
        // An argument is a name and a type, or a type alone.
        let kinds =
            arguments.map(|argument| Kind::of_type(argument.split_once(' ').map_or(argument, |(_, ty)| ty)));
        let returns = returns.trim().strip_prefix("->").map_or(Kind::Any, Kind::of_type);
        Ok(Self { name: name.trim().to_owned(), arguments: kinds.collect(), returns })
    }
}

/// The functions behind `declared functions:` in a note; `None` if it declares nothing.
pub fn declared_in(note: &str) -> Option<Vec<Signature>> {
    let (_, list) = note.split_once("declared functions:")?;
    let list = list.rsplit_once(']').map_or(list, |(list, _)| list);
    Some(split(list).into_iter().filter_map(|text| text.parse().ok()).collect())
}

/// The parts between the commas and semicolons that stand outside parentheses.
fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (place, letter) in list.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | ';' if depth == 0 => {
                parts.push(&list[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}
