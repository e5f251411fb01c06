//! What a client says about itself (SAMP 1.3 §3.7).

use crate::value::map_of;
use crate::xml_rpc::Fault;
use crate::{Map, Value};

/// The keys whose values are strings, if they are there.
const TEXTS: [&str; 5] = [
    "samp.name",
    "samp.description.text",
    "samp.description.html",
    "samp.icon.url",
    "samp.documentation.url",
];

/// What a client says about itself; keys that the standard does not know are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata(Map);

impl Metadata {
    /// A name and a sentence.
    pub fn new(name: &str, description: &str) -> Self {
        Self(map_of([("samp.name", name), ("samp.description.text", description)]))
    }

    /// Adds or replaces a key.
    pub fn with(mut self, key: &str, text: &str) -> Self {
        self.0.insert(key.to_owned(), text.into());
        self
    }

    /// Reads what a client declares.
    pub fn read(value: &Value) -> Result<Self, Fault> {
        let map = value.map().ok_or_else(|| Fault::new("metadata are a map"))?;
        match TEXTS.into_iter().find(|key| map.get(*key).is_some_and(|value| value.text().is_none())) {
            Some(key) => Err(Fault::new(format!("`{key}` of metadata is a string"))),
            None => Ok(Self(map.clone())),
        }
    }

    /// The name, if one was declared.
    pub fn name(&self) -> Option<&str> {
        self.0.get("samp.name").and_then(Value::text).filter(|name| !name.trim().is_empty())
    }

    /// The map that is sent.
    pub fn to_value(&self) -> Value {
        Value::Map(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_kept_and_known_ones_are_strings() {
        let read =
            Metadata::read(&Metadata::new("TOPCAT", "tables").with("author.name", "M").to_value()).unwrap();
        assert_eq!(read.name(), Some("TOPCAT"));
        assert!(read.to_value().map().unwrap().contains_key("author.name"));
        let wrong = Value::Map([("samp.name".to_owned(), Value::List(vec![]))].into());
        assert_eq!(Metadata::read(&wrong).unwrap_err().0, "`samp.name` of metadata is a string");
        assert_eq!(Metadata::default().name(), None);
    }
}
