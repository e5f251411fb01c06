//! Which messages a client wants (SAMP 1.3 §3.6).

use crate::mtype::{covers, is_pattern};
use crate::xml_rpc::Fault;
use crate::{Map, Value};

/// The annotation by which a receiver takes a message from pages too.
const HARMLESS: &str = "x-samp.mostly-harmless";

/// Names of messages, or patterns of them, each with annotations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscriptions(Map);

impl Subscriptions {
    /// These names or patterns, without annotations; `None` if one is neither.
    pub fn of<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Option<Self> {
        let patterns: Vec<&str> = patterns.into_iter().collect();
        let are_good = patterns.iter().all(|pattern| is_pattern(pattern));
        let map = patterns.into_iter().map(|pattern| (pattern.to_owned(), Value::Map(Map::new()))).collect();
        are_good.then_some(Self(map))
    }

    /// Reads what a client declares.
    pub fn read(value: &Value) -> Result<Self, Fault> {
        let map = value.map().ok_or_else(|| Fault::new("subscriptions are a map"))?;
        if let Some(wrong) = map.keys().find(|pattern| !is_pattern(pattern)) {
            return Err(Fault::new(format!(
                "`{wrong}` is neither the name of a message nor a pattern such as `table.*`"
            )));
        }
        match map.iter().find(|(_, annotations)| annotations.map().is_none()) {
            Some((pattern, _)) => Err(Fault::new(format!("the annotations of `{pattern}` are not a map"))),
            None => Ok(Self(map.clone())),
        }
    }

    /// The annotations of the pattern that covers a message; of several the longest. `None` if it is not wanted.
    pub fn annotations(&self, mtype: &str) -> Option<&Map> {
        let covering = self.0.iter().filter(|(pattern, _)| covers(pattern, mtype));
        covering.max_by_key(|(pattern, _)| pattern.len()).and_then(|(_, annotations)| annotations.map())
    }

    /// Whether a message is wanted.
    pub fn cover(&self, mtype: &str) -> bool {
        self.annotations(mtype).is_some()
    }

    /// Whether the receiver says that a message does no harm, whoever sends it.
    pub(crate) fn call_harmless(&self, mtype: &str) -> bool {
        self.annotations(mtype).and_then(|map| map.get(HARMLESS)).and_then(Value::text) == Some("1")
    }

    /// The names and patterns, sorted.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
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
    fn the_longest_pattern_counts() {
        let annotated = |text: &str| Value::Map(crate::value::map_of([(HARMLESS, text)]));
        let map = Map::from([
            ("*".to_owned(), Value::Map(Map::new())),
            ("script.*".to_owned(), annotated("1")),
            ("script.aladin.send".to_owned(), annotated("0")),
        ]);
        let wanted = Subscriptions::read(&Value::Map(map)).unwrap();
        assert!(wanted.cover("a.b"));
        assert!(!wanted.call_harmless("a.b"));
        assert!(wanted.call_harmless("script.other"));
        assert!(!wanted.call_harmless("script.aladin.send"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        assert!(Subscriptions::of(["table.*", "*"]).is_some());
        assert!(Subscriptions::of(["tab*"]).is_none());
        let wrong = Value::Map([("*.x".to_owned(), Value::Map(Map::new()))].into());
        assert_eq!(
            Subscriptions::read(&wrong).unwrap_err().0,
            "`*.x` is neither the name of a message nor a pattern such as `table.*`"
        );
    }
}
