//! Enumerations: ordered lists of names for the elements of array columns, such as the filters of a survey.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

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
    fn fault(&self) -> Option<String> {
        let positive = |what: &str, value: Option<f64>| {
            let value = value.filter(|value| !(value.is_finite() && *value > 0.0))?;
            Some(format!(
                "the {what} of `{}` is {value}; a positive number of nanometres is needed",
                self.name
            ))
        };
        name_fault("an element", &self.name)
            .or_else(|| description_fault(self.description.as_deref()))
            .or_else(|| {
                let outside = !(1..=ELEMENTS_MAX).contains(&(self.index as usize));
                outside.then(|| {
                    format!(
                        "the index of `{}` is {}; indexes are 1 to {ELEMENTS_MAX}, that of the first element is 1",
                        self.name, self.index
                    )
                })
            })
            .or_else(|| positive("wavelength", self.wavelength_nm))
            .or_else(|| positive("width", self.width_nm))
            .or_else(|| {
                let colour = self.colour.as_deref().filter(|colour| !is_colour(colour))?;
                Some(format!("the colour of `{}` is `{colour}`; colours are written #rrggbb", self.name))
            })
    }

    /// The name as people read it, with the wavelength if there is one: `rSDSS (625.4 nm)`.
    pub fn label(&self) -> String {
        match self.wavelength_nm {
            Some(wavelength_nm) => format!("{} ({wavelength_nm} nm)", self.name),
            None => self.name.clone(),
        }
    }
}

/// What is wrong with an enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct EnumerationFault {
    /// The place of the element that it is about in [`Enumeration::elements`]; `None`: the enumeration itself.
    pub element: Option<usize>,
    /// What is wrong and what is right.
    pub message: String,
}

/// The longest name of an enumeration or an element, in characters.
const NAME_CHARS_MAX: usize = 64;
/// The longest description, in characters.
const DESCRIPTION_CHARS_MAX: usize = 2_000;
/// The largest number of elements, and the largest index.
const ELEMENTS_MAX: usize = 100_000;

impl Enumeration {
    /// What a reader of a file or of an offer must refuse: names that are empty, too long or there twice, indexes
    /// outside 1 to 100,000 or there twice, wavelengths and widths that are no positive numbers, colours that are not
    /// `#rrggbb`, and an enumeration without elements.
    pub fn check(&self) -> Result<(), EnumerationFault> {
        let whole = |message: Option<String>| match message {
            Some(message) => Err(EnumerationFault { element: None, message }),
            None => Ok(()),
        };
        whole(name_fault("an enumeration", &self.name))?;
        whole(description_fault(self.description.as_deref()))?;
        whole(match self.elements.len() {
            0 => Some(format!("enumeration `{}` has no elements", self.name)),
            1..=ELEMENTS_MAX => None,
            count => Some(format!("{count} elements; at most {ELEMENTS_MAX} are possible")),
        })?;
        let (mut names, mut indexes) = (HashMap::new(), HashMap::new());
        for (place, element) in self.elements.iter().enumerate() {
            let twice = names.insert(element.name.to_ascii_lowercase(), place).map(|_| {
                format!("element `{}` is there twice; names are the same in any case", element.name)
            });
            let fault = element.fault().or(twice).or_else(|| {
                let other = &self.elements[indexes.insert(element.index, place)?].name;
                Some(format!("elements `{other}` and `{}` both have index {}", element.name, element.index))
            });
            if let Some(message) = fault {
                return Err(EnumerationFault { element: Some(place), message });
            }
        }
        Ok(())
    }

    /// The element of that name, in any case.
    pub fn element(&self, name: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.name.eq_ignore_ascii_case(name))
    }

    /// The element at a 1-based position.
    pub fn at(&self, index: u32) -> Option<&Element> {
        self.elements.iter().find(|element| element.index == index)
    }
}

fn name_fault(of: &str, name: &str) -> Option<String> {
    match name.chars().count() {
        0 => Some(format!("the name of {of} is empty")),
        1..=NAME_CHARS_MAX if !name.chars().any(char::is_control) => None,
        1..=NAME_CHARS_MAX => Some(format!("the name of {of} holds a control character")),
        count => {
            Some(format!("the name of {of} has {count} characters; at most {NAME_CHARS_MAX} are possible"))
        }
    }
}

fn description_fault(text: Option<&str>) -> Option<String> {
    let count = text?.chars().count();
    (count > DESCRIPTION_CHARS_MAX).then(|| {
        format!("a description has {count} characters; at most {DESCRIPTION_CHARS_MAX} are possible")
    })
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#');
    digits.is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(elements: &str) -> Enumeration {
        serde_json::from_str(&format!(r#"{{"name": "jplus", "elements": [{elements}]}}"#)).unwrap()
    }

    #[test]
    fn elements_are_found_in_any_case_and_by_index() {
        let filters =
            filters(r#"{"name": "rSDSS", "index": 1, "wavelength_nm": 625.4}, {"name": "g", "index": 3}"#);
        assert_eq!(filters.check(), Ok(()));
        assert_eq!(filters.element("RSDSS").map(Element::label).as_deref(), Some("rSDSS (625.4 nm)"));
        assert_eq!(filters.at(3).map(Element::label).as_deref(), Some("g"));
        assert_eq!(filters.at(2), None);
    }

    #[test]
    fn each_fault_is_told_with_its_element() {
        let long = "x".repeat(65);
        for (elements, element, message) in [
            ("", None, "enumeration `jplus` has no elements"),
            (r#"{"name": "", "index": 1}"#, Some(0), "the name of an element is empty"),
            (r#"{"name": "a\nb", "index": 1}"#, Some(0), "the name of an element holds a control character"),
            (
                &format!(r#"{{"name": "{long}", "index": 1}}"#),
                Some(0),
                "the name of an element has 65 characters; at most 64 are possible",
            ),
            (
                r#"{"name": "r", "index": 0}"#,
                Some(0),
                "the index of `r` is 0; indexes are 1 to 100000, that of the first element is 1",
            ),
            (
                r#"{"name": "r", "index": 1}, {"name": "R", "index": 2}"#,
                Some(1),
                "element `R` is there twice; names are the same in any case",
            ),
            (
                r#"{"name": "r", "index": 1}, {"name": "g", "index": 1}"#,
                Some(1),
                "elements `r` and `g` both have index 1",
            ),
            (
                r#"{"name": "r", "index": 1, "wavelength_nm": -1.5}"#,
                Some(0),
                "the wavelength of `r` is -1.5; a positive number of nanometres is needed",
            ),
            (
                r#"{"name": "r", "index": 1, "width_nm": 0}"#,
                Some(0),
                "the width of `r` is 0; a positive number of nanometres is needed",
            ),
            (
                r##"{"name": "r", "index": 1, "colour": "#12345"}"##,
                Some(0),
                "the colour of `r` is `#12345`; colours are written #rrggbb",
            ),
        ] {
            let fault = EnumerationFault { element, message: message.to_owned() };
            assert_eq!(filters(elements).check(), Err(fault));
        }
    }
}
