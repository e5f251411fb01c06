//! Media types with parameters, as clients write them.

/// A media type: type, subtype and parameters (RFC 9110 §8.3.1), in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaType {
    /// `type/subtype`, or a short name without `/`.
    pub essence: String,
    /// Names and values in the order given.
    pub parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Reads a media type or a short name; case and blanks round `;` and `=` do not matter.
    pub fn parse(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let mut parts = text.split(';').map(str::trim);
        // A client that does not encode the `+` of `x-votable+xml` in a URL sends a blank.
        let essence = parts.next().unwrap_or_default().replace(' ', "+");
        let parameters = parts.filter(|part| !part.is_empty()).map(parameter).collect();
        Self { essence, parameters }
    }

    /// Takes the value of a parameter out; so that what is left over is unknown.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let place = self.parameters.iter().position(|(key, _)| key == name)?;
        Some(self.parameters.remove(place).1)
    }
}

fn parameter(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    (name.trim().to_owned(), value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_case_and_blanks_do_not_matter() {
        let mut media_type =
            MediaType::parse(" Application/X-VOTable+XML ; charset=\"UTF-8\";Serialization = BINARY2; ");
        assert_eq!(media_type.essence, "application/x-votable+xml");
        assert_eq!(media_type.take("serialization").as_deref(), Some("binary2"));
        assert_eq!(media_type.take("charset").as_deref(), Some("utf-8"));
        assert_eq!(media_type.take("serialization"), None);
        assert!(media_type.parameters.is_empty());
    }

    #[test]
    fn a_plus_that_became_a_blank_is_a_plus() {
        assert_eq!(MediaType::parse("application/x-votable xml").essence, "application/x-votable+xml");
    }

    #[test]
    fn nothing_is_an_empty_short_name() {
        let expected = MediaType { essence: String::new(), parameters: vec![] };
        assert_eq!(MediaType::parse(";"), expected);
    }
}
