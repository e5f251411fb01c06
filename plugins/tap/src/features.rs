//! The optional features of the query language, for the capabilities (TAPRegExt 1.0 §2.3, ADQL 2.1 §4).

use adql::{Extensions, Signature};
use registry::{Feature, FeatureKind, LanguageFeatures};

/// What this instance understands beyond the core of ADQL. In strict mode the extensions are left out.
///
/// COALESCE works too, but STILTS up to 3.4.7 takes its declaration for a mistake.
pub(crate) fn features(extensions: &Extensions, strict: bool) -> Vec<LanguageFeatures> {
    let mut features = vec![
        functions(extensions),
        LanguageFeatures::all_geometry(),
        LanguageFeatures::of(FeatureKind::String, &["LOWER", "UPPER", "ILIKE"]),
        LanguageFeatures::of(FeatureKind::Sets, &["UNION", "EXCEPT", "INTERSECT"]),
        LanguageFeatures::of(FeatureKind::CommonTable, &["WITH"]),
        LanguageFeatures::of(FeatureKind::Type, &["CAST"]),
        LanguageFeatures::of(FeatureKind::Unit, &["IN_UNIT"]),
        LanguageFeatures::of(FeatureKind::Offset, &["OFFSET"]),
    ];
    if !strict {
        features.push(beyond_the_standard());
        features.push(enumerations(extensions));
    }
    features
}

/// The user-defined functions of every service, and those that plugins offer here.
fn functions(extensions: &Extensions) -> LanguageFeatures {
    let offered = extensions.functions.iter().map(|function| function.signature());
    let feature = |Signature { form, description }| Feature {
        form,
        description: Some(description).filter(|text| !text.is_empty()),
    };
    let features = adql::user_functions().chain(offered).map(feature).collect();
    LanguageFeatures { kind: FeatureKind::Udf, features }
}

/// What the translator takes although ADQL does not have it.
fn beyond_the_standard() -> LanguageFeatures {
    let feature = |(name, description): &(&str, &str)| Feature {
        form: (*name).to_owned(),
        description: Some((*description).to_owned()),
    };
    let features = adql::language_extensions().iter().map(feature).collect();
    LanguageFeatures { kind: FeatureKind::Extension, features }
}

/// The enumerations that the caller may use: one entry for each, with all its elements.
fn enumerations(extensions: &Extensions) -> LanguageFeatures {
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
