//! Enumerations: ordered lists of names for the elements of array columns, such as the filters of a survey.

use serde::{Deserialize, Serialize};

/// A named list of elements; `column[jplus::rSDSS]` is the element of an array whose index the list says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enumeration {
    /// The name before `::`, e.g. `jplus`; any case matches.
    pub name: String,
    /// The identifier of the collection whose arrays it numbers; `None`: of all collections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<String>,
    /// What the elements are, in a sentence.
    #[serde(default)]
    pub description: Option<String>,
    /// The elements, sorted by index; names and indexes are unique, names without regard to case.
    pub elements: Vec<Element>,
}

/// One element of an enumeration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// The name after `::`, e.g. `rSDSS`; any case matches.
    pub name: String,
    /// The 1-based position in arrays. For filters it is the filter's identifier, not an order of wavelength.
    pub index: u32,
    /// What it is, in a few words.
    #[serde(default)]
    pub description: Option<String>,
    /// The central wavelength in nanometres.
    #[serde(default)]
    pub wavelength_nm: Option<f64>,
    /// The width of the passband in nanometres.
    #[serde(default)]
    pub width_nm: Option<f64>,
    /// A colour to draw it in, `#rrggbb`.
    #[serde(default)]
    pub colour: Option<String>,
}

impl Element {
    /// The name as people read it, with the wavelength if there is one: `rSDSS (625.4 nm)`.
    pub fn label(&self) -> String {
        match self.wavelength_nm {
            Some(wavelength_nm) => format!("{} ({wavelength_nm} nm)", self.name),
            None => self.name.clone(),
        }
    }
}

impl Enumeration {
    /// The element of that name, in any case.
    pub fn element(&self, name: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.name.eq_ignore_ascii_case(name))
    }

    /// The element at a 1-based position.
    pub fn at(&self, index: u32) -> Option<&Element> {
        self.elements.iter().find(|element| element.index == index)
    }
}
