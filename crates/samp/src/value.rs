//! What SAMP carries: strings, lists and maps (SAMP 1.3 §3.3). Numbers are strings that look like numbers.

use std::collections::BTreeMap;

/// A map from strings to values.
pub type Map = BTreeMap<String, Value>;

/// A value of one of the three types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A map.
    Map(Map),
}

impl Value {
    /// The empty string, which stands for "nothing" where an answer has no content.
    pub fn nothing() -> Self {
        Self::Text(String::new())
    }

    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The map, if it is one.
    pub fn map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The list, if it is one.
    pub fn list(&self) -> Option<&[Value]> {
        match self {
            Self::List(list) => Some(list),
            Self::Text(_) | Self::Map(_) => None,
        }
    }

    /// The same as JSON: strings, arrays and objects.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => serde_json::Value::String(text.clone()),
            Self::List(list) => serde_json::Value::Array(list.iter().map(Self::to_json).collect()),
            Self::Map(map) => serde_json::Value::Object(
                map.iter().map(|(key, value)| (key.clone(), value.to_json())).collect(),
            ),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<Vec<Value>> for Value {
    fn from(list: Vec<Value>) -> Self {
        Self::List(list)
    }
}

/// A map of strings.
pub(crate) fn map_of<const N: usize>(pairs: [(&str, &str); N]) -> Map {
    pairs.into_iter().map(|(key, text)| (key.to_owned(), Value::from(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_the_same_shape() {
        let list = Value::List(vec!["1".into(), Value::Map(map_of([("a", "b")]))]);
        assert_eq!(list.to_json().to_string(), r#"["1",{"a":"b"}]"#);
    }
}
