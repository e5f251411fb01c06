//! An element as the settings say it.

use catalogue::Element;
use serde::Deserialize;

/// `{ name = "rSDSS", index = 1, ... }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawElement {
    name: String,
    index: u32,
    description: Option<String>,
    wavelength_nm: Option<f64>,
    width_nm: Option<f64>,
    colour: Option<String>,
}

impl From<RawElement> for Element {
    fn from(raw: RawElement) -> Self {
        let RawElement { name, index, description, wavelength_nm, width_nm, colour } = raw;
        Self { name, index, description, wavelength_nm, width_nm, colour }
    }
}

/// An element that has nothing wrong.
pub(super) fn sample() -> Element {
    Element {
        name: "a".to_owned(),
        index: 1,
        description: None,
        wavelength_nm: None,
        width_nm: None,
        colour: None,
    }
}
