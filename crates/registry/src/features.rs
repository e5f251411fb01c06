//! Features of a query language, which editors and clients look up (TAPRegExt 1.0 §2.3, ADQL 2.1 §4).

use crate::RegistryError;

/// Features of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageFeatures {
    /// The kind.
    pub kind: FeatureKind,
    /// The features.
    pub features: Vec<Feature>,
}

/// One feature of a query language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// A signature for a user-defined function, else the keyword, e.g. `POINT`, `UNION`.
    pub form: String,
    /// What it does.
    pub description: Option<String>,
}

/// A kind of feature with an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeatureKind {
    /// User-defined functions.
    Udf,
    /// Geometry functions.
    Geometry,
    /// `LOWER`, `UPPER`, `ILIKE`.
    String,
    /// `WITH`.
    CommonTable,
    /// `UNION`, `EXCEPT`, `INTERSECT`.
    Sets,
    /// `CAST`.
    Type,
    /// `COALESCE`.
    Conditional,
    /// `IN_UNIT`.
    Unit,
    /// `OFFSET`.
    Offset,
}

const GEOMETRY: &[&str] = &[
    "AREA",
    "BOX",
    "CENTROID",
    "CIRCLE",
    "CONTAINS",
    "COORD1",
    "COORD2",
    "COORDSYS",
    "DISTANCE",
    "INTERSECTS",
    "POINT",
    "POLYGON",
    "REGION",
];

impl Feature {
    /// A feature without a description.
    pub fn new(form: impl Into<String>) -> Self {
        Self { form: form.into(), description: None }
    }
}

impl LanguageFeatures {
    /// Features of one kind without descriptions.
    pub fn of(kind: FeatureKind, forms: &[&str]) -> Self {
        Self { kind, features: forms.iter().copied().map(Feature::new).collect() }
    }

    /// All geometry functions that ADQL has.
    pub fn all_geometry() -> Self {
        Self::of(FeatureKind::Geometry, GEOMETRY)
    }

    /// Checks the forms as clients parse them.
    pub(crate) fn check(&self) -> Result<(), RegistryError> {
        for Feature { form, .. } in &self.features {
            match self.kind {
                FeatureKind::Geometry if !GEOMETRY.contains(&form.as_str()) => {
                    return Err(RegistryError::Geometry { form: form.clone(), known: GEOMETRY });
                }
                FeatureKind::Udf if !is_signature(form) => {
                    return Err(RegistryError::FunctionForm { form: form.clone() });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl FeatureKind {
    /// The identifier.
    ///
    /// Deviation: ADQL 2.1 §4 writes the identifiers of its features in lower case, here they have TAPRegExt's case;
    /// identifiers compare without case, but TOPCAT and STILTS up to 3.4.7 compare the text and know only this one.
    pub fn ivo_id(self) -> &'static str {
        match self {
            Self::Udf => "ivo://ivoa.net/std/TAPRegExt#features-udf",
            Self::Geometry => "ivo://ivoa.net/std/TAPRegExt#features-adqlgeo",
            Self::String => "ivo://ivoa.net/std/TAPRegExt#features-adql-string",
            Self::CommonTable => "ivo://ivoa.net/std/TAPRegExt#features-adql-common-table",
            Self::Sets => "ivo://ivoa.net/std/TAPRegExt#features-adql-sets",
            Self::Type => "ivo://ivoa.net/std/TAPRegExt#features-adql-type",
            Self::Conditional => "ivo://ivoa.net/std/TAPRegExt#features-adql-conditional",
            Self::Unit => "ivo://ivoa.net/std/TAPRegExt#features-adql-unit",
            Self::Offset => "ivo://ivoa.net/std/TAPRegExt#features-adql-offset",
        }
    }
}

/// Whether a form reads `name(argument TYPE, ...) -> TYPE`.
fn is_signature(form: &str) -> bool {
    let Some((call, result)) = form.split_once("->") else { return false };
    let Some((name, rest)) = call.trim().split_once('(') else { return false };
    let Some(arguments) = rest.strip_suffix(')') else { return false };
    let is_argument = |text: &str| {
        let (name, datatype) = text.trim().split_once(char::is_whitespace).unwrap_or_default();
        is_identifier(name) && is_type(datatype)
    };
    let arguments = split_arguments(arguments);
    is_identifier(name) && is_type(result) && arguments.iter().all(|argument| is_argument(argument))
}

/// The arguments between commas that are outside brackets, as in `VARCHAR(8, 2)`.
fn split_arguments(text: &str) -> Vec<&str> {
    let mut depth = 0;
    let at_top = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    };
    if text.trim().is_empty() { Vec::new() } else { text.split(at_top).collect() }
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_type(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.contains(['=', '>', '<', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: FeatureKind, form: &str) -> Result<(), String> {
        LanguageFeatures::of(kind, &[form]).check().map_err(|error| error.to_string())
    }

    #[test]
    fn signatures_of_functions_are_accepted() {
        for form in [
            "ivo_healpix_index(hpxOrder INTEGER, ra DOUBLE PRECISION, dec DOUBLE PRECISION) -> BIGINT",
            "ivo_hashlist_has(hashlist TEXT, item TEXT) -> INTEGER",
            "now() -> TIMESTAMP",
            "pad(text VARCHAR(8, 2), n INTEGER) -> VARCHAR(8)",
        ] {
            assert_eq!(check(FeatureKind::Udf, form), Ok(()), "{form}");
        }
    }

    #[test]
    fn forms_that_clients_cannot_parse_are_refused() {
        for form in [
            "f",
            "f(a INTEGER)",
            "f(a INTEGER) => INTEGER",
            "f(a) -> INTEGER",
            "f(a INTEGER = 1) -> INTEGER",
            "1f() -> INTEGER",
            "f(a INTEGER) ->",
        ] {
            let expected = format!(
                "the form `{form}` of a user-defined function is not `name(argument TYPE, ...) -> TYPE`"
            );
            assert_eq!(check(FeatureKind::Udf, form), Err(expected));
        }
    }

    #[test]
    fn geometry_is_a_closed_list_in_upper_case() {
        assert_eq!(check(FeatureKind::Geometry, "CONTAINS"), Ok(()));
        let expected = "`Point` is no geometry function of ADQL; the names are AREA, BOX, CENTROID, CIRCLE, CONTAINS, \
            COORD1, COORD2, COORDSYS, DISTANCE, INTERSECTS, POINT, POLYGON, REGION";
        assert_eq!(check(FeatureKind::Geometry, "Point"), Err(expected.to_owned()));
    }

    #[test]
    fn identifiers_are_in_the_mixed_case_that_old_clients_compare() {
        assert_eq!(FeatureKind::Udf.ivo_id(), "ivo://ivoa.net/std/TAPRegExt#features-udf");
        assert_eq!(FeatureKind::Geometry.ivo_id(), "ivo://ivoa.net/std/TAPRegExt#features-adqlgeo");
    }
}
