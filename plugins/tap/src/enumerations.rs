//! Enumerations as a feature of the query language: one entry for each, with all its elements.

use adql::Extensions;
use registry::{Feature, FeatureKind, LanguageFeatures};

/// The enumerations that the caller may use.
pub(crate) fn features(extensions: &Extensions) -> LanguageFeatures {
    let features = extensions.enumerations.iter().map(|enumeration| {
        let elements: Vec<String> = enumeration
            .elements
            .iter()
            .map(|element| format!("{} ({})", catalogue::quoted(&element.name), element.index))
            .collect();
        let lead = enumeration.description.as_deref().unwrap_or("Names for elements of arrays");
        Feature {
            form: catalogue::quoted(&enumeration.name).into_owned(),
            description: Some(format!("{lead}; each with its index: {}", elements.join(", "))),
        }
    });
    LanguageFeatures { kind: FeatureKind::Enumeration, features: features.collect() }
}
