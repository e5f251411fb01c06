//! What plugins add to the language in the tests.

use std::sync::Arc;

use adql::Extensions;
use catalogue::{Element, Enumeration};

/// The filters of the sample's survey in the order of their arrays, with wavelengths for some.
const JPLUS: &[(&str, Option<f64>)] = &[
    ("rSDSS", Some(625.4)),
    ("gSDSS", Some(480.3)),
    ("iSDSS", None),
    ("zSDSS", None),
    ("uJAVA", Some(348.5)),
    ("J0378", None),
    ("J0395", None),
    ("J0410", None),
    ("J0430", None),
    ("J0515", None),
    ("J0660", Some(660.0)),
    ("J0861", None),
];

/// Enumerations `jplus` (of the columns of the sample's survey), `apertures`, and two of other collections.
pub fn extensions() -> Arc<Extensions> {
    let jplus = JPLUS.iter().zip(1..).map(|((name, wavelength_nm), index)| Element {
        wavelength_nm: *wavelength_nm,
        ..element(name, index)
    });
    let enumerations = [
        enumeration("jplus", Some("sim-dr2"), vec![element("rSDSS", 9), element("J0378", 8)]),
        enumeration("jplus", Some("sim-dr1"), jplus.collect()),
        enumeration("apertures", None, vec![element("r' 3.0", 3), element("size", 2), element("r6", 1)]),
        enumeration("jpas", Some("other-1"), vec![element("J0378", 1), element("J1007", 59)]),
    ];
    Arc::new(Extensions {
        enumerations: enumerations.into_iter().map(Arc::new).collect(),
        ..Extensions::default()
    })
}

fn enumeration(name: &str, collection: Option<&str>, elements: Vec<Element>) -> Enumeration {
    let collection = collection.map(str::to_owned);
    Enumeration { name: name.to_owned(), collection, description: None, elements }
}

fn element(name: &str, index: u32) -> Element {
    Element {
        name: name.to_owned(),
        index,
        description: None,
        wavelength_nm: None,
        width_nm: None,
        colour: None,
    }
}
