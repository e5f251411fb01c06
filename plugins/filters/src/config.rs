//! The settings: enumerations with their elements, or with the table that has them.

mod element;
mod table;

use std::collections::BTreeMap;

use plugin_api::{Description, Error, KeyKind, Result, Settings};
use serde::Deserialize;
use toml::Spanned;

use crate::enumeration::List;
use element::RawElement;
use table::RawTable;

pub(crate) use table::Table;

/// Valid settings.
#[derive(Debug)]
pub(crate) struct Config {
    /// The enumerations whose elements the file says.
    pub(crate) lists: Vec<List>,
    /// The enumerations whose elements are in tables.
    pub(crate) tables: Vec<(List, Table)>,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    enumerations: BTreeMap<String, Spanned<RawList>>,
}

/// `[settings.enumerations.KEY]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    name: Option<Spanned<String>>,
    description: Option<String>,
    #[serde(default)]
    collections: Vec<Spanned<String>>,
    elements: Option<Spanned<Vec<Spanned<RawElement>>>>,
    table: Option<Spanned<RawTable>>,
}

impl Config {
    /// Reads `[settings]`; a mistake is told with its place.
    pub(crate) fn read(settings: &Settings) -> Result<Self> {
        let raw: Raw = settings.parse()?;
        let mut config = Self { lists: Vec::new(), tables: Vec::new() };
        for (key, list) in raw.enumerations {
            let span = list.span();
            let (list, table) = read(settings, key, list)?;
            if let Some(other) = config.all().find(|other| clash(other, &list)) {
                let message = format!(
                    "enumeration `{}` is there twice for the same collection; give one of them another `name` or \
                     other `collections`",
                    other.enumeration.name
                );
                return Err(settings.mistake_in(span, message));
            }
            match table {
                Some(table) => config.tables.push((list, table)),
                None => config.lists.push(list),
            }
        }
        Ok(config)
    }

    fn all(&self) -> impl Iterator<Item = &List> {
        self.lists.iter().chain(self.tables.iter().map(|(list, _)| list))
    }
}

/// Whether a query could not tell the two apart.
fn clash(one: &List, other: &List) -> bool {
    let same_name = one.enumeration.name.eq_ignore_ascii_case(&other.enumeration.name);
    let both_open = one.collections.is_empty() && other.collections.is_empty();
    same_name && (both_open || one.collections.iter().any(|id| other.collections.contains(id)))
}

fn read(settings: &Settings, key: String, raw: Spanned<RawList>) -> Result<(List, Option<Table>)> {
    let span = raw.span();
    let RawList { name, description, collections, elements, table } = raw.into_inner();
    let place = name.as_ref().map_or(span.clone(), Spanned::span);
    let name = name.map_or(key, Spanned::into_inner);
    if let Some(empty) = collections.iter().find(|id| id.as_ref().is_empty()) {
        return Err(settings.mistake_in(empty.span(), "the name of a collection is empty"));
    }
    let collections = collections.into_iter().map(Spanned::into_inner).collect();
    let list = List::new(name, description, collections);
    match (elements, table) {
        (Some(elements), None) => {
            let mut places = Vec::new();
            let mut read = Vec::new();
            for element in elements.into_inner() {
                places.push(element.span());
                read.push(element.into_inner().into());
            }
            // Sorted only after the check, which counts the elements as they were written.
            let mut list = list;
            list.enumeration.elements = read;
            checked(settings, &list, |element| element.map_or(place.clone(), |index| places[index].clone()))?;
            let elements = std::mem::take(&mut list.enumeration.elements);
            Ok((list.with(elements), None))
        }
        (None, Some(table)) => {
            let table = Table::read(settings, table)?;
            // What the file itself says is checked now; the elements are checked each time they are read.
            let sample = list.clone().with(vec![element::sample()]);
            checked(settings, &sample, |_| place.clone())?;
            Ok((list, Some(table)))
        }
        _ => {
            let name = &list.enumeration.name;
            let message = format!("enumeration `{name}` needs either `elements` or `table`");
            Err(settings.mistake_in(span, message))
        }
    }
}

fn checked(
    settings: &Settings,
    list: &List,
    place: impl Fn(Option<usize>) -> std::ops::Range<usize>,
) -> Result<(), Error> {
    let checked = list.enumeration.check();
    checked.map_err(|fault| settings.mistake_in(place(fault.element), fault.message))
}

/// Declares the keys.
pub(crate) fn keys(description: Description) -> Description {
    description.key(
        "enumerations",
        KeyKind::Table,
        "",
        "Name to enumeration: description, collections, and elements or the table that has them.",
    )
}

#[cfg(test)]
mod tests;
