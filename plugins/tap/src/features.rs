//! The optional features of the query language, for the capabilities (TAPRegExt 1.0 §2.3, ADQL 2.1 §4).

use adql::{Extensions, Signature};
use catalogue::{Element, Enumeration};
use registry::{Feature, FeatureKind, LanguageFeatures};

/// What this instance understands beyond the core of ADQL, as far as the standards have names for it.
///
/// COALESCE works too, but STILTS up to 3.4.7 takes its declaration for a mistake.
pub(crate) fn features(extensions: &Extensions) -> Vec<LanguageFeatures> {
    vec![
        functions(extensions),
        LanguageFeatures::all_geometry(),
        LanguageFeatures::of(FeatureKind::String, &["LOWER", "UPPER", "ILIKE"]),
        LanguageFeatures::of(FeatureKind::Sets, &["UNION", "EXCEPT", "INTERSECT"]),
        LanguageFeatures::of(FeatureKind::CommonTable, &["WITH"]),
        LanguageFeatures::of(FeatureKind::Type, &["CAST"]),
        LanguageFeatures::of(FeatureKind::Unit, &["IN_UNIT"]),
        LanguageFeatures::of(FeatureKind::Offset, &["OFFSET"]),
    ]
}

/// What no standard has a name for, in words: validators warn of feature types that they do not know. In strict mode
/// there is none of it.
pub(crate) fn description(extensions: &Extensions, strict: bool) -> String {
    let mut text = "ADQL 2.1 over PostgreSQL".to_owned();
    if strict {
        return text;
    }
    let known = adql::language_extensions().iter().map(|(name, what)| format!("{name} ({what})"));
    text.push_str(&format!(". Beyond the standard: {}", known.collect::<Vec<_>>().join("; ")));
    let named = extensions.enumerations.iter().map(|enumeration| elements(enumeration));
    let named: Vec<String> = named.collect();
    if !named.is_empty() {
        text.push_str(&format!(". Enumerations, each element with its index: {}", named.join("; ")));
    }
    text
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

/// An enumeration and its elements.
fn elements(enumeration: &Enumeration) -> String {
    let one = |element: &Element| format!("{} ({})", catalogue::quoted(&element.name), element.index);
    let all: Vec<String> = enumeration.elements.iter().map(one).collect();
    format!("{}: {}", catalogue::quoted(&enumeration.name), all.join(", "))
}
