//! The parameters of a request, from its query string and its form body.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use crate::Error;
use crate::error::shown;

/// How many parameters a request may have, and how long they may be together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest number of parameters.
    pub count: usize,
    /// The largest size of all decoded names and values together, in bytes.
    pub size_bytes: usize,
}

impl Default for Limits {
    /// 1,000 parameters of 4 MiB together: long lists of identifiers in a query fit, a table does not.
    fn default() -> Self {
        Self { count: 1_000, size_bytes: 4 * 1024 * 1024 }
    }
}

/// Parameters in the order given; names match in any case (DALI 1.1 §3.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    limits: Limits,
    size_bytes: usize,
    entries: Vec<(String, String)>,
}

impl Params {
    /// No parameters yet, and limits for those to come.
    pub fn new(limits: Limits) -> Self {
        Self { limits, size_bytes: 0, entries: Vec::new() }
    }

    /// The parameters of a query string (without `?`) and of an `application/x-www-form-urlencoded` body, merged in
    /// this order.
    pub fn read(query: Option<&str>, form: Option<&[u8]>, limits: Limits) -> Result<Self, Error> {
        let mut params = Self::new(limits);
        params.add_urlencoded(query.unwrap_or_default().as_bytes(), "the query string")?;
        params.add_urlencoded(form.unwrap_or_default(), "the form body")?;
        Ok(params)
    }

    /// Adds the pairs of urlencoded text: `+` is a blank, `%hh` a byte, the result UTF-8; `place` names the text in
    /// errors.
    pub fn add_urlencoded(&mut self, text: &[u8], place: &str) -> Result<(), Error> {
        for pair in text.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            let split = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
            let name = decode(&pair[..split]).ok_or_else(|| not_utf8("a parameter name", place))?;
            let value = decode(pair.get(split + 1..).unwrap_or_default())
                .ok_or_else(|| not_utf8(&format!("parameter {}", shown(&name).to_uppercase()), place))?;
            self.push(&name, value)?;
        }
        Ok(())
    }

    /// Adds one parameter, e.g. a field of a multipart form.
    pub fn push(&mut self, name: &str, value: impl Into<String>) -> Result<(), Error> {
        let value = value.into();
        if self.entries.len() >= self.limits.count {
            return Err(Error::TooMany { limit: self.limits.count });
        }
        self.size_bytes = self.size_bytes.saturating_add(name.len()).saturating_add(value.len());
        if self.size_bytes > self.limits.size_bytes {
            return Err(Error::TooLarge { limit_bytes: self.limits.size_bytes });
        }
        self.entries.push((name.to_uppercase(), value));
        Ok(())
    }

    /// The value of a single-valued parameter; an empty or blank one counts as absent, and the same value twice as once.
    pub fn single(&self, name: &str) -> Result<Option<&str>, Error> {
        let mut values = self.all(name);
        let Some(first) = values.next() else { return Ok(None) };
        match values.find(|value| *value != first) {
            None => Ok(Some(first)),
            Some(second) => {
                Err(Error::Repeated { name: name.to_uppercase(), first: shown(first), second: shown(second) })
            }
        }
    }

    /// The value of a single-valued parameter that must be there.
    pub fn required(&self, name: &str) -> Result<&str, Error> {
        self.single(name)?.ok_or_else(|| Error::Missing { name: name.to_uppercase() })
    }

    /// All values of a parameter in the order given, without empty and blank ones.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let name = name.to_uppercase();
        self.entries
            .iter()
            .filter(move |(key, value)| *key == name && !value.trim().is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// All parameters in the order given, names in upper case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn not_utf8(what: &str, place: &str) -> Error {
    Error::NotUtf8 { place: format!("{what} in {place}") }
}

/// Urlencoded bytes as text; `None` if they are not UTF-8. A `%` without two hexadecimal digits stands for itself.
fn decode(bytes: &[u8]) -> Option<String> {
    let blanks: Cow<'_, [u8]> = match bytes.contains(&b'+') {
        true => bytes.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect(),
        false => bytes.into(),
    };
    percent_decode(&blanks).decode_utf8().ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(query: &str) -> Result<Params, Error> {
        Params::read(Some(query), None, Limits::default())
    }

    #[test]
    fn names_match_in_any_case() {
        let params = read("Query=SELECT&lang=ADQL").unwrap();
        assert_eq!(params.single("QUERY"), Ok(Some("SELECT")));
        assert_eq!(params.single("query"), Ok(Some("SELECT")));
        assert_eq!(params.required("LANG"), Ok("ADQL"));
    }

    #[test]
    fn query_string_and_form_body_are_merged() {
        let params = Params::read(Some("a=1&b=2"), Some(b"B=3&c=4".as_slice()), Limits::default()).unwrap();
        assert_eq!(params.all("b").collect::<Vec<_>>(), ["2", "3"]);
        assert_eq!(params.iter().collect::<Vec<_>>(), [("A", "1"), ("B", "2"), ("B", "3"), ("C", "4")]);
    }

    #[test]
    fn plus_is_a_blank_and_an_encoded_plus_is_a_plus() {
        let params = read("a=1+2&b=%2BInf&c=%C3%A9%20%25&d=x%3Dy&e=a=b&f=100%&g=%zz").unwrap();
        for (name, expected) in [
            ("a", "1 2"),
            ("b", "+Inf"),
            ("c", "é %"),
            ("d", "x=y"),
            ("e", "a=b"),
            ("f", "100%"),
            ("g", "%zz"),
        ] {
            assert_eq!(params.single(name), Ok(Some(expected)), "{name}");
        }
    }

    #[test]
    fn an_empty_value_counts_as_absent() {
        let params = read("MAXREC=&maxrec=+&LANG&&=x&RUNID=&RUNID=a").unwrap();
        assert_eq!(params.single("MAXREC"), Ok(None));
        assert_eq!(params.single("LANG"), Ok(None));
        assert_eq!(params.single("RUNID"), Ok(Some("a")));
    }

    #[test]
    fn the_same_value_twice_is_accepted() {
        assert_eq!(read("LANG=ADQL&lang=ADQL").unwrap().single("LANG"), Ok(Some("ADQL")));
    }

    #[test]
    fn two_different_values_are_refused() {
        let error = read("LANG=ADQL&lang=ADQL&Lang=PQL").unwrap().single("lang").unwrap_err();
        let expected = "parameter LANG is given twice, as `ADQL` and as `PQL`; give it once";
        assert_eq!((error.status(), error.for_client().as_str()), (400, expected));
    }

    #[test]
    fn a_missing_parameter_is_named() {
        let error = read("x=1").unwrap().required("query").unwrap_err();
        assert_eq!(error.to_string(), "parameter QUERY is missing; give it a value");
    }

    #[test]
    fn latin_1_is_refused_with_the_place() {
        let error = Params::read(None, Some(b"QUERY=%E9".as_slice()), Limits::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter QUERY in the form body is not UTF-8 text; encode the parameters as UTF-8 before percent-encoding"
        );
        let error = read("%FF=1").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a parameter name in the query string is not UTF-8 text; encode the parameters as UTF-8 before percent-encoding"
        );
    }

    #[test]
    fn too_many_parameters_are_refused() {
        let limits = Limits { count: 2, size_bytes: 100 };
        assert!(Params::read(Some("a=1&b=2"), None, limits).is_ok());
        let error = Params::read(Some("a=1&b=2"), Some(b"c=3".as_slice()), limits).unwrap_err();
        assert_eq!(error.to_string(), "the request has more than 2 parameters; send fewer");
    }

    #[test]
    fn too_long_parameters_are_refused() {
        let limits = Limits { count: 10, size_bytes: 5 };
        assert!(Params::read(Some("ab=123"), None, limits).is_ok());
        let error = Params::read(Some("ab=1234"), None, limits).unwrap_err();
        let expected = "the parameters are longer than 5 bytes; send a shorter request or upload a table";
        assert_eq!((error.status(), error.to_string().as_str()), (413, expected));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Params::read(None, Some(bytes.as_slice()), Limits::default());
        }

        #[test]
        fn an_encoded_value_comes_back(value in "\\PC{1,40}") {
            prop_assume!(!value.trim().is_empty());
            let encoded: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let params = read(&format!("v={encoded}")).unwrap();
            prop_assert_eq!(params.single("V"), Ok(Some(value.as_str())));
        }
    }
}
