//! LANG: the query language of a request.

use crate::error::shown;
use crate::{Error, Params};

/// A query language that a service speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The name, e.g. `ADQL`.
    pub name: &'a str,
    /// The versions, e.g. `2.0`, `2.1`.
    pub versions: &'a [&'a str],
}

/// The language that a request asks for (TAP 1.1 §2.7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language<'a> {
    /// The name as offered.
    pub name: &'a str,
    /// The version, if the request names one.
    pub version: Option<&'a str>,
}

impl<'a> Language<'a> {
    /// Reads LANG as `NAME` or `NAME-VERSION`, the name in any case; without LANG the first offer holds.
    pub fn read(params: &Params, offers: &[Offer<'a>]) -> Result<Self, Error> {
        let asked = params.single("LANG")?.map(str::trim);
        let found = match asked {
            None => offers.first().map(|offer| Self { name: offer.name, version: None }),
            Some(text) => offers.iter().find_map(|offer| Self::of(text, offer)),
        };
        found.ok_or_else(|| Error::UnknownLanguage {
            language: shown(asked.unwrap_or_default()),
            offered: offers.iter().flat_map(spellings).collect(),
        })
    }

    fn of(text: &str, offer: &Offer<'a>) -> Option<Self> {
        let (name, version) = match text.split_once('-') {
            None => (text, None),
            Some((name, version)) => (name, Some(version)),
        };
        let version = match version {
            None => None,
            Some(asked) => Some(*offer.versions.iter().find(|known| **known == asked)?),
        };
        name.eq_ignore_ascii_case(offer.name).then_some(Self { name: offer.name, version })
    }
}

fn spellings(offer: &Offer<'_>) -> Vec<String> {
    let versions = offer.versions.iter().map(|version| format!("{}-{version}", offer.name));
    std::iter::once(offer.name.to_owned()).chain(versions).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    const ADQL: &[Offer<'static>] = &[Offer { name: "ADQL", versions: &["2.0", "2.1"] }];

    fn language(query: &str) -> Result<Language<'static>, Error> {
        Language::read(&Params::read(Some(query), None, Limits::default()).unwrap(), ADQL)
    }

    #[test]
    fn a_missing_language_is_the_first_offer() {
        assert_eq!(language("QUERY=x"), Ok(Language { name: "ADQL", version: None }));
        assert_eq!(language("LANG="), Ok(Language { name: "ADQL", version: None }));
    }

    #[test]
    fn name_and_version_are_read_in_any_case_of_the_name() {
        assert_eq!(language("LANG=adql"), Ok(Language { name: "ADQL", version: None }));
        assert_eq!(language("LANG=Adql-2.0"), Ok(Language { name: "ADQL", version: Some("2.0") }));
        assert_eq!(language("LANG=ADQL-2.1"), Ok(Language { name: "ADQL", version: Some("2.1") }));
    }

    #[test]
    fn another_language_or_version_is_refused() {
        for text in ["OOBLECK", "ADQL-3.0", "ADQL-", "ADQL 2.0"] {
            let error = language(&format!("LANG={}", text.replace(' ', "+"))).unwrap_err();
            let expected =
                format!("unknown query language `{text}`; this service speaks ADQL, ADQL-2.0, ADQL-2.1");
            assert_eq!((error.status(), error.to_string()), (400, expected));
        }
    }
}
